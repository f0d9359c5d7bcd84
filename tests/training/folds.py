"""Fitting all models on some worlds and trying them on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.arrays import Floats
from graph.analysis.confidence import confidences
from graph.analysis.examine import merged
from graph.analysis.logistic import Logistic
from graph.analysis.merge import surviving
from graph.analysis.parameters import Parameters
from graph.analysis.roles import NAMES, Points, conducts, infer_roles
from tests.training.examples import (
    UNKNOWN,
    Prepared,
    Sets,
    confidence_examples,
    member_examples,
    role_examples,
    sets_of,
)
from tests.training.figures import Figures, Row, figures
from tests.training.fitting import fit_logistic, fit_points, fit_scaling
from tests.training.specimens import GIVEN, OWN

CALIBRATED = 0.36  # overlap that counts as right in the last scaling


@dataclass(frozen=True)
class Choices:
    """Choices of a fit.

    Attributes:
        own_members, own_confidence, own_roles: weight of the own construction, the given one
            being 1, where both are learnt from.
        products: whether confidence learns from products of features.
        thinned: weight of worlds whose groups were thinned to one or two people.
        without: confidence features that are left out.
    """

    own_members: float = 0.0
    own_confidence: float = 1.5
    own_roles: float = 0.3
    products: bool = True
    member_penalty: float = 30.0
    confidence_penalty: float = 100.0
    role_penalty: float = 3.0
    thinned: float = 0.1
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A world to learn from, with its thinned copy where groups were planted in it."""

    whole: Prepared
    thin: Prepared | None


@dataclass(frozen=True)
class Models:
    """The three models."""

    membership: Logistic
    confidence: Logistic
    roles: Points


def fit(courses: Sequence[Course], choices: Choices) -> Models:
    """Fit the models on worlds."""
    of = [course.whole.specimen.construction for course in courses]
    member = _fit_membership(courses, of, choices)
    sets = [sets_of(course.whole, member) for course in courses]
    thin = [[] if course.thin is None else sets_of(course.thin, member) for course in courses]
    sure = _fit_confidence(sets, thin, of, choices)
    roles = [role_examples(course.whole, mine) for course, mine in zip(courses, sets, strict=True)]
    kept = [n for n, (table, _) in enumerate(roles) if len(table)]
    weight = _balanced(
        [np.ones(len(roles[n][1])) for n in kept], [of[n] for n in kept], choices.own_roles
    )
    points = fit_points(
        np.concatenate([roles[n][0] for n in kept]),
        np.concatenate([roles[n][1] for n in kept]),
        np.concatenate(weight),
        len(NAMES),
        choices.role_penalty,
    )
    return Models(member, sure, Points(*points))


def _fit_membership(courses: Sequence[Course], of: list[str], choices: Choices) -> Logistic:
    examples = [member_examples(course.whole) for course in courses]
    weight = _balanced([np.ones(len(right)) for _, right in examples], of, choices.own_members)
    table = np.concatenate([table for table, _ in examples])
    return fit_logistic(
        (
            table,
            np.concatenate([right for _, right in examples]),
            np.concatenate(weight),
        ),
        membership.FEATURES,
        choices.member_penalty,
    )


def _fit_confidence(
    sets: list[list[Sets]], thin: list[list[Sets]], of: list[str], choices: Choices
) -> Logistic:
    tables, rights, weights = [], [], []
    for whole, copy in zip(sets, thin, strict=True):
        parts = [(confidence_examples(whole), 1.0)]
        if copy and choices.thinned:
            parts.append((confidence_examples(copy), choices.thinned))
        tables.append(np.concatenate([table for (table, _, _), _ in parts]))
        rights.append(np.concatenate([right for (_, right, _), _ in parts]))
        weights.append(np.concatenate([share * weight for (_, _, weight), share in parts]))
    model = fit_logistic(
        (
            _dropped(np.concatenate(tables), confidence.FEATURES, choices.without),
            np.concatenate(rights),
            np.concatenate(_balanced(weights, of, choices.own_confidence)),
        ),
        confidence.FEATURES,
        choices.confidence_penalty,
        choices.products,
    )
    return _scaled(model, sets, of, choices)


def _scaled(model: Logistic, sets: list[list[Sets]], of: list[str], choices: Choices) -> Logistic:
    """Scaled on the sets that survive merging: these are what a user sees."""
    chances, rights = [], []
    for mine in sets:
        chance, right = [np.zeros(0)], [np.zeros(0)]
        for one in mine:
            sure = model.probability(one.table)
            kept = _kept(one, sure)
            chance.append(sure[kept])
            right.append((one.overlap[kept] >= CALIBRATED).astype(float))
        chances.append(np.concatenate(chance))
        rights.append(np.concatenate(right))
    weight = _balanced([np.ones(len(right)) for right in rights], of, choices.own_confidence)
    slope, shift = fit_scaling(
        np.concatenate(chances), np.concatenate(rights), np.concatenate(weight)
    )
    products = None if model.products is None else model.products * slope
    return replace(
        model, weight=model.weight * slope, bias=model.bias * slope + shift, products=products
    )


def _dropped(table: Floats, features: tuple[str, ...], without: tuple[str, ...]) -> Floats:
    """Columns that are left out become constant, and so get no weight."""
    kept = np.array([name not in without for name in features])
    return np.where(kept, table, 0.0)


def _balanced(weights: list[Floats], of: list[str], own: float) -> list[Floats]:
    """Weights such that the own construction sums to ``own`` times what the given one does."""
    total = dict.fromkeys(of, 0.0)
    for weight, name in zip(weights, of, strict=True):
        total[name] += float(weight.sum())
    if len(total) < 2 or not all(total.values()):
        return weights
    factor = {OWN: own * total[GIVEN] / total[OWN], GIVEN: 1.0}
    return [weight * factor[name] for weight, name in zip(weights, of, strict=True)]


def _kept(one: Sets, sure: Floats) -> list[int]:
    judged = one.examined
    return surviving(judged.judged.cells, judged.members, sure, judged.view.parameters.overlap)


def tried(prepared: Prepared, models: Models, parameters: Parameters) -> Figures:
    """What models are worth on a world."""
    rows = []
    for one in sets_of(prepared, models.membership):
        examined, sure = merged(one.examined, confidences(one.table, models.confidence, parameters))
        cells = examined.judged.cells
        for n, members in enumerate(examined.members):
            cell = cells.cell(n)
            ids = [one.proposed.view.account.people[m] for m in members]
            titles = [prepared.titles.get(person, UNKNOWN) for person in ids]
            roles = infer_roles(
                conducts(examined.view, members, cell, titles),
                models.roles,
                parameters.role_threshold,
            )
            held = {
                one.proposed.names[m]: role.role for m, role in zip(members, roles, strict=True)
            }
            solution = prepared.setting.contents.solutions[cell[0]]
            rows.append(Row(one.proposed.account, solution, float(sure[n]), held))
    return figures(prepared.specimen, rows)
