"""A small graph with one of everything that a view can show, written to a real store."""

from __future__ import annotations

from graph.store.base import GraphStore, Row

GROUP = "group:g1"
WEAK = "group:g2"
UNFIT = "group:g3"


def write_sample(store: GraphStore) -> None:
    """Acme with a sure and a weak group, Unfit with a sure one, Bolt with nothing."""
    store.ensure_schema()
    for label, rows in NODES.items():
        store.write_nodes(label, [_instants(row) for row in rows])
    for (type_, start, end), rows in RELATIONSHIPS.items():
        store.write_relationships(type_, (start, end), [_instants(row) for row in rows])


def _instants(row: Row) -> Row:
    """A row with ``x_ts`` beside each instant; any number will do."""
    return row | {f"{key}_ts": 0 for key in row if key in _INSTANTS and f"{key}_ts" not in row}


_INSTANTS = ("first_seen", "last_seen", "created", "at", "known", "first", "last", "since", "as_of")

_GROUP = {
    "solution": "Cloud Security",
    "quorum": "met",
    "evidence": 7.25,
    "visitors": 2,
    "first_seen": "2026-05-01T08:00:00Z",
    "last_seen": "2026-05-20T08:00:00Z",
}
NODES: dict[str, list[Row]] = {
    "Account": [
        {
            "id": "a1",
            "name": "Acme Corp",
            "domain": "acme.example",
            "domains": ["acme-mail.example", "acme.example"],
            "aliases": ["Acme Corporation"],
            "fit": True,
            "people": 4,
            "visitors": 2,
            "surges": 1,
            "confidence": 0.91,
        },
        {"id": "a2", "name": "Bolt", "domain": "bolt.example", "domains": ["bolt.example"]},
        {"id": "a3", "name": "Unfit Ltd", "domain": "unfit.example", "fit": False, "people": 3},
        {"id": "a4", "name": "Bolt", "domain": "bolt-two.example", "confidence": 0.1},
    ],
    "Person": [
        {
            "id": "p1",
            "name": "Ann Lee",
            "email": "ann@acme.example",
            "emails": ["ann.lee@acme.example", "ann@acme.example"],
            "title": "CISO",
            "company": "Acme",
        },
        {"id": "p2", "name": "Bo Berg", "email": "bo@acme.example", "title": "Security Engineer"},
        {"id": "p3", "name": "Cy Cho", "email": "cy@acme.example"},
        {"id": "p4", "name": "=HYPERLINK(1)", "email": "dee@nowhere.example", "company": "Bolt"},
        {"id": "p5", "name": "Ann Lee", "email": "ann@unfit.example"},
    ],
    "Record": [
        {
            "id": "r1",
            "kind": "lead",
            "system": "salesforce",
            "status": "Open",
            "created": "2026-01-01T00:00:00Z",
            "created_ts": 1,
        },
        {
            "id": "r2",
            "kind": "lead",
            "system": "salesforce",
            "status": "Disqualified",
            "status_reason": "Duplicate",
            "created": "2026-02-01T00:00:00Z",
            "created_ts": 2,
        },
        {"id": "r3", "kind": "contact", "system": "salesforce", "created_ts": 3},
        {"id": "r4", "kind": "lead", "system": "salesforce", "status": "Open"},
    ],
    "Visitor": [{"id": "v1", "sessions": 3, "last_seen": "2026-05-19T08:00:00Z"}, {"id": "v2"}],
    "Content": [
        {
            "id": "c1",
            "title": "Zero trust guide",
            "kind": "guide",
            "topic": "zero trust",
            "solution": "Cloud Security",
            "url": "https://us.example/guide",
        },
        {"id": "c2", "title": "Careers", "kind": "careers"},
    ],
    "Topic": [{"id": "t1", "name": "zero trust"}],
    "Solution": [{"id": "s1", "name": "Cloud Security"}, {"id": "s2", "name": "Data Backup"}],
    "Signal": [
        {
            "id": "x1",
            "kind": "form",
            "tier": "known",
            "label": "Demo request",
            "at": "2026-05-18T10:00:00Z",
            "at_ts": 10,
        },
        {
            "id": "x2",
            "kind": "intent",
            "tier": "third_party",
            "label": "zero trust 74",
            "score": 74.0,
            "at": "2026-05-17T00:00:00Z",
            "at_ts": 9,
        },
    ],
    "Opportunity": [{"id": "o1", "name": "Acme 2026", "stage": "Proposal", "amount": 1000.0}],
    "DemandUnit": [
        {"id": "u1", "name": "Acme Corp: Cloud Security", "solution": "Cloud Security"},
        {"id": "u2", "name": "Unfit Ltd: Cloud Security", "solution": "Cloud Security"},
    ],
    "Snapshot": [
        {
            "id": "w1",
            "stage": "engaged",
            "dated_stage": "engaged",
            "rung": "good",
            "code": 1,
            "confidence": 0.3,
            "group": GROUP,
            "quorum": "no",
            "members": ["p1", "p3"],
            "why": "Ann Lee: page view, Zero trust guide",
            "first_seen": "2026-05-01T08:00:00Z",
            "last_seen": "2026-05-12T08:00:00Z",
            "at": "2026-05-14T00:00:00Z",
            "at_ts": 1778716800,
        },
        {
            "id": "w2",
            "stage": "prioritized",
            "dated_stage": "prioritized",
            "rung": "very_exciting",
            "code": 5,
            "confidence": 0.91,
            "group": GROUP,
            "quorum": "met",
            "members": ["p1", "p2"],
            "why": "rung very exciting, quorum met",
            "first_seen": "2026-05-01T08:00:00Z",
            "last_seen": "2026-05-20T08:00:00Z",
            "at": "2026-05-21T00:00:00Z",
            "at_ts": 1779321600,
        },
        {
            "id": "w3",
            "rung": "not_a_candidate",
            "code": 4,
            "confidence": 0.95,
            "group": UNFIT,
            "quorum": "met",
            "members": ["p5", "gone"],
            "at": "2026-05-14T00:00:00Z",
            "at_ts": 1778716800,
        },
        {
            "id": "w4",
            "rung": "not_a_candidate",
            "code": 0,
            "at": "2026-05-21T00:00:00Z",
            "at_ts": 1779321600,
        },
    ],
    "BuyingGroup": [
        _GROUP
        | {
            "id": GROUP,
            "name": "Acme Corp: Cloud Security",
            "confidence": 0.91,
            "size": 3,
            "reasons": ["3 people within 19 days"],
            "tiers": ["known", "anonymous"],
            "seniorities": ["cxo"],
            "functions": ["security"],
            "active_weeks": 4,
            "window_weeks": 13,
            "persistence": 0.3077,
            "burst": False,
        },
        _GROUP
        | {"id": WEAK, "name": "Acme Corp: Cloud Security", "confidence": 0.2, "quorum": "no"},
        _GROUP | {"id": UNFIT, "name": "Unfit Ltd: Cloud Security", "confidence": 0.95},
    ],
    "Coterie": [
        {
            "id": "coterie",
            "schema_version": 1,
            "facts_version": 1,
            "analyzed": True,
            "as_of": "2026-05-21T00:00:00Z",
        }
    ],
}


def _link(start: str, end: str, **properties: object) -> Row:
    return {
        "start_id": start,
        "end_id": end,
        "source": "detection",
        "basis": "inferred",
        **properties,
    }


def _seen(start: str, end: str, **properties: object) -> Row:
    return _link(start, end, **properties) | {"source": "salesforce", "basis": "observed"}


RELATIONSHIPS: dict[tuple[str, str, str], list[Row]] = {
    ("WORKS_AT", "Person", "Account"): [
        _seen("p1", "a1", method="declared", score=1.0),
        _seen("p2", "a1", method="email_domain", score=0.95),
        _seen("p3", "a1", method="email_domain", score=0.95),
        _seen("p5", "a3", method="email_domain", score=0.95),
    ],
    ("IS_RECORD_OF", "Record", "Person"): [
        _seen("r1", "p1"),
        _seen("r2", "p1"),
        _seen("r3", "p2"),
        _seen("r4", "p4"),
    ],
    ("MAY_BELONG_TO", "Record", "Account"): [
        _link("r4", "a2", method="fuzzy_name", score=0.7),
        _link("r4", "a4", method="fuzzy_name", score=0.8),
        _link("r1", "a2", method="fuzzy_name", score=0.3),
    ],
    ("VISITS_FROM", "Visitor", "Account"): [
        _seen("v1", "a1", method="visitor_feed"),
        _seen("v2", "a1", method="visitor_feed"),
    ],
    ("IDENTIFIED_AS", "Visitor", "Person"): [
        _seen("v2", "p1", known="2026-05-02T00:00:00Z"),
    ],
    ("ENGAGED", "Person", "Content"): [
        _seen(
            "p1",
            "c1",
            n=5,
            weeks=2,
            kinds=["form", "page_view"],
            first="2026-05-02T00:00:00Z",
            last="2026-05-18T10:00:00Z",
            last_ts=10,
        ),
        _seen("p2", "c1", n=1, weeks=1, kinds=["page_view"], last="2026-05-10T00:00:00Z"),
        _seen("p1", "c2", n=1, weeks=1, kinds=["page_view"], last="2026-05-03T00:00:00Z"),
    ],
    ("ENGAGED", "Visitor", "Content"): [
        _seen("v1", "c1", n=3, weeks=2, kinds=["page_view"], last="2026-05-19T08:00:00Z"),
    ],
    ("EMITTED", "Person", "Signal"): [_seen("p1", "x1")],
    ("EMITTED", "Account", "Signal"): [_seen("a1", "x2")],
    ("ON", "Signal", "Content"): [_seen("x1", "c1")],
    ("ABOUT", "Signal", "Topic"): [_seen("x2", "t1")],
    ("ABOUT", "Content", "Topic"): [_seen("c1", "t1")],
    ("PART_OF", "Topic", "Solution"): [_seen("t1", "s1")],
    ("IN_UNIT", "BuyingGroup", "DemandUnit"): [
        _link(GROUP, "u1"),
        _link(WEAK, "u1"),
        _link(UNFIT, "u2"),
    ],
    ("WAS", "DemandUnit", "Snapshot"): [
        _link("u1", "w1"),
        _link("u1", "w2"),
        _link("u2", "w3"),
        _link("u2", "w4"),
    ],
    ("AT", "DemandUnit", "Account"): [_link("u1", "a1"), _link("u2", "a3")],
    ("AT", "Opportunity", "Account"): [_seen("o1", "a1")],
    ("FOR", "DemandUnit", "Solution"): [_link("u1", "s1"), _link("u2", "s1")],
    ("INVOLVED_IN", "Person", "Opportunity"): [
        _seen("p1", "o1", role="decision_maker", words="Economic Buyer"),
    ],
    ("MEMBER_OF", "Person", "BuyingGroup"): [
        _link(
            "p1",
            GROUP,
            role="champion",
            role_confidence=0.72,
            runner_up="decision_maker",
            confidence=0.9,
            weight=4.5,
            reasons=["first of 3 to engage", "9 days before the rest"],
            grounds=["5 signals on the solution in 19 days"],
            first_seen="2026-05-02T00:00:00Z",
            last_seen="2026-05-18T10:00:00Z",
        ),
        _link("p2", GROUP, role="user", role_confidence=0.4, confidence=0.9, weight=1.0),
        _link("p3", GROUP, role="undetermined", confidence=0.6, weight=0.4),
        _link("p2", WEAK, role="user", confidence=0.3),
        _link("p5", UNFIT, role="user", confidence=0.9),
    ],
}
