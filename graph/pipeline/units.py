"""Demand units and the groups in them, with the ids they go by over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from graph.analysis.findings import Candidate
from graph.errors import ModelError
from graph.pipeline.known import SINCE_KNOWN
from graph.pipeline.lineage import Kept, assign_ids, hashed_id
from graph.pipeline.outcome import Outcome
from graph.pipeline.states import Place

UNITS = f"""
    WITH held AS (
        SELECT touch.account, content.solution FROM resolved.touch
        JOIN graph.content ON content.id = touch.content
        WHERE touch."at" <= $as_of AND {SINCE_KNOWN} <= $known
        UNION SELECT account, solution FROM resolved.surge
        WHERE "at" <= $as_of AND {SINCE_KNOWN} <= $known
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
class DemandUnit:
    """A demand unit: an account's possible need for one solution."""

    id: str
    account: str
    solution: str
    name: str
    place: Place
    owner: str | None


@dataclass(frozen=True)
class NamedGroup:
    """A candidate with the id it goes by."""

    id: str
    unit: DemandUnit
    candidate: Candidate


def read_units(
    con: duckdb.DuckDBPyConnection, outcome: Outcome
) -> dict[tuple[str, str], DemandUnit]:
    """A unit wherever an account has a signal, a surge or an opportunity of a solution."""
    values = {"as_of": outcome.as_of, "known": outcome.moment.known}
    found = con.execute(UNITS, values).fetchall()
    units = {
        (account, solution): DemandUnit(
            hashed_id("unit", account, solution),
            account,
            solution,
            f"{name or account}: {solution}",
            Place(fit, employees),
            owner,
        )
        for account, solution, name, fit, employees, owner in found
    }
    candidates = outcome.findings.candidates
    missing = [c for c in candidates if (c.account, c.solution) not in units]
    if missing:
        raise ModelError(f"{len(missing)} candidates lie in no demand unit")
    return units


def name_groups(
    con: duckdb.DuckDBPyConnection,
    units: Mapping[tuple[str, str], DemandUnit],
    candidates: Iterable[Candidate],
    as_of: datetime,
) -> list[NamedGroup]:
    """Candidates with their ids, and the run noted for the next one's lineage."""
    before = _before(con, as_of)
    by_unit: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_unit[candidate.account, candidate.solution].append(candidate)
    stamp = as_of.replace(tzinfo=UTC).isoformat()
    groups: list[NamedGroup] = []
    noted: list[list[Any]] = []
    for key, held in sorted(by_unit.items()):
        unit = units[key]
        members = [frozenset(m.person for m in c.members) for c in held]
        ids = assign_ids(unit.id, stamp, members, before.get(unit.id, []))
        for candidate, people, (group_id, inherited) in zip(held, members, ids, strict=True):
            groups.append(NamedGroup(group_id, unit, candidate))
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
