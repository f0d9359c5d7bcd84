"""Making and refilling tables from rows, queries and cleaned values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa

Row = Sequence[object]


def put(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], schema: pa.Schema) -> None:
    """Make (or replace) a temporary table of these rows."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrow = pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
    con.register("id_arrow", arrow)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM id_arrow")
    con.unregister("id_arrow")


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
    raw = column(con, f"{dirty} ORDER BY raw")
    put(con, table, [(value, *clean(value)) for value in raw], schema)
    if plain:
        con.execute(f"INSERT INTO {table} SELECT raw, {plain[1]} FROM ({every} AND {plain[0]})")
