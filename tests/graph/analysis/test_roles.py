"""Roles: decided together, three reasons each, undetermined where little speaks for any."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.arrays import Floats
from graph.analysis.conduct import FACTS, KIND_FACTS, Conduct, facts
from graph.analysis.homes import homes, usual_functions
from graph.analysis.roles import (
    NAMES,
    SINGLE,
    Points,
    assign,
    infer_roles,
    shipped_points,
    together,
)
from graph.model.vocabulary import FUNCTIONS, SENIORITIES

NOTHING = Points(np.zeros((len(FACTS), len(NAMES))), np.zeros(len(NAMES)))


def _conduct(**changes: object) -> Conduct:
    usual = Conduct(
        rank=2, size=5, lag=4.0, mean=8.0, last=12.0, length=30.0, ahead=0.0, signals=3,
        typical=3.0, most=7, weeks=2, topics=2, central=0.5, met=False,
        kinds=Counter({"guide": 2, "demo": 1}), seniority="manager", function="it",
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


@st.composite
def _chances(draw: st.DrawFn) -> Floats:
    size = draw(st.integers(1, 4))
    share = st.floats(0.01, 1.0)
    row = st.lists(share, min_size=len(NAMES), max_size=len(NAMES))
    table = np.array(draw(st.lists(row, min_size=size, max_size=size)))
    return np.asarray(table / table.sum(axis=1, keepdims=True))


@st.composite
def _groups(draw: st.DrawFn) -> list[Conduct]:
    size = draw(st.integers(3, 9))
    found = []
    for rank in range(1, size + 1):
        kinds = Counter(draw(st.lists(st.sampled_from((*KIND_FACTS, "meeting")), min_size=1)))
        lag = 0.0 if rank == 1 else draw(st.floats(0, 40))
        found.append(
            _conduct(
                rank=rank, size=size, lag=lag, mean=lag + 1, last=lag + 2, length=42.0,
                signals=kinds.total(), most=draw(st.integers(1, 30)),
                typical=draw(st.floats(1, 20)), weeks=draw(st.integers(1, 6)),
                topics=draw(st.integers(1, 4)), central=draw(st.floats(0, 1)),
                met="meeting" in kinds, kinds=kinds,
                seniority=draw(st.sampled_from(SENIORITIES)),
                function=draw(st.sampled_from(FUNCTIONS)),
            )
        )  # fmt: skip
    return found


@settings(deadline=None)
@given(_groups(), st.floats(-1, 1))
def test_roles_keep_their_promises(group: list[Conduct], home: float) -> None:
    (found,) = infer_roles([group], [[home] * len(group)], shipped_points(), 0.3)
    held = Counter(role.role for role in found)
    assert held["champion"] <= 1
    assert held["decision_maker"] <= 1
    for role in found:
        assert len(set(role.reasons)) == 3
        assert all(role.reasons)
        assert role.runner_up in NAMES
        assert role.runner_up != role.role
        assert (
            role.confidence == 0 if role.role == "undetermined" else 0.3 <= role.confidence < 0.97
        )


@settings(deadline=None)
@given(_chances(), st.tuples(st.floats(-2, 2), st.floats(-2, 2)))
def test_members_judged_together_are_the_sum_over_all_ways_to_hold_roles(
    chance: Floats, held: tuple[float, float]
) -> None:
    sums = np.zeros_like(chance)
    for roles in product(range(len(NAMES)), repeat=len(chance)):
        holders = [roles.count(single) for single in range(SINGLE)]
        if max(holders) > 1:
            continue
        bonus = sum(n * more for n, more in zip(holders, held, strict=True))
        weight = float(np.exp(bonus) * np.prod(chance[np.arange(len(chance)), roles]))
        sums[np.arange(len(chance)), roles] += weight
    exact = sums / sums.sum(axis=1, keepdims=True)
    found = together(chance, np.zeros(len(chance), dtype=np.int64), held)
    assert np.allclose(found, 0.95 * exact + 0.05 / len(NAMES))
    assert np.allclose(found.sum(axis=1), 1.0)


@settings(deadline=None)
@given(_chances())
def test_no_assignment_that_keeps_the_rule_is_likelier(chance: Floats) -> None:
    def likely(roles: tuple[int, ...]) -> float:
        return float(np.log(chance[np.arange(len(chance)), roles]).sum())

    kept = [
        roles
        for roles in product(range(len(NAMES)), repeat=len(chance))
        if roles.count(0) <= 1 and roles.count(1) <= 1
    ]
    found = tuple(assign(np.log(chance), np.zeros(len(chance), dtype=np.int64)).tolist())
    assert found in kept
    assert likely(found) >= max(map(likely, kept)) - 1e-9


def test_a_role_that_nothing_speaks_for_is_undetermined() -> None:
    (found,) = infer_roles([[_conduct(), _conduct(rank=1)]], [[0.0, 0.0]], NOTHING, 0.3)
    assert [role.role for role in found] == ["undetermined", "undetermined"]
    assert [role.confidence for role in found] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("better", "worse", "role"),
    [
        ({"signals": 9, "most": 4, "rank": 1, "lag": 0.0}, {"signals": 1}, "champion"),
        ({"seniority": "cxo"}, {"seniority": "entry"}, "decision_maker"),
        ({"kinds": Counter({"security_legal": 3})}, {"kinds": Counter({"guide": 3})}, "ratifier"),
        ({"kinds": Counter({"product_docs": 3})}, {"kinds": Counter({"pricing": 3})}, "user"),
        ({"function": "legal"}, {"function": "it"}, "ratifier"),
    ],
)
def test_the_shipped_points_say_what_they_should(
    better: dict[str, object], worse: dict[str, object], role: str
) -> None:
    points, column = shipped_points(), NAMES.index(role)
    more, less = (facts(_conduct(**one)) @ points.lift[:, column] for one in (better, worse))
    assert more > less


def test_finance_is_a_signer_where_it_is_not_at_home() -> None:
    points, column = shipped_points(), NAMES.index("ratifier")
    finance = _conduct(function="finance")
    away, at_home = (facts(finance, home) @ points.lift[:, column] for home in (-1.0, 1.0))
    assert away > at_home


def test_functions_that_make_up_a_solutions_groups_are_at_home_there() -> None:
    usual = usual_functions([("manager", "it"), ("entry", "finance"), ("vp", "unknown")])
    assert usual == {"finance": 0.5, "it": 0.5}
    seen = [("Shield", "it", 0.9, 0.9)] * 40 + [("Shield", "finance", 0.1, 0.9)] * 40
    found = homes([*seen, ("Spend", "it", 0.3, 0.5)], usual)
    assert found["Shield", "it"] > 0.4
    assert found["Shield", "finance"] == -1.0
    assert abs(found["Spend", "it"]) < 0.1
    assert homes([], usual) == {}
