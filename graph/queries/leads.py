"""Leads and contacts as ``coterie leads`` gives them: one row per known person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.queries.names import find_account
from graph.store.base import GraphStore, Row

FIELDS = (
    "id",
    "record_ids",
    "email",
    "name",
    "title",
    "company",
    "account",
    "account_id",
    "account_name",
    "match_method",
    "match_score",
    "rivals",
    "status",
    "status_reason",
    "rung",
    "score",
    "unit",
    "evidence",
    "second",
    "second_all",
    "standing",
)
CLASSES = ("S1", "S2", "S3", "S4", "S5", "S6")
CHUNK = 5_000

_EVERYBODY = "MATCH (:Record)-[:IS_RECORD_OF]->(p:Person) RETURN DISTINCT p.id AS id ORDER BY id"
_STAFF = """
MATCH (:Account {id: $account})<-[:WORKS_AT]-(p:Person)<-[:IS_RECORD_OF]-(:Record)
RETURN DISTINCT p.id AS id ORDER BY id
"""
_PEOPLE = """
UNWIND $ids AS id MATCH (p:Person {id: id})
RETURN p.id AS id, p.email AS email, p.name AS name, p.title AS title, p.company AS company,
  p.standing AS standing
"""
_JOBS = """
UNWIND $ids AS id MATCH (p:Person {id: id})-[w:WORKS_AT]->(a:Account)
WHERE w.until IS NULL
RETURN p.id AS person, a.id AS account_id, a.domain AS account, a.name AS account_name,
  w.method AS match_method, w.score AS match_score, a.rung AS account_rung
ORDER BY person, account_id DESC
"""
_RECORDS = """
UNWIND $ids AS id MATCH (p:Person {id: id})<-[:IS_RECORD_OF]-(r:Record)
RETURN p.id AS person, r.id AS id, r.kind AS kind, r.status AS status,
  r.status_reason AS status_reason, coalesce(r.created_ts, 0) AS created
ORDER BY person, created, id
"""
_RIVALS = """
UNWIND $ids AS id
MATCH (p:Person {id: id})<-[:IS_RECORD_OF]-(:Record)-[m:MAY_BELONG_TO]->(a:Account)
RETURN p.id AS person, a.domain AS account, a.id AS account_id, m.method AS method,
  m.score AS score
ORDER BY person, coalesce(score, 0.0) DESC, account_id
"""
_SCORES = """
UNWIND $ids AS id MATCH (p:Person {id: id})-[l:LEAD_IN]->(u:DemandUnit)
RETURN p.id AS person, u.id AS unit, l.score AS score, l.rung AS rung, l.code AS code
ORDER BY person, coalesce(score, -1.0), unit DESC
"""
_SECONDS = """
UNWIND $ids AS id
MATCH (p:Person {id: id})<-[:IS_RECORD_OF]-(:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)
RETURN p.id AS person, s.class AS class, s.classes AS classes, s.reason AS reason,
  s.words AS words, u.id AS unit, s.engaged_before AS engaged_before
ORDER BY person, class, unit
"""


_ANALYZED = "MATCH (c:Coterie) RETURN c.analyzed AS analyzed"
_BOTTOM = "not_a_candidate"


def read_leads(
    store: GraphStore,
    *,
    account: str | None = None,
    second: bool = False,
    classes: Collection[str] = (),
) -> list[Row]:
    """Every known person of a lead or contact record, by score descending, then id.

    Args:
        account: only those who work there, by any of its names.
        second: only second leads; ``classes`` of these only, where any are given.

    Raises:
        UnknownNameError: nothing, or more than one thing, is called so.
    """
    if account is None:
        found = store.read(_EVERYBODY).rows
    else:
        found = store.read(_STAFF, {"account": find_account(store, account).id}).rows
    ids = [row["id"] for row in found]
    rows = [
        row
        for start in range(0, len(ids), CHUNK)
        for row in _leads(store, ids[start : start + CHUNK])
    ]
    if second or classes:
        rows = [row for row in rows if _is_second(row, classes)]
    return sorted(rows, key=lambda row: (-(row["score"] or 0.0), row["id"]))


def _leads(store: GraphStore, ids: Sequence[str]) -> list[Row]:
    """The rows of these people, from one question per kind of fact."""

    def by_person(text: str) -> Mapping[str, list[Row]]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in store.read(text, {"ids": list(ids)}).rows:
            grouped[row.pop("person")].append(row)
        return grouped

    analyzed = any(row["analyzed"] for row in store.read(_ANALYZED).rows)
    people = store.read(_PEOPLE, {"ids": list(ids)}).rows
    jobs, records, rivals = by_person(_JOBS), by_person(_RECORDS), by_person(_RIVALS)
    scores, seconds = by_person(_SCORES), by_person(_SECONDS)
    rows = []
    for person in people:
        key = person["id"]
        job = jobs[key][-1] if key in jobs else {}
        score = scores[key][-1] if key in scores else _no_score(job) if analyzed else {}
        row = {
            **person,
            **job,
            **_status(records[key]),
            **score,
            "rivals": _rivals(rivals.get(key, []), job.get("account_id")),
            "evidence": evidence(score.get("code")),
            **_seconds(seconds.get(key, [])),
        }
        rows.append({name: row.get(name) for name in FIELDS})
    return rows


def _no_score(job: Row) -> Row:
    """A person without activity on any solution has no unit, so nothing speaks for the lead."""
    fits = (job.get("account_rung") or _BOTTOM) != _BOTTOM
    return {"score": 0.0, "rung": "aspiring" if fits else _BOTTOM, "code": 0}


def evidence(code: int | None) -> Row:
    """An evidence code with its three bits told apart; all null while it is not known."""
    bits = {"third_party": 1, "anonymous": 2, "known": 4}
    told = {name: None if code is None else bool(code & bit) for name, bit in bits.items()}
    return {"code": code, **told}


def _status(records: Iterable[Row]) -> Row:
    """Ids of the records, and the status of the newest lead among them."""
    held = list(records)
    leads = [record for record in held if record["kind"] == "lead"]
    newest: Mapping[str, Any] = leads[-1] if leads else {}
    return {
        "record_ids": sorted(record["id"] for record in held),
        "status": newest.get("status"),
        "status_reason": newest.get("status_reason"),
    }


def _rivals(found: Iterable[Row], own: str | None) -> list[Row]:
    """Other accounts that a record may belong to, each once, the likeliest first."""
    kept: dict[str, Row] = {}
    for rival in found:
        if rival["account_id"] != own:
            kept.setdefault(rival["account_id"], rival)
    names = ("account", "account_id", "method", "score")
    return [{name: rival[name] for name in names} for rival in kept.values()]


def _seconds(found: Sequence[Row]) -> Row:
    """The second lead of the lowest class, and the others."""
    names = ("class", "reason", "words", "unit", "engaged_before")
    told = [
        {name: row[name] for name in names} | {"class": held}
        for row in found
        for held in row["classes"] or [row["class"]]
    ]
    for row in told:
        row["engaged_before"] = row["engaged_before"] or []
    told.sort(key=lambda row: (row["class"], row["unit"]))
    return {"second": told[0], "second_all": told[1:]} if told else {}


def _is_second(row: Row, classes: Collection[str]) -> bool:
    held = [row["second"], *(row["second_all"] or [])] if row["second"] else []
    return bool(held) and (not classes or any(one["class"] in classes for one in held))
