"""Groups and accounts as they were known at the end of a past week, from the graph alone.

A Snapshot holds a unit's best candidate; roles and reasons belong to the current run and are not
kept. What people are called, their titles and the account's own fields are as they are today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.model.signals import SURGE_SCORE
from graph.model.vocabulary import RUNGS, STAGES
from graph.queries.accounts import FIELDS, read_accounts
from graph.queries.groups import FIELDS as GROUP_FIELDS
from graph.queries.groups import LISTS, MEMBER_FIELDS
from graph.queries.names import find_account, find_solution
from graph.store.base import GraphStore, Row

_WEEKS = "MATCH (s:Snapshot) RETURN DISTINCT s.at_ts AS at ORDER BY at"
_STATES = """
MATCH (s:Snapshot {at_ts: $at})<-[:WAS]-(u:DemandUnit)-[:AT]->(a:Account)
WHERE ($account IS NULL OR a.id = $account) AND ($solution IS NULL OR u.solution = $solution)
  AND ($unfit OR coalesce(a.fit, true))
RETURN s.group AS id, u.id AS unit, a.domain AS account, a.id AS account_id,
  a.name AS account_name, u.solution AS solution, s.confidence AS confidence, s.rung AS rung,
  s.code AS evidence_code, s.quorum AS quorum, s.stage AS stage,
  s.dated_stage AS dated_stage, s.first_seen AS first_seen,
  s.last_seen AS last_seen, s.members AS members, s.why AS why, s.recycled AS recycled
ORDER BY coalesce(s.confidence, -1.0) DESC, unit
"""
_PEOPLE = """
UNWIND $ids AS id
MATCH (p:Person {id: id})
RETURN p.id AS id, p.email AS email, p.emails AS emails, p.name AS name, p.title AS title
"""
_KNOWN = """
MATCH (a:Account)<-[w:WORKS_AT]-(p:Person)
WHERE coalesce(p.first_seen_ts, w.since_ts) <= $at AND (w.until_ts IS NULL OR w.until_ts > $at)
RETURN a.id AS id, count(DISTINCT p) AS n
"""
_VISITORS = """
MATCH (a:Account)<-[:VISITS_FROM]-(v:Visitor) WHERE v.first_seen_ts <= $at
RETURN a.id AS id, count(DISTINCT v) AS n
"""
_SURGES = """
MATCH (a:Account)-[:EMITTED]->(s:Signal)
WHERE s.kind = 'intent' AND s.score >= $high AND s.known_ts <= $at
RETURN a.id AS id, count(DISTINCT s) AS n
"""


@dataclass(frozen=True)
class Week:
    """The end of a week that the graph has snapshots of.

    Attributes:
        at: epoch seconds.
        first: it is the earliest, and later than what was asked for.
    """

    at: int
    first: bool = False

    @property
    def text(self) -> str:
        """ISO 8601 UTC."""
        return datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Asked:
    """Whose states are asked for.

    Attributes:
        account, solution: only this one, by any of its names.
        unfit: accounts that fail the fit gate, too.
    """

    account: str | None = None
    solution: str | None = None
    unfit: bool = False


def week_at(store: GraphStore, moment: datetime | None = None) -> Week | None:
    """The latest week that ended at or before a moment (naive UTC; None: the latest of all).

    Without one the earliest, marked as ``first``; None where the graph holds no snapshot.
    """
    ends = [row["at"] for row in store.read(_WEEKS).rows]
    if not ends:
        return None
    if moment is None:
        return Week(ends[-1])
    asked = moment.replace(tzinfo=UTC).timestamp()
    before = [end for end in ends if end <= asked]
    return Week(before[-1]) if before else Week(ends[0], first=True)


def states_at(store: GraphStore, week: Week, asked: Asked) -> list[Row]:
    """Every unit's state at the end of a week, the surest first; ``members`` are ids."""
    values = {
        "at": week.at,
        "account": find_account(store, asked.account).id if asked.account else None,
        "solution": find_solution(store, asked.solution) if asked.solution else None,
        "unfit": asked.unfit,
    }
    return store.read(_STATES, values).rows


def groups_at(store: GraphStore, week: Week, asked: Asked, least: float | None) -> list[Row]:
    """Each unit's best candidate of then, in the fields of ``read_groups``."""
    rows = [
        row
        for row in states_at(store, week, asked)
        if row["confidence"] is not None and row["confidence"] >= (least or 0.0)
    ]
    people = people_of(store, (person for row in rows for person in row["members"] or ()))
    for row in rows:
        members = [people[person] for person in row["members"] or [] if person in people]
        row.update({name: [] for name in LISTS}, members=members)
    rows = [{name: row.get(name) for name in GROUP_FIELDS} for row in rows]
    return sorted(rows, key=lambda row: (-row["confidence"], row["id"]))


def people_of(store: GraphStore, ids: Iterable[str]) -> dict[str, Row]:
    """Members by id, as far as the graph still knows them; without role and confidence."""
    found = store.read(_PEOPLE, {"ids": sorted(set(ids))}).rows
    blank = dict.fromkeys(MEMBER_FIELDS) | {"reasons": []}
    return {
        row["id"]: {key: (blank | row | {"emails": row["emails"] or []})[key] for key in blank}
        for row in found
    }


def accounts_at(store: GraphStore, week: Week, text: str | None, least: float) -> list[Row]:
    """Accounts with what was known of them then, in the fields of ``read_accounts``."""
    held: dict[str, list[Row]] = {}
    for row in states_at(store, week, Asked(unfit=True)):
        held.setdefault(row["account_id"], []).append(row)
    counts = {
        "people": _counts(store, _KNOWN, {"at": week.at}),
        "visitors": _counts(store, _VISITORS, {"at": week.at}),
        "surges": _counts(store, _SURGES, {"at": week.at, "high": SURGE_SCORE}),
    }
    rows = [
        _account(row, held.get(row["id"], []), least)
        | {name: found.get(row["id"], 0) for name, found in counts.items()}
        for row in read_accounts(store, text)
    ]
    return sorted(rows, key=lambda row: (-_number(row["confidence"]), row["id"]))


def _account(row: Row, states: list[Row], least: float) -> Row:
    sure = [state["confidence"] for state in states if state["confidence"] is not None]
    rungs = [state["rung"] for state in states if state["rung"]]
    stages = [state["stage"] for state in states if state["stage"]]
    then = row | {
        "groups": sum(value >= least for value in sure),
        "confidence": max(sure, default=None),
        "rung": max(rungs, key=RUNGS.index, default=None),
        "stage": max(stages, key=STAGES.index, default=None),
    }
    return {name: then[name] for name in FIELDS}


def _counts(store: GraphStore, text: str, values: Mapping[str, object]) -> dict[str, int]:
    return {row["id"]: row["n"] for row in store.read(text, values).rows}


def _number(value: float | None) -> float:
    return -1.0 if value is None else value
