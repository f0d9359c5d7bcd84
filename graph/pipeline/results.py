"""Findings of detection as rows of the ``graph`` tables: units, groups, memberships, ties.

Accounts show the rung of their best unit and the stage of their furthest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import duckdb

from graph.analysis.codes import rung
from graph.analysis.dark_funnel import DarkFunnel, dark_funnel
from graph.analysis.findings import LeadScore, Tie
from graph.analysis.waterfall import History
from graph.facts.rows import first_row
from graph.pipeline.ledger_rows import write_ledger
from graph.pipeline.outcome import Outcome
from graph.pipeline.rows import Rows, fill, instant, link
from graph.pipeline.second_leads import write_second_leads
from graph.pipeline.snapshots import write_snapshots
from graph.pipeline.states import (
    UnitState,
    account_state,
    group_code,
    needed,
    quorum,
    unit_states,
)
from graph.pipeline.units import DemandUnit, NamedGroup, name_groups, read_units
from graph.workspace.config import Config

BEGINNING = """
    SELECT floor(epoch(min("at")))::BIGINT FROM (
        SELECT min("at") AS "at" FROM resolved.touch
        UNION ALL SELECT min("at") FROM resolved.surge)"""


def write_results(con: duckdb.DuckDBPyConnection, config: Config, outcome: Outcome) -> None:
    """Replace the results shown by those of this run, inside the caller's transaction."""
    findings = outcome.findings
    units = read_units(con, outcome)
    states = unit_states(
        units,
        findings,
        outcome.histories,
        {unit.account: unit.place for unit in units.values()},
        config,
        outcome.moment,
    )
    groups = name_groups(con, units, findings.candidates, outcome.as_of)
    solutions = dict(con.execute("SELECT name, id FROM graph.solution").fetchall())
    fill(con, "demand_unit", _unit_rows(con, outcome, units, states))
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
    write_ledger(con, config, (units, states, groups), findings)
    write_second_leads(con, config, outcome, units)
    write_snapshots(con, config, outcome, (units, states, groups))
    _keep_account_states(con, units, states)


def _keep_account_states(
    con: duckdb.DuckDBPyConnection,
    units: Mapping[tuple[str, str], DemandUnit],
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


def _lead_row(lead: LeadScore, units: Mapping[tuple[str, str], DemandUnit]) -> dict[str, Any]:
    unit = units[lead.account, lead.solution]
    return {
        **link(lead.person, unit.id),
        "score": lead.score,
        "rung": rung(lead.code, candidate=unit.place.fit is not False),
        "code": lead.code,
    }


def _unit_rows(
    con: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    units: Mapping[tuple[str, str], DemandUnit],
    states: Mapping[tuple[str, str], UnitState],
) -> Rows:
    beginning = first_row(con, BEGINNING)
    begun = beginning[0] if beginning and beginning[0] is not None else outcome.seconds
    rows = []
    for key, unit in units.items():
        history = outcome.histories.get(key, History())
        rows.append(_unit_row(unit, states[key], dark_funnel(history, outcome.moment, begun)))
    return rows


def _unit_row(unit: DemandUnit, state: UnitState, dark: DarkFunnel) -> dict[str, Any]:
    fits = unit.place.fit is not False
    return {
        "id": unit.id,
        "name": unit.name,
        "solution": unit.solution,
        "stage": state.stage.stage,
        "rung": state.rung,
        "code": state.code,
        "confidence": state.confidence,
        "owner": unit.owner,
        "first_evidence": _maybe(dark.first_evidence),
        "first_known": _maybe(dark.first_known),
        "dark_days": dark.days,
        "left_censored": dark.censored,
        "early": dark.quiet and state.bits > 0 and fits,
    }


def _maybe(seconds: int | None) -> datetime | None:
    return None if seconds is None else instant(seconds)


def _group_row(
    group: NamedGroup, states: Mapping[tuple[str, str], UnitState], config: Config
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
        "tiers": list(found.spread.tiers),
        "seniorities": list(found.spread.seniorities),
        "functions": list(found.spread.functions),
        "active_weeks": found.spread.active_weeks,
        "window_weeks": found.spread.window_weeks,
        "persistence": round(found.spread.persistence, 4),
        "burst": found.spread.burst,
        "first_seen": instant(min(m.first_seen for m in found.members)),
        "last_seen": instant(max(m.last_seen for m in found.members)),
    }


def _member_rows(group: NamedGroup) -> Rows:
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
            "first_seen": instant(member.first_seen),
            "last_seen": instant(member.last_seen),
        }
        for member in group.candidate.members
    ]


def _tie_row(tie: Tie) -> dict[str, Any]:
    return {
        **link(tie.one, tie.other),
        "strength": tie.strength,
        "shared": tie.shared,
        "first": instant(tie.first),
        "last": instant(tie.last),
    }


def _became(con: duckdb.DuckDBPyConnection, units: Mapping[tuple[str, str], DemandUnit]) -> Rows:
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
