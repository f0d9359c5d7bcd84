"""Small fits that keep close to what was there: a scaling of probabilities, and one of points.

Platt (1999) for the first. Convex or nearly so, solved by L-BFGS (scipy) from a fixed start.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from graph.analysis.arrays import Floats, Ints
from graph.analysis.roles import NAMES, Points, chances

_SHARPNESS_PULL = 20.0  # penalty on the squared log of the sharpness
_BASE_PULL = 2.0  # penalty per squared shift of a role's base


def fit_scaling(chance: Floats, right: Floats, weight: Floats) -> tuple[float, float]:
    """(slope, shift) of the logit that make probabilities fit; the slope is pulled to 1."""
    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    logit = np.log(safe / (1 - safe))

    def loss(values: Floats) -> float:
        scaled = values[0] * logit + values[1]
        total = (weight * (np.logaddexp(0.0, scaled) - right * scaled)).sum()
        return float(total + 0.5 * (values[0] - 1) ** 2)

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(slope), float(shift)


def fit_role_shift(table: Floats, which: Ints, points: Points) -> tuple[float, tuple[float, ...]]:
    """(sharpness, shift of each role's base) under which the points fit the roles seen.

    Args:
        table: facts per person, as ``roles.FACTS``.
        which: index of the true role in ``roles.NAMES`` per person.
    """
    rows = np.arange(len(which))

    def loss(values: Floats) -> float:
        chance = chances(table, shifted_points(points, float(np.exp(values[0])), values[1:]))
        told = float(np.log(np.maximum(chance[rows, which], 1e-12)).sum())
        pulls = _SHARPNESS_PULL * values[0] ** 2 + _BASE_PULL * (values[1:] ** 2).sum()
        return -told + 0.5 * float(pulls)

    found = minimize(loss, np.zeros(1 + len(NAMES)), method="L-BFGS-B").x
    return float(np.exp(found[0])), tuple(float(value) for value in found[1:])


def shifted_points(points: Points, sharpness: float, shift: Floats | tuple[float, ...]) -> Points:
    """Points times a sharpness, each role's base shifted."""
    base = points.base * sharpness + np.asarray(shift)
    return Points(points.table * sharpness, base, points.held)
