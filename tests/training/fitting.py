"""Ridge-penalised maximum likelihood: two outcomes, and several.

Hoerl and Kennard (1970) for the penalty. Convex, solved by L-BFGS
(scipy), so the result does not depend on a start.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from graph.analysis.arrays import Floats, Ints
from graph.analysis.logistic import Logistic

_FEW = 3.0  # groups added to what is counted
_REACH = 4.0  # standardised features are clipped as in use


def fit_logistic(
    examples: tuple[Floats, Floats, Floats],
    features: tuple[str, ...],
    penalty: float,
    products: int = 0,
) -> Logistic:
    """A logistic regression on standardised features; ``penalty`` per squared weight.

    Args:
        examples: features, right (1) or not (0), and weight, per row.
        products: learn from at most so many products of two features, too: those that move a fit
            with all of them most.
    """
    table, right, weight = examples
    mean, scale = _standards(table, weight)
    wide = table.shape[1]
    standard = np.nan_to_num(np.clip((table - mean) / scale, -_REACH, _REACH))
    if not products:
        weights = _weights(standard, right, weight, penalty)
        return Logistic(features, mean, scale, weights[1:], float(weights[0]), "")
    one, other = np.triu_indices(wide)
    pairs = standard[:, one] * standard[:, other]
    weights = _weights(np.hstack([standard, pairs]), right, weight, penalty)
    if products < len(one):
        moved = np.abs(weights[1 + wide :]) * pairs.std(axis=0)
        kept = np.sort(np.argsort(-moved, kind="stable")[:products])
        one, other = one[kept], other[kept]
        weights = _weights(np.hstack([standard, pairs[:, kept]]), right, weight, penalty)
    both = np.zeros((wide, wide))
    both[one, other] = weights[1 + wide :]
    return Logistic(features, mean, scale, weights[1 : 1 + wide], float(weights[0]), "", both)


def _standards(table: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of what is known of each feature; a constant one has a spread of 1."""
    known = np.where(np.isnan(table), 0.0, 1.0) * (weight / weight.sum())[:, None]
    total = np.maximum(known.sum(axis=0), 1e-12)
    filled = np.nan_to_num(table)
    mean = (known * filled).sum(axis=0) / total
    spread = (known * (filled - mean) ** 2).sum(axis=0) / total
    return mean, np.where(spread > 1e-12, np.sqrt(np.maximum(spread, 1e-12)), 1.0)


def _weights(standard: Floats, right: Floats, weight: Floats, penalty: float) -> Floats:
    """Bias and weights of the most likely penalised fit."""

    def loss(values: Floats) -> tuple[float, Floats]:
        logit = standard @ values[1:] + values[0]
        miss = weight * (1.0 / (1.0 + np.exp(-logit)) - right)
        total = float((weight * (np.logaddexp(0.0, logit) - right * logit)).sum())
        total += 0.5 * penalty * float((values[1:] ** 2).sum())
        return total, np.r_[miss.sum(), standard.T @ miss + penalty * values[1:]]

    found: Floats = minimize(loss, np.zeros(standard.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return found


def fit_curve(chance: Floats, right: Floats, weight: Floats) -> tuple[float, float, float]:
    """(base, low, high) of the beta calibration of probabilities, pulled to no change.

    Kull, Silva Filho, Flach (2017), Beta calibration.
    """
    safe = np.clip(chance, 1e-3, 1 - 1e-3)
    columns = np.stack([np.ones(len(safe)), np.log(safe), -np.log(1.0 - safe)], axis=1)
    still = np.array([0.0, 1.0, 1.0])

    def loss(values: Floats) -> float:
        logit = columns @ values
        told = (weight * (np.logaddexp(0.0, logit) - right * logit)).sum()
        return float(told + 0.5 * ((values - still) ** 2).sum())

    rising = [(None, None), (0.05, None), (0.05, None)]
    base, low, high = minimize(loss, still, method="L-BFGS-B", bounds=rising).x
    return float(base), float(low), float(high)


def fit_points(
    table: Floats, which: Ints, weight: Floats, outcomes: int, penalty: float
) -> tuple[Floats, Floats]:
    """Points (feature x outcome) and base (outcome) of a multinomial logistic regression."""
    wide = table.shape[1]
    wanted = np.eye(outcomes)[which]

    def loss(values: Floats) -> tuple[float, Floats]:
        base, points = values[:outcomes], values[outcomes:].reshape(wide, outcomes)
        logit = table @ points + base
        logit = logit - logit.max(axis=1, keepdims=True)
        log = logit - np.log(np.exp(logit).sum(axis=1, keepdims=True))
        miss = weight[:, None] * (np.exp(log) - wanted)
        total = -float((weight[:, None] * wanted * log).sum())
        total += 0.5 * penalty * float((points**2).sum()) + 0.005 * float((base**2).sum())
        slope = table.T @ miss + penalty * points
        return total, np.r_[miss.sum(axis=0) + 0.01 * base, slope.ravel()]

    start = np.zeros(outcomes * (wide + 1))
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found[outcomes:].reshape(wide, outcomes), found[:outcomes]


def fit_held(
    which: Ints, group: Ints, weight: Floats, outcomes: Sequence[int]
) -> tuple[float, ...]:
    """How much likelier groups have exactly one of an outcome than members drawn alone, in nats.

    The log odds of one against none in the groups seen, less those of as many members each of
    whom has the outcome by its share of all. Groups with two count for neither.

    Args:
        which: outcome of each member; ``group``: which group; ``weight``: of each member.
    """
    found = []
    sizes = np.bincount(group)
    start = np.r_[0, np.cumsum(sizes)[:-1]]
    of_group = weight[start]
    for outcome in outcomes:
        share = float((weight * (which == outcome)).sum() / weight.sum())
        number = np.bincount(group, which == outcome)
        seen = [float(of_group[number == n].sum()) + _FEW for n in (0, 1)]
        none = (1.0 - share) ** sizes
        one = sizes * share * (1.0 - share) ** (sizes - 1)
        alone = [float((of_group * chance).sum()) + _FEW for chance in (none, one)]
        found.append(float(np.log(seen[1] / seen[0]) - np.log(alone[1] / alone[0])))
    return tuple(found)
