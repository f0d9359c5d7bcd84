"""The reliability diagram says what was counted."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.training.picture import reliability_svg

PAIRS = [(0.12, False), (0.18, True), (0.95, True), (0.97, True)]


def test_a_bin_with_candidates_is_a_circle_that_says_what_it_holds() -> None:
    drawn = ElementTree.fromstring(reliability_svg("T", {"worlds": PAIRS, "none": []}))
    titles = [found.text for found in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["2: said 0.15, right 0.50", "2: said 0.96, right 1.00"]


def test_the_same_figures_are_the_same_bytes() -> None:
    assert reliability_svg("T", {"a": PAIRS}) == reliability_svg("T", {"a": list(PAIRS)})
