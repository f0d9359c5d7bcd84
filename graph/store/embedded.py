"""The embedded store: ArcadeDB in this process, its files in the workspace.

All that is particular to the engine stands in this file (docs/decisions/0001). The engine locks
its folder for one process; the workspace's lock makes others wait before they come here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.closing import Closing
from graph.errors import ModelError, QueryError, ReadOnlyError, StoreError
from graph.model.registry import NODE_TYPES, RELATIONSHIP_TYPES, graph_columns
from graph.model.spec import Kind, NodeType, RelationshipType
from graph.store import cypher
from graph.store.base import Parameters, Row, Table
from graph.store.confined import read_confined
from graph.store.engine import DatabaseFactory, arcadedb, native
from graph.store.filling import Filling, chunks, discard_cut_short, was_cut_short
from graph.store.values import Record, plain

BATCH = 5_000
LOCKED = "locked by another process"
"""What the engine says of a graph that is in use."""
_LANGUAGE = "opencypher"


class EmbeddedStore(Closing):
    """A graph in a folder. See ``graph.store.base.GraphStore`` for the methods."""

    def __init__(self, path: Path) -> None:
        """Open the graph at ``path``, or make an empty one there.

        Raises:
            StoreError: it is held by another process, or damaged.
        """
        self._path = path
        self._filling: Filling | None = None
        try:
            self._db = _open(path)
        except arcadedb.ArcadeDBError as error:
            raise _open_error(path, error) from error

    def describe(self) -> str:
        return str(self._path)

    def ensure_schema(self) -> None:
        existing = {str(declared.getName()) for declared in self._db.schema.get_types()}
        for label, node in NODE_TYPES.items():
            if label not in existing:
                self._db.command("sql", f"CREATE VERTEX TYPE `{label}`")
                self._db.command("sql", f"CREATE PROPERTY `{label}`.id STRING")
                self._db.command("sql", f"CREATE INDEX ON `{label}` (id) UNIQUE")
                self._declare_instants(label, node)
        for type_, relationship in RELATIONSHIP_TYPES.items():
            if type_ not in existing:
                self._db.command("sql", f"CREATE EDGE TYPE `{type_}`")
                self._declare_instants(type_, relationship)

    def write_nodes(self, label: str, rows: Iterable[Row], *, fresh: bool = False) -> None:
        if fresh and self._filling:
            return self._filling.nodes(label, rows)
        self._filling = None
        return self._write(cypher.write_nodes(label, fresh=fresh), rows)

    def write_relationships(
        self, type_: str, pair: tuple[str, str], rows: Iterable[Row], *, fresh: bool = False
    ) -> None:
        if fresh and self._filling and self._filling.knows(pair):
            return self._filling.relationships(type_, pair, rows)
        return self._write(cypher.write_relationships(type_, pair, fresh=fresh), rows)

    def delete_nodes(self, label: str, ids: Sequence[str]) -> None:
        self._filling = None
        self._batches(cypher.delete_nodes(label), "ids", ids)

    def delete_relationships(
        self, type_: str, pair: tuple[str, str], ends: Sequence[tuple[str, str]]
    ) -> None:
        rows = [{"start_id": start, "end_id": end} for start, end in ends]
        self._batches(cypher.delete_relationships(type_, pair), "rows", rows)

    def clear(self) -> None:
        """Drop the whole folder and begin anew: it holds nothing but what coterie wrote.

        Fresh rows then go by batch import, until something else is written.
        """
        self._db.close()
        shutil.rmtree(self._path)
        self._db = _open(self._path)
        self.ensure_schema()
        self._filling = Filling(self._db, self._path)

    def read(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        if timeout is not None:
            return self._read_confined(text, parameters, limit, timeout)
        return self._table(self._run(self._db.query, text, parameters), limit)

    def write(self, text: str, parameters: Parameters | None = None) -> Table:
        self._filling = None
        with self._db.transaction():
            return self._table(self._run(self._db.command, text, parameters), None)

    def close(self) -> None:
        self._filling = None
        if self._db.is_open():
            self._db.close()

    def _declare_instants(self, name: str, declared: NodeType | RelationshipType) -> None:
        """Text that a batch import brings becomes the instant that a statement would have made."""
        for column in graph_columns(declared):
            if column.kind is Kind.INSTANT:
                self._db.command("sql", f"CREATE PROPERTY `{name}`.`{column.name}` ZONED_DATETIME")

    def _read_confined(
        self, text: str, parameters: Parameters | None, limit: int | None, timeout: float
    ) -> Table:
        self._filling = None
        self._db.close()
        try:
            return read_confined(self._path, text, parameters, limit, timeout)
        finally:
            self._db = _open(self._path)

    def _write(self, write: cypher.Write, rows: Iterable[Row]) -> None:
        for part in chunks(map(write.values, rows), BATCH):
            with self._db.transaction():
                result = self._db.command(_LANGUAGE, write.text, {"rows": part})
                met = result.first().get("n") if result is not None else 0
                if met != len(part):
                    missing = len(part) - met
                    raise ModelError(f"{missing} of {len(part)} rows met no node: {write.text}")

    def _batches(self, text: str, name: str, rows: Sequence[Any]) -> None:
        for start in range(0, len(rows), BATCH):
            with self._db.transaction():
                self._db.command(_LANGUAGE, text, {name: list(rows[start : start + BATCH])})

    def _run(self, run: Any, text: str, parameters: Parameters | None) -> Any:
        try:
            return run(_LANGUAGE, text, dict(parameters or {}))
        except arcadedb.ArcadeDBError as error:
            raise _query_error(error) from error

    def _table(self, result: Any, limit: int | None) -> Table:
        if result is None:
            return Table((), [])
        rows: list[Row] = []
        columns: tuple[str, ...] = ()
        try:
            for raw in _stream(result):
                if limit is not None and len(rows) == limit:
                    return Table(columns, rows, truncated=True)
                columns = columns or tuple(raw)
                rows.append({key: plain(native(value), self._lookup) for key, value in raw.items()})
        except arcadedb.ArcadeDBError as error:
            raise _query_error(error) from error
        finally:
            result.close()
        return Table(columns, rows)

    def _lookup(self, record_id: str) -> Record | None:
        try:
            record = self._db.lookup_by_rid(record_id)
        except arcadedb.ArcadeDBError:
            return None
        raw = native(record.to_dict())
        raw.setdefault("@rid", record_id)
        raw.setdefault("@type", str(record.get_type_name()))
        if raw["@type"] not in RELATIONSHIP_TYPES:
            return raw, None
        return raw, (str(record.get_out().get_rid()), str(record.get_in().get_rid()))


def _open(path: Path) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    factory = DatabaseFactory(str(path))
    if factory.exists():
        try:
            opened = factory.open()  # refused while another process holds it, and fills it maybe
        except arcadedb.ArcadeDBError as error:
            if LOCKED in str(error) or not was_cut_short(path):
                raise
        else:
            if not was_cut_short(path):
                return opened
            opened.close()
    discard_cut_short(path)
    return factory.create()


def _stream(result: Any) -> Iterator[dict[str, Any]]:
    for record in result:
        yield {str(name): record.get(name) for name in record.property_names}


def _open_error(path: Path, error: Exception) -> StoreError:
    if LOCKED in str(error):
        return StoreError(
            "the graph is in use by another process", where=str(path), fix="wait until it ends"
        )
    return StoreError(
        f"the graph cannot be opened ({_first_line(error)})",
        where=str(path),
        fix="remove that folder; the next command builds it again from the facts",
    )


def _query_error(error: Exception) -> StoreError:
    text = str(error)
    if "is not idempotent" in text or "read-only" in text.lower():
        return ReadOnlyError("this text would write", fix="add --write if that is meant")
    return QueryError(f"the query was refused: {_first_line(error)}", fix="mend the query")


def _first_line(error: Exception) -> str:
    """The engine's reason without its Java class names."""
    words = str(error).splitlines()[0].removeprefix("Query failed: ")
    words = words.removeprefix("Command failed: ").split(" (caused by ", 1)[0]
    head, colon, tail = words.partition(": ")
    return tail if colon and head.startswith("com.") else words
