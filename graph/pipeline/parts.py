"""The graph tables of the facts as they leave for a store: one part per label and per pair.

What a store is sent, what a projection compares and what an offline import reads are the same
rows, chosen and shaped here once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from graph.facts.rows import first_row
from graph.facts.tables import quoted, relationship_columns
from graph.facts.versions import facts_version, get_value
from graph.model.registry import (
    NODE_TYPES,
    RELATIONSHIP_TYPES,
    SCHEMA_VERSION,
    graph_columns,
)
from graph.model.spec import Kind, NodeType, Property, RelationshipType

SEPARATOR = "\x1f"
STAMP_ID = "coterie"
OWN_LABEL = "Coterie"


@dataclass(frozen=True)
class Part:
    """One table on its way to a graph.

    Attributes:
        kind: label or relationship type.
        table: name in the ``graph`` schema of the facts.
        pair: labels of both ends of a relationship; None for nodes.
    """

    kind: str
    table: str
    columns: tuple[Property, ...]
    declared: NodeType | RelationshipType
    pair: tuple[str, str] | None

    @property
    def key(self) -> str:
        """SQL of the row's key: its id, or both ends."""
        return f"start_id || '{SEPARATOR}' || end_id" if self.pair else "id"

    @property
    def source(self) -> str:
        """SQL of the rows to show: a relationship only where both ends are there."""
        own = f"graph.{quoted(self.table)}"
        if self.pair is None:
            return f"(SELECT * FROM {own} WHERE id IS NOT NULL)"
        start, end = (f"graph.{quoted(NODE_TYPES[label].table)}" for label in self.pair)
        return (
            f"(SELECT * FROM {own} WHERE start_id IN (SELECT id FROM {start}) "
            f"AND end_id IN (SELECT id FROM {end}))"
        )


def parts() -> Iterator[Part]:
    """Every part, nodes before relationships; the stamp is none of them."""
    for node in NODE_TYPES.values():
        if node.label != OWN_LABEL:
            yield Part(node.label, node.table, graph_columns(node), node, None)
    for rel in RELATIONSHIP_TYPES.values():
        for pair in rel.pairs:
            yield Part(rel.type, rel.table(*pair), relationship_columns(rel), rel, pair)


def shaped(column: Property) -> Iterator[tuple[str, str]]:
    """The graph's properties of a column: name, and SQL of the value that a store is sent."""
    name = quoted(column.name)
    if column.kind is Kind.INSTANT:
        yield column.name, f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%gZ')"
        yield f"{column.name}_ts", f"floor(epoch({name}))::BIGINT"
    elif column.kind is Kind.DATE:
        yield column.name, f"strftime({name}, '%Y-%m-%d')"
    elif column.kind is Kind.STRINGS:
        yield column.name, f"list_filter({name}, lambda x: x IS NOT NULL)"
    else:
        yield column.name, name


POLICIES = ("list_confidence", "evidence_days")
"""What the team chose that a reader of the graph has to know: values kept with an analysis."""


def stamp(con: duckdb.DuckDBPyConnection, books: str) -> dict[str, Any]:
    """Properties of the Coterie node of a graph that shows these facts; see ``pipeline.books``."""
    as_of, listed, days = (get_value(con, key) for key in ("as_of", *POLICIES))
    found: dict[str, Any] = {
        "id": STAMP_ID,
        "schema_version": SCHEMA_VERSION,
        "facts_version": facts_version(con),
        "workspace": get_value(con, "workspace"),
        "analyzed": as_of is not None,
        "as_of": as_of,
        "as_of_ts": None,
        "list_confidence": None if listed is None else float(listed),
        "evidence_days": None if days is None else int(days),
        "books": books,
    }
    if as_of is not None:
        row = first_row(con, "SELECT floor(epoch($1::TIMESTAMP))::BIGINT", [as_of[:-1]])
        found["as_of_ts"] = row[0] if row else None
    return found
