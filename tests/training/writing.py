"""The fitted models as the files that ship with coterie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from graph.analysis.conduct import FACTS
from graph.analysis.fitted import Fitted
from graph.analysis.logistic import Logistic
from graph.analysis.roles import NAMES, SINGLE, Points
from tests.training.folds import Choices
from tests.training.specimens import Specimen

VERSION = 3
NOTE = "made worlds: no evidence about real buyers"


def write_models(models: Fitted, learnt: Sequence[Specimen], choices: Choices) -> None:
    """Replace graph/analysis/models/*.json."""
    for name, body in (
        ("membership", _logistic(models.membership)),
        *((name, _logistic(model)) for name, model in models.confidence.items()),
    ):
        _write(name, body, learnt, choices)
    write_roles(models.roles, learnt, choices)


def write_roles(points: Points, learnt: Sequence[Specimen], choices: Choices) -> None:
    """Replace graph/analysis/models/roles.json."""
    _write("roles", _points(points), learnt, choices)


def _write(name: str, body: dict[str, Any], learnt: Sequence[Specimen], choices: Choices) -> None:
    names = ", ".join(specimen.name for specimen in learnt)
    head = {
        "version": VERSION,
        "fitted_on": f"provisional; {NOTE}; worlds: {names}",
        "choices": asdict(choices),
    }
    folder = Path(str(files("graph.analysis"))) / "models"
    text = json.dumps({**head, **body}, indent=1) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _logistic(model: Logistic) -> dict[str, Any]:
    columns = zip(model.features, model.mean, model.scale, model.weight, strict=True)
    body: dict[str, Any] = {
        "bias": round(model.bias, 4),
        "features": {
            name: {
                "mean": round(float(mean), 4),
                "scale": round(float(scale), 4),
                "weight": round(float(weight), 4),
            }
            for name, mean, scale, weight in columns
        },
    }
    if model.usual is not None:
        body["usual"] = round(model.usual, 4)
    if model.curve is not None:
        body["curve"] = [round(value, 4) for value in model.curve]
    if model.products is not None:
        body["products"] = {
            f"{model.features[one]} x {model.features[other]}": round(float(value), 4)
            for one, other in zip(*np.triu_indices(len(model.features)), strict=True)
            if (value := model.products[one, other])
        }
    return body


def _points(points: Points) -> dict[str, Any]:
    return {
        "held": {role: round(v, 3) for role, v in zip(NAMES[:SINGLE], points.held, strict=True)},
        "base": {role: round(float(v), 3) for role, v in zip(NAMES, points.base, strict=True)},
        "points": {
            fact: {role: round(float(v), 3) for role, v in zip(NAMES, row, strict=True)}
            for fact, row in zip(FACTS, points.table, strict=True)
        },
    }
