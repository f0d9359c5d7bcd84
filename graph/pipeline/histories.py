"""What the waterfall looks at, unit by unit, from the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import duckdb

from graph.analysis.waterfall import ALWAYS, NEVER, Deal, Fact, History
from graph.model.signals import KINDS, SURGE_SCORE
from graph.pipeline.known import PLACE, SINCE_KNOWN, SINCE_PLACED
from graph.workspace.config import Config

Unit = tuple[str, str]
"""Account id and solution name."""

_EPOCH = 'floor(epoch({}))::BIGINT AS "{}"'
_SURGES = f"""
    SELECT account, solution, topic, score, {_EPOCH.format('"at"', "at")},
        {SINCE_KNOWN} AS known
    FROM resolved.surge WHERE solution IS NOT NULL AND score >= $high ORDER BY ALL"""
_TOUCHES = f"""
    SELECT touch.account, content.solution, touch.kind, touch.known AS named, touch.actor,
        coalesce(person.name, person.email, touch.actor) AS who,
        coalesce(content.title, content.url, content.kind, content.id) AS what,
        content.kind AS content_kind, {_EPOCH.format('touch."at"', "at")},
        greatest({SINCE_KNOWN}, {SINCE_PLACED}) AS known
    FROM resolved.touch {PLACE}
    JOIN graph.content ON content.id = touch.content
    LEFT JOIN graph.person ON person.id = touch.actor
    WHERE touch.account IS NOT NULL AND content.solution IS NOT NULL
        AND NOT list_contains($silent, coalesce(content.kind, ''))
        AND NOT list_contains($silent, coalesce(content.topic, ''))
        AND person.standing IS NULL
    ORDER BY ALL"""
_HISTORY = """(SELECT row_key, lower("after") AS value, max(event_time) AS "at"
        FROM facts.change_now GROUP BY ALL)"""
"""Since when a row holds a value, by a table of field history; LastModifiedDate is often later."""
_ACCEPTED = f"""
    SELECT DISTINCT touch.account, content.solution,
        coalesce(person.name, person.email, person.id) AS who, now.status,
        now.converted AS converted,
        {_EPOCH.format('coalesce(now.converted_at, said."at", now.modified)', "at")}
    FROM resolved.touch
    JOIN graph.content ON content.id = touch.content
    JOIN graph.person ON person.id = touch.actor
    JOIN graph.is_record_of own ON own.end_id = person.id
    JOIN facts.record_now now ON now.id = own.start_id
    LEFT JOIN {_HISTORY} said ON said.row_key = now.id AND said.value = lower(now.status)
    WHERE touch.account IS NOT NULL AND content.solution IS NOT NULL
        AND (list_contains($accepted, lower(now.status)) OR now.converted)
        AND person.standing IS NULL
    ORDER BY ALL"""
_DEALS = f"""
    SELECT place.end_id AS account, solution.name AS solution,
        coalesce(deal.name, deal.id) AS name, deal.closed, deal.won, deal.stage,
        {_EPOCH.format("deal.created", "created")}, {_EPOCH.format("deal.closes", "closes")},
        {_EPOCH.format('coalesce(said."at", now.modified)', "modified")}
    FROM graph.opportunity deal
    JOIN graph.at_opportunity_account place ON place.start_id = deal.id
    JOIN graph.for_opportunity_solution owned ON owned.start_id = deal.id
    JOIN graph.solution ON solution.id = owned.end_id
    LEFT JOIN facts.opportunity_now now ON now.id = deal.id
    LEFT JOIN (SELECT deal.id, max(said."at") AS "at" FROM facts.opportunity_now deal
        JOIN {_HISTORY} said ON said.row_key = deal.id
            AND said.value IN (lower(deal.stage), lower(split_part(deal.stage_key, ':', 2)))
        GROUP BY deal.id) said ON said.id = deal.id
    ORDER BY ALL"""


@dataclass
class _Draft:
    surges: list[Fact] = field(default_factory=list)
    anonymous: list[Fact] = field(default_factory=list)
    inbound: list[Fact] = field(default_factory=list)
    hands: list[Fact] = field(default_factory=list)
    acts: list[Fact] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)


def read_histories(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    silent: tuple[str, ...],
    as_of: datetime,
) -> dict[Unit, History]:
    """History of every unit that has one, by account and solution.

    Args:
        silent: content kinds and topics that carry no evidence.
        as_of: nothing is thought to have happened later.
    """
    drafts: dict[Unit, _Draft] = defaultdict(_Draft)
    for row in _rows(con, _SURGES, {"high": SURGE_SCORE}):
        words = f"third-party intent on {row['topic']} stood at {row['score']:.0f}"
        drafts[_unit(row)].surges.append(_fact(row, words))
    for row in _rows(con, _TOUCHES, {"silent": list(silent)}):
        _touch(drafts[_unit(row)], row, config.hand_raiser_kinds)
    accepted = {"accepted": [status.lower() for status in config.lead.accepted]}
    now = int(as_of.replace(tzinfo=UTC).timestamp())
    for row in _rows(con, _ACCEPTED, accepted):
        words = f"lead {row['who']} was {'converted' if row['converted'] else row['status']}"
        at = row["at"]
        known = NEVER if at is None else at
        drafts[_unit(row)].acts.append(Fact(min(at or now, now), known, words))
    for row in _rows(con, _DEALS, {}):
        drafts[_unit(row)].deals.append(_deal(row, now))
    return {
        unit: History(*(tuple(held) for held in vars(draft).values()))
        for unit, draft in sorted(drafts.items())
    }


def _rows(
    con: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    found = con.execute(query, values or None)
    names = [column[0] for column in found.description or []]
    for row in found.fetchall():
        yield dict(zip(names, row, strict=True))


def _unit(row: dict[str, Any]) -> Unit:
    return str(row["account"]), str(row["solution"])


def _fact(row: dict[str, Any], words: str) -> Fact:
    return Fact(row["at"], row["known"], words)


def _touch(draft: _Draft, row: dict[str, Any], hands: tuple[str, ...]) -> None:
    """One signal: a visit, something that a person came to us for, a raised hand, a meeting."""
    if not row["named"]:
        draft.anonymous.append(_fact(row, f"an anonymous visitor read {row['what']}"))
        return
    kind = row["kind"].replace("_", " ")
    fact = _fact(row, f"{row['who']}: {kind}, {row['what']}")
    if row["kind"] == "meeting" or row["content_kind"] == "meeting":
        draft.acts.append(fact)
    if row["kind"] in hands:
        draft.hands.append(fact)
    known = KINDS.get(row["kind"])
    if known is None or known.inbound:
        draft.inbound.append(fact)


def _deal(row: dict[str, Any], now: int) -> Deal:
    """An opportunity; its close happened no later than we knew of it."""
    made, modified = row["created"], row["modified"]
    created = Fact(ALWAYS, NEVER) if made is None else Fact(made, ALWAYS)
    if not row["closed"]:
        return Deal(row["name"], created, None)
    at = min(at for at in (row["closes"], modified, now) if at is not None)
    words = f"{'won' if row['won'] else 'lost'} ({row['stage'] or 'closed'})"
    closed = Fact(at, NEVER if modified is None else modified, words)
    return Deal(row["name"], created, closed, bool(row["won"]))
