"""What moved between two weeks: likely groups that are new or gone, units that rose or fell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph.model.vocabulary import RUNGS, STAGES
from graph.queries.past import Asked, Week, people_of, states_at, week_at
from graph.queries.wording import percent
from graph.store.base import GraphStore, Row

KINDS = ("new", "risen", "fallen", "gone", "changed")
FIELDS = (
    "change",
    "unit",
    "account",
    "account_id",
    "account_name",
    "solution",
    "group",
    "group_before",
    "confidence",
    "confidence_before",
    "rung",
    "rung_before",
    "stage",
    "stage_before",
    "quorum",
    "quorum_before",
    "joined",
    "left",
    "why",
    "words",
)
_SHOWN = ("id", "name", "email", "title")
_LATE = STAGES[STAGES.index("qualified") :]
_CLOSED = ("closed_won", "closed_lost")
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Changes:
    """What moved from the end of one week to that of another.

    Attributes:
        counts: rows per kind, in the order of ``KINDS``.
        rows: by kind, then confidence descending, then unit; keys are ``FIELDS``.
    """

    since: Week
    until: Week
    counts: dict[str, int]
    rows: list[Row]


@dataclass(frozen=True)
class Span:
    """From when to when (naive UTC): a week back from the latest snapshot, unless said."""

    since: datetime | None = None
    until: datetime | None = None


def read_changes(
    store: GraphStore, span: Span, asked: Asked, *, least: float, everything: bool = False
) -> Changes | None:
    """Compare the states of two weeks; None where the graph holds no snapshot.

    Args:
        least: confidence from which a candidate is a likely group.
        everything: units without a likely group or late stage on either side, too.

    Raises:
        UnknownNameError: nothing, or more than one thing, is called so.
    """
    until = week_at(store, span.until)
    if until is None:
        return None
    start = span.since or datetime.fromtimestamp(until.at, UTC).replace(tzinfo=None) - _WEEK
    since = week_at(store, start)
    if since is None:
        return None
    before = {row["unit"]: row for row in states_at(store, since, asked)}
    rows = [
        row
        for now in states_at(store, until, asked)
        if now["unit"] in before
        for row in compared(before[now["unit"]], now, least)
        if everything or _matters(row, before[now["unit"]], now, least)
    ]
    people = people_of(store, (person for row in rows for person in row["joined"] + row["left"]))
    for row in rows:
        for side in ("joined", "left"):
            found = [people[person] for person in row[side] if person in people]
            row[side] = [{name: one[name] for name in _SHOWN} for one in found]
    rows.sort(key=lambda row: (KINDS.index(row["change"]), -_surest(row), row["unit"]))
    counts = Counter(row["change"] for row in rows)
    return Changes(since, until, {kind: counts[kind] for kind in KINDS}, rows)


def compared(before: Row, now: Row, least: float) -> Iterator[Row]:
    """The change of one unit, if there is any; members by id."""
    joined, left = _moved(before, now)
    kind = _kind(before, now, least) or ("changed" if joined or left else None)
    if kind is not None:
        row = {
            "change": kind,
            **{name: now[name] for name in FIELDS[1:6]},
            "group": now["id"],
            "group_before": before["id"],
            **{
                key: value
                for name in ("confidence", "rung", "stage", "quorum")
                for key, value in ((name, now[name]), (f"{name}_before", before[name]))
            },
            "joined": joined,
            "left": left,
            "why": now["recycled"] or now["why"],
        }
        yield row | {"words": _words(row, before, now)}


def _moved(before: Row, now: Row) -> tuple[list[str], list[str]]:
    one, two = before["members"] or [], now["members"] or []
    return [p for p in two if p not in one], [p for p in one if p not in two]


def _kind(before: Row, now: Row, least: float) -> str | None:
    was, is_ = (_sure(row["confidence"]) >= least for row in (before, now))
    if is_ and (not was or before["id"] != now["id"]):
        return "new"
    if was and not is_:
        return "gone"
    moved = RUNGS.index(now["rung"]) - RUNGS.index(before["rung"])
    if not moved and _stage_moved(before, now):
        reopened = before["stage"] in _CLOSED and now["stage"] not in _CLOSED
        moved = 1 if reopened else _place(now["stage"]) - _place(before["stage"])
    return ("risen" if moved > 0 else "fallen") if moved else None


def _stage_moved(before: Row, now: Row) -> bool:
    """Whether dated facts moved the stage; what has no date counts in the latest week alone."""
    return bool(now["dated_stage"] != before["dated_stage"] and now["stage"] != before["stage"])


def _place(stage: str | None) -> int:
    """Stages in order of hope: a lost deal is below all, no stage below that."""
    if stage is None:
        return -2
    return -1 if stage == "closed_lost" else STAGES.index(stage)


def _matters(row: Row, before: Row, now: Row, least: float) -> bool:
    """Whether a reader on a Monday morning is to be told without asking for everything."""
    late = before["stage"] in _LATE or now["stage"] in _LATE
    return bool((late and _stage_moved(before, now)) or _surest(row) >= least)


def _surest(row: Row) -> float:
    return max(_sure(row["confidence"]), _sure(row["confidence_before"]))


def _sure(value: float | None) -> float:
    return -1.0 if value is None else value


def _words(row: Row, before: Row, now: Row) -> str:
    """The change in a plain sentence part or two."""
    told = []
    if row["change"] == "new":
        told.append(f"likely group of {len(now['members'])}, {percent(now['confidence'])} sure")
        if before["id"] is not None:
            same = "" if before["id"] == now["id"] else " for another group"
            told.append(f"{percent(before['confidence'])} before{same}")
    elif row["change"] == "gone":
        left = "no candidate is left" if now["id"] is None else f"{percent(now['confidence'])} now"
        told.append(f"not a likely group now: {percent(before['confidence'])} before, {left}")
    told += [
        f"{name} {_plain(row[f'{name}_before'])} to {_plain(row[name])}"
        for name in ("rung", "stage", "quorum")
        if row[name] != row[f"{name}_before"]
        and row[f"{name}_before"] is not None
        and (name != "stage" or _stage_moved(before, now))
    ]
    if row["change"] in ("risen", "fallen", "changed") and row["group"]:
        told += [f"{len(row[side])} {side}" for side in ("joined", "left") if row[side]]
    return "; ".join(told)


def _plain(value: str | None) -> str:
    return "none" if value is None else value.replace("_", " ")
