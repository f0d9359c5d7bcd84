"""The sender's books: a hash of each row that each target was sent (``meta.sent``)."""

from __future__ import annotations

import duckdb

from graph.facts.tables import quoted
from graph.model.spec import Kind
from graph.pipeline.parts import Part, parts

IMPORT = "import "
"""Beginning of the name of the books of files for an offline import."""


def row_hash(part: Part) -> str:
    """SQL of a row's hash, over everything that the graph shows of it."""
    return f"hash({', '.join(quoted(column.name) for column in part.columns)})"


def note_import(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Note that files for an import hold every row as it is now; earlier files are forgotten.

    Neo4j's import has no empty list, only an absent one: a row with such a list is noted as sent
    without a hash, so that the first projection to the imported graph mends it.
    """
    con.execute("BEGIN")
    con.execute("DELETE FROM meta.sent WHERE starts_with(target, $1)", [IMPORT])
    for part in parts():
        con.execute(
            f"""INSERT INTO meta.sent
                SELECT $1, $2, {part.key}, CASE WHEN {_has_empty_list(part)} THEN NULL
                    ELSE {row_hash(part)} END FROM {part.source}""",
            [target, part.table],
        )
    con.execute("COMMIT")


def _has_empty_list(part: Part) -> str:
    lists = [quoted(column.name) for column in part.columns if column.kind is Kind.STRINGS]
    return " OR ".join(["false", *(f"coalesce(len({name}) = 0, false)" for name in lists)])


def take_over(con: duckdb.DuckDBPyConnection, target: str, books: str) -> bool:
    """Begin a target's books as a copy of others; False where there are none of that name."""
    row = con.execute("SELECT count(*) FROM meta.sent WHERE target = ?", [books]).fetchone()
    if row == (0,):
        return False
    con.execute("BEGIN")
    forget(con, target)
    con.execute(
        "INSERT INTO meta.sent SELECT $1, kind, id, hash FROM meta.sent WHERE target = $2",
        [target, books],
    )
    con.execute("COMMIT")
    return True


def forget(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Strike everything that a target was sent."""
    con.execute("DELETE FROM meta.sent WHERE target = ?", [target])
