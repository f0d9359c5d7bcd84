"""Lines of a ledger: what every ``why`` has, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.queries.wording import percent
from graph.store.base import GraphStore, Row

FIELDS = ("fact", "when", "weight", "basis", "source")
MEMBERSHIP = """
RETURN p.id AS person, p.name AS name, p.email AS email, g.id AS id, g.name AS unit,
  g.confidence AS sure, m.confidence AS confidence, m.role AS role,
  m.role_confidence AS role_confidence, m.runner_up AS runner_up, m.weight AS weight,
  m.reasons AS reasons, m.grounds AS grounds, m.last_seen AS last_seen, m.basis AS basis,
  m.source AS source
ORDER BY sure DESC, id, confidence DESC, person
"""
"""The end of a question for memberships, ``m`` of ``p`` in ``g``."""
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
_EVIDENCE = {
    "group": f"MATCH (:BuyingGroup {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
    "person": f"MATCH (:Person {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
    "unit": f"MATCH (:DemandUnit {{id: $id}})<-[s:SUPPORTS]-(e:Evidence) {_SUPPORT}",
}


def membership(row: Row, who: str) -> Iterator[Row]:
    """Membership with its weight, its grounds, the likely role and the reasons for it."""
    fact = f"{who}likely member ({percent(row['confidence'])})"
    yield line(fact, row["last_seen"], row, row["weight"])
    for ground in row["grounds"] or []:
        yield line(f"{who}{ground}", None, row)
    role = (row["role"] or "undetermined").replace("_", " ")
    known = role != "undetermined"
    if not known:
        yield line(f"{who}role undetermined, no sign of one is strong enough", None, row)
    else:
        second = (row["runner_up"] or "").replace("_", " ")
        rival = f", else {second}" if second else ""
        yield line(f"{who}likely {role} ({percent(row['role_confidence'])}){rival}", None, row)
    for reason in row["reasons"] or []:
        yield line(f"{who}{role}: {reason}" if known else f"{who}{reason}", None, row)


def contents(
    store: GraphStore,
    people: Iterable[str],
    solution: str | None,
    told: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    """What people read, newest first: of several each by name, of one without it.

    Args:
        solution: only contents on it; None is everything.
        told: signals on a content that were told one by one already, by its id.
    """
    people = list(people)
    for row in store.read(_CONTENTS, {"people": people, "solution": solution}).rows:
        if told and told.get(row["id"]) == row["n"]:
            continue
        who = f"{row['name'] or row['person']}: " if told is None else ""
        kinds = ", ".join(kind.replace("_", " ") for kind in row["kinds"] or [])
        what = row["title"] or row["url"] or row["id"]
        about = ", ".join(word for word in (row["kind"], row["solution"]) if word)
        weeks = f" in {row['weeks']} weeks" if (row["weeks"] or 1) > 1 else ""
        fact = f"{who}{row['n']} x {kinds or 'signal'}{weeks}: {what}"
        yield line(f"{fact} ({about})" if about else fact, row["last"], row)


def evidence(store: GraphStore, kind: str, id_: str) -> Iterator[Row]:
    """Lines that the run wrote for a group, person or unit, each with what makes it believable."""
    for row in store.read(_EVIDENCE[kind], {"id": id_}).rows:
        yield line(_grounded(row), row["at"], row, row["weight"])


def _grounded(row: Row) -> str:
    """The fact with what makes it believable: the rule and its probability, or who said it."""
    if row["said_by"]:
        return f"{row['fact']} (said by {row['said_by']})"
    if row["section"] == "known_unknown" or row["rule"] in (None, "detection"):
        return str(row["fact"])
    p = "" if row["p"] is None else f", p = {row['p']:.2g}"
    return f"{row['fact']} (rule: {row['rule']}{p})"


def line(fact: str, when: str | None, row: Row, weight: float | None = None) -> Row:
    """A line of which ``row`` gives basis and source."""
    return {
        "fact": fact,
        "when": when,
        "weight": weight,
        "basis": row["basis"],
        "source": row["source"],
    }


def inferred(fact: str, when: str | None = None, weight: float | None = None) -> Row:
    """A line that detection inferred."""
    return line(fact, when, {"basis": "inferred", "source": "detection"}, weight)


def named(name: str | None, hint: str) -> str:
    """A name with something that tells namesakes apart."""
    return f"{name} ({hint})" if name else hint


def day(instant: str | None) -> str:
    """The day of an instant."""
    return (instant or "?")[:10]
