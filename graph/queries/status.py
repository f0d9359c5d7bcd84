"""What a graph holds, as ``coterie status`` counts it."""

from __future__ import annotations

from graph.store.base import GraphStore, Row

LABELS = {
    "accounts": "Account",
    "people": "Person",
    "records": "Record",
    "visitors": "Visitor",
    "content": "Content",
    "signals": "Signal",
    "groups": "BuyingGroup",
}
_QUARANTINE = """
MATCH (q:Quarantine)
RETURN q.reason AS reason, sum(q.n) AS signals
ORDER BY reason
"""
_STAMP = """
MATCH (c:Coterie {id: 'coterie'})
RETURN c.facts_version AS facts_version, c.analyzed AS analyzed, c.as_of AS as_of
"""


def read_counts(store: GraphStore) -> dict[str, int]:
    """Number of nodes of each kind; groups are all candidates."""
    return {
        name: store.read(f"MATCH (n:{label}) RETURN count(n) AS n").rows[0]["n"]
        for name, label in LABELS.items()
    }


def read_quarantine(store: GraphStore) -> dict[str, int]:
    """Signals that were set aside, by reason; reasons that hold none are left out."""
    rows = store.read(_QUARANTINE).rows
    return {row["reason"]: row["signals"] for row in rows}


def read_stamp(store: GraphStore) -> Row:
    """Version of the facts shown, and whether and as of when groups were looked for."""
    rows = store.read(_STAMP).rows
    return rows[0] if rows else {"facts_version": None, "analyzed": False, "as_of": None}
