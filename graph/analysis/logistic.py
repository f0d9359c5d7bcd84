"""The provisional models: weights kept as data beside the code, one JSON file each.

A model is a logistic regression over standardised features: ``p = 1 / (1 + exp(-(b + w . x)))``
with x = (feature - mean) / scale, clipped to +- 4 so that what was never seen in fitting cannot
run away. Some models add products of two standardised features. A feature that is not a number is
missing and tells nothing, neither for nor against.
What a model was fitted on stands in its file (``fitted_on``) and in docs/method.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from graph.analysis.arrays import Floats

_REACH = 4.0


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression.

    Attributes:
        features: names, in the order of the columns.
        mean, scale: standardisation of each feature.
        weight: per feature, in nats per scale.
        bias: in nats.
        products: weight of each product of two standardised features (row <= column); None where
            the model has none.
        fitted_on: what the weights come from, in words.
        usual: mean probability over what it was fitted on; None where that tells nothing.
        curve: last correction of what is shown (``rarity``); None where there is none.
    """

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    weight: Floats
    bias: float
    fitted_on: str
    products: Floats | None = None
    usual: float | None = None
    curve: tuple[float, float, float] | None = None

    def standard(self, table: Floats) -> Floats:
        """Features in scales from their mean, clipped; what is missing is at the mean."""
        standard: Floats = np.clip((table - self.mean) / self.scale, -_REACH, _REACH)
        standard[np.isnan(standard)] = 0.0
        return standard

    def probability(self, table: Floats) -> Floats:
        """Probability per row."""
        chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(self._logit(table), -30.0, 30.0)))
        return chance

    def _logit(self, table: Floats) -> Floats:
        # No matrix product: the order of its sums may vary with the number of rows.
        standard = np.ascontiguousarray(np.moveaxis(self.standard(table), -1, 0))
        logit = np.full(standard.shape[1:], self.bias)
        for n, mine in enumerate(standard):
            pull = np.full_like(mine, self.weight[n])
            if self.products is not None:
                for other in np.flatnonzero(self.products[n]).tolist():
                    pull += self.products[n, other] * standard[other]
            logit += mine * pull
        return logit


def from_data(data: dict[str, object], features: tuple[str, ...]) -> Logistic:
    """A model from what its file holds; the features must be those that the code computes."""
    named = data["features"]
    if not isinstance(named, dict) or tuple(named) != features:
        raise ValueError(f"model file does not hold the features {', '.join(features)}")
    place = {name: n for n, name in enumerate(features)}
    products = None
    if "products" in data:
        products = np.zeros((len(features), len(features)))
        for pair, value in _named(data["products"]).items():
            one, other = pair.split(" x ")
            products[place[one], place[other]] = value
    columns = np.array([[f["mean"], f["scale"], f["weight"]] for f in named.values()], dtype=float)
    return Logistic(
        features=features,
        mean=columns[:, 0],
        scale=columns[:, 1],
        weight=columns[:, 2],
        bias=float(str(data["bias"])),
        fitted_on=str(data["fitted_on"]),
        products=products,
        usual=float(str(data["usual"])) if "usual" in data else None,
        curve=_curve(data["curve"]) if "curve" in data else None,
    )


def _curve(value: object) -> tuple[float, float, float]:
    if not isinstance(value, list):
        raise ValueError("model file: curve is no list of three numbers")
    base, low, high = map(float, value)
    return base, low, high


def _named(value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise ValueError("model file: products are not named")
    return {str(name): float(number) for name, number in value.items()}


@lru_cache
def shipped(name: str, features: tuple[str, ...]) -> Logistic:
    """The model of this name that ships with coterie."""
    text = files(__package__).joinpath("models", f"{name}.json").read_text(encoding="utf-8")
    return from_data(json.loads(text), features)
