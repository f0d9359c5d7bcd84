"""What moved since last week: new and gone groups, units that rose or fell, who came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.maps.atlas.accounts import (
    QUORUMS,
    account_column,
    named,
    shown,
    solution_column,
    solutions_of,
)
from graph.maps.atlas.read import Account, Portfolio
from graph.maps.atlas.table import Column, Table, place
from graph.maps.text import clean
from graph.maps.wording import RUNGS, STAGES, day
from graph.model import vocabulary
from graph.queries.changes import KINDS, Span, read_changes
from graph.queries.past import Asked
from graph.store.base import GraphStore, Row

WORDS = {
    "new": "New group",
    "risen": "Risen",
    "fallen": "Fallen",
    "gone": "No group now",
    "changed": "Members changed",
}


@dataclass(frozen=True)
class Moves:
    """What the page shows; the days are None where the graph holds no snapshot."""

    since: str | None
    until: str | None
    counts: tuple[tuple[str, int], ...]
    table: Table


def read_moves(store: GraphStore, portfolio: Portfolio) -> Moves:
    """Compare the latest weekly snapshot with the one a week before."""
    found = read_changes(store, Span(), Asked(), least=portfolio.least)
    accounts = {account.id: account for account in portfolio.accounts}
    solutions = solutions_of(portfolio)
    rows = found.rows if found else []
    table = Table(
        "moves",
        "Changes",
        ("change", "changes"),
        _columns(solutions),
        [_row(row, accounts[row["account_id"]], solutions) for row in rows],
        empty="Nothing moved." if found else "No snapshots yet: coterie analyze keeps them.",
    )
    if found is None:
        return Moves(None, None, (), table)
    counts = tuple((WORDS[kind], found.counts[kind]) for kind in KINDS)
    return Moves(day(found.since.text), day(found.until.text), counts, table)


def _columns(solutions: tuple[str, ...]) -> tuple[Column, ...]:
    rungs, stages = tuple(RUNGS.values()), tuple(STAGES.values())
    return (
        account_column(),
        solution_column(solutions),
        Column("change", "Change", "choice", tuple(WORDS.values()), filter=True),
        Column("confidence", "Confidence", "share", nothing="no candidate"),
        Column("rung", "Quality rung", "choice", rungs, filter=True),
        Column("stage", "Stage", "choice", stages, filter=True, nothing="no stage"),
        Column("quorum", "Quorum", "choice", QUORUMS, nothing="no group"),
        Column("words", "What moved", nothing=""),
        Column("joined", "Joined", nothing=""),
        Column("left", "Left", nothing=""),
        Column("why", "Stands there because", nothing=""),
    )


def _row(row: Row, account: Account, solutions: tuple[str, ...]) -> list[Any]:
    return [
        named(account),
        place(solutions, row["solution"]),
        KINDS.index(row["change"]),
        shown(row["confidence"]),
        place(vocabulary.RUNGS, row["rung"]),
        place(vocabulary.STAGES, row["stage"]),
        place(vocabulary.QUORUMS, row["quorum"]),
        clean(row["words"]) or None,
        _names(row["joined"]),
        _names(row["left"]),
        clean(row["why"]) or None,
    ]


def _names(people: list[Row]) -> str | None:
    told = (clean(one["name"]) or clean(one["email"]) or "Name not known" for one in people)
    return ", ".join(told) or None
