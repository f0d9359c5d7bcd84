"""A first load of the embedded graph by the engine's batch import, twice as fast as statements.

The engine connects relationships late: a kill in the middle can leave some that are seen from one
end only. A mark beside the graph says that a batch is open; whoever finds it begins the graph anew
(``discard_cut_short``), and the facts fill it again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import ModelError
from graph.store import cypher
from graph.store.base import Row
from graph.store.cypher import ENDS

_Row = TypeVar("_Row")
CHUNK = 5_000
SETTINGS = {
    "use_wal": True,  # or a crash would lose what was said to be written
    "batch_size": 20_000,
    "max_deferred_incoming_edges": 200_000,
    "chunk_cache_capacity": 200_000,
}
"""Memory of a batch grows with these, its speed hardly."""


class Filling:
    """A graph on its way from empty to full: rows that are created, none that is looked for."""

    def __init__(self, db: Any, graph: Path) -> None:
        """Begin to fill the empty database that lies at ``graph``."""
        self._db = db
        self._mark = _mark(graph)
        self._records: dict[str, dict[str, str]] = {}

    def knows(self, pair: tuple[str, str]) -> bool:
        """Whether every node of both labels was written here."""
        return all(label in self._records for label in pair)

    def nodes(self, label: str, rows: Iterable[Row]) -> None:
        """Create nodes; their record ids are kept for the relationships that follow."""
        fields = cypher.write_nodes(label).fields
        records = self._records.setdefault(label, {})
        with self._batch(rows) as (batch, chunks):
            for chunk in chunks:
                made = batch.create_vertices(label, [_held(row, fields) for row in chunk])
                records.update(zip((row["id"] for row in chunk), made, strict=True))

    def relationships(self, type_: str, pair: tuple[str, str], rows: Iterable[Row]) -> None:
        """Create relationships between such nodes.

        Raises:
            ModelError: an end is missing.
        """
        fields = cypher.write_relationships(type_, pair).fields[len(ENDS) :]
        starts, ends = (self._records[label] for label in pair)
        with self._batch(rows) as (batch, chunks):
            for chunk in chunks:
                met = [r for r in chunk if r["start_id"] in starts and r["end_id"] in ends]
                if len(met) < len(chunk):
                    missing = len(chunk) - len(met)
                    raise ModelError(f"{missing} of {len(chunk)} rows met no node: {type_}")
                batch.new_edges(
                    [starts[row["start_id"]] for row in chunk],
                    type_,
                    [ends[row["end_id"]] for row in chunk],
                    [_held(row, fields) for row in chunk],
                )

    @contextmanager
    def _batch(self, rows: Iterable[Row]) -> Iterator[tuple[Any, Iterator[list[Row]]]]:
        """A batch and its rows by the chunk; the mark stands until everything is connected."""
        self._mark.touch()
        batch = self._db.graph_batch(**SETTINGS)
        try:
            yield batch, chunks(rows, CHUNK)
        finally:
            batch.close()
            self._mark.unlink()


def was_cut_short(graph: Path) -> bool:
    """Whether the filling of a graph that nobody holds never came to its end."""
    return _mark(graph).exists()


def discard_cut_short(graph: Path) -> None:
    """Remove such a graph."""
    if was_cut_short(graph):
        shutil.rmtree(graph, ignore_errors=True)
        _mark(graph).unlink()


def _mark(graph: Path) -> Path:
    return graph.with_name(f"{graph.name}.filling")


def chunks(rows: Iterable[_Row], size: int) -> Iterator[list[_Row]]:
    """The rows by so many, fewer at the end."""
    given = iter(rows)
    while chunk := list(islice(given, size)):
        yield chunk


def _held(row: Row, fields: tuple[str, ...]) -> Row:
    """What the graph keeps of a row: a null is an absent property."""
    return {name: row[name] for name in fields if row.get(name) is not None}
