"""Buying groups as ``coterie groups`` gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from graph.queries.names import find_account, find_solution
from graph.store.base import GraphStore, Row

FIELDS = (
    "id",
    "unit",
    "account",
    "account_id",
    "account_name",
    "solution",
    "confidence",
    "rung",
    "evidence_code",
    "quorum",
    "stage",
    "first_seen",
    "last_seen",
    "reasons",
    "members",
    "tiers",
    "seniorities",
    "functions",
    "active_weeks",
    "window_weeks",
    "persistence",
    "burst",
)
LISTS = ("reasons", "tiers", "seniorities", "functions")
MEMBER_FIELDS = (
    "id",
    "email",
    "emails",
    "name",
    "title",
    "role",
    "role_confidence",
    "confidence",
    "reasons",
)
_GROUPS = """
MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE ($account IS NULL OR a.id = $account)
  AND ($solution IS NULL OR u.solution = $solution)
  AND ($least IS NULL OR g.confidence >= $least)
  AND ($unfit OR coalesce(a.fit, true))
RETURN g.id AS id, u.id AS unit, a.domain AS account, a.id AS account_id,
  a.name AS account_name, u.solution AS solution, g.confidence AS confidence, g.rung AS rung,
  g.code AS evidence_code, g.quorum AS quorum, g.stage AS stage, g.first_seen AS first_seen,
  g.last_seen AS last_seen, g.reasons AS reasons, g.tiers AS tiers, g.seniorities AS seniorities,
  g.functions AS functions, g.active_weeks AS active_weeks, g.window_weeks AS window_weeks,
  g.persistence AS persistence, g.burst AS burst
ORDER BY confidence DESC, id
"""
_MEMBERS = """
UNWIND $ids AS id
MATCH (g:BuyingGroup {id: id})<-[m:MEMBER_OF]-(p:Person)
RETURN g.id AS in_group, p.id AS id, p.email AS email, p.emails AS emails, p.name AS name,
  p.title AS title, m.role AS role, m.role_confidence AS role_confidence,
  m.confidence AS confidence, m.reasons AS reasons
ORDER BY confidence DESC, id
"""


def read_groups(
    store: GraphStore,
    *,
    account: str | None = None,
    solution: str | None = None,
    least: float | None = None,
    unfit: bool = False,
) -> list[Row]:
    """Candidate groups with their members, the surest first, then by id.

    Args:
        account, solution: only this one, by any of its names.
        least: only from this confidence on; None is every candidate.
        unfit: those at accounts that fail the fit gate, too.

    Raises:
        UnknownNameError: nothing, or more than one thing, is called so.
    """
    values = {
        "account": find_account(store, account).id if account else None,
        "solution": find_solution(store, solution) if solution else None,
        "least": least,
        "unfit": unfit,
    }
    rows = store.read(_GROUPS, values).rows
    members = _members(store, [row["id"] for row in rows])
    for row in rows:
        row.update({name: row[name] or [] for name in LISTS}, members=members.get(row["id"], []))
    return [{name: row[name] for name in FIELDS} for row in rows]


def _members(store: GraphStore, ids: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in store.read(_MEMBERS, {"ids": list(ids)}).rows:
        lists = {"emails": row["emails"] or [], "reasons": row["reasons"] or []}
        found[row["in_group"]].append({key: (row | lists)[key] for key in MEMBER_FIELDS})
    return found
