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
        copies: weight of shifted copies of the given worlds, these being 1.
        own_members, own_confidence, own_scaling, own_curve, own_roles: weight of the own
            construction, the given one being 1, where both are learnt from.
        member_products, products: how many products of features membership and confidence learn
            from at most.
        thinned: weight of worlds whose groups were thinned to one or two people.
        members_without, sure_without: features that membership or confidence is not to learn from.
    """

    copies: float = 0.2
    own_members: float = 0.15
    own_confidence: float = 1.5
    own_scaling: float = 0.15
    own_curve: float = 0.5
    own_roles: float = 0.3
    member_products: int = 0
    products: int = 1000
    member_penalty: float = 30.0
    confidence_penalty: float = 100.0
    role_penalty: float = 1.5
    thinned: float = 0.1
    members_without: tuple[str, ...] = ()
    sure_without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A world to learn from, with its thinned copy where groups were planted in it, and others.

    Attributes:
        copies: shifted ones (``shifted``).
    """

    whole: Prepared
    thin: Prepared | None
    copies: tuple[Prepared, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A world as it is learnt from: itself, with its thinned copy, or a shifted copy of it."""

    world: Prepared
    thin: Prepared | None
    weight: float

    @property
    def construction(self) -> str:
        """Who made the world."""
        return self.world.specimen.construction


def lessons(courses: Sequence[Course], choices: Choices) -> list[Lesson]:
    """What is learnt from: the worlds, then their copies."""
    found = [Lesson(course.whole, course.thin, 1.0) for course in courses]
    if choices.copies:
        found += [Lesson(c, None, choices.copies) for course in courses for c in course.copies]
    return found


def fit(courses: Sequence[Course], choices: Choices, tiers: Sequence[str] = (ALL,)) -> Fitted:
    """Fit the models on worlds; ``tiers`` are the confidence models wanted, by name."""
    learnt = lessons(courses, choices)
    member = fit_membership(learnt, choices)
    sets = [sets_of(one.world, member) for one in learnt]
    thin = [[] if one.thin is None else sets_of(one.thin, member) for one in learnt]
    sure = {
        name: _fit_confidence(learnt, (sets, thin), choices, (*TIERS[name], *choices.sure_without))
        for name in tiers
    }
    whole = zip(learnt, sets, strict=True)
    roles = [role_examples(one.world, mine, sure[tiers[0]]) for one, mine in whole]
    return Fitted(member, sure, fit_roles(roles, learnt, choices))


def fit_roles(roles: Sequence[RoleExamples], learnt: Sequence[Lesson], choices: Choices) -> Points:
    """Points of roles, from the examples of each lesson."""
    kept = [n for n, one in enumerate(roles) if len(one.which)]
    some = [roles[n] for n in kept]
    told = [one.which for one in some]
    weight = np.concatenate(_shares(told, [learnt[n] for n in kept], choices.own_roles))
    which = np.concatenate([one.which for one in some])
    before = np.r_[0, np.cumsum([one.group[-1] + 1 for one in some])]
    group = np.concatenate([one.group + n for one, n in zip(some, before[:-1], strict=True)])
    table = np.concatenate([one.table for one in some])
    points = fit_points(table, which, weight, len(NAMES), choices.role_penalty)
    champion, maker = fit_held(which, group, weight, range(SINGLE))
    return Points(*points, (champion, maker))


def fit_membership(learnt: Sequence[Lesson], choices: Choices) -> Logistic:
    """Membership model."""
    examples = [member_examples(one.world) for one in learnt]
    rights = [right for _, right in examples]
    table = _dropped(
        np.concatenate([table for table, _ in examples]),
        membership.FEATURES,
        choices.members_without,
    )
    weight = np.concatenate(_shares(rights, learnt, choices.own_members))
    return fit_logistic(
        (table, np.concatenate(rights), weight),
        membership.FEATURES,
        choices.member_penalty,
        choices.member_products,
    )


def _fit_confidence(
    learnt: Sequence[Lesson],
    found: tuple[list[list[Sets]], list[list[Sets]]],
    choices: Choices,
    without: tuple[str, ...],
) -> Logistic:
    sets, thin = found
    tables, rights, weights = [], [], []
    for lesson, whole, copy in zip(learnt, sets, thin, strict=True):
        parts = [(confidence_examples(whole), lesson.weight)]
        if copy and choices.thinned:
            parts.append((confidence_examples(copy), choices.thinned))
        tables.append(np.concatenate([table for (table, _, _), _ in parts]))
        rights.append(np.concatenate([right for (_, right, _), _ in parts]))
        weights.append(np.concatenate([share * weight for (_, _, weight), share in parts]))
    model = fit_logistic(
        (
            _dropped(np.concatenate(tables), confidence.FEATURES, without),
            np.concatenate(rights),
            np.concatenate(_balanced(weights, learnt, choices.own_confidence)),
        ),
        confidence.FEATURES,
        choices.confidence_penalty,
        choices.products,
    )
    model = _scaled(model, sets, learnt, choices)
    model = replace(model, usual=_usual(model, sets, learnt))
    return replace(model, curve=_curve(model, sets, learnt, choices))


def _usual(model: Logistic, sets: list[list[Sets]], learnt: Sequence[Lesson]) -> float:
    """Mean confidence of what survives merging in the worlds that hold groups, without copies."""
    chances = [
        _survivors(mine, lambda one: _sure(one, model))[0]
        for mine, lesson in zip(sets, learnt, strict=True)
        if lesson.thin is not None
    ]
    return float(np.concatenate(chances).mean())


def _curve(
    model: Logistic, sets: list[list[Sets]], learnt: Sequence[Lesson], choices: Choices
) -> tuple[float, float, float]:
    """The last correction, learnt from what would be shown without it, world by world."""
    chances, rights = [], []
    for mine in sets:
        said, right = _survivors(mine, lambda one: _sure(one, model))
        held = belief(said.tolist(), model, mine[0].examined.view.parameters)
        shown = np.array([held.of(one) for one in said])
        chances.append(shown[shown >= SHOWN])
        rights.append(right[shown >= SHOWN])
    weight = _shares(rights, learnt, choices.own_curve)
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


def _scaled(
    model: Logistic, sets: list[list[Sets]], learnt: Sequence[Lesson], choices: Choices
) -> Logistic:
    """Scaled on the sets that survive merging: these are what a user sees."""
    found = [_survivors(mine, lambda one: model.probability(one.table)) for mine in sets]
    chances, rights = [chance for chance, _ in found], [right for _, right in found]
    weight = _shares(rights, learnt, choices.own_scaling)
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


def _shares(
    examples: Sequence[Floats] | Sequence[Ints], learnt: Sequence[Lesson], own: float
) -> list[Floats]:
    """Weight of each example: its lesson's, the constructions balanced."""
    weights = [
        np.full(len(some), lesson.weight) for some, lesson in zip(examples, learnt, strict=True)
    ]
    return _balanced(weights, learnt, own)


def _balanced(weights: list[Floats], learnt: Sequence[Lesson], own: float) -> list[Floats]:
    """Weights such that the own construction sums to ``own`` times what the given one does."""
    total = dict.fromkeys((lesson.construction for lesson in learnt), 0.0)
    for weight, lesson in zip(weights, learnt, strict=True):
        total[lesson.construction] += float(weight.sum())
    if len(total) < 2 or not all(total.values()):
        return weights
    factor = {OWN: own * total[GIVEN] / total[OWN], GIVEN: 1.0}
    return [
        weight * factor[lesson.construction] for weight, lesson in zip(weights, learnt, strict=True)
    ]


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
