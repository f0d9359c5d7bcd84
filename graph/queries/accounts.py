"""Accounts as ``coterie accounts`` gives them."""

from __future__ import annotations

from graph.store.base import GraphStore, Row

FIELDS = (
    "id",
    "domain",
    "domains",
    "name",
    "aliases",
    "fit",
    "people",
    "visitors",
    "surges",
    "groups",
    "confidence",
    "rung",
    "stage",
)
_ACCOUNTS = """
MATCH (a:Account)
WHERE $text IS NULL OR a.id = $exact
  OR toLower(coalesce(a.name, '')) CONTAINS $text
  OR coalesce(a.domain, '') CONTAINS $text
  OR any(x IN coalesce(a.domains, []) WHERE x CONTAINS $text)
  OR any(x IN coalesce(a.aliases, []) WHERE toLower(x) CONTAINS $text)
RETURN a.id AS id, a.domain AS domain, a.domains AS domains, a.name AS name,
  a.aliases AS aliases, a.fit AS fit, coalesce(a.people, 0) AS people,
  coalesce(a.visitors, 0) AS visitors, coalesce(a.surges, 0) AS surges,
  a.confidence AS confidence, a.rung AS rung, a.stage AS stage
ORDER BY coalesce(a.confidence, -1.0) DESC, id
"""
_GROUPS = """
MATCH (g:BuyingGroup)-[:IN_UNIT]->(:DemandUnit)-[:AT]->(a:Account)
WHERE g.confidence >= $least
RETURN a.id AS id, count(g) AS groups
"""


def read_accounts(store: GraphStore, text: str | None = None, *, least: float = 0.5) -> list[Row]:
    """Accounts by confidence descending, then id.

    Args:
        text: only those with it in a name, alias or domain, or of that id.
        least: confidence from which a group counts in ``groups``.
    """
    folded = " ".join(text.split()).lower() if text else None
    rows = store.read(_ACCOUNTS, {"text": folded, "exact": text}).rows
    counts = {row["id"]: row["groups"] for row in store.read(_GROUPS, {"least": least}).rows}
    return [
        {name: (row | {"groups": counts.get(row["id"], 0)} | _lists(row))[name] for name in FIELDS}
        for row in rows
    ]


def _lists(row: Row) -> Row:
    return {"domains": row["domains"] or [], "aliases": row["aliases"] or []}
