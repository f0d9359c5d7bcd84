"""Second leads of every class, planted one by one (product.md A13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.second_lead import (
    LeadRecord,
    OpenDeal,
    Room,
    Rules,
    SecondLead,
    reason_of,
    second_leads,
)
from graph.analysis.signals import DAY

NOW = Rules(as_of=1000 * DAY, activities=True)
TEAM = frozenset({"ann", "bo", "cy"})


def days(*numbers: int) -> tuple[int, ...]:
    return tuple(number * DAY for number in numbers)


def room(engaged: dict[str, tuple[int, ...]], *deals: OpenDeal) -> Room:
    return Room("unit", (TEAM,), {who: days(*when) for who, when in engaged.items()}, deals)


def found(place: Room, *records: LeadRecord, rules: Rules = NOW) -> tuple[SecondLead, ...]:
    return second_leads(records, dict.fromkeys(["ann", "bo", "cy", "dee"], (place,)), rules)


def classes(place: Room, *records: LeadRecord, rules: Rules = NOW) -> dict[str, tuple[str, ...]]:
    return {one.record: one.classes for one in found(place, *records, rules=rules)}


REFUSED = LeadRecord("r1", "ann", refused=True, words="Not a decision maker")


def test_s1_refused_though_a_colleague_was_engaged() -> None:
    [one] = found(room({"ann": (990,), "bo": (900, 995)}), REFUSED)
    assert one == SecondLead("r1", "unit", ("S1",), "wrong person", "Not a decision maker", ("bo",))


def test_s1_needs_a_colleague_before_the_refusal_and_within_the_window() -> None:
    dated = replace(REFUSED, changed=950 * DAY)
    assert classes(room({"ann": (990,), "bo": (951,)}), dated) == {}
    assert classes(room({"ann": (990,), "bo": (949,)}), dated) == {"r1": ("S1",)}
    assert classes(room({"ann": (990,), "bo": (700,)}), dated) == {}
    assert classes(room({"ann": (990,), "dee": (940,)}), dated) == {}


def test_a_true_duplicate_is_not_reported_and_a_colleague_called_one_is() -> None:
    place = room({"ann": (990,), "bo": (990,)})
    refused = replace(REFUSED, words="Duplicate")
    assert classes(place, refused, LeadRecord("r2", "ann", "contact")) == {}
    assert classes(place, refused, LeadRecord("r2", "bo", "contact")) == {"r1": ("S1",)}


def test_s2_ignored_within_the_sla_where_activities_are_loaded() -> None:
    place = room({"ann": (970,), "bo": (965,)})
    waiting = LeadRecord("r1", "ann", created=968 * DAY)
    assert classes(place, waiting) == {"r1": ("S2",)}
    assert classes(place, replace(waiting, handled=970 * DAY)) == {}
    assert classes(place, replace(waiting, handled=980 * DAY)) == {"r1": ("S2",)}
    assert classes(place, waiting, rules=replace(NOW, activities=False)) == {}
    assert classes(place, replace(waiting, created=998 * DAY)) == {}


def test_s3_converted_without_the_opportunity_that_was_open() -> None:
    deal = OpenDeal("d1", 900 * DAY, 980 * DAY, frozenset({"bo"}))
    place = room({"ann": (800,), "bo": (930,)}, deal)
    gone = LeadRecord("r1", "ann", converted=True, converted_at=950 * DAY)
    [one] = found(place, gone)
    assert (one.classes, one.engaged_before) == (("S3",), ("bo",))
    assert classes(place, replace(gone, converted_at=990 * DAY)) == {}
    assert classes(place, replace(gone, person="bo")) == {}


def test_s3_missing_from_the_roles_of_the_opportunity_it_made() -> None:
    deal = OpenDeal("d1", 950 * DAY, 980 * DAY, frozenset({"bo"}))
    gone = LeadRecord("r1", "ann", converted=True, converted_at=950 * DAY, opportunity="d1")
    place = room({"ann": (800,), "bo": (930,)}, deal)
    assert classes(place, gone) == {"r1": ("S3",)}
    assert classes(place, replace(gone, opportunity="d2")) == {}


def test_s4_merged_into_another_human_but_not_into_oneself() -> None:
    place = room({"ann": (990,), "bo": (980,)})
    assert classes(place, LeadRecord("r1", "ann", master="bo")) == {"r1": ("S4",)}
    assert classes(place, LeadRecord("r1", "ann", master="ann")) == {}


def test_s5_a_premature_first_no() -> None:
    first = replace(REFUSED, changed=900 * DAY)
    [one] = found(room({"ann": (890,), "bo": (950,), "cy": (960,)}), first)
    assert (one.classes, one.engaged_before) == (("S5",), ("bo", "cy"))
    assert classes(room({"ann": (890,), "bo": (950,)}), first) == {}


def test_s6_a_member_engaged_during_an_opportunity_without_a_role_on_it() -> None:
    deal = OpenDeal("d1", 900 * DAY, 980 * DAY, frozenset({"bo"}))
    place = room({"ann": (950,), "bo": (910,)}, deal)
    assert classes(place, LeadRecord("r1", "ann"), LeadRecord("r2", "bo")) == {"r1": ("S6",)}
    assert classes(room({"ann": (990,), "bo": (910,)}, deal), LeadRecord("r1", "ann")) == {}


def test_several_classes_stand_together_the_lowest_first() -> None:
    deal = OpenDeal("d1", 900 * DAY, 1001 * DAY)
    [one] = found(room({"ann": (950,), "bo": (960,)}, deal), REFUSED)
    assert one.classes == ("S1", "S6")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Duplicate", "duplicate"),
        ("Existing opportunity", "existing opportunity"),
        ("Already working account", "already working"),
        ("Not a decision maker", "wrong person"),
        ("NO BUDGET this year", "no budget"),
        ("Student", "other"),
        (None, "other"),
    ],
)
def test_reasons_are_grouped_by_their_words(words: str | None, reason: str) -> None:
    assert reason_of(words) == reason
