"""The sample graph with planted cases for every named question, written to any store.

A lofty lone gorger, an account that only visitors look at, units at several stages, second leads,
those who will not buy, signals set aside, an open deal with one contact role, and a decision maker
two introductions away from the champion.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from graph.store.base import GraphStore
from tests.graph.queries.sample import write_sample

ASKED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "why": {"id": "u1"},
        "two-groups": {"confidence": 0.1},
        "bridge": {"confidence": 0.1},
        "path-to-decision-maker": {"confidence": 0.4},
    }
)
"""Parameters with which questions find something that they do not find by default."""


def write_crowd(store: GraphStore) -> None:
    """Write the sample and the planted cases."""
    seen = {"basis": "observed", "last": "2026-05-19T08:00:00Z", "last_ts": 1}
    write_sample(store)
    store.write_nodes(
        "Person",
        [
            {"id": "p9", "name": "Lo Fty", "seniority": "cxo"},
            {"id": "p1", "name": "Ann Lee", "seniority": "cxo"},
        ],
    )
    store.write_nodes("Content", [{"id": f"k{n}", "solution": "S"} for n in range(9)])
    store.write_nodes("Visitor", [{"id": "v8"}, {"id": "v9"}])
    store.write_relationships(
        "ENGAGED",
        ("Person", "Content"),
        [{"start_id": "p9", "end_id": f"k{n}", "n": 2, **seen} for n in range(9)],
    )
    store.write_relationships(
        "VISITS_FROM",
        ("Visitor", "Account"),
        [{"start_id": v, "end_id": "a2", "basis": "observed"} for v in ("v8", "v9")],
    )
    store.write_relationships(
        "ENGAGED",
        ("Visitor", "Content"),
        [{"start_id": v, "end_id": "k1", "n": 3, **seen} for v in ("v8", "v9")],
    )
    _judged(store)
    _set_aside(store)
    _worked(store)


def _judged(store: GraphStore) -> None:
    """Units at several stages with their codes, second leads, and a line of what is unknown."""
    units = [
        ("u1", "pipeline", "maximal", 7, 0.9),
        ("u3", "prioritized", "very_exciting", 6, 0.6),
        ("u4", "active", "good", 1, None),
    ]
    names = ("id", "stage", "rung", "code", "confidence")
    rows = [dict(zip(names, unit, strict=True)) for unit in units]
    rows[-1] |= {"first_evidence": "2026-04-01T00:00:00Z", "dark_days": 50}
    rows[-1] |= {"left_censored": False, "early": True}
    store.write_nodes(
        "DemandUnit",
        [row | {"name": f"Unit {row['id']}", "solution": "Cloud Security"} for row in rows],
    )
    places = [("u1", "a1"), ("u3", "a1"), ("u4", "a2")]
    store.write_relationships(
        "AT", ("DemandUnit", "Account"), [{"start_id": u, "end_id": a} for u, a in places]
    )
    lost = {"class": "S1", "classes": ["S1", "S6"], "reason": "duplicate", "words": "Duplicate"}
    store.write_relationships(
        "SECOND_LEAD_OF",
        ("Record", "DemandUnit"),
        [
            {"start_id": "r2", "end_id": "u1", "engaged_before": ["p2", "p3"], **lost},
            {"start_id": "r3", "end_id": "u3", **lost, "class": "S6", "classes": ["S6"]},
        ],
    )
    told = {"id": "e1", "section": "known_unknown", "fact": "role of the incumbent: unknown"}
    store.write_nodes("Evidence", [told | {"rank": 1}])
    store.write_relationships(
        "SUPPORTS", ("Evidence", "DemandUnit"), [{"start_id": "e1", "end_id": "u1"}]
    )


def _set_aside(store: GraphStore) -> None:
    """Two who will not buy, one of them by rule; a bot's and a person's signals set aside."""
    seen = {"basis": "observed", "last": "2026-05-19T08:00:00Z", "last_ts": 1}
    students = {"standing": "student", "standing_basis": "inferred", "standing_rule": "title"}
    store.write_nodes(
        "Person",
        [
            {"id": "p10", "name": "Stu Dent", **students, "standing_p": 0.9},
            {"id": "p11", "name": "Ri Val", "standing": "competitor"},
            {"id": "p12", "name": "Own Staff", "standing": "own_staff"},
        ],
    )
    store.write_relationships(
        "ENGAGED",
        ("Person", "Content"),
        [
            {"start_id": person, "end_id": "k1", "n": n, **seen}
            for person, n in (("p10", 7), ("p11", 2), ("p12", 3))
        ],
    )
    store.write_nodes(
        "Quarantine",
        [
            {"id": "q1", "reason": "bot", "who": "visitor:1", "n": 40, "kinds": ["page_view"]},
            {"id": "q2", "reason": "link_scanner", "who": "cy@acme.example", "n": 3},
        ],
    )
    for label, end in (("Person", "p3"), ("Account", "a1")):
        store.write_relationships(
            "TAKEN_FROM", ("Quarantine", label), [{"start_id": "q2", "end_id": end}]
        )


def _worked(store: GraphStore) -> None:
    """The unit of the sure group became a deal that names one of them; owners differ.

    At a fourth account a champion knows an influencer, who knows the decision maker.
    """
    store.write_relationships(
        "BECAME", ("DemandUnit", "Opportunity"), [{"start_id": "u1", "end_id": "o1"}]
    )
    store.write_nodes("User", [{"id": "w1", "name": "Al"}, {"id": "w2", "name": "Zo"}])
    store.write_relationships(
        "OWNED_BY",
        ("Record", "User"),
        [{"start_id": "r1", "end_id": "w2"}, {"start_id": "r3", "end_id": "w1"}],
    )
    won = {"won": True, "closed": True, "closes_ts": 5}
    store.write_nodes("Opportunity", [{"id": f"won{n}", **won} for n in range(2)])
    sold = [("won0", "a1"), ("won1", "a2")]
    store.write_relationships(
        "AT", ("Opportunity", "Account"), [{"start_id": o, "end_id": a} for o, a in sold]
    )
    store.write_relationships(
        "FOR", ("Opportunity", "Solution"), [{"start_id": o, "end_id": "s1"} for o, _ in sold]
    )
    store.write_nodes("DemandUnit", [{"id": "u6", "name": "Bolt: S", "solution": "S"}])
    store.write_nodes("DemandUnit", [{"id": "u5", "name": "Four: S", "solution": "S"}])
    store.write_nodes("BuyingGroup", [{"id": "g5", "solution": "S", "confidence": 0.45}])
    names = {"p20": "Dee Cider", "p21": "Cham Pion", "p22": "In Between"}
    store.write_nodes("Person", [{"id": who, "name": name} for who, name in names.items()])
    ties = [("p21", "p22", 4.0), ("p20", "p22", 2.5)]
    roles = {"p20": "decision_maker", "p21": "champion", "p22": "influencer"}
    for type_, pair, rows in (
        ("AT", ("DemandUnit", "Account"), [("u5", "a4"), ("u6", "a2")]),
        ("IN_UNIT", ("BuyingGroup", "DemandUnit"), [("g5", "u5")]),
        ("WORKS_AT", ("Person", "Account"), [(who, "a4") for who in names]),
    ):
        store.write_relationships(
            type_, pair, [{"start_id": start, "end_id": end} for start, end in rows]
        )
    store.write_relationships(
        "MEMBER_OF",
        ("Person", "BuyingGroup"),
        [{"start_id": who, "end_id": "g5", "role": role} for who, role in roles.items()],
    )
    store.write_relationships(
        "ACTS_WITH",
        ("Person", "Person"),
        [{"start_id": a, "end_id": b, "strength": z, "shared": 2} for a, b, z in ties],
    )
