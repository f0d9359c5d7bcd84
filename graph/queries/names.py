"""What a name given by hand means: one account, person, group or solution, or an error that helps.

An account is named by id, domain, name or alias; a person by id (its own or a CRM record's),
e-mail or name; a group by id, or by its unit's name. A CRM's id goes without its system, case and
blanks do not matter in names. The first of these ways that answers decides; several answers are
listed, none gives the nearest names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from graph.errors import UnknownNameError
from graph.store.base import GraphStore, Row

SHOWN = 5
NEAR = 60.0
"""Least likeness (0..100) of a name that is offered instead."""

_ACCOUNT = "RETURN a.id AS id, a.name AS name, a.domain AS hint ORDER BY id"
_ACCOUNT_WAYS = (
    f"MATCH (a:Account {{id: $text}}) {_ACCOUNT}",
    f"MATCH (a:Account) WHERE a.id ENDS WITH $key {_ACCOUNT}",
    f"MATCH (a:Account) WHERE a.domain = $lower OR $lower IN a.domains {_ACCOUNT}",
    f"MATCH (a:Account) WHERE toLower(a.name) = $lower {_ACCOUNT}",
    "MATCH (a:Account) WHERE any(x IN coalesce(a.aliases, []) WHERE toLower(x) = $lower) "
    + _ACCOUNT,
)
_PERSON = "RETURN DISTINCT p.id AS id, p.name AS name, p.email AS hint ORDER BY id"
_PERSON_WAYS = (
    f"MATCH (p:Person {{id: $text}}) {_PERSON}",
    f"MATCH (:Record {{id: $text}})-[:IS_RECORD_OF]->(p:Person) {_PERSON}",
    f"MATCH (r:Record)-[:IS_RECORD_OF]->(p:Person) WHERE r.id ENDS WITH $key {_PERSON}",
    f"MATCH (p:Person) WHERE p.email = $lower OR $lower IN p.emails {_PERSON}",
    f"MATCH (p:Person) WHERE toLower(p.name) = $lower {_PERSON}",
)
_GROUP = "RETURN g.id AS id, g.name AS name, g.first_seen AS hint ORDER BY id"
_GROUP_WAYS = (
    f"MATCH (g:BuyingGroup {{id: $text}}) {_GROUP}",
    f"MATCH (g:BuyingGroup) WHERE toLower(g.name) = $lower {_GROUP}",
)
_UNIT = "RETURN u.id AS id, u.name AS name, u.solution AS hint ORDER BY id"
_UNIT_WAYS = (
    f"MATCH (u:DemandUnit {{id: $text}}) {_UNIT}",
    f"MATCH (u:DemandUnit) WHERE toLower(u.name) = $lower {_UNIT}",
)
_ALL_ACCOUNTS = "MATCH (a:Account) RETURN a.name AS name, a.domain AS hint ORDER BY a.id"
_ALL_PEOPLE = "MATCH (p:Person) RETURN p.name AS name, p.email AS hint ORDER BY p.id"
_ALL_GROUPS = "MATCH (g:BuyingGroup) RETURN DISTINCT g.name AS name, g.id AS hint ORDER BY hint"
_ALL_SOLUTIONS = "MATCH (s:Solution) RETURN s.name AS name ORDER BY name"


@dataclass(frozen=True)
class Subject:
    """Something that was named: its kind (account, person or group), id and name."""

    kind: str
    id: str
    name: str | None


def find_account(store: GraphStore, text: str) -> Subject:
    """The account of that domain, name or id.

    Raises:
        UnknownNameError: none or several answer to it.
    """
    found = _first(store, _ACCOUNT_WAYS, text)
    if not found:
        raise _unknown(store, "account", text, _ALL_ACCOUNTS)
    return _single("account", text, found)


def find_person(store: GraphStore, text: str) -> Subject:
    """The person of that e-mail, name or id.

    Raises:
        UnknownNameError: none or several answer to it.
    """
    found = _first(store, _PERSON_WAYS, text)
    if not found:
        raise _unknown(store, "person", text, _ALL_PEOPLE)
    return _single("person", text, found)


def find_subject(store: GraphStore, text: str) -> Subject:
    """The group, demand unit or person of that name; a group wins over its unit.

    Raises:
        UnknownNameError: none or several answer to it.
    """
    groups = _first(store, _GROUP_WAYS, text)
    if groups:
        return _single("group", text, groups)
    units = _first(store, _UNIT_WAYS, text)
    if units:
        return _single("unit", text, units)
    people = _first(store, _PERSON_WAYS, text)
    if not people:
        raise _unknown(store, "person or group", text, _ALL_PEOPLE, _ALL_GROUPS)
    return _single("person", text, people)


def find_solution(store: GraphStore, text: str) -> str:
    """The solution's name as coterie.toml has it.

    Raises:
        UnknownNameError: there is none of that name.
    """
    names = [row["name"] for row in store.read(_ALL_SOLUTIONS).rows]
    for name in names:
        if _folded(name) == _folded(text):
            return str(name)
    raise UnknownNameError(
        f"no solution is called {text!r}", fix=nearest(text, names) or "load some content first"
    )


def nearest(text: str, names: Iterable[str | None]) -> str | None:
    """A hint that offers the likeliest names, or says which there are; None when there are none."""
    known = sorted({name for name in names if name})
    if not known:
        return None
    close = [
        name
        for name, _, _ in process.extract(
            text,
            known,
            scorer=fuzz.WRatio,
            processor=default_process,
            limit=3,
            score_cutoff=NEAR,
        )
    ]
    if close:
        return f"did you mean {' or '.join(repr(name) for name in close)}?"
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    return f"there are {', '.join(repr(name) for name in known[:SHOWN])}{more}"


def _first(store: GraphStore, ways: Sequence[str], text: str) -> list[Row]:
    values = {"text": text.strip(), "lower": _folded(text), "key": f":{text.strip()}"}
    return next((rows for way in ways if (rows := store.read(way, values).rows)), [])


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()


def _single(kind: str, text: str, found: Sequence[Row]) -> Subject:
    if len(found) == 1:
        return Subject(kind, found[0]["id"], found[0]["name"])
    shown = [_candidate(row) for row in found[:SHOWN]]
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise UnknownNameError(
        f"{len(found)} {_plural(kind)} answer to {text!r}",
        fix=f"name one by its id: {', '.join(shown)}{more}",
    )


def _candidate(row: Row) -> str:
    about = ", ".join(str(row[key]) for key in ("name", "hint") if row[key])
    return f"{row['id']} ({about})" if about else str(row["id"])


def _plural(kind: str) -> str:
    return {"person": "people"}.get(kind, f"{kind}s")


def _unknown(store: GraphStore, kind: str, text: str, *listings: str) -> UnknownNameError:
    rows = [row for listing in listings for row in store.read(listing).rows]
    fix = nearest(text, [row[key] for row in rows for key in ("name", "hint")])
    return UnknownNameError(
        f"no {kind} is called {text!r}",
        fix=fix or "the graph holds none yet: run 'coterie load PATH'",
    )
