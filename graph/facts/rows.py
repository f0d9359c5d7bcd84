"""One row, or one number, of a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def first_row(
    con: duckdb.DuckDBPyConnection,
    statement: str,
    values: Sequence[object] | Mapping[str, object] | None = None,
) -> tuple[Any, ...] | None:
    """The first row that a statement gives; None where it gives none.

    The answer is read to its end: half read, it would keep the connection from other work.
    """
    rows = con.execute(statement, values).fetchall()
    return rows[0] if rows else None


def row_count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    """How many rows a table, or a SELECT in brackets, has."""
    return int(con.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])
