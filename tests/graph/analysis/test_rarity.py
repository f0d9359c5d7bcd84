"""Confidence held against how many groups the population shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.confidence import FEATURES
from graph.analysis.fitted import TIERS
from graph.analysis.logistic import shipped
from graph.analysis.parameters import Parameters
from graph.analysis.rarity import Belief, rarity, tempered
from tests.training.fitting import fit_curve

USUAL = 0.2
CURVES = [shipped(name, FEATURES).curve for name in TIERS]
confidences = st.lists(st.floats(0.0, 0.99), max_size=60)


@given(confidences)
def test_belief_is_only_ever_taken_away_and_never_more_than_the_reach(found: list[float]) -> None:
    assert -Parameters().rarity_reach <= rarity(found, USUAL, Parameters()) <= 0.0


@given(confidences)
def test_order_of_candidates_does_not_matter(found: list[float]) -> None:
    assert rarity(found, USUAL, Parameters()) == rarity(found[::-1], USUAL, Parameters())


def test_a_population_without_groups_takes_belief_from_what_looks_like_one() -> None:
    quiet = [0.02] * 200 + [0.55]
    assert tempered(0.55, rarity(quiet, USUAL, Parameters())) < 0.2


def test_a_population_with_as_many_groups_as_usual_keeps_its_confidences() -> None:
    assert rarity([0.95] * 30 + [0.01] * 70, USUAL, Parameters()) == 0.0


def test_a_few_candidates_say_little_of_how_common_groups_are() -> None:
    few, many = ([0.05] * n for n in (2, 200))
    assert rarity(few, USUAL, Parameters()) > rarity(many, USUAL, Parameters())


def test_what_is_not_known_or_nothing_stays() -> None:
    assert rarity([0.01] * 90, None, Parameters()) == 0.0
    assert tempered(0.0, -2.0) == 0.0


@given(st.floats(0.0, 0.99), st.floats(0.0, 0.99), st.floats(-3.0, 0.0))
def test_the_curve_changes_no_order_and_is_never_surer_than_the_most(
    one: float, other: float, shift: float
) -> None:
    for curve in CURVES:
        shown = Belief(shift, curve, most=0.99)
        assert 0.0 <= shown.of(one) <= 0.99
        assert shown.of(min(one, other)) <= shown.of(max(one, other))


def test_a_curve_corrects_what_is_left_after_rarity_and_leaves_nothing_nothing() -> None:
    still, lifted = Belief(-1.0, (0.0, 1.0, 1.0)), Belief(-1.0, (0.5, 1.0, 1.0))
    assert abs(still.of(0.4) - tempered(0.4, -1.0)) < 1e-12
    assert abs(lifted.of(0.4) - tempered(0.4, -0.5)) < 1e-12
    assert lifted.of(0.0) == 0.0


@pytest.mark.parametrize("curve", [(0.0, 1.0, 1.0), (-0.3, 0.6, 1.0), (0.5, 1.3, 0.7)])
def test_a_curve_that_is_in_the_data_is_found(curve: tuple[float, float, float]) -> None:
    said = np.tile(np.linspace(0.03, 0.97, 40), 500)
    right = np.array([Belief(0.0, curve).of(float(one)) for one in said])
    assert np.allclose(fit_curve(said, right, np.ones(len(said))), curve, atol=0.02)
