"""Rows of results on their way into the ``graph`` tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph.facts.tables import graph_tables, quoted
from graph.model.spec import Kind, Property

METHOD = "detection"
Rows = list[dict[str, Any]]
_ARROW: dict[Kind, pa.DataType] = {
    Kind.STRING: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
    Kind.STRINGS: pa.list_(pa.string()),
}
_TABLES: dict[str, tuple[Property, ...]] = dict(graph_tables())


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Replace all rows of a ``graph`` table."""
    columns = _TABLES[table]
    schema = pa.schema([(c.name, _ARROW[c.kind]) for c in columns])
    filled = pa.Table.from_pylist(rows, schema=schema)
    con.execute(f"DELETE FROM graph.{quoted(table)}")
    con.register("incoming", filled)
    con.execute(f"INSERT INTO graph.{quoted(table)} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def link(start: str, end: str, basis: str = "inferred") -> dict[str, Any]:
    """A relationship's ends, source and basis."""
    return {"start_id": start, "end_id": end, "source": METHOD, "basis": basis}


def instant(seconds: int) -> datetime:
    """Naive UTC time of epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
