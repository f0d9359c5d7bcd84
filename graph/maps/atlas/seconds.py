"""The second leads: people thrown away though colleagues of the same group were engaged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.maps.atlas import cypher
from graph.maps.atlas.accounts import account_column, named, shown, solution_column, solutions_of
from graph.maps.atlas.answers import answer
from graph.maps.atlas.read import Account, Portfolio, Unit, surest
from graph.maps.atlas.table import Column, Table
from graph.maps.text import clean
from graph.store.base import GraphStore, Row

CLASSES = {
    "S1": "Disqualified or recycled",
    "S2": "Ignored",
    "S3": "Orphan conversion",
    "S4": "Merged away",
    "S5": "First no came too soon",
    "S6": "Not on the opportunity",
}
WORDS = 4
"""Own words shown per reason, the commonest first."""
Needed = Callable[[str, int | None], int]
"""People that make a quorum for a solution at an account of so many employees."""


@dataclass(frozen=True)
class Reason:
    """Records of one grouped reason, with the commonest of the field's own words."""

    name: str
    records: int
    accounts: int
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SecondLeads:
    """What the page shows."""

    records: int
    accounts: int
    classes: tuple[tuple[str, str, int], ...]
    reasons: tuple[Reason, ...]
    leads: Table
    whole: Table
    alive: Table


def read_seconds(store: GraphStore, portfolio: Portfolio, needed: Needed) -> SecondLeads:
    """Second leads at accounts that are not unfit."""
    units = {u.id: (a, u) for a, u in portfolio.units if a.row["fit"] is not False}
    rows = [row for row in store.read(cypher.SECONDS).rows if row["unit"] in units]
    rows.sort(key=lambda row: (-(units[row["unit"]][1].confidence or 0.0), row["unit"]))
    records = {row["record"]: row for row in reversed(rows)}
    held = Counter(
        name for name in CLASSES for row in records.values() if name in (row["classes"] or ())
    )
    return SecondLeads(
        len(records),
        len({units[row["unit"]][0].id for row in rows}),
        tuple((name, CLASSES[name], held[name]) for name in CLASSES if held[name]),
        _reasons(list(records.values()), units),
        _leads_table(portfolio, rows, units),
        _whole_table(portfolio, rows, units, needed),
        answer(store, "resurrect", portfolio),
    )


Units = dict[str, tuple[Account, Unit]]


def _reasons(rows: Sequence[Row], units: Units) -> tuple[Reason, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["reason"] or "no reason given"].append(row)
    found = [_reason(name, held, units) for name, held in grouped.items()]
    return tuple(sorted(found, key=lambda reason: (-reason.records, reason.name)))


def _reason(name: str, rows: Sequence[Row], units: Units) -> Reason:
    words = Counter(text for row in rows if (text := clean(row["words"])))
    ordered = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    accounts = {units[row["unit"]][0].id for row in rows}
    return Reason(name, len(rows), len(accounts), tuple(ordered[:WORDS]))


def _leads_table(portfolio: Portfolio, rows: Sequence[Row], units: Units) -> Table:
    solutions = solutions_of(portfolio)
    reasons = tuple(sorted({row["reason"] for row in rows if row["reason"]}))
    classes = tuple(f"{name} {words}" for name, words in CLASSES.items())
    return Table(
        "seconds",
        "Second leads",
        ("second lead", "second leads"),
        (
            Column("lead", "Lead", "name"),
            account_column(),
            solution_column(solutions),
            Column("class", "Why it is one", "several", classes, filter=True),
            Column(
                "reason", "Reason, grouped", "choice", reasons, filter=True, nothing="none given"
            ),
            Column("words", "Own words", nothing=""),
            Column("before", "Colleagues engaged before", "count"),
            Column("confidence", "Group confidence", "share", nothing="no candidate"),
        ),
        [_lead(row, units[row["unit"]], (solutions, reasons)) for row in rows],
        empty="No second leads found.",
        short=True,
    )


def _lead(row: Row, place: tuple[Account, Unit], words: tuple[Sequence[str], ...]) -> list[Any]:
    account, unit = place
    solutions, reasons = words
    classes = list(CLASSES)
    return [
        [clean(row["name"]) or clean(row["email"]) or "Name not known", clean(row["title"]), None],
        named(account),
        solutions.index(unit.solution),
        [classes.index(name) for name in row["classes"] or () if name in classes],
        reasons.index(row["reason"]) if row["reason"] else None,
        clean(row["words"]) or None,
        row["before"],
        shown(unit.confidence),
    ]


def _whole_table(portfolio: Portfolio, rows: Sequence[Row], units: Units, needed: Needed) -> Table:
    """Units that reach their quorum only when the second leads count."""
    solutions = solutions_of(portfolio)
    lost: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        lost[row["unit"]].add(row["person"])
    whole = (_whole(units[id_], people, needed, solutions) for id_, people in sorted(lost.items()))
    found = sorted(filter(None, whole), key=lambda row: -row[2])
    return Table(
        "whole",
        "Groups that are whole only with their second leads",
        ("group", "groups"),
        (
            account_column(),
            solution_column(solutions),
            Column("confidence", "Group confidence", "share"),
            Column("kept", "Members left without them", "count"),
            Column("lost", "Second leads", "count"),
            Column("needed", "A quorum needs", "count"),
        ),
        found,
        empty="No group depends on its second leads for its quorum.",
        short=True,
    )


def _whole(
    place: tuple[Account, Unit], people: set[str], needed: Needed, solutions: tuple[str, ...]
) -> list[Any] | None:
    """The row of a unit whose surest group needs these people for its quorum, else None."""
    account, unit = place
    group = surest(unit.groups)
    if group is None:
        return None
    members = {member.person for member in group.members}
    kept, least = len(members - people), needed(unit.solution, account.row["employees"])
    if not kept < least <= len(members | people):
        return None
    return [
        named(account),
        solutions.index(unit.solution),
        shown(group.confidence),
        kept,
        len(people),
        least,
    ]
