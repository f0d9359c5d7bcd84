"""The ledger of a run as Evidence in the ``graph`` tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from graph.analysis.codes import KNOWN
from graph.analysis.findings import Findings
from graph.pipeline.ledger import group_lines, lead_lines, rows_of, unit_lines
from graph.pipeline.rows import Rows, fill
from graph.pipeline.states import UnitState, group_code, needed, quorum
from graph.pipeline.units import DemandUnit, NamedGroup
from graph.workspace.config import Config


def write_ledger(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    told: tuple[
        Mapping[tuple[str, str], DemandUnit],
        Mapping[tuple[str, str], UnitState],
        Iterable[NamedGroup],
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
