"""What was known at the end of a past week, and what moved since."""

from __future__ import annotations

from datetime import datetime

import pytest

from graph.queries.accounts import FIELDS as ACCOUNT_FIELDS
from graph.queries.changes import FIELDS, Span, read_changes
from graph.queries.groups import FIELDS as GROUP_FIELDS
from graph.queries.past import Asked, accounts_at, groups_at, week_at
from tests.graph.queries.sample import GROUP, UNFIT

FIRST, LAST = datetime(2026, 5, 14), datetime(2026, 5, 21)


@pytest.mark.parametrize(
    ("asked", "end", "first"),
    [
        (None, "2026-05-21T00:00:00Z", False),
        (datetime(2030, 1, 1), "2026-05-21T00:00:00Z", False),
        (LAST, "2026-05-21T00:00:00Z", False),
        (datetime(2026, 5, 20, 23, 59), "2026-05-14T00:00:00Z", False),
        (datetime(2026, 5, 13), "2026-05-14T00:00:00Z", True),
    ],
)
def test_the_latest_snapshot_at_or_before_a_time_is_meant(store, asked, end, first):
    week = week_at(store, asked)
    assert (week.text, week.first) == (end, first)


def test_groups_of_then_are_best_candidates_with_the_members_of_then(store):
    week = week_at(store, FIRST)
    assert groups_at(store, week, Asked(), 0.5) == []
    [row] = groups_at(store, week, Asked(account="acme.example"), None)
    assert list(row) == list(GROUP_FIELDS)
    assert (row["id"], row["confidence"], row["rung"], row["quorum"]) == (GROUP, 0.3, "good", "no")
    assert [(m["id"], m["role"]) for m in row["members"]] == [("p1", None), ("p3", None)]


def test_unfit_accounts_are_shown_on_demand_and_people_who_are_gone_never(store):
    week = week_at(store, FIRST)
    rows = groups_at(store, week, Asked(unfit=True), 0.5)
    assert [row["id"] for row in rows] == [UNFIT]
    assert [m["id"] for m in rows[0]["members"]] == ["p5"]


def test_accounts_of_then(store):
    rows = {row["id"]: row for row in accounts_at(store, week_at(store, FIRST), None, 0.5)}
    assert list(rows["a1"]) == list(ACCOUNT_FIELDS)
    acme, unfit, bolt = rows["a1"], rows["a3"], rows["a2"]
    assert (acme["confidence"], acme["groups"], acme["rung"]) == (0.3, 0, "good")
    assert (unfit["confidence"], unfit["groups"]) == (0.95, 1)
    assert (bolt["confidence"], bolt["rung"], bolt["stage"]) == (None, None, None)


def changes(store, *, everything=False, since=None, **asked):
    found = read_changes(store, Span(since=since), Asked(**asked), least=0.5, everything=everything)
    return found, {row["unit"]: row for row in found.rows}


def test_a_group_is_new_when_it_became_likely(store):
    found, rows = changes(store)
    assert (found.since.text, found.until.text) == ("2026-05-14T00:00:00Z", "2026-05-21T00:00:00Z")
    row = rows["u1"]
    assert list(row) == list(FIELDS)
    assert (row["change"], row["confidence_before"], row["stage_before"]) == (
        "new",
        0.3,
        "engaged",
    )
    assert [p["name"] for p in row["joined"]] == ["Bo Berg"]
    assert [p["name"] for p in row["left"]] == ["Cy Cho"]
    assert row["words"].startswith("likely group of 2, 91 % sure; 30 % before")


def test_a_group_is_gone_when_it_is_likely_no_more(store):
    _, rows = changes(store, unfit=True, everything=True)
    assert rows["u2"]["change"] == "gone"
    assert "no candidate is left" in rows["u2"]["words"]


def test_nothing_moves_within_a_week(store):
    found, rows = changes(store, since=LAST)
    assert rows == {}
    assert set(found.counts.values()) == {0}


def test_an_older_date_than_all_compares_with_the_earliest_and_says_so(store):
    found, rows = changes(store, since=datetime(2020, 1, 1))
    assert found.since.first
    assert set(rows) == {"u1"}
