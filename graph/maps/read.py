"""The graph of one account into page data: what stands on the map, and how much does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.maps.answers import Answers, ask, ask_all, evidence_days
from graph.maps.choose import (
    NODES,
    choose_contents,
    choose_groups,
    choose_people,
    choose_visitors,
)
from graph.maps.history import history_of
from graph.maps.links import choose_links
from graph.maps.page import Account, Count, Page
from graph.maps.surges import choose_surges
from graph.maps.weeks import weeks_of
from graph.store.base import GraphStore


def read_page(store: GraphStore, account_id: str) -> Page:
    """Read the map of one account.

    Raises:
        UnknownNameError: no account has this id.
    """
    return make_page(ask(store, account_id))


def read_pages(store: GraphStore, account_ids: Sequence[str]) -> list[Page]:
    """Read the maps of many accounts with one set of questions, in the order of their ids."""
    return [make_page(answers) for answers in ask_all(store, account_ids)]


def make_page(answers: Answers) -> Page:
    """Choose what the map shows, and say how much there is."""
    groups = choose_groups(answers)
    people, known = choose_people(answers, groups)
    visitors, anonymous = choose_visitors(answers, groups)
    surges, intent = choose_surges(answers, groups)
    taken = sum(max(1, len(p.memberships)) for p in people) + len(visitors) + len(surges)
    contents, shelf = choose_contents(answers, people, visitors, NODES - taken)
    links = choose_links(answers, (people, visitors, contents))
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
        list_confidence=answers.list_confidence,
        evidence_days=evidence_days(answers.stamp),
        groups=groups,
        people=people,
        visitors=visitors,
        surges=surges,
        contents=contents,
        links=links,
        weeks=weeks_of(answers),
        history=history_of(answers, groups),
        known=Count(len(people), known),
        anonymous=Count(len(visitors), anonymous),
        intent=Count(len(surges), intent),
        shelf=Count(len(contents), shelf),
    )
