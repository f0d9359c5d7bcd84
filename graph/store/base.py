"""What every graph store can do: the protocol that pipeline, queries and maps rely on.

Rows are plain dicts of ``str, int, float, bool, None`` and lists of strings. Instants go in as
ISO 8601 UTC strings under the property's own name, with epoch seconds under ``<name>_ts``; they
come out as ISO 8601 UTC strings with ``Z``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = dict[str, Any]
Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """Result of a Cypher query.

    Nodes are ``{"labels": [...], "properties": {...}}``, relationships ``{"type", "start",
    "end", "properties"}`` (start and end are own ids), paths ``{"nodes": [...],
    "relationships": [...]}``.

    Attributes:
        columns: names in the order of RETURN.
        rows: one dict per row, keys in the order of ``columns``.
        truncated: whether the row limit cut the result.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    truncated: bool = False


class GraphStore(Protocol):
    """A graph that speaks Cypher. Usable as a context manager; ``close`` frees it."""

    def describe(self) -> str:
        """Where the graph lies, for eyes; never holds a password."""
        ...

    def ensure_schema(self) -> None:
        """Create labels, relationship types, constraints and indexes that are missing."""
        ...

    def write_nodes(self, label: str, rows: Iterable[Row], *, fresh: bool = False) -> None:
        """Create or replace nodes by ``id``; properties not in a row are removed.

        Rows may be a stream: no more than a few batches are held at a time. ``fresh`` says that
        none of them is there yet, which saves looking.
        """
        ...

    def write_relationships(
        self, type_: str, pair: tuple[str, str], rows: Iterable[Row], *, fresh: bool = False
    ) -> None:
        """Create or replace relationships of one (start label, end label) pair.

        A row holds ``start_id``, ``end_id`` and the properties; ``fresh`` as for nodes.

        Raises:
            ModelError: an end is missing from the graph.
        """
        ...

    def delete_nodes(self, label: str, ids: Sequence[str]) -> None:
        """Remove nodes, with their relationships."""
        ...

    def delete_relationships(
        self, type_: str, pair: tuple[str, str], ends: Sequence[tuple[str, str]]
    ) -> None:
        """Remove relationships by (start id, end id)."""
        ...

    def clear(self) -> None:
        """Remove everything that coterie wrote."""
        ...

    def read(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """Run a reading query.

        Args:
            limit: rows at most; the rest is never fetched.
            timeout: seconds at most; the query is ended, and nothing else with it.

        Raises:
            QueryError: the text is wrong, or a parameter is missing.
            ReadOnlyError: the text would write.
        """
        ...

    def write(self, text: str, parameters: Parameters | None = None) -> Table:
        """Run an analyst's writing query; the next projection undoes it."""
        ...

    def close(self) -> None:
        """Free the store; safe to call twice."""
        ...
