"""Making and refilling tables from rows, queries and cleaned values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa

from graph.facts.tables import quoted

Row = Sequence[object]
CLEANED = 20_000
"""Values that are cleaned at a time."""


def put(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], schema: pa.Schema) -> None:
    """Make (or replace) a temporary table of these rows."""
    con.register("id_arrow", _arrow(rows, schema))
    make(con, table, "SELECT * FROM id_arrow")
    con.unregister("id_arrow")


def make(con: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    """Make (or replace) a temporary table of a query's rows, to which others may be added.

    Where a query without rows filled a table, DuckDB 2.0 counts but does not show what the same
    transaction then adds in bulk (110,592 rows or more at once: .9 of a row group); so such a table
    is made by its columns.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")
    if not con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall():
        columns = con.execute(f"DESCRIBE {table}").fetchall()
        named = ", ".join(f"{quoted(name)} {kind}" for name, kind, *_ in columns)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({named})")


def append(
    con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], schema: pa.Schema
) -> None:
    """Add these rows to a table."""
    con.register("id_arrow", _arrow(rows, schema))
    con.execute(f"INSERT INTO {table} SELECT * FROM id_arrow")
    con.unregister("id_arrow")


def _arrow(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def refill(
    con: duckdb.DuckDBPyConnection,
    table: str,
    select: str,
    values: Mapping[str, object] | None = None,
) -> None:
    """Replace all rows of a table by those of a query, column by name."""
    con.execute(f"DELETE FROM {table}")
    con.execute(f"INSERT INTO {table} BY NAME {select}", dict(values or {}))


def column(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """The first column of a query, as text."""
    return [row[0] for row in con.execute(sql).fetchall()]


def clean_distinct(
    con: duckdb.DuckDBPyConnection,
    table: str,
    sql: str,
    clean: Callable[[str], Row],
    schema: pa.Schema,
    plain: tuple[str, str] | None = None,
) -> None:
    """Clean each distinct value that ``sql`` gives and keep raw value and result.

    Args:
        plain: SQL condition of a ``raw`` that needs no cleaning, and its result as columns.
    """
    every = f"SELECT DISTINCT raw FROM ({sql}) t(raw) WHERE raw IS NOT NULL"
    dirty = f"{every} AND NOT ({plain[0]})" if plain else every
    raw = con.sql(f"{dirty} ORDER BY raw").to_arrow_table()
    put(con, table, [], schema)
    for batch in raw.to_batches(CLEANED):
        rows = [(value, *clean(value)) for value in batch.column(0).to_pylist()]
        append(con, table, rows, schema)
    if plain:
        con.execute(f"INSERT INTO {table} SELECT raw, {plain[1]} FROM ({every} AND {plain[0]})")
