"""Findings of detection as rows of the ``graph`` tables: units, groups, memberships, ties.

Lead scores, rungs, evidence codes, stages and snapshots are null: not known yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph.analysis.findings import Candidate, Findings, Tie
from graph.errors import ModelError
from graph.facts.tables import graph_tables, quoted
from graph.model.spec import Kind, Property
from graph.pipeline.lineage import Kept, assign_ids, hashed_id
from graph.workspace.config import Config, QuorumConfig

METHOD = "detection"
_ARROW: dict[Kind, pa.DataType] = {
    Kind.STRING: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
    Kind.STRINGS: pa.list_(pa.string()),
}
_TABLES: dict[str, tuple[Property, ...]] = dict(graph_tables())
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class _Unit:
    """A demand unit: an account's possible need for one solution."""

    id: str
    account: str
    solution: str
    name: str
    employees: int | None


@dataclass(frozen=True)
class _Group:
    """A candidate with the id it goes by."""

    id: str
    unit: _Unit
    candidate: Candidate


def write_results(
    con: duckdb.DuckDBPyConnection, config: Config, findings: Findings, as_of: datetime
) -> None:
    """Replace the results shown by those of this run, inside the caller's transaction."""
    units = _units(con, findings.candidates)
    groups = _groups(con, units, findings.candidates, as_of)
    solutions = dict(con.execute("SELECT name, id FROM graph.solution").fetchall())
    _fill(con, "demand_unit", _unit_rows(units.values(), groups))
    _fill(con, "at_demandunit_account", [_link(u.id, u.account) for u in units.values()])
    _fill(
        con,
        "for_demandunit_solution",
        [_link(u.id, solutions[u.solution]) for u in units.values()],
    )
    _fill(con, "buying_group", [_group_row(group, config) for group in groups])
    _fill(con, "in_unit", [_link(group.id, group.unit.id) for group in groups])
    _fill(con, "member_of", [row for group in groups for row in _member_rows(group)])
    _fill(con, "acts_with", [_tie_row(tie) for tie in findings.ties])
    _fill(con, "became", _became(con, units))


def _units(
    con: duckdb.DuckDBPyConnection, candidates: Iterable[Candidate]
) -> dict[tuple[str, str], _Unit]:
    """A unit wherever an account has a signal, a surge or an opportunity of a solution."""
    found = con.execute(
        """SELECT DISTINCT held.account, held.solution, account.name, account.employees FROM (
               SELECT touch.account, content.solution FROM resolved.touch
               JOIN graph.content ON content.id = touch.content
               UNION SELECT account, solution FROM resolved.surge
               UNION SELECT place.end_id, solution.name FROM graph.for_opportunity_solution owned
               JOIN graph.at_opportunity_account place ON place.start_id = owned.start_id
               JOIN graph.solution ON solution.id = owned.end_id) held
           JOIN graph.account ON account.id = held.account
           WHERE held.solution IS NOT NULL ORDER BY 1, 2"""
    ).fetchall()
    units = {(account, solution): (name, size) for account, solution, name, size in found}
    missing = [c for c in candidates if (c.account, c.solution) not in units]
    if missing:
        raise ModelError(f"{len(missing)} candidates lie in no demand unit")
    return {
        (account, solution): _Unit(
            hashed_id("unit", account, solution),
            account,
            solution,
            f"{name or account}: {solution}",
            size,
        )
        for (account, solution), (name, size) in units.items()
    }


def _groups(
    con: duckdb.DuckDBPyConnection,
    units: Mapping[tuple[str, str], _Unit],
    candidates: Iterable[Candidate],
    as_of: datetime,
) -> list[_Group]:
    """Candidates with their ids, and the run noted for the next one's lineage."""
    before = _before(con, as_of)
    by_unit: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_unit[candidate.account, candidate.solution].append(candidate)
    stamp = as_of.replace(tzinfo=UTC).isoformat()
    groups: list[_Group] = []
    noted: list[list[Any]] = []
    for key, held in sorted(by_unit.items()):
        unit = units[key]
        members = [frozenset(m.person for m in c.members) for c in held]
        ids = assign_ids(unit.id, stamp, members, before.get(unit.id, []))
        for candidate, people, (group_id, inherited) in zip(held, members, ids, strict=True):
            groups.append(_Group(group_id, unit, candidate))
            noted.append(
                [as_of, unit.id, group_id, group_id if inherited else None, sorted(people)]
            )
    con.execute("DELETE FROM meta.run_group WHERE as_of = ?", [as_of])
    con.execute("INSERT OR REPLACE INTO meta.run VALUES (?, NULL, NULL)", [as_of])
    if noted:
        con.executemany("INSERT INTO meta.run_group VALUES (?, ?, ?, ?, ?)", noted)
    return groups


def _before(con: duckdb.DuckDBPyConnection, as_of: datetime) -> dict[str, list[Kept]]:
    """Groups by unit of the run that hands ids on: this as-of's own, else the latest earlier."""
    found = con.execute(
        """SELECT unit, id, members FROM meta.run_group
           WHERE as_of = (SELECT max(as_of) FROM meta.run WHERE as_of <= $1) ORDER BY unit, id""",
        [as_of],
    ).fetchall()
    kept: dict[str, list[Kept]] = defaultdict(list)
    for unit, group_id, members in found:
        kept[unit].append(Kept(group_id, frozenset(members)))
    return kept


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Replace all rows of a ``graph`` table."""
    columns = _TABLES[table]
    schema = pa.schema([(c.name, _ARROW[c.kind]) for c in columns])
    filled = pa.Table.from_pylist(rows, schema=schema)
    con.execute(f"DELETE FROM graph.{quoted(table)}")
    con.register("incoming", filled)
    con.execute(f"INSERT INTO graph.{quoted(table)} SELECT * FROM incoming")
    con.unregister("incoming")


def _link(start: str, end: str, basis: str = "inferred") -> dict[str, Any]:
    return {"start_id": start, "end_id": end, "source": METHOD, "basis": basis}


def _unit_rows(units: Iterable[_Unit], groups: Iterable[_Group]) -> Rows:
    best: dict[str, float] = {}
    for group in groups:
        best[group.unit.id] = max(best.get(group.unit.id, 0.0), group.candidate.confidence)
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "solution": unit.solution,
            "confidence": best.get(unit.id),
        }
        for unit in units
    ]


def _group_row(group: _Group, config: Config) -> dict[str, Any]:
    found = group.candidate
    return {
        "id": group.id,
        "name": group.unit.name,
        "solution": found.solution,
        "confidence": found.confidence,
        "size": len(found.members),
        "quorum": _quorum(found, needed(config, found.solution, group.unit.employees)),
        "reasons": list(found.reasons),
        "evidence": found.evidence,
        "visitors": found.visitors,
        "first_seen": _instant(min(m.first_seen for m in found.members)),
        "last_seen": _instant(max(m.last_seen for m in found.members)),
    }


def needed(config: Config, solution: str, employees: int | None) -> int:
    """People that make a quorum: the solution's own number, else by headcount.

    An unknown headcount asks for three, the least that a group is.
    """
    own = config.solution(solution)
    if own is not None and own.n_min is not None:
        return own.n_min
    table = config.quorum
    if employees is None:
        return QuorumConfig().below_500
    if employees < 500:
        return table.below_500
    return table.below_1000 if employees < 1000 else table.above


def _quorum(found: Candidate, least: int) -> str:
    if len(found.members) >= least:
        return "met"
    return "possible" if len(found.members) + found.visitors >= least else "no"


def _member_rows(group: _Group) -> Rows:
    return [
        {
            **_link(member.person, group.id),
            "role": member.role,
            "role_confidence": member.role_confidence,
            "runner_up": member.runner_up,
            "confidence": member.confidence,
            "weight": member.weight,
            "reasons": list(member.reasons),
            "grounds": list(member.grounds),
            "first_seen": _instant(member.first_seen),
            "last_seen": _instant(member.last_seen),
        }
        for member in group.candidate.members
    ]


def _tie_row(tie: Tie) -> dict[str, Any]:
    return {
        **_link(tie.one, tie.other),
        "strength": tie.strength,
        "shared": tie.shared,
        "first": _instant(tie.first),
        "last": _instant(tie.last),
    }


def _became(con: duckdb.DuckDBPyConnection, units: Mapping[tuple[str, str], _Unit]) -> Rows:
    """Opportunities of a unit: same account, same solution."""
    found = con.execute(
        """SELECT place.end_id, solution.name, owned.start_id
           FROM graph.for_opportunity_solution owned
           JOIN graph.at_opportunity_account place ON place.start_id = owned.start_id
           JOIN graph.solution ON solution.id = owned.end_id ORDER BY ALL"""
    ).fetchall()
    return [
        {**_link(units[account, solution].id, opportunity), "source": "opportunity"}
        for account, solution, opportunity in found
        if (account, solution) in units
    ]


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
