"""Fitting all models on some worlds and trying them on others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.arrays import Floats, Ints
from graph.analysis.confidence import confidences
from graph.analysis.fitted import ALL, TIERS, Fitted
from graph.analysis.logistic import Logistic
from graph.analysis.merge import surviving
from graph.analysis.parameters import Parameters
from graph.analysis.rarity import belief
from graph.analysis.refit import fit_scaling
from graph.analysis.roles import NAMES, SINGLE, Points, infer_roles
from tests.training.examples import (
    Prepared,
    RoleExamples,
    Sets,
    confidence_examples,
    homes_of,
    member_examples,
    merged_sets,
    role_examples,
    sets_of,
)
from tests.training.figures import Figures, Row, figures
from tests.training.fitting import fit_curve, fit_held, fit_logistic, fit_points
from tests.training.specimens import GIVEN, OWN

CALIBRATED = 0.36  # overlap that counts as right in the last scaling
SHOWN = 0.02  # lower confidences teach the last correction nothing


@dataclass(frozen=True)
class Choices:
    """Choices of a fit.

    Attributes:
        own_members, own_confidence, own_scaling, own_curve, own_roles: weight of the own
            construction, the given one being 1, where both are learnt from.
        products: whether confidence learns from products of features.
        thinned: weight of worlds whose groups were thinned to one or two people.
        members_without, sure_without: features that membership or confidence is not to learn from.
    """

    own_members: float = 0.1
    own_confidence: float = 1.5
    own_scaling: float = 0.05
    own_curve: float = 0.5
    own_roles: float = 0.3
    products: bool = True
    member_penalty: float = 30.0
    confidence_penalty: float = 100.0
    role_penalty: float = 1.5
    thinned: float = 0.1
    members_without: tuple[str, ...] = ()
    sure_without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A world to learn from, with its thinned copy where groups were planted in it."""

    whole: Prepared
    thin: Prepared | None


def fit(courses: Sequence[Course], choices: Choices, tiers: Sequence[str] = (ALL,)) -> Fitted:
    """Fit the models on worlds; ``tiers`` are the confidence models wanted, by name."""
    of = [course.whole.specimen.construction for course in courses]
    member = fit_membership(courses, of, choices)
    sets = [sets_of(course.whole, member) for course in courses]
    thin = [[] if course.thin is None else sets_of(course.thin, member) for course in courses]
    planted = [course.thin is not None for course in courses]
    sure = {
        name: _fit_confidence(
            (sets, thin, planted), of, choices, (*TIERS[name], *choices.sure_without)
        )
        for name in tiers
    }
    whole = zip(courses, sets, strict=True)
    roles = [role_examples(course.whole, mine, sure[tiers[0]]) for course, mine in whole]
    return Fitted(member, sure, fit_roles(roles, of, choices))


def fit_roles(roles: Sequence[RoleExamples], of: list[str], choices: Choices) -> Points:
    """Points of roles; ``of``: construction of each world."""
    kept = [n for n, one in enumerate(roles) if len(one.which)]
    some = [roles[n] for n in kept]
    weight = np.concatenate(
        _balanced(
            [np.ones(len(one.which)) for one in some], [of[n] for n in kept], choices.own_roles
        )
    )
    which = np.concatenate([one.which for one in some])
    before = np.r_[0, np.cumsum([one.group[-1] + 1 for one in some])]
    group = np.concatenate([one.group + n for one, n in zip(some, before[:-1], strict=True)])
    table = np.concatenate([one.table for one in some])
    points = fit_points(table, which, weight, len(NAMES), choices.role_penalty)
    champion, maker = fit_held(which, group, weight, range(SINGLE))
    return Points(*points, (champion, maker))


def fit_membership(courses: Sequence[Course], of: list[str], choices: Choices) -> Logistic:
    """Membership model; ``of``: construction of each world."""
    examples = [member_examples(course.whole) for course in courses]
    weight = _balanced([np.ones(len(right)) for _, right in examples], of, choices.own_members)
    table = _dropped(
        np.concatenate([table for table, _ in examples]),
        membership.FEATURES,
        choices.members_without,
    )
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
    found: tuple[list[list[Sets]], list[list[Sets]], list[bool]],
    of: list[str],
    choices: Choices,
    without: tuple[str, ...],
) -> Logistic:
    sets, thin, planted = found
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
            _dropped(np.concatenate(tables), confidence.FEATURES, without),
            np.concatenate(rights),
            np.concatenate(_balanced(weights, of, choices.own_confidence)),
        ),
        confidence.FEATURES,
        choices.confidence_penalty,
        choices.products,
    )
    model = _scaled(model, sets, of, choices)
    model = replace(model, usual=_usual(model, sets, planted))
    return replace(model, curve=_curve(model, sets, of, choices))


def _usual(model: Logistic, sets: list[list[Sets]], planted: list[bool]) -> float:
    """Mean confidence of what survives merging in worlds that hold groups."""
    chances = [
        _survivors(mine, lambda one: _sure(one, model))[0]
        for mine, some in zip(sets, planted, strict=True)
        if some
    ]
    return float(np.concatenate(chances).mean())


def _curve(
    model: Logistic, sets: list[list[Sets]], of: list[str], choices: Choices
) -> tuple[float, float, float]:
    """The last correction, learnt from what would be shown without it, world by world."""
    chances, rights = [], []
    for mine in sets:
        said, right = _survivors(mine, lambda one: _sure(one, model))
        held = belief(said.tolist(), model, mine[0].examined.view.parameters)
        shown = np.array([held.of(one) for one in said])
        chances.append(shown[shown >= SHOWN])
        rights.append(right[shown >= SHOWN])
    weight = _balanced([np.ones(len(right)) for right in rights], of, choices.own_curve)
    return fit_curve(np.concatenate(chances), np.concatenate(rights), np.concatenate(weight))


def _survivors(mine: list[Sets], chance: Callable[[Sets], Floats]) -> tuple[Floats, Floats]:
    """Chance of a world's sets that survive merging, and whether each is right (1) or not (0)."""
    said, right = [np.zeros(0)], [np.zeros(0)]
    for one in mine:
        sure = chance(one)
        kept = _kept(one, sure)
        said.append(sure[kept])
        right.append((one.overlap[kept] >= CALIBRATED).astype(float))
    return np.concatenate(said), np.concatenate(right)


def _sure(one: Sets, model: Logistic) -> Floats:
    return confidences(one.table, model, one.examined.view.parameters)


def _scaled(model: Logistic, sets: list[list[Sets]], of: list[str], choices: Choices) -> Logistic:
    """Scaled on the sets that survive merging: these are what a user sees."""
    found = [_survivors(mine, lambda one: model.probability(one.table)) for mine in sets]
    chances, rights = [chance for chance, _ in found], [right for _, right in found]
    weight = _balanced([np.ones(len(right)) for right in rights], of, choices.own_scaling)
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


def _kept(one: Sets, sure: Floats) -> Ints:
    judged = one.examined
    return surviving(judged.judged.cells, judged.members, sure, judged.view.parameters.overlap)


def tried(
    prepared: Prepared, models: Fitted, parameters: Parameters, tiers: Sequence[str] = (ALL,)
) -> dict[str, Figures]:
    """What models are worth on a world, by the name of each confidence model asked for."""
    found = found_rows(prepared, models, parameters, tiers)
    return {name: figures(prepared.specimen, rows) for name, rows in found.items()}


def found_rows(
    prepared: Prepared, models: Fitted, parameters: Parameters, tiers: Sequence[str] = (ALL,)
) -> dict[str, list[Row]]:
    """What models find in a world, in the truth's names, by each confidence model asked for."""
    sets = sets_of(prepared, models.membership)
    return {name: _rows((prepared, sets), models, name, parameters) for name in tiers}


def _rows(
    world: tuple[Prepared, list[Sets]], models: Fitted, tiers: str, parameters: Parameters
) -> list[Row]:
    prepared, sets = world
    model = models.confidence[tiers]
    found = merged_sets(prepared, sets, model)
    shown = belief([one.confidence for one in found], model, parameters)
    found = [replace(one, confidence=round(shown.of(one.confidence), 4)) for one in found]
    at_home = homes_of(prepared, found)
    home = [[at_home.get((one.solution, act.function), 0.0) for act in one.done] for one in found]
    done = [one.done for one in found]
    all_roles = infer_roles(done, home, models.roles, parameters.role_threshold)
    rows = []
    for one, roles in zip(found, all_roles, strict=True):
        told = dict(zip(one.names, roles, strict=True))
        members = {name: role.role for name, role in told.items()}
        sure = {name: role.confidence for name, role in told.items()}
        rows.append(Row(one.account, one.solution, one.confidence, members, sure))
    return rows
