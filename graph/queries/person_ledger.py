"""The ledger behind a person: what the lead is worth, to whom it belongs, what is known.

What matters first: the lead's worth without all that it did, unit by unit, the best first; then
likely groups and roles, whether it was thrown away as a second lead, whether it is no buyer at all;
then what was observed, newest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from graph.queries.ledger_lines import (
    MEMBERSHIP,
    contents,
    evidence,
    inferred,
    line,
    membership,
    named,
)
from graph.queries.wording import percent
from graph.store.base import GraphStore, Row

CREDIBLE = 0.2
"""Confidence from which a group speaks for a lead (docs/method.md)."""
SHOWN = 5
"""Colleagues that a line names; the others are counted."""
CLASSES = {
    "S1": "refused though colleagues of the same likely group had engaged before",
    "S2": "nobody of ours spoke to them in time, though colleagues had engaged",
    "S3": "converted, but missing from the opportunity that was open",
    "S4": "merged away into another human",
    "S5": "refused first; two or more colleagues engaged afterwards",
    "S6": "engaged while an opportunity was open, without a contact role on it",
}
_MEMBERSHIPS = f"MATCH (p:Person {{id: $person}})-[m:MEMBER_OF]->(g:BuyingGroup) {MEMBERSHIP}"
_JOBS = """
MATCH (p:Person {id: $person})-[w:WORKS_AT]->(a:Account)
RETURN a.id AS id, a.name AS name, a.domain AS domain, w.method AS method, w.score AS score,
  w.since AS since, w.basis AS basis, w.source AS source
ORDER BY id
"""
_RIVALS = """
MATCH (p:Person {id: $person})<-[:IS_RECORD_OF]-(:Record)-[m:MAY_BELONG_TO]->(a:Account)
RETURN DISTINCT a.id AS id, a.name AS name, a.domain AS domain, m.method AS method,
  m.score AS score, m.basis AS basis, m.source AS source
ORDER BY coalesce(score, 0.0) DESC, id
"""
_STANDING = """
MATCH (p:Person {id: $person})
WHERE p.standing IS NOT NULL
RETURN p.standing AS standing, p.standing_rule AS rule, p.standing_p AS p,
  coalesce(p.standing_basis, 'inferred') AS basis
"""
_ASIDE = """
MATCH (p:Person {id: $person})<-[t:TAKEN_FROM]-(q:Quarantine)
RETURN q.reason AS reason, q.rule AS rule, q.n AS n, q.last AS last, t.basis AS basis,
  t.source AS source
ORDER BY n DESC, reason
"""
_RECORDS = """
MATCH (p:Person {id: $person})<-[i:IS_RECORD_OF]-(r:Record)
RETURN r.id AS id, r.kind AS kind, r.status AS status, r.status_reason AS status_reason,
  r.created AS created, i.basis AS basis, coalesce(r.system, i.source) AS source
ORDER BY id
"""
_VISITORS = """
MATCH (p:Person {id: $person})<-[i:IDENTIFIED_AS]-(v:Visitor)
RETURN v.id AS id, i.known AS known, i.basis AS basis, i.source AS source
ORDER BY id
"""
_ROLES = """
MATCH (p:Person {id: $person})-[i:INVOLVED_IN]->(o:Opportunity)
RETURN o.id AS id, o.name AS name, i.role AS role, i.words AS words, o.created AS created,
  i.basis AS basis, i.source AS source
ORDER BY id
"""
_SCORES = """
MATCH (p:Person {id: $person})-[l:LEAD_IN]->(u:DemandUnit)
RETURN u.id AS id, u.name AS name, l.score AS score, l.rung AS rung, l.basis AS basis,
  l.source AS source
ORDER BY coalesce(score, 0.0) DESC, id
"""
_READ = """
MATCH (p:Person {id: $person})-[e:ENGAGED]->(c:Content)
RETURN sum(e.n) AS signals, count(c) AS contents, count(DISTINCT c.solution) AS solutions
"""
_SECONDS = """
MATCH (p:Person {id: $person})<-[:IS_RECORD_OF]-(r:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)
RETURN r.id AS record, r.status AS status, s.classes AS classes, s.reason AS reason,
  s.words AS words, s.engaged_before AS engaged, u.id AS unit, u.name AS name, s.basis AS basis,
  s.source AS source
ORDER BY record, unit
"""
_NAMES = """
UNWIND $people AS id MATCH (p:Person {id: id})
RETURN coalesce(p.name, p.email, p.id) AS name
ORDER BY name
"""
_SIGNALS = """
MATCH (p:Person {id: $person})-[e:EMITTED]->(s:Signal)
OPTIONAL MATCH (s)-[:ON]->(c:Content)
RETURN s.id AS id, s.kind AS kind, s.label AS label, s.at AS at, s.at_ts AS seconds,
  c.id AS content, e.basis AS basis, e.source AS source
ORDER BY coalesce(seconds, 0) DESC, id
"""


def of_person(store: GraphStore, person: str) -> Iterator[Row]:
    """Every line behind one person."""
    values = {"person": person}
    groups = store.read(_MEMBERSHIPS, values).rows
    yield from _worth(store, person, [row for row in groups if (row["sure"] or 0.0) >= CREDIBLE])
    yield from _second(store, values)
    yield from _kept_out(store, values)
    for row in groups:
        yield from membership(row, f"{row['unit']} ({percent(row['sure'])}): ")
    yield from _matches(store, values)
    yield from _records(store, values)
    told: Counter[str] = Counter()
    for row in store.read(_SIGNALS, values).rows:
        told[row["content"]] += 1
        yield line(_worded(row["kind"], row["label"]), row["at"], row)
    yield from contents(store, [person], None, told)


def _worth(store: GraphStore, person: str, groups: list[Row]) -> Iterator[Row]:
    """What remains of each unit without the person, the best unit first."""
    (read,) = store.read(_READ, {"person": person}).rows
    if read["signals"] and not groups:
        yield inferred(
            f"in no credible group: {_many(read['signals'], 'signal')} on "
            f"{_many(read['contents'], 'content')} of {_many(read['solutions'], 'solution')}, "
            f"and nobody who reads along"
        )
    told = list(evidence(store, "person", person))
    for row in store.read(_SCORES, {"person": person}).rows:
        unit = row["name"] or row["id"]
        own = [one for one in told if one["fact"].startswith(f"{unit}: ")]
        told = [one for one in told if one not in own]
        if not own:
            rung = f", rung {row['rung'].replace('_', ' ')}" if row["rung"] else ""
            worth = f"{unit}: lead score {percent(row['score'])}{rung}"
            yield line(f"{worth}, without all that this lead did", None, row)
        yield from own
    yield from told


def _second(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    """How the person was thrown away, in the record's own words, and who stood there."""
    for row in store.read(_SECONDS, values).rows:
        said = f"; the record says {row['words']!r} ({row['reason']})" if row["words"] else ""
        people = store.read(_NAMES, {"people": row["engaged"] or []}).rows
        names = [one["name"] for one in people]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        before = f"; engaged: {', '.join(names[:SHOWN])}{more}" if names else ""
        for held in row["classes"] or []:
            what = f"second lead of {row['name'] or row['unit']} ({held}): {CLASSES[held]}"
            yield line(f"{what}{said}{before}", None, row)


def _kept_out(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    """Why a person is no buyer, and which of their signals count for nothing."""
    for row in store.read(_STANDING, values).rows:
        sure = "" if row["p"] is None else f", p = {row['p']:.2g}"
        fact = f"likely no buyer: {row['standing'].replace('_', ' ')} (rule: {row['rule']}{sure})"
        source = "coterie.toml" if row["basis"] == "asserted" else "identity"
        yield line(
            fact.removeprefix("likely ") if not sure else fact, None, row | {"source": source}
        )
    for row in store.read(_ASIDE, values).rows:
        many = "signal was" if row["n"] == 1 else "signals were"
        fact = f"{row['n']} {many} set aside: {row['reason'].replace('_', ' ')} ({row['rule']})"
        yield line(fact, row["last"], row)


def _matches(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    jobs = store.read(_JOBS, values).rows
    for row in jobs:
        place = named(row["name"], row["domain"] or row["id"])
        yield line(f"works at {place}, {_how(row)}", row["since"], row)
    if not jobs:
        yield inferred("matched to no account")
    own = {row["id"] for row in jobs}
    for row in store.read(_RIVALS, values).rows:
        if row["id"] not in own:
            place = named(row["name"], row["domain"] or row["id"])
            yield line(f"may belong to {place} instead, {_how(row)}", None, row)


def _records(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    for row in store.read(_RECORDS, values).rows:
        status = f", status {row['status']}" if row["status"] else ""
        why = f" ({row['status_reason']})" if row["status_reason"] else ""
        yield line(f"{row['kind'] or 'record'} {row['id']}{status}{why}", row["created"], row)
    for row in store.read(_ROLES, values).rows:
        role = (row["role"] or "undetermined").replace("_", " ")
        own = f" ({row['words']!r})" if row["words"] else ""
        fact = f"contact role on {row['name'] or row['id']}: {role}{own}"
        yield line(fact, row["created"], row)
    for row in store.read(_VISITORS, values).rows:
        yield line(f"known as visitor {row['id']}", row["known"], row)


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _how(row: Row) -> str:
    """How a match was made: "as the CRM says", "by email domain (99 %)"."""
    if row["method"] == "declared":
        return "as the CRM says"
    method = (row["method"] or "an unnamed rule").replace("_", " ")
    return f"by {method} ({percent(row['score'])})" if row["score"] is not None else f"by {method}"


def _worded(kind: str | None, label: str | None) -> str:
    name = (kind or "signal").replace("_", " ")
    if not label:
        return name
    return label if label.lower().startswith(name) else f"{name}: {label}"
