"""Confidence held against how many groups the population shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.parameters import Parameters
from graph.analysis.rarity import rarity, tempered

USUAL = 0.2
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
