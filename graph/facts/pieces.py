"""Fact tables in pieces: large loads each have a table of their own.

A fact table has a column for whatever any system may say. A file fills few of them, and writing the
others empty costs as much as the file's own. So the rows of a large load go into
``facts.<table>_load<number>``, which has only the columns that differ from row to row; what all its
rows share, and the load's number, are kept once in ``meta.piece``. Smaller loads share
``facts.<table>``. Two views put the pieces together:

``facts.<table>_all``
    every version of every row, with all columns of the fact table.
``facts.<table>_now``
    the newest version of each row that is still there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from graph.facts.rows import first_row, row_count
from graph.facts.tables import GONE, quoted
from graph.model.registry import FACT_TABLES

LARGE = 100_000
"""Rows from which on a load has a table of its own; below 110,592 (``loaders.temporary.make``)."""


@dataclass(frozen=True)
class Piece:
    """A table that holds rows of a fact table.

    Attributes:
        name: of the table, in schema ``facts``.
        columns: of the fact table that it has itself.
        load: whose rows it holds; None for the table that smaller loads share.
        same: columns of the fact table that have one value in all its rows.
        twins: columns of the fact table that repeat another one.
    """

    name: str
    columns: frozenset[str]
    load: int | None = None
    same: tuple[str, ...] = ()
    twins: Mapping[str, str] | None = None

    @property
    def place(self) -> str:
        """Its qualified, quoted name."""
        return f"facts.{quoted(self.name)}"


def pieces(con: duckdb.DuckDBPyConnection, table: str) -> list[Piece]:
    """The tables that hold a fact table's rows, the shared one first."""
    declared = frozenset(c.name for c in FACT_TABLES[table].columns)
    found = con.execute(
        """SELECT name, load, map_keys(same), twins,
            (SELECT list(column_name) FROM duckdb_columns() c WHERE c.schema_name = 'facts'
                AND c.table_name = name AND c.database_name = current_database())
        FROM meta.piece WHERE fact = ? ORDER BY load""",
        [table],
    ).fetchall()
    return [
        Piece(table, declared),
        *(
            Piece(name, frozenset(columns), load, tuple(sorted(same)), twins)
            for name, load, same, twins, columns in found
        ),
    ]


def add_piece(
    con: duckdb.DuckDBPyConnection,
    target: tuple[str, int],
    rows: str,
    same: Mapping[str, str],
    twins: Mapping[str, str],
) -> int:
    """Give a load a table of its own; gives the number of its rows.

    Args:
        target: fact table, and number of the load.
        rows: SELECT of the columns that differ from row to row.
        same: value, as text, of columns that have but one.
        twins: columns that repeat another one.
    """
    table, load = target
    name = f"{table}_load{load}"
    row = first_row(con, f"CREATE TABLE facts.{quoted(name)} AS {rows}")
    con.execute(
        "INSERT INTO meta.piece VALUES (?, ?, ?, map(?, ?), map(?, ?))",
        [name, table, load, list(same), list(same.values()), list(twins), list(twins.values())],
    )
    show(con, table)
    return int(row[0]) if row else 0


def drop_pieces(con: duckdb.DuckDBPyConnection, table: str, load: int) -> int:
    """Take a load's own table away; gives the number of rows that went."""
    gone = 0
    for piece in pieces(con, table):
        if piece.load == load:
            gone += row_count(con, piece.place)
            con.execute("DELETE FROM meta.piece WHERE name = ?", [piece.name])
            show(con, table)
            con.execute(f"DROP TABLE {piece.place}")
    return gone


def show(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Make both views of a fact table anew."""
    for statement in views(table, pieces(con, table)):
        con.execute(statement)


def views(table: str, found: Sequence[Piece]) -> tuple[str, str]:
    """The statements that make both views of a fact table."""
    every, now = (f"facts.{quoted(table + end)}" for end in ("_all", "_now"))
    selects = " UNION ALL ".join(_select(table, piece) for piece in found)
    # What repeats is found by the ids' hashes, since sorting whole rows by id would hold them all.
    return (
        f"CREATE OR REPLACE VIEW {every} AS {selects}",
        f"""CREATE OR REPLACE VIEW {now} AS
            WITH again AS (
                SELECT hash(id) AS h FROM {every} GROUP BY h HAVING count(*) > 1
            ), older AS (
                SELECT id, load, line FROM {every} SEMI JOIN again ON h = hash(id)
                QUALIFY row_number() OVER (PARTITION BY id ORDER BY load DESC, line DESC) > 1
            )
            SELECT every.* FROM {every} every ANTI JOIN older ON older.id = every.id
                AND older.load IS NOT DISTINCT FROM every.load
                AND older.line IS NOT DISTINCT FROM every.line
            WHERE row_hash IS DISTINCT FROM {GONE}""",
    )


def _select(table: str, piece: Piece) -> str:
    shown = ", ".join(
        f"{_value(c.name, c.kind.sql, piece)} AS {quoted(c.name)}"
        for c in FACT_TABLES[table].columns
    )
    said = ", ".join(f"same[{_text(name)}] AS {quoted(name)}" for name in piece.same)
    same = f", (SELECT {said} FROM meta.piece WHERE name = {_text(piece.name)}) s" if said else ""
    return f"SELECT {shown} FROM {piece.place} r{same}"


def _value(name: str, kind: str, piece: Piece) -> str:
    if name in piece.columns:
        return f"r.{quoted(name)}"
    if name in piece.same:
        return f"CAST(s.{quoted(name)} AS {kind})"
    if name == "load":
        return f"CAST({piece.load} AS {kind})"
    twin = (piece.twins or {}).get(name)
    return f"r.{quoted(twin)}" if twin else f"CAST(NULL AS {kind})"


def _text(name: str) -> str:
    """The name of a declared column, or of a piece, as an SQL text."""
    return "'" + name.replace("'", "''") + "'"
