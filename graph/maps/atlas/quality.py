"""Data quality: what was refused, what is doubtful, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.maps.atlas import cypher
from graph.maps.atlas.accounts import account_column, named, shown, solution_column, solutions_of
from graph.maps.atlas.answers import answer
from graph.maps.atlas.read import Account, Portfolio, Unit
from graph.maps.atlas.table import Column, Table
from graph.maps.choose import CREDIBLE
from graph.maps.text import clean
from graph.model.vocabulary import MATCH_METHODS
from graph.store.base import GraphStore, Row

QUESTIONS = ("blindness", "quarantine", "leakage")
METHODS = tuple(method.replace("_", " ") for method in MATCH_METHODS)


@dataclass(frozen=True)
class FileRead:
    """What became of the rows of one file, and why rows of it were refused.

    Attributes:
        file: name of the file, without the folder: a folder's name may tell too much.
        reasons: (reason, rows), the commonest first.
    """

    file: str
    rows: int
    loaded: int
    duplicates: int
    refused: int
    skipped: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Open:
    """A question about units, how many it is open for, and for how many there is an estimate."""

    question: str
    unknown: int
    estimated: int


@dataclass(frozen=True)
class Quality:
    """What the page shows.

    Attributes:
        files: None where the workspace is not at hand: the graph does not hold refused rows.
        aside: signals that were set aside.
        answers: named questions about the data itself: what was set aside, what leaks, where
            groups are not seen.
        people: known people with a lead or contact record; ``unmatched`` have no account.
    """

    files: tuple[FileRead, ...] | None
    refused: Table | None
    aside: int
    people: int
    unmatched: int
    doubtful: Table
    open: tuple[Open, ...]
    seen: Table
    answers: tuple[Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the page."""
        refused = () if self.refused is None else (self.refused,)
        return (*self.answers, self.doubtful, *refused, self.seen)


def read_quality(
    store: GraphStore, portfolio: Portfolio, files: Sequence[FileRead] | None
) -> Quality:
    """Read what can be doubted."""
    accounts = {account.id: account for account in portfolio.accounts}
    counts = store.read(cypher.UNMATCHED).rows
    facts = store.read(cypher.UNKNOWNS, {"credible": CREDIBLE}).rows
    return Quality(
        None if files is None else tuple(files),
        None if files is None else _refused(files),
        _number(store.read(cypher.ASIDE).rows, "signals"),
        _number(counts, "people"),
        _number(counts, "unmatched"),
        _doubtful(store.read(cypher.DOUBTFUL).rows, accounts),
        _open(facts),
        _seen(portfolio, facts),
        tuple(answer(store, name, portfolio) for name in QUESTIONS),
    )


def _number(rows: Sequence[Row], key: str) -> int:
    return int(rows[0][key] or 0) if rows else 0


def _refused(files: Sequence[FileRead]) -> Table:
    return Table(
        "refused",
        "Rows refused",
        ("reason", "reasons"),
        (Column("file", "File"), Column("reason", "Why"), Column("rows", "Rows", "count")),
        [[one.file, clean(reason), rows] for one in files for reason, rows in one.reasons],
        empty="No row was refused.",
        short=True,
    )


def _doubtful(rows: Sequence[Row], accounts: dict[str, Account]) -> Table:
    return Table(
        "doubtful",
        "Doubtful matches",
        ("match to confirm", "matches to confirm"),
        (
            Column("lead", "Lead", "name"),
            Column("company", "Company as written", nothing="none given"),
            Column("account", "May belong to", "name"),
            Column("method", "Found by", "choice", METHODS, filter=True),
            Column("sure", "How sure", "share"),
        ),
        [_match(row, accounts[row["account"]]) for row in rows if row["account"] in accounts],
        empty="No match is in doubt.",
        short=True,
    )


def _match(row: Row, account: Account) -> list[Any]:
    method = row["method"]
    return [
        [clean(row["name"]) or clean(row["email"]) or "Name not known", row["record"], None],
        clean(row["company"]) or None,
        named(account),
        MATCH_METHODS.index(method) if method in MATCH_METHODS else None,
        shown(row["score"]),
    ]


def _split(fact: str) -> tuple[str, str]:
    question, _, answer = fact.partition(": ")
    return question, answer or "unknown"


def _open(facts: Sequence[Row]) -> tuple[Open, ...]:
    """Questions in the order of their first line in a ledger."""
    unknown: Counter[str] = Counter()
    estimated: Counter[str] = Counter()
    for row in facts:
        counts = unknown if row["share"] is None else estimated
        counts[_split(row["fact"])[0]] += 1
    questions = dict.fromkeys(_split(row["fact"])[0] for row in facts)
    return tuple(Open(name, unknown[name], estimated[name]) for name in questions)


def _seen(portfolio: Portfolio, facts: Sequence[Row]) -> Table:
    solutions = solutions_of(portfolio)
    told = {row["unit"]: row for row in facts if row["share"] is not None}
    rows = [(account, unit) for account, unit in portfolio.units if unit.id in told]
    rows.sort(key=lambda pair: (told[pair[1].id]["share"], pair[1].id))
    return Table(
        "seen",
        "How much of the decision team is seen",
        ("demand unit", "demand units"),
        (
            account_column(),
            solution_column(solutions),
            Column("share", "Seen at most", "share"),
            Column("fact", "In words"),
            Column("confidence", "Confidence", "share"),
        ),
        [_share(account, unit, told[unit.id], solutions) for account, unit in rows],
        empty="No unit has a credible candidate yet.",
        short=True,
    )


def _share(account: Account, unit: Unit, fact: Row, solutions: tuple[str, ...]) -> list[Any]:
    return [
        named(account),
        solutions.index(unit.solution),
        shown(fact["share"]),
        clean(_split(fact["fact"])[1]),
        shown(unit.confidence),
    ]
