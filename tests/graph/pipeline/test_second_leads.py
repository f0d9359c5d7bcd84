"""S2 from the facts: a lead that nobody spoke to, where acts of our own people are loaded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from graph.pipeline.second_leads import find_second_leads
from graph.workspace.config import Config, SolutionConfig
from tests.loaders.by_hand import Rows, contact, lead, resolved, view

CONFIG = Config(solutions=(SolutionConfig("Zero", urls=("/zero/*",)),))
AS_OF = datetime(2026, 6, 1)
ACME = {"id": "a1", "name": "Acme", "website": "acme.example"}
BO_CALLED = {"kind": "outreach", "record_key": "c2"}


def reads(id_: str, who: str, day: int) -> dict[str, Any]:
    return view(id_, f"2026-05-{day:02d}T10:00:00", email=who, url="https://us.example/zero/a")


def classes(*acts: dict[str, Any], parts: Rows | None = None, replay: bool = False) -> list[str]:
    """Classes of Ann's lead, made on 10 May, beside Bo who read on 8 May."""
    con = resolved(
        CONFIG,
        account=[ACME],
        record=[
            lead("l1", "Ann Lee", "ann@acme.example", status="Open", created="2026-05-10T15:00:00"),
            contact("c2", "Bo Berg", "bo@acme.example"),
        ],
        signal=[reads("s1", "ann@acme.example", 10), reads("s2", "bo@acme.example", 8), *acts],
        signal_part=parts or [],
    )
    people = dict(con.execute("SELECT email, id FROM graph.person").fetchall())
    found = find_second_leads(
        con,
        CONFIG,
        {("a1", "Zero"): "unit"},
        {("a1", "Zero"): [frozenset(people.values())]},
        (AS_OF, replay),
        (),
    )
    return [c for one in found if one.record == "l1" for c in one.classes]


def act(id_: str, day: str, known: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": id_, "event_time": day, "known_time": known or day, **BO_CALLED, **more}


def test_without_acts_of_our_own_nothing_is_said() -> None:
    assert classes() == []


def test_a_lead_that_nobody_spoke_to_within_the_sla_is_ignored() -> None:
    assert classes(act("t1", "2026-05-09T10:00:00")) == ["S2"]
    assert classes(act("t1", "2026-05-12T10:00:00", record_key="l1")) == []
    assert classes(act("t1", "2026-05-20T10:00:00", record_key="l1")) == ["S2"]


def test_a_task_dated_on_the_day_of_the_lead_counts() -> None:
    assert classes(act("t1", "2026-05-10T00:00:00", record_key="l1")) == []
    assert classes(act("t1", "2026-05-09T00:00:00", record_key="l1")) == ["S2"]


def test_a_meeting_or_a_call_told_by_another_table_counts_too() -> None:
    other = act("t1", "2026-05-09T10:00:00")
    assert classes(other, act("m1", "2026-05-12T10:00:00", record_key="l1", kind="meeting")) == []
    call = act("t2", "2026-05-12T10:00:00", record_key=None)
    assert classes(other, call) == ["S2"]
    part = {"id": "x", "signal_key": "t2", "record_key": "l1"}
    assert classes(other, call, parts=[part]) == []


def test_a_call_that_was_entered_later_is_not_known_in_a_replay() -> None:
    late = act("t1", "2026-05-12T10:00:00", "2026-07-01T00:00:00", record_key="l1")
    assert classes(late) == []
    assert classes(late, replay=True) == ["S2"]
