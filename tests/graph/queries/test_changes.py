"""Which way a unit moved, by pairs of states."""

from __future__ import annotations

import pytest

from graph.queries.changes import compared

STATE = {
    "id": "g",
    "unit": "u",
    "account": "acme.example",
    "account_id": "a",
    "account_name": "Acme",
    "solution": "s",
    "confidence": 0.8,
    "rung": "excellent",
    "stage": "engaged",
    "dated_stage": "engaged",
    "quorum": "met",
    "members": ["p1", "p2", "p3"],
    "why": "because",
    "recycled": None,
}


def staged(name, dated=None):
    return {"stage": name, "dated_stage": dated or name}


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ({}, {}, None),
        ({"confidence": 0.4}, {}, "new"),
        ({"id": None, "confidence": None, "members": []}, {}, "new"),
        ({"id": "other"}, {}, "new"),
        ({}, {"confidence": 0.4}, "gone"),
        ({}, {"rung": "maximal"}, "risen"),
        ({}, {"rung": "good"}, "fallen"),
        ({}, staged("pipeline"), "risen"),
        (staged("pipeline"), staged("closed_lost"), "fallen"),
        (staged("pipeline"), staged("closed_won"), "risen"),
        (staged("closed_lost"), staged("engaged"), "risen"),
        (staged("closed_won"), staged("engaged"), "risen"),
        (staged("engaged"), staged("qualified", "engaged"), None),
        ({}, {"members": ["p1", "p2", "p4"]}, "changed"),
        ({"confidence": 0.1}, {"confidence": 0.2}, None),
        ({"rung": "good"}, {"rung": "excellent", **staged("target")}, "risen"),
    ],
)
def test_kinds(before, now, kind):
    rows = list(compared(STATE | before, STATE | now, 0.5))
    assert [row["change"] for row in rows] == ([] if kind is None else [kind])


def test_words_tell_members_and_stages():
    now = STATE | staged("pipeline") | {"members": ["p2", "p3", "p4", "p5"]}
    [row] = compared(STATE, now, 0.5)
    assert row["words"] == "stage engaged to pipeline; 2 joined; 1 left"
    assert (row["joined"], row["left"]) == (["p4", "p5"], ["p1"])


def test_an_undated_stage_is_shown_but_is_no_change():
    now = STATE | staged("qualified", "engaged") | {"rung": "maximal"}
    [row] = compared(STATE, now, 0.5)
    assert (row["stage"], row["words"]) == ("qualified", "rung excellent to maximal")
