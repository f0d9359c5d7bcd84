"""The temporary tables that hold a mapped file until it is written.

Only what differs from row to row takes space: constants and columns that the file does not have are
added by a view.
"""

from __future__ import annotations

import duckdb

from graph.facts.tables import quoted
from graph.model.registry import FACT_TABLES
from loaders.map import Mapping, fact_columns, same_as

USABLE = "skip_why IS NULL AND reason IS NULL"


def rows_of(staged: str) -> str:
    """The table below a view of staged rows; changes go there."""
    return f"{staged}_rows"


def keep(con: duckdb.DuckDBPyConnection, staged: str, mapping: Mapping, table: str) -> None:
    """Map rows into a temporary table, and make the view ``staged`` of it.

    The view has the columns of the fact table, ``span``, ``skip_why``, ``gone`` and ``reason``, and
    ``place``: the row's in the table below.

    Args:
        table: fact table that the rows are meant for.
    """
    rows, same = rows_of(staged), f"{staged}_same"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {rows} AS {mapping.sql}", mapping.values)
    values = {f"p{i}": value for i, value in enumerate(mapping.same.values())}
    columns = ", ".join(f"$p{i} AS {quoted(n)}" for i, n in enumerate(mapping.same))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {same} AS SELECT {columns}", values)
    shown = [f"{_shown(name, mapping, table)} AS {quoted(name)}" for name in fact_columns(table)]
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {staged} AS
            SELECT {", ".join(shown)}, r.span, r.skip_why, r.gone, r.reason,
                r.rowid AS place
            FROM {rows} r, {same} s"""
    )


def parts_of(
    con: duckdb.DuckDBPyConnection, staged: str, table: str
) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """What a staged file has of a fact table: columns that differ from row to row, the value, as
    text, of those that do not, and those that repeat another one.
    """
    mapped = {name for name, *_ in con.execute(f"DESCRIBE {rows_of(staged)}").fetchall()}
    own = [name for name in fact_columns(table) if name in mapped]
    cursor = con.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {staged}_same")
    names = [column[0] for column in cursor.description or ()]
    ((*values,),) = cursor.fetchall()
    same = {n: v for n, v in zip(names, values, strict=True) if n not in own and v is not None}
    twins = {n: twin for n, twin in same_as(table).items() if n not in {*own, *same}}
    return own, same, twins


def _shown(name: str, mapping: Mapping, table: str) -> str:
    kind = next(c.kind.sql for c in FACT_TABLES[table].columns if c.name == name)
    if name == "line" or name in mapping.columns:
        return f"r.{quoted(name)}"
    if name in mapping.same:
        return f"CAST(s.{quoted(name)} AS {kind})"
    if name in same_as(table):
        return f"r.{quoted(same_as(table)[name])}"
    return f"CAST(NULL AS {kind})"


def drop(con: duckdb.DuckDBPyConnection, others: tuple[str, ...] = ()) -> None:
    """Let go of everything staged, and of ``others``."""
    views = con.execute(
        "SELECT view_name FROM duckdb_views() WHERE temporary AND starts_with(view_name, 'staged_')"
        " ORDER BY 1"
    ).fetchall()
    for (name,) in views:
        con.execute(f"DROP VIEW IF EXISTS temp.{name}")
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND (list_contains($names, "
        "table_name) OR starts_with(table_name, 'staged_')) ORDER BY 1",
        {"names": list(others)},
    ).fetchall()
    for (name,) in tables:
        con.execute(f"DROP TABLE IF EXISTS temp.{name}")
