"""The ledger behind a person or a group, as ``coterie why`` gives it.

Every line is a fact in words, when it happened, its weight (log-likelihood ratio in nats, where
detection weighed it), its basis (observed, inferred or asserted) and the source it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.queries.names import Subject
from graph.queries.wording import percent
from graph.store.base import GraphStore, Row

FIELDS = ("fact", "when", "weight", "basis", "source")
_MEMBERSHIP = """
RETURN p.id AS person, p.name AS name, p.email AS email, g.id AS id, g.name AS unit,
  g.confidence AS sure, m.confidence AS confidence, m.role AS role,
  m.role_confidence AS role_confidence, m.runner_up AS runner_up, m.weight AS weight,
  m.reasons AS reasons, m.grounds AS grounds, m.last_seen AS last_seen, m.basis AS basis,
  m.source AS source
ORDER BY sure DESC, id, confidence DESC, person
"""
_MEMBERS = f"MATCH (g:BuyingGroup {{id: $group}})<-[m:MEMBER_OF]-(p:Person) {_MEMBERSHIP}"
_MEMBERSHIPS = f"MATCH (p:Person {{id: $person}})-[m:MEMBER_OF]->(g:BuyingGroup) {_MEMBERSHIP}"
_GROUP = """
MATCH (g:BuyingGroup {id: $group})-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
RETURN g.confidence AS confidence, g.size AS size, g.evidence AS evidence, g.reasons AS reasons,
  g.quorum AS quorum, g.visitors AS visitors, g.first_seen AS first_seen,
  g.last_seen AS last_seen, g.solution AS solution, a.name AS account, a.domain AS domain,
  a.id AS account_id
"""
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
_SIGNALS = """
MATCH (p:Person {id: $person})-[e:EMITTED]->(s:Signal)
RETURN s.id AS id, s.kind AS kind, s.label AS label, s.at AS at, s.at_ts AS seconds,
  e.basis AS basis, e.source AS source
ORDER BY coalesce(seconds, 0) DESC, id
"""
_SURGES = """
MATCH (a:Account {id: $account})-[e:EMITTED]->(s:Signal {tier: 'third_party'})
MATCH (s)-[:ABOUT]->(:Topic)-[:PART_OF]->(o:Solution)
WHERE o.name = $solution
RETURN DISTINCT s.id AS id, s.label AS label, s.score AS score, s.at AS at, s.at_ts AS seconds,
  e.basis AS basis, e.source AS source
ORDER BY coalesce(seconds, 0) DESC, id
"""
_CONTENTS = """
UNWIND $people AS id
MATCH (p:Person {id: id})-[e:ENGAGED]->(c:Content)
WHERE $solution IS NULL OR c.solution = $solution
RETURN p.id AS person, p.name AS name, c.id AS id, c.title AS title, c.url AS url,
  c.kind AS kind, c.solution AS solution, e.n AS n, e.weeks AS weeks, e.kinds AS kinds,
  e.last AS last, e.last_ts AS seconds, e.basis AS basis, e.source AS source
ORDER BY coalesce(seconds, 0) DESC, person, id
"""
_SUPPORT = """
RETURN e.id AS id, e.fact AS fact, e.at AS at, e.weight AS weight, e.rule AS rule, e.p AS p,
  e.said_by AS said_by, e.section AS section, s.basis AS basis, s.source AS source
ORDER BY coalesce(e.rank, 0), coalesce(weight, 0.0) DESC, id
"""
_UNIT_OF = "MATCH (:BuyingGroup {id: $group})-[:IN_UNIT]->(u:DemandUnit) RETURN u.id AS id"
_GROUPS_OF = """
MATCH (:DemandUnit {id: $unit})<-[:IN_UNIT]-(g:BuyingGroup)
RETURN g.id AS id, g.size AS size, g.confidence AS confidence, g.evidence AS evidence,
  g.last_seen AS last_seen
ORDER BY confidence DESC, id
"""
_EVIDENCE = {
    "group": f"MATCH (:BuyingGroup {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
    "person": f"MATCH (:Person {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
    "unit": f"MATCH (:DemandUnit {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
}


def read_ledger(store: GraphStore, subject: Subject) -> Row:
    """Subject and lines: what is inferred first, then what was observed, newest first."""
    read = {"group": _of_group, "unit": _of_unit, "person": _of}[subject.kind]
    lines = read(store, subject.id)
    return {
        "subject": {"kind": subject.kind, "id": subject.id, "name": subject.name},
        "lines": [{name: line[name] for name in FIELDS} for line in lines],
    }


def _of_group(store: GraphStore, group: str) -> Iterator[Row]:
    about = store.read(_GROUP, {"group": group}).rows[0]
    members = store.read(_MEMBERS, {"group": group}).rows
    place = _named(about["account"], about["domain"] or about["account_id"])
    yield _inferred(
        f"likely group ({percent(about['confidence'])}) of {len(members)} people at {place} "
        f"on {about['solution']}, seen {_day(about['first_seen'])} to {_day(about['last_seen'])}",
        about["last_seen"],
        about["evidence"],
    )
    told = list(_evidence(store, "group", group))
    yield from told
    if not told:
        for reason in about["reasons"] or []:
            yield _inferred(reason)
        yield _inferred(f"quorum: {about['quorum'] or 'not known'}")
        yield _inferred(f"anonymous visitors on the solution: {about['visitors'] or 0}")
    for member in members:
        who = _named(member["name"], member["email"] or member["person"])
        yield from _membership(member, f"{who}: ")
    unit = store.read(_UNIT_OF, {"group": group}).rows
    for row in unit:
        yield from _evidence(store, "unit", row["id"])
    people = [member["person"] for member in members]
    yield from _contents(store, people, about["solution"], named=True)
    values = {"account": about["account_id"], "solution": about["solution"]}
    for row in store.read(_SURGES, values).rows:
        yield _line(f"intent at {place}: {row['label']}", row["at"], row)


def _of_unit(store: GraphStore, unit: str) -> Iterator[Row]:
    """Code, rung, stage and known-unknowns of a unit, then its groups."""
    yield from _evidence(store, "unit", unit)
    for row in store.read(_GROUPS_OF, {"unit": unit}).rows:
        fact = f"candidate {row['id']}: {row['size']} people, {percent(row['confidence'])} sure"
        yield _inferred(fact, row["last_seen"], row["evidence"])


def _of(store: GraphStore, person: str) -> Iterator[Row]:
    values = {"person": person}
    for row in store.read(_MEMBERSHIPS, values).rows:
        yield from _membership(row, f"{row['unit']} ({percent(row['sure'])}): ")
    yield from _evidence(store, "person", person)
    for row in store.read(_SCORES, values).rows:
        what = f"lead score {percent(row['score'])} in {row['name'] or row['id']}"
        yield _line(f"{what}, without all that this lead did", None, row)
    yield from _kept_out(store, values)
    yield from _matches(store, values)
    yield from _records(store, values)
    for row in store.read(_SIGNALS, values).rows:
        yield _line(_worded(row["kind"], row["label"]), row["at"], row)
    yield from _contents(store, [person], None, named=False)


def _membership(row: Row, who: str) -> Iterator[Row]:
    """Membership with its weight, its grounds, the likely role and the reasons for it."""
    fact = f"{who}likely member ({percent(row['confidence'])})"
    yield _line(fact, row["last_seen"], row, row["weight"])
    for ground in row["grounds"] or []:
        yield _line(f"{who}{ground}", None, row)
    role = (row["role"] or "undetermined").replace("_", " ")
    if role == "undetermined":
        yield _line(f"{who}role undetermined", None, row)
    else:
        second = (row["runner_up"] or "").replace("_", " ")
        rival = f", else {second}" if second else ""
        yield _line(f"{who}likely {role} ({percent(row['role_confidence'])}){rival}", None, row)
    for reason in row["reasons"] or []:
        yield _line(f"{who}{role}: {reason}", None, row)


def _kept_out(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    """Why a person is no buyer, and which of their signals count for nothing."""
    for row in store.read(_STANDING, values).rows:
        sure = "" if row["p"] is None else f", p = {row['p']:.2g}"
        fact = f"likely no buyer: {row['standing'].replace('_', ' ')} (rule: {row['rule']}{sure})"
        source = "coterie.toml" if row["basis"] == "asserted" else "identity"
        yield _line(
            fact.removeprefix("likely ") if not sure else fact, None, row | {"source": source}
        )
    for row in store.read(_ASIDE, values).rows:
        many = "signal was" if row["n"] == 1 else "signals were"
        fact = f"{row['n']} {many} set aside: {row['reason'].replace('_', ' ')} ({row['rule']})"
        yield _line(fact, row["last"], row)


def _matches(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    jobs = store.read(_JOBS, values).rows
    for row in jobs:
        place = _named(row["name"], row["domain"] or row["id"])
        how = _how(row)
        yield _line(f"works at {place}, by {how}", row["since"], row)
    if not jobs:
        yield _inferred("matched to no account")
    own = {row["id"] for row in jobs}
    for row in store.read(_RIVALS, values).rows:
        if row["id"] not in own:
            place = _named(row["name"], row["domain"] or row["id"])
            yield _line(f"may belong to {place} instead, by {_how(row)}", None, row)


def _records(store: GraphStore, values: Mapping[str, Any]) -> Iterator[Row]:
    for row in store.read(_RECORDS, values).rows:
        status = f", status {row['status']}" if row["status"] else ""
        why = f" ({row['status_reason']})" if row["status_reason"] else ""
        yield _line(f"{row['kind'] or 'record'} {row['id']}{status}{why}", row["created"], row)
    for row in store.read(_ROLES, values).rows:
        role = (row["role"] or "undetermined").replace("_", " ")
        own = f" ({row['words']!r})" if row["words"] else ""
        fact = f"contact role on {row['name'] or row['id']}: {role}{own}"
        yield _line(fact, row["created"], row)
    for row in store.read(_VISITORS, values).rows:
        yield _line(f"known as visitor {row['id']}", row["known"], row)


def _contents(
    store: GraphStore, people: Iterable[str], solution: str | None, *, named: bool
) -> Iterator[Row]:
    for row in store.read(_CONTENTS, {"people": list(people), "solution": solution}).rows:
        who = f"{row['name'] or row['person']}: " if named else ""
        kinds = ", ".join(kind.replace("_", " ") for kind in row["kinds"] or [])
        what = row["title"] or row["url"] or row["id"]
        about = ", ".join(word for word in (row["kind"], row["solution"]) if word)
        weeks = f" in {row['weeks']} weeks" if (row["weeks"] or 1) > 1 else ""
        fact = f"{who}{row['n']} x {kinds or 'signal'}{weeks}: {what}"
        yield _line(f"{fact} ({about})" if about else fact, row["last"], row)


def _evidence(store: GraphStore, kind: str, id_: str) -> Iterator[Row]:
    for row in store.read(_EVIDENCE[kind], {"id": id_}).rows:
        yield _line(_grounded(row), row["at"], row, row["weight"])


def _grounded(row: Row) -> str:
    """The fact with what makes it believable: the rule and its probability, or who said it."""
    if row["said_by"]:
        return f"{row['fact']} (said by {row['said_by']})"
    if row["section"] == "known_unknown" or not row["rule"]:
        return str(row["fact"])
    p = "" if row["p"] is None else f", p = {row['p']:.2g}"
    return f"{row['fact']} (rule: {row['rule']}{p})"


def _line(fact: str, when: str | None, row: Row, weight: float | None = None) -> Row:
    return {
        "fact": fact,
        "when": when,
        "weight": weight,
        "basis": row["basis"],
        "source": row["source"],
    }


def _inferred(fact: str, when: str | None = None, weight: float | None = None) -> Row:
    return _line(fact, when, {"basis": "inferred", "source": "detection"}, weight)


def _how(row: Row) -> str:
    method = (row["method"] or "an unnamed rule").replace("_", " ")
    return f"{method} ({percent(row['score'])})" if row["score"] is not None else method


def _worded(kind: str | None, label: str | None) -> str:
    return f"{(kind or 'signal').replace('_', ' ')}: {label}" if label else str(kind)


def _named(name: str | None, hint: str) -> str:
    return f"{name} ({hint})" if name else hint


def _day(instant: str | None) -> str:
    return (instant or "?")[:10]
