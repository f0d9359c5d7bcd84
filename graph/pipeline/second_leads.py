"""Second leads from the facts: who was thrown away, and who stood beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from graph.analysis.codes import credible
from graph.analysis.second_lead import (
    LeadRecord,
    OpenDeal,
    Room,
    Rules,
    SecondLead,
    second_leads,
)
from graph.analysis.waterfall import NEVER
from graph.pipeline.known import PLACE, SINCE_KNOWN, SINCE_PLACED
from graph.pipeline.outcome import Outcome
from graph.pipeline.rows import fill, link
from graph.pipeline.units import DemandUnit
from graph.workspace.config import Config

_EPOCH = 'floor(epoch({}))::BIGINT AS "{}"'
_RECORDS = f"""
    WITH said AS (
        SELECT row_key, max(event_time) AS at FROM facts.change_now
        WHERE list_contains($no, lower("after")) AND event_time <= $as_of GROUP BY row_key
    ), part AS (
        SELECT id AS signal, record_key AS record FROM facts.signal_now
        WHERE kind IN ('outreach', 'meeting')
        UNION SELECT id, unnest(record_keys) FROM facts.signal_now
        WHERE kind IN ('outreach', 'meeting')
        UNION SELECT signal_key, record_key FROM facts.signal_part_now
    ), spoken AS (
        SELECT own.end_id AS person, coalesce(act.event_time, act."at") AS at
        FROM part JOIN facts.signal_now act ON act.id = part.signal
        JOIN graph.is_record_of own ON own.start_id = part.record
        WHERE act.kind IN ('outreach', 'meeting') AND coalesce(act.event_time, act."at") <= $as_of
            AND (NOT $replay OR (act.known_time <= $as_of AND act.known_basis <> 'load'))
    ), handled AS (
        SELECT now.id AS record, min(spoken.at) AS at FROM facts.record_now now
        JOIN graph.is_record_of own ON own.start_id = now.id
        JOIN spoken ON spoken.person = own.end_id
        WHERE spoken.at >= date_trunc('day', coalesce(now.created, spoken.at))
        GROUP BY now.id
    )
    SELECT now.id, own.end_id AS person, now.kind,
        list_contains($no, lower(now.status)) AS refused,
        coalesce(now.status_reason, now.status) AS words,
        {_EPOCH.format("now.created", "created")},
        {_EPOCH.format("coalesce(said.at, now.modified)", "changed")},
        coalesce(now.converted, false) AS converted,
        {_EPOCH.format("now.converted_at", "converted_at")},
        now.converted_opportunity_key AS opportunity, kept.end_id AS master,
        {_EPOCH.format("handled.at", "handled")}
    FROM facts.record_now now
    JOIN graph.is_record_of own ON own.start_id = now.id
    LEFT JOIN graph.is_record_of kept ON kept.start_id = now.master_key
    LEFT JOIN said ON said.row_key = now.id
    LEFT JOIN handled ON handled.record = now.id
    JOIN graph.person ON person.id = own.end_id AND person.standing IS NULL
    WHERE now.created <= $as_of OR (now.created IS NULL AND NOT $replay)
    ORDER BY now.id"""
_ACTIVITIES = "SELECT 1 FROM facts.signal_now WHERE kind = 'outreach' LIMIT 1"
_ENGAGED = f"""
    SELECT touch.account, content.solution, touch.actor, {_EPOCH.format('touch."at"', "at")}
    FROM resolved.touch {PLACE}
    JOIN graph.content ON content.id = touch.content
    JOIN graph.person ON person.id = touch.actor AND person.standing IS NULL
    WHERE touch.known AND touch.account IS NOT NULL AND content.solution IS NOT NULL
        AND touch."at" <= $as_of AND greatest({SINCE_KNOWN}, {SINCE_PLACED}) <= $known
        AND NOT list_contains($silent, coalesce(content.kind, ''))
        AND NOT list_contains($silent, coalesce(content.topic, ''))
    ORDER BY ALL"""
_DEALS = f"""
    SELECT place.end_id AS account, solution.name AS solution, deal.id,
        {_EPOCH.format("deal.created", "start")},
        {_EPOCH.format("CASE WHEN deal.closed THEN deal.closes END", "end")},
        coalesce(list(role.start_id ORDER BY role.start_id)
            FILTER (role.start_id IS NOT NULL), []) AS people
    FROM graph.opportunity deal
    JOIN graph.at_opportunity_account place ON place.start_id = deal.id
    JOIN graph.for_opportunity_solution owned ON owned.start_id = deal.id
    JOIN graph.solution ON solution.id = owned.end_id
    LEFT JOIN (
        SELECT held.start_id, held.end_id FROM graph.involved_in held LEFT JOIN (
            SELECT own.end_id AS person, opportunity_key AS deal, min({SINCE_KNOWN}) AS since
            FROM facts.contact_role_now JOIN graph.is_record_of own ON own.start_id = record_key
            GROUP BY ALL
        ) said ON said.person = held.start_id AND said.deal = held.end_id
        WHERE coalesce(said.since, {NEVER}) <= $known
    ) role ON role.end_id = deal.id
    WHERE deal.created IS NULL OR deal.created <= $as_of
    GROUP BY ALL ORDER BY 1, 2, 3"""
Unit = tuple[str, str]


def write_second_leads(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    outcome: Outcome,
    units: Mapping[tuple[str, str], DemandUnit],
) -> None:
    """Replace the second leads shown by those of a run."""
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


def find_second_leads(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    units: Mapping[Unit, str],
    groups: Mapping[Unit, Iterable[frozenset[str]]],
    when: tuple[datetime, bool],
    silent: tuple[str, ...],
) -> tuple[SecondLead, ...]:
    """Second leads of every class; S2 only where acts of our own people are loaded at all.

    A task done, call, e-mail or meeting with any record of the human counts from the day on which
    the lead was made: dates without a time of day are of that day.

    Args:
        units: ids by account and solution.
        groups: members of the credible candidates.
        when: as-of, and whether only what was known then counts.
        silent: content kinds and topics that carry no evidence.
    """
    as_of, replay = when
    rules = Rules(
        as_of=int(as_of.replace(tzinfo=UTC).timestamp()),
        window_days=config.window.second_lead_days,
        sla_days=config.lead.sla_days,
        activities=bool(con.execute(_ACTIVITIES).fetchall()),
    )
    values = {"as_of": as_of, "known": rules.as_of if replay else NEVER}
    rooms = _rooms(con, units, groups, (rules.as_of, values, silent))
    no = [status.lower() for status in config.lead.disqualified]
    records = [
        _record(row, rules.as_of, replay=replay)
        for row in _rows(con, _RECORDS, {"no": no, "as_of": as_of, "replay": replay})
    ]
    return second_leads(records, rooms, rules)


def _rooms(
    con: duckdb.DuckDBPyConnection,
    units: Mapping[Unit, str],
    groups: Mapping[Unit, Iterable[frozenset[str]]],
    when: tuple[int, dict[str, Any], tuple[str, ...]],
) -> dict[str, list[Room]]:
    """The units that each person touched; ``when`` holds as-of and what the queries take."""
    now, values, silent = when
    engaged: dict[Unit, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(con, _ENGAGED, values | {"silent": list(silent)}):
        engaged[row["account"], row["solution"]][row["actor"]].append(row["at"])
    deals: dict[Unit, list[OpenDeal]] = defaultdict(list)
    for row in _rows(con, _DEALS, values):
        end = now + 1 if row["end"] is None else min(row["end"], now + 1)
        deals[row["account"], row["solution"]].append(
            OpenDeal(row["id"], row["start"] or 0, end, frozenset(row["people"]))
        )
    rooms: dict[str, list[Room]] = defaultdict(list)
    for unit, people in sorted(engaged.items()):
        room = Room(
            unit=units[unit],
            groups=tuple(groups.get(unit, ())),
            engaged={person: tuple(at) for person, at in people.items()},
            deals=tuple(deals[unit]),
        )
        for person in people:
            rooms[person].append(room)
    return rooms


def _record(row: dict[str, Any], now: int, *, replay: bool) -> LeadRecord:
    """A record as it was known; in a replay what has no date had not happened yet."""
    refused, converted = bool(row["refused"]), bool(row["converted"])
    if replay:
        refused = refused and row["changed"] is not None and row["changed"] <= now
        converted = converted and row["converted_at"] is not None and row["converted_at"] <= now
    changed = row["changed"]
    return LeadRecord(
        id=row["id"],
        person=row["person"],
        kind=row["kind"],
        refused=refused,
        words=row["words"] if refused else None,
        created=row["created"],
        changed=None if changed is None else min(changed, now),
        converted=converted,
        converted_at=row["converted_at"],
        opportunity=row["opportunity"],
        master=None if replay else row["master"],
        handled=row["handled"],
    )


def _rows(
    con: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]
) -> Iterable[dict[str, Any]]:
    found = con.execute(query, values)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
