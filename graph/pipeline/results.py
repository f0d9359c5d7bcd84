"""Findings of detection as rows of the ``graph`` tables: units, groups, memberships, ties.

Accounts show the rung of their best unit and the stage of their furthest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph.analysis.codes import KNOWN, credible, rung
from graph.analysis.findings import Candidate, Findings, LeadScore, Tie
from graph.analysis.waterfall import History
from graph.errors import ModelError
from graph.facts.tables import graph_tables, quoted
from graph.model.spec import Kind, Property
from graph.pipeline.ledger import group_lines, lead_lines, rows_of, unit_lines
from graph.pipeline.lineage import Kept, assign_ids, hashed_id
from graph.pipeline.second_leads import find_second_leads
from graph.pipeline.states import (
    Place,
    UnitState,
    account_state,
    group_code,
    needed,
    quorum,
    unit_states,
)
from graph.workspace.config import Config

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
UNITS = """
    WITH held AS (
        SELECT touch.account, content.solution FROM resolved.touch
        JOIN graph.content ON content.id = touch.content WHERE touch."at" <= $as_of
        UNION SELECT account, solution FROM resolved.surge WHERE "at" <= $as_of
        UNION SELECT place.end_id, solution.name FROM graph.for_opportunity_solution owned
        JOIN graph.at_opportunity_account place ON place.start_id = owned.start_id
        JOIN graph.solution ON solution.id = owned.end_id
        JOIN graph.opportunity deal ON deal.id = owned.start_id
        WHERE deal.created IS NULL OR deal.created <= $as_of
    ), seller AS (
        SELECT place.end_id AS account, solution.name AS solution,
            arg_max(owner.end_id, (NOT coalesce(deal.closed, false), deal.created, deal.id)) AS id
        FROM graph.owned_by_opportunity_user owner
        JOIN graph.opportunity deal ON deal.id = owner.start_id
        JOIN graph.at_opportunity_account place ON place.start_id = deal.id
        JOIN graph.for_opportunity_solution owned ON owned.start_id = deal.id
        JOIN graph.solution ON solution.id = owned.end_id GROUP BY ALL
    )
    SELECT held.account, held.solution, account.name, account.fit, account.employees,
        coalesce(person.name, person.email, person.id) AS owner
    FROM held
    JOIN graph.account ON account.id = held.account
    LEFT JOIN seller ON seller.account = held.account AND seller.solution = held.solution
    LEFT JOIN graph.owned_by_account_user own ON own.start_id = held.account
    LEFT JOIN graph."user" person ON person.id = coalesce(seller.id, own.end_id)
    WHERE held.solution IS NOT NULL ORDER BY 1, 2"""


@dataclass(frozen=True)
class _Unit:
    """A demand unit: an account's possible need for one solution."""

    id: str
    account: str
    solution: str
    name: str
    place: Place
    owner: str | None


@dataclass(frozen=True)
class _Group:
    """A candidate with the id it goes by."""

    id: str
    unit: _Unit
    candidate: Candidate


@dataclass(frozen=True)
class Outcome:
    """One run: what it found as of when, and what had happened to the units by then."""

    findings: Findings
    histories: Mapping[tuple[str, str], History]
    as_of: datetime
    replay: bool
    silent: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """As-of as epoch seconds."""
        return int(self.as_of.replace(tzinfo=UTC).timestamp())


def write_results(con: duckdb.DuckDBPyConnection, config: Config, outcome: Outcome) -> None:
    """Replace the results shown by those of this run, inside the caller's transaction."""
    findings = outcome.findings
    units = _units(con, findings.candidates, outcome.as_of)
    states = unit_states(
        units,
        findings,
        outcome.histories,
        {unit.account: unit.place for unit in units.values()},
        config,
        outcome.seconds,
    )
    groups = _groups(con, units, findings.candidates, outcome.as_of)
    solutions = dict(con.execute("SELECT name, id FROM graph.solution").fetchall())
    fill(con, "demand_unit", [_unit_row(unit, states[key]) for key, unit in units.items()])
    fill(con, "at_demandunit_account", [link(u.id, u.account) for u in units.values()])
    fill(
        con, "for_demandunit_solution", [link(u.id, solutions[u.solution]) for u in units.values()]
    )
    fill(con, "buying_group", [_group_row(group, states, config) for group in groups])
    fill(con, "in_unit", [link(group.id, group.unit.id) for group in groups])
    fill(con, "member_of", [row for group in groups for row in _member_rows(group)])
    fill(con, "acts_with", [_tie_row(tie) for tie in findings.ties])
    fill(con, "became", _became(con, units))
    fill(con, "lead_in", [_lead_row(lead, units) for lead in findings.leads])
    _write_ledger(con, config, (units, states, groups), findings)
    _write_second_leads(con, config, outcome, units)
    _keep_account_states(con, units, states)


def _write_second_leads(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    outcome: Outcome,
    units: Mapping[tuple[str, str], _Unit],
) -> None:
    groups: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    for found in outcome.findings.candidates:
        if credible(found.confidence, len(found.members)):
            members = frozenset(member.person for member in found.members)
            groups[found.account, found.solution].append(members)
    found_leads = find_second_leads(
        con,
        config,
        {key: unit.id for key, unit in units.items()},
        groups,
        (outcome.as_of, outcome.replay),
        outcome.silent,
    )
    rows = [
        {
            **link(one.record, one.unit),
            "class": one.classes[0],
            "classes": list(one.classes),
            "reason": one.reason,
            "words": one.words,
            "engaged_before": list(one.engaged_before),
        }
        for one in found_leads
    ]
    fill(con, "second_lead_of", rows)


def _write_ledger(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    told: tuple[
        Mapping[tuple[str, str], _Unit], Mapping[tuple[str, str], UnitState], Iterable[_Group]
    ],
    findings: Findings,
) -> None:
    """Evidence of units, groups and leads; of leads the members' and the credible ones'."""
    units, states, groups = told
    bits = {(one.account, one.solution): one for one in findings.units}
    rows: Rows = []
    for key, unit in units.items():
        least = needed(config, unit.solution, unit.place.employees)
        lines = unit_lines(states[key], bits.get(key), unit.owner, least)
        rows += rows_of("DemandUnit", unit.id, lines)
    for group in groups:
        found, place = group.candidate, group.unit.place
        least = needed(config, found.solution, place.employees)
        code = group_code(states[found.account, found.solution], found)
        lines = group_lines(found, code, quorum(found, least), least)
        rows += rows_of("BuyingGroup", group.id, lines)
    for lead in findings.leads:
        if lead.others or lead.visits or lead.code >= KNOWN:
            unit = units[lead.account, lead.solution]
            lines = lead_lines(lead, unit.name, candidate=unit.place.fit is not False)
            rows += rows_of("Person", lead.person, lines)
    fill(con, "evidence", rows)
    for label in ("BuyingGroup", "Person", "DemandUnit"):
        supported = [row for row in rows if row["label"] == label]
        fill(con, f"supports_evidence_{label.lower()}", supported)


def _units(
    con: duckdb.DuckDBPyConnection, candidates: Iterable[Candidate], as_of: datetime
) -> dict[tuple[str, str], _Unit]:
    """A unit wherever an account has a signal, a surge or an opportunity of a solution."""
    found = con.execute(UNITS, {"as_of": as_of}).fetchall()
    units = {
        (account, solution): _Unit(
            hashed_id("unit", account, solution),
            account,
            solution,
            f"{name or account}: {solution}",
            Place(fit, employees),
            owner,
        )
        for account, solution, name, fit, employees, owner in found
    }
    missing = [c for c in candidates if (c.account, c.solution) not in units]
    if missing:
        raise ModelError(f"{len(missing)} candidates lie in no demand unit")
    return units


def _keep_account_states(
    con: duckdb.DuckDBPyConnection,
    units: Mapping[tuple[str, str], _Unit],
    states: Mapping[tuple[str, str], UnitState],
) -> None:
    """Rung and stage of every account; not a candidate where it fails the gate or has no unit."""
    held: dict[str, list[UnitState]] = defaultdict(list)
    for key in units:
        held[key[0]].append(states[key])
    rows = [(account, *account_state(found)) for account, found in sorted(held.items())]
    con.execute("DELETE FROM meta.account_state")
    if rows:
        con.executemany("INSERT INTO meta.account_state VALUES (?, ?, ?)", rows)


def _lead_row(lead: LeadScore, units: Mapping[tuple[str, str], _Unit]) -> dict[str, Any]:
    unit = units[lead.account, lead.solution]
    return {
        **link(lead.person, unit.id),
        "score": lead.score,
        "rung": rung(lead.code, candidate=unit.place.fit is not False),
        "code": lead.code,
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
    con.execute("INSERT OR IGNORE INTO meta.run (as_of) VALUES (?)", [as_of])
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


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Replace all rows of a ``graph`` table."""
    columns = _TABLES[table]
    schema = pa.schema([(c.name, _ARROW[c.kind]) for c in columns])
    filled = pa.Table.from_pylist(rows, schema=schema)
    con.execute(f"DELETE FROM graph.{quoted(table)}")
    con.register("incoming", filled)
    con.execute(f"INSERT INTO graph.{quoted(table)} SELECT * FROM incoming")
    con.unregister("incoming")


def link(start: str, end: str, basis: str = "inferred") -> dict[str, Any]:
    """A relationship's ends, source and basis."""
    return {"start_id": start, "end_id": end, "source": METHOD, "basis": basis}


def _unit_row(unit: _Unit, state: UnitState) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "solution": unit.solution,
        "stage": state.stage.stage,
        "rung": state.rung,
        "code": state.code,
        "confidence": state.confidence,
        "owner": unit.owner,
    }


def _group_row(
    group: _Group, states: Mapping[tuple[str, str], UnitState], config: Config
) -> dict[str, Any]:
    found, place = group.candidate, group.unit.place
    state = states[found.account, found.solution]
    code = group_code(state, found)
    return {
        "id": group.id,
        "name": group.unit.name,
        "solution": found.solution,
        "confidence": found.confidence,
        "size": len(found.members),
        "quorum": quorum(found, needed(config, found.solution, place.employees)),
        "rung": rung(code, candidate=place.fit is not False),
        "code": code,
        "stage": state.stage.stage,
        "reasons": list(found.reasons),
        "evidence": found.evidence,
        "visitors": found.visitors,
        "first_seen": _instant(min(m.first_seen for m in found.members)),
        "last_seen": _instant(max(m.last_seen for m in found.members)),
    }


def _member_rows(group: _Group) -> Rows:
    return [
        {
            **link(member.person, group.id),
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
        **link(tie.one, tie.other),
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
        {**link(units[account, solution].id, opportunity), "source": "opportunity"}
        for account, solution, opportunity in found
        if (account, solution) in units
    ]


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
