"""The invented account, written into a real store."""

from __future__ import annotations

from typing import Any

from graph.maps.answers import Answers
from graph.store.base import GraphStore
from tests.graph.maps.fixture import ACCOUNT, MEMBERS

Rows = list[dict[str, Any]]


def fill(store: GraphStore, answers: Answers) -> None:
    """Write all that the answers speak of, so that asking gives them back."""
    _accounts(store, answers)
    _people(store, answers)
    _groups(store, answers)
    _visits(store, answers)
    _intent(store, answers)
    _told(store, answers)


def _link(store: GraphStore, type_: str, pair: tuple[str, str], rows: Rows) -> None:
    store.write_relationships(type_, pair, rows)


def _ends(pairs: list[tuple[str, str]]) -> Rows:
    return [{"start_id": start, "end_id": end} for start, end in pairs]


def _accounts(store: GraphStore, answers: Answers) -> None:
    store.write_nodes("Coterie", [{"id": "coterie", **answers.stamp}])
    other = {"id": "other", "name": "Not This One"}
    store.write_nodes("Account", [dict(answers.account), other])


def _people(store: GraphStore, answers: Answers) -> None:
    others = [{"id": "stranger", "name": "Stranger"}, {"id": "left", "name": "Left Long Ago"}]
    store.write_nodes("Person", [*answers.people, *others])
    pairs = [(row["id"], ACCOUNT) for row in answers.people]
    left = {"start_id": "left", "end_id": ACCOUNT, "until": answers.stamp["as_of"]}
    jobs = [*_ends([*pairs, ("stranger", "other")]), left]
    _link(store, "WORKS_AT", ("Person", "Account"), jobs)
    ties = [
        {
            "start_id": t["one"],
            "end_id": t["other"],
            "strength": t["strength"],
            "shared": t["shared"],
        }
        for t in answers.ties
    ]
    _link(store, "ACTS_WITH", ("Person", "Person"), ties)


def _groups(store: GraphStore, answers: Answers) -> None:
    units = [{"id": f"u{n}", "solution": name} for n, name in enumerate(MEMBERS)]
    store.write_nodes("DemandUnit", units)
    store.write_nodes("BuyingGroup", list(answers.groups))
    groups = [(row["id"], f"u{n}") for n, row in enumerate(answers.groups)]
    _link(store, "IN_UNIT", ("BuyingGroup", "DemandUnit"), _ends(groups))
    _link(store, "AT", ("DemandUnit", "Account"), _ends([(u["id"], ACCOUNT) for u in units]))
    members = [
        {key: value for key, value in row.items() if key not in {"group_id", "person"}}
        | {"start_id": row["person"], "end_id": row["group_id"]}
        for row in answers.members
    ]
    _link(store, "MEMBER_OF", ("Person", "BuyingGroup"), members)


def _visits(store: GraphStore, answers: Answers) -> None:
    known = {"id": "named", "last_seen_ts": answers.visitors[0]["last_seen_ts"]}
    store.write_nodes("Visitor", [*answers.visitors, known])
    pairs = [(row["id"], ACCOUNT) for row in answers.visitors]
    _link(store, "VISITS_FROM", ("Visitor", "Account"), _ends([*pairs, ("named", ACCOUNT)]))
    someone = answers.people[0]["id"]
    _link(store, "IDENTIFIED_AS", ("Visitor", "Person"), _ends([("named", someone)]))
    contents: dict[str, dict[str, Any]] = {}
    for row in (*answers.person_touches, *answers.visitor_touches):
        keys = ("title", "url", "kind", "topic", "solution")
        contents[row["content"]] = {"id": row["content"], **{key: row[key] for key in keys}}
    store.write_nodes("Content", list(contents.values()))
    _link(store, "ENGAGED", ("Person", "Content"), _touches(answers.person_touches))
    _link(store, "ENGAGED", ("Visitor", "Content"), _touches(answers.visitor_touches))


def _touches(rows: Any) -> Rows:
    return [
        {"start_id": row["actor"], "end_id": row["content"]}
        | {key: row[key] for key in ("n", "first_ts", "last", "last_ts")}
        for row in rows
    ]


def _intent(store: GraphStore, answers: Answers) -> None:
    topics = {row["topic"]: row["name"] for row in answers.intent}
    solutions = sorted({row["solution"] for row in answers.intent})
    store.write_nodes("Topic", [{"id": key, "name": name} for key, name in topics.items()])
    store.write_nodes("Solution", [{"id": name, "name": name} for name in solutions])
    signals = [
        {
            "id": r["signal"],
            "kind": "intent",
            "score": r["score"],
            "at": r["at"],
            "at_ts": r["at_ts"],
        }
        for r in answers.intent
    ]
    store.write_nodes("Signal", signals)
    emitted = [(ACCOUNT, row["signal"]) for row in answers.intent]
    _link(store, "EMITTED", ("Account", "Signal"), _ends(emitted))
    about = [(row["signal"], row["topic"]) for row in answers.intent]
    _link(store, "ABOUT", ("Signal", "Topic"), _ends(about))
    part = sorted({(row["topic"], row["solution"]) for row in answers.intent})
    _link(store, "PART_OF", ("Topic", "Solution"), _ends(part))


def _told(store: GraphStore, answers: Answers) -> None:
    """Known unknowns and weekly snapshots, under the units of their solutions."""
    units = {row["solution"]: f"u{n}" for n, row in enumerate(answers.groups)}
    evidence = [
        {"id": f"e{n}", "section": "known_unknown", "fact": row["fact"], "rank": row["rank"]}
        for n, row in enumerate(answers.unknowns)
    ]
    other = {"id": "e-other", "section": "code", "fact": "Not this one", "rank": 0}
    store.write_nodes("Evidence", [*evidence, other])
    ends = [(f"e{n}", units[row["solution"]]) for n, row in enumerate(answers.unknowns)]
    _link(store, "SUPPORTS", ("Evidence", "DemandUnit"), _ends([*ends, ("e-other", "u0")]))
    rows = [
        {key: value for key, value in row.items() if key not in {"solution", "group_id"}}
        | {"group": row["group_id"]}
        for row in answers.snapshots
    ]
    store.write_nodes("Snapshot", rows)
    was = [(units[row["solution"]], row["id"]) for row in answers.snapshots]
    _link(store, "WAS", ("DemandUnit", "Snapshot"), _ends(was))
