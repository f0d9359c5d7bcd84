"""The state of units week by week, up to as-of: Snapshot and WAS in the ``graph`` tables.

A unit that holds a candidate now, or held one at the end of a week of the evidence window, has a
snapshot for the end of each of these weeks (as-of, and every seven days before it). A past week is
judged by what was known then (``analysis.glance``, and the waterfall of that moment); as-of itself
is the run's own result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from graph.analysis.findings import Candidate, Findings
from graph.analysis.waterfall import Moment
from graph.pipeline.histories import Unit
from graph.pipeline.lineage import Kept, assign_ids, hashed_id
from graph.pipeline.outcome import Outcome
from graph.pipeline.rows import Rows, fill, instant, link
from graph.pipeline.states import UnitState, needed, quorum, unit_states
from graph.pipeline.units import DemandUnit, NamedGroup
from graph.workspace.config import Config

Ids = Mapping[Unit, list[Kept]]
Shown = tuple[Mapping[Unit, DemandUnit], Mapping[Unit, UnitState], Iterable[NamedGroup]]


def write_snapshots(
    con: duckdb.DuckDBPyConnection, config: Config, outcome: Outcome, shown: Shown
) -> None:
    """Replace the snapshots shown; ``shown`` is what the run itself says of as-of."""
    units, states, groups = shown
    held: dict[Unit, list[Kept]] = defaultdict(list)
    for group in groups:
        key = (group.unit.account, group.unit.solution)
        held[key].append(Kept(group.id, _people(group.candidate)))
    weekly = [found for _, found in outcome.weeks]
    asked = sorted({*held, *((c.account, c.solution) for w in weekly for c in w.candidates)})
    units = {key: units[key] for key in asked}
    places = {unit.account: unit.place for unit in units.values()}

    def judged(found: Findings, end: int) -> dict[Unit, UnitState]:
        return unit_states(units, found, outcome.histories, places, config, Moment(end, end))

    dated = judged(outcome.findings, outcome.seconds)
    rows = _rows(units, (states, dated), (outcome.seconds, held), config)
    for end, found in outcome.weeks:
        then = judged(found, end)
        held = _ids(units, then, end, held)
        rows += _rows(units, (then, then), (end, held), config)
    fill(con, "snapshot", rows)
    fill(con, "was", [link(row["unit"], row["id"]) for row in rows])


def _ids(
    units: Mapping[Unit, DemandUnit], then: Mapping[Unit, UnitState], end: int, later: Ids
) -> dict[Unit, list[Kept]]:
    """Ids of a week's candidates: those of the week after, where they are the same groups.

    A unit that held none keeps what it held later, for a week still earlier.
    """
    stamp = datetime.fromtimestamp(end, UTC).isoformat()
    found = {}
    for key, unit in units.items():
        kept = later.get(key, [])
        members = [_people(candidate) for candidate in then[key].groups]
        ids = assign_ids(unit.id, stamp, members, kept)
        named = [Kept(id_, people) for (id_, _), people in zip(ids, members, strict=True)]
        found[key] = named or list(kept)
    return found


def _rows(
    units: Mapping[Unit, DemandUnit],
    states: tuple[Mapping[Unit, UnitState], Mapping[Unit, UnitState]],
    when: tuple[int, Ids],
    config: Config,
) -> Rows:
    """Snapshots of a week; ``states`` with every fact that counts, and with dated facts alone."""
    (shown, dated), (at, ids) = states, when
    return [
        _row(unit, shown[key], at)
        | {"dated_stage": dated[key].stage.stage}
        | _best(unit, shown[key], ids.get(key, ()), config)
        for key, unit in units.items()
    ]


def _row(unit: DemandUnit, state: UnitState, at: int) -> dict[str, Any]:
    stage = state.stage
    return {
        "id": hashed_id("snapshot", unit.id, str(at)),
        "unit": unit.id,
        "stage": stage.stage,
        "rung": state.rung,
        "code": state.code,
        "confidence": state.confidence,
        "why": stage.grounds[-1][1] if stage.grounds else None,
        "skipped": list(stage.skipped),
        "recycled": stage.recycled,
        "override": stage.override,
        "at": instant(at),
    }


def _best(
    unit: DemandUnit, state: UnitState, ids: Iterable[Kept], config: Config
) -> dict[str, Any]:
    """What a snapshot says of the unit's best candidate."""
    if not state.groups:
        return {"members": []}
    best = state.groups[0]
    people = _people(best)
    return {
        "group": next(kept.id for kept in ids if kept.members == people),
        "quorum": quorum(best, needed(config, unit.solution, unit.place.employees)),
        "members": [member.person for member in best.members],
        "visitors": best.visitors,
        "first_seen": instant(min(member.first_seen for member in best.members)),
        "last_seen": instant(max(member.last_seen for member in best.members)),
    }


def _people(candidate: Candidate) -> frozenset[str]:
    return frozenset(member.person for member in candidate.members)
