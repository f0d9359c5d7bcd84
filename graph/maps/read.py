"""The graph of one account into page data: what stands on the map, and how much does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import UnknownNameError
from graph.maps import cypher
from graph.maps.choose import (
    LIST_CONFIDENCE,
    choose_contents,
    choose_groups,
    choose_people,
    choose_visitors,
    tie_links,
    touch_links,
)
from graph.maps.page import Account, Count, Page
from graph.maps.surges import choose_surges
from graph.maps.weeks import weeks_of
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


def read_page(store: GraphStore, account_id: str) -> Page:
    """Read the map of one account.

    Raises:
        UnknownNameError: no account has this id.
    """
    return make_page(ask(store, account_id))


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


def make_page(answers: Answers) -> Page:
    """Choose what the map shows, and say how much there is."""
    groups = choose_groups(answers)
    people, known = choose_people(answers, groups)
    visitors, anonymous = choose_visitors(answers, groups)
    surges, intent = choose_surges(answers, groups)
    contents, shelf = choose_contents(answers, people, visitors)
    links = (*tie_links(answers, people), *touch_links(answers, (people, visitors, contents)))
    row: dict[str, Any] = answers.account
    account = Account(
        **{key: row.get(key) for key in Account.__dataclass_fields__ if key not in {"id", "name"}},
        id=row["id"],
        name=row.get("name") or row.get("domain") or row["id"],
    )
    return Page(
        account=account,
        as_of=answers.stamp.get("as_of"),
        analyzed=bool(answers.stamp.get("analyzed")),
        list_confidence=LIST_CONFIDENCE,
        groups=groups,
        people=people,
        visitors=visitors,
        surges=surges,
        contents=contents,
        links=links,
        weeks=weeks_of(answers),
        known=Count(len(people), known),
        anonymous=Count(len(visitors), anonymous),
        intent=Count(len(surges), intent),
        shelf=Count(len(contents), shelf),
    )
