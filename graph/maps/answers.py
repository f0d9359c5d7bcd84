"""What the store answers to every question of the map, before anything is chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.errors import UnknownNameError
from graph.maps import cypher
from graph.store.base import GraphStore, Row

DAY = 86_400
EVIDENCE_DAYS = 90
LIST_CONFIDENCE = 0.5


def evidence_days(stamp: Row) -> int:
    """Days of the evidence window, as the team chose them."""
    return int(stamp.get("evidence_days") or EVIDENCE_DAYS)


def list_confidence(stamp: Row) -> float:
    """Confidence from which the team lists a group."""
    chosen = stamp.get("list_confidence")
    return LIST_CONFIDENCE if chosen is None else float(chosen)


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
    unknowns: Sequence[Row] = ()
    snapshots: Sequence[Row] = ()
    since: int = field(default=0)

    @property
    def list_confidence(self) -> float:
        """Confidence from which the team lists a group."""
        return list_confidence(self.stamp)

    @property
    def until(self) -> int | None:
        """The as-of time in epoch seconds; what is planned for later is no evidence."""
        value = self.stamp.get("as_of_ts")
        return int(value) if value is not None else None


def ask(store: GraphStore, account_id: str) -> Answers:
    """Put every question of the map to a store.

    Raises:
        UnknownNameError: no account has this id.
    """
    found = ask_all(store, [account_id])
    if not found:
        fix = "`coterie accounts` lists them"
        raise UnknownNameError(f"no account has the id {account_id!r}", fix=fix)
    return found[0]


def ask_all(store: GraphStore, account_ids: Sequence[str]) -> list[Answers]:
    """Put every question once for all of these accounts; ids of none are left out."""
    stamps = store.read(cypher.STAMP).rows
    stamp = stamps[0] if stamps else {}

    def rows(text: str) -> dict[str, list[Row]]:
        """What is answered, by account and in the order of the answer."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in store.read(text, {"accounts": list(account_ids)}).rows:
            found[row.pop("account")].append(row)
        return found

    answered = {name: rows(text) for name, text in _QUESTIONS.items()}
    accounts = answered.pop("accounts")
    return [
        _gathered(stamp, accounts[key][0], {name: by[key] for name, by in answered.items()})
        for key in account_ids
        if key in accounts
    ]


_QUESTIONS = {
    "accounts": cypher.ACCOUNT,
    "groups": cypher.GROUPS,
    "members": cypher.MEMBERS,
    "people": cypher.PEOPLE,
    "member_people": cypher.MEMBER_PEOPLE,
    "leads": cypher.LEADS,
    "person_touches": cypher.PERSON_TOUCHES,
    "visitors": cypher.VISITORS,
    "identified": cypher.IDENTIFIED,
    "visitor_touches": cypher.VISITOR_TOUCHES,
    "intent": cypher.INTENT,
    "signals": cypher.SIGNALS,
    "ties": cypher.TIES,
    "unknowns": cypher.UNKNOWNS,
    "snapshots": cypher.SNAPSHOTS,
}


def _gathered(stamp: Row, account: Row, rows: dict[str, list[Row]]) -> Answers:
    """One account's: members who work elsewhere are its people, named visitors not anonymous."""
    identified = {row["id"] for row in rows.pop("identified")}
    people = {row["id"]: row for row in (*rows.pop("member_people"), *rows.pop("people"))}
    end = stamp.get("as_of_ts")
    return Answers(
        stamp=stamp,
        account=account,
        people=[people[key] for key in sorted(people)],
        visitors=[row for row in rows.pop("visitors") if row["id"] not in identified],
        visitor_touches=[
            row for row in rows.pop("visitor_touches") if row["actor"] not in identified
        ],
        since=int(end) - evidence_days(stamp) * DAY if end is not None else 0,
        **rows,
    )
