"""Decisions are made long before contact (product.md B4)."""

from __future__ import annotations

import pytest

from graph.analysis.dark_funnel import CENSORED_DAYS, DarkFunnel, dark_funnel
from graph.analysis.signals import DAY
from graph.analysis.waterfall import NEVER, Deal, Fact, History, Moment

BEGIN = 100


def fact(day: int, known: int | None = None) -> Fact:
    return Fact(day * DAY, (day if known is None else known) * DAY)


def dark(history: History, day: int = 300) -> DarkFunnel:
    return dark_funnel(history, Moment(day * DAY, day * DAY), BEGIN * DAY)


def test_days_run_from_the_first_evidence_to_the_first_known_person() -> None:
    found = dark(
        History(surges=(fact(220),), anonymous=(fact(200), fact(240)), inbound=(fact(260),))
    )
    assert (found.first_evidence, found.first_known, found.days) == (200 * DAY, 260 * DAY, 60)


def test_while_nobody_is_known_the_days_run_on() -> None:
    history = History(anonymous=(fact(200),))
    assert [dark(history, day).days for day in (210, 300)] == [10, 100]
    assert dark(history).first_known is None


def test_who_came_first_leaves_no_darkness_and_no_evidence_leaves_it_unknown() -> None:
    assert dark(History(anonymous=(fact(200),), inbound=(fact(150),))).days == 0
    nothing = dark(History(inbound=(fact(150),)))
    assert (nothing.days, nothing.censored, nothing.first_evidence) == (None, None, None)


@pytest.mark.parametrize(("day", "censored"), [(BEGIN, True), (BEGIN + CENSORED_DAYS, False)])
def test_evidence_near_the_beginning_of_the_data_is_left_censored(day: int, censored: bool) -> None:
    assert dark(History(anonymous=(fact(day),))).censored is censored


@pytest.mark.parametrize(
    "history",
    [
        History(acts=(fact(250),)),
        History(hands=(fact(250),)),
        History(deals=(Deal("d", fact(250), None),)),
    ],
)
def test_a_human_act_or_a_deal_ends_the_quiet(history: History) -> None:
    assert not dark(history).quiet
    assert dark(history, 240).quiet


def test_what_was_known_later_counts_later() -> None:
    history = History(anonymous=(fact(200),), inbound=(fact(210, known=280),))
    assert dark(history, 250).first_known is None
    assert dark(history, 290).first_known == 210 * DAY
    everything = dark_funnel(history, Moment(250 * DAY, NEVER), BEGIN * DAY)
    assert everything.first_known == 210 * DAY
