"""The ledger behind a person or a group, as ``coterie why`` gives it.

Every line is a fact in words, when it happened, its weight (log-likelihood ratio in nats, where
detection weighed it), its basis (observed, inferred or asserted) and the source it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.queries.ledger_lines import (
    FIELDS,
    MEMBERSHIP,
    contents,
    day,
    evidence,
    inferred,
    line,
    membership,
    named,
)
from graph.queries.names import Subject
from graph.queries.person_ledger import of_person
from graph.queries.wording import percent
from graph.store.base import GraphStore, Row

__all__ = ["FIELDS", "read_ledger"]

_MEMBERS = f"MATCH (g:BuyingGroup {{id: $group}})<-[m:MEMBER_OF]-(p:Person) {MEMBERSHIP}"
_GROUP = """
MATCH (g:BuyingGroup {id: $group})-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
RETURN g.confidence AS confidence, g.size AS size, g.evidence AS evidence, g.reasons AS reasons,
  g.quorum AS quorum, g.visitors AS visitors, g.first_seen AS first_seen,
  g.last_seen AS last_seen, g.solution AS solution, a.name AS account, a.domain AS domain,
  a.id AS account_id
"""
_SURGES = """
MATCH (a:Account {id: $account})-[e:EMITTED]->(s:Signal {tier: 'third_party'})
MATCH (s)-[:ABOUT]->(:Topic)-[:PART_OF]->(o:Solution)
WHERE o.name = $solution
RETURN DISTINCT s.id AS id, s.label AS label, s.score AS score, s.at AS at, s.at_ts AS seconds,
  e.basis AS basis, e.source AS source
ORDER BY coalesce(seconds, 0) DESC, id
"""
_UNIT_OF = "MATCH (:BuyingGroup {id: $group})-[:IN_UNIT]->(u:DemandUnit) RETURN u.id AS id"
_GROUPS_OF = """
MATCH (:DemandUnit {id: $unit})<-[:IN_UNIT]-(g:BuyingGroup)
RETURN g.id AS id, g.size AS size, g.confidence AS confidence, g.evidence AS evidence,
  g.last_seen AS last_seen
ORDER BY confidence DESC, id
"""


def read_ledger(store: GraphStore, subject: Subject) -> Row:
    """Subject and lines: what is inferred first, then what was observed, newest first."""
    read = {"group": _of_group, "unit": _of_unit, "person": of_person}[subject.kind]
    lines = read(store, subject.id)
    return {
        "subject": {"kind": subject.kind, "id": subject.id, "name": subject.name},
        "lines": [{name: told[name] for name in FIELDS} for told in lines],
    }


def _of_group(store: GraphStore, group: str) -> Iterator[Row]:
    about = store.read(_GROUP, {"group": group}).rows[0]
    members = store.read(_MEMBERS, {"group": group}).rows
    place = named(about["account"], about["domain"] or about["account_id"])
    yield inferred(
        f"likely group ({percent(about['confidence'])}) of {len(members)} people at {place} "
        f"on {about['solution']}, seen {day(about['first_seen'])} to {day(about['last_seen'])}",
        about["last_seen"],
        about["evidence"],
    )
    told = list(evidence(store, "group", group))
    yield from told
    if not told:
        for reason in about["reasons"] or []:
            yield inferred(reason)
        yield inferred(f"quorum: {about['quorum'] or 'not known'}")
        yield inferred(f"anonymous visitors on the solution: {about['visitors'] or 0}")
    for member in members:
        who = named(member["name"], member["email"] or member["person"])
        yield from membership(member, f"{who}: ")
    unit = store.read(_UNIT_OF, {"group": group}).rows
    for row in unit:
        yield from evidence(store, "unit", row["id"])
    people = [member["person"] for member in members]
    yield from contents(store, people, about["solution"])
    values = {"account": about["account_id"], "solution": about["solution"]}
    for row in store.read(_SURGES, values).rows:
        yield line(f"intent at {place}: {row['label']}", row["at"], row)


def _of_unit(store: GraphStore, unit: str) -> Iterator[Row]:
    """Code, rung, stage and known-unknowns of a unit, then its groups."""
    yield from evidence(store, "unit", unit)
    for row in store.read(_GROUPS_OF, {"unit": unit}).rows:
        fact = f"candidate {row['id']}: {row['size']} people, {percent(row['confidence'])} sure"
        yield inferred(fact, row["last_seen"], row["evidence"])
