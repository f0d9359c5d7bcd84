"""Making the tables and views of the facts file, and bringing those of an older file up to date."""

from __future__ import annotations

import hashlib

import duckdb

from graph.facts.pieces import Piece, show, views
from graph.facts.tables import (
    META_TABLES,
    RESOLVED_TABLES,
    column_list,
    graph_tables,
    quoted,
)
from graph.facts.versions import get_value, set_value
from graph.model.registry import FACT_TABLES
from graph.model.spec import Property

MADE = "tables"
"""Under which a file keeps what its tables were made from."""
SCHEMAS = ("facts", "resolved", "graph", "meta")


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every schema, table and view that is not there yet.

    A file that was made from the same declarations has them all, and is left as it is.
    """
    made = _digest()
    if _is_made(con, made):
        return
    for schema in SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, body in META_TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS meta.{quoted(name)} ({body})")
    for schema, name, columns in _declared():
        con.execute(f"CREATE TABLE IF NOT EXISTS {schema}.{quoted(name)} ({column_list(columns)})")
    _add_columns(con)
    for table in FACT_TABLES:
        show(con, table)
    set_value(con, MADE, made)


def _declared() -> list[tuple[str, str, tuple[Property, ...]]]:
    """Schema, name and columns of every table but those of ``meta``."""
    return [
        *(("facts", table.name, table.columns) for table in FACT_TABLES.values()),
        *(("resolved", name, columns) for name, columns in RESOLVED_TABLES.items()),
        *(("graph", name, columns) for name, columns in graph_tables()),
    ]


def _digest() -> str:
    """Hash of all that the tables and views are made from."""
    shown = [views(table, [Piece(table, frozenset())]) for table in FACT_TABLES]
    text = repr((META_TABLES, _declared(), shown))
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _is_made(con: duckdb.DuckDBPyConnection, made: str) -> bool:
    there = con.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() "
        "AND schema_name = 'meta' AND table_name = 'value'"
    ).fetchall()
    return bool(there) and get_value(con, MADE) == made


def _add_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Columns that the model gained since the file was made; what was loaded has none there."""
    there = set(
        con.execute(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE schema_name IN ('facts', 'graph', 'resolved')"
        ).fetchall()
    )
    for schema, name, columns in _declared():
        for column in columns:
            if (schema, name, column.name) not in there:
                new = f"{quoted(column.name)} {column.kind.sql}"
                con.execute(f"ALTER TABLE {schema}.{quoted(name)} ADD COLUMN {new}")
