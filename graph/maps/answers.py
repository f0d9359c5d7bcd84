"""What the store answers to every question of the map, before anything is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.errors import UnknownNameError
from graph.maps import cypher
from graph.store.base import GraphStore, Row

DAY = 86_400
EVIDENCE_DAYS = 90


@dataclass(frozen=True)
class Answers:
    """Rows of every question of ``cypher``, as the store gave them."""

    stamp: Row
    account: Row
    groups: Sequence[Row] = ()
    members: Sequence[Row] = ()
    people: Sequence[Row] = ()
    leads: Sequence[Row] = ()
    person_touches: Sequence[Row] = ()
    visitors: Sequence[Row] = ()
    visitor_touches: Sequence[Row] = ()
    intent: Sequence[Row] = ()
    signals: Sequence[Row] = ()
    ties: Sequence[Row] = ()
    since: int = field(default=0)

    @property
    def until(self) -> int | None:
        """The as-of time in epoch seconds; what is planned for later is no evidence."""
        value = self.stamp.get("as_of_ts")
        return int(value) if value is not None else None


def ask(store: GraphStore, account_id: str) -> Answers:
    """Put every question of the map to a store."""
    stamps = store.read(cypher.STAMP).rows
    stamp = stamps[0] if stamps else {}
    parameters = {"account": account_id}

    def rows(text: str) -> list[Row]:
        return store.read(text, parameters).rows

    accounts = rows(cypher.ACCOUNT)
    if not accounts:
        fix = "`coterie accounts` lists them"
        raise UnknownNameError(f"no account has the id {account_id!r}", fix=fix)
    identified = {row["id"] for row in rows(cypher.IDENTIFIED)}
    people = {row["id"]: row for row in rows(cypher.MEMBER_PEOPLE)}
    people |= {row["id"]: row for row in rows(cypher.PEOPLE)}
    end = stamp.get("as_of_ts")
    return Answers(
        stamp=stamp,
        account=accounts[0],
        groups=rows(cypher.GROUPS),
        members=rows(cypher.MEMBERS),
        people=[people[key] for key in sorted(people)],
        leads=rows(cypher.LEADS),
        person_touches=rows(cypher.PERSON_TOUCHES),
        visitors=[row for row in rows(cypher.VISITORS) if row["id"] not in identified],
        visitor_touches=[
            row for row in rows(cypher.VISITOR_TOUCHES) if row["actor"] not in identified
        ],
        intent=rows(cypher.INTENT),
        signals=rows(cypher.SIGNALS),
        ties=rows(cypher.TIES),
        since=int(end) - EVIDENCE_DAYS * DAY if end is not None else 0,
    )
