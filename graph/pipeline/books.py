"""The sender's books: what each target was sent.

``meta.sent`` holds a hash of every row, ``meta.sent_table`` a digest of every table that was sent
whole. Where digests agree there is nothing to do; else hashes tell which rows travel. Keys are
noted before their rows are sent, so a run that was killed half-way leaves no row in the graph that
the next run does not know of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from graph.facts.rows import first_row
from graph.facts.tables import quoted
from graph.facts.transaction import transaction
from graph.model.spec import Kind
from graph.pipeline.parts import Part, parts

IMPORT = "import "
"""Beginning of the name of the books of files for an offline import."""


@dataclass(frozen=True)
class Digest:
    """How many rows a table shows, and a digest of them."""

    rows: int
    digest: str


EMPTY = Digest(0, "0")
"""Of a table without rows."""
STALE, FRESH, GONE = "stale", "fresh", "gone"
"""States of a row that is not as it was sent: changed since (or sent by a run that was killed,
which may have got through or not), never sent, no more there."""


@dataclass(frozen=True)
class Difference:
    """Rows of a part by state."""

    stale: int = 0
    fresh: int = 0
    gone: int = 0


def row_hash(part: Part) -> str:
    """SQL of a row's hash, over everything that the graph shows of it."""
    return f"hash({', '.join(quoted(column.name) for column in part.columns)})"


def note_import(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Note that files for an import hold every row as it is now; earlier files are forgotten.

    Neo4j's import has no empty list, only an absent one: a row with such a list is noted as sent
    without a hash, so that the first projection to the imported graph mends it.
    """
    with transaction(con):
        con.execute("DELETE FROM meta.sent WHERE starts_with(target, $1)", [IMPORT])
        filled = _filled(con)  # what an empty query adds may hide what comes after it in bulk
        for part in parts():
            if part.table not in filled:
                continue
            con.execute(
                f"""INSERT INTO meta.sent
                    SELECT $1, $2, {part.key}, CASE WHEN {_has_empty_list(part)} THEN NULL
                        ELSE {row_hash(part)} END FROM {part.source}""",
                [target, part.table],
            )


def _has_empty_list(part: Part) -> str:
    lists = [quoted(column.name) for column in part.columns if column.kind is Kind.STRINGS]
    return " OR ".join(["false", *(f"coalesce(len({name}) = 0, false)" for name in lists)])


def has_books(con: duckdb.DuckDBPyConnection, target: str) -> bool:
    """Whether anything is known of what the target was sent."""
    found = con.execute("SELECT 1 FROM meta.sent WHERE target = ? LIMIT 1", [target]).fetchall()
    return bool(found)


def take_over(con: duckdb.DuckDBPyConnection, target: str, books: str) -> bool:
    """Begin a target's books as a copy of others; False where there are none of that name."""
    if not has_books(con, books):
        return False
    with transaction(con):
        forget(con, target)
        con.execute(
            "INSERT INTO meta.sent SELECT $1, kind, id, hash FROM meta.sent WHERE target = $2",
            [target, books],
        )
    return True


def forget(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Strike everything that a target was sent."""
    for table in ("sent", "sent_table"):
        con.execute(f"DELETE FROM meta.{table} WHERE target = ?", [target])


def digests(con: duckdb.DuckDBPyConnection) -> dict[str, Digest]:
    """A digest of the rows to show of every part, by table; the order of rows is nothing to it.

    Most workspaces leave many tables empty. These are told apart first: planning the digest of one
    costs more than counting all.
    """
    filled = _filled(con)
    texts = [
        f"""SELECT '{part.table}', count(*), concat_ws(':', count(*), sum(hash), bit_xor(hash))
            FROM (SELECT {row_hash(part)} AS hash FROM {part.source})"""
        for part in parts()
        if part.table in filled
    ]
    found = con.execute(" UNION ALL ".join(texts)).fetchall() if texts else []
    shown = {table: Digest(rows, digest) for table, rows, digest in found}
    return {part.table: shown.get(part.table, EMPTY) for part in parts()}


def _filled(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Tables that hold any row."""
    texts = [f"SELECT '{part.table}', count(*) FROM graph.{quoted(part.table)}" for part in parts()]
    return {table for table, rows in con.execute(" UNION ALL ".join(texts)).fetchall() if rows}


def changed(con: duckdb.DuckDBPyConnection, target: str, now: Mapping[str, Digest]) -> list[Part]:
    """Parts whose rows are not those that the target was sent, in declared order."""
    query = "SELECT kind, digest FROM meta.sent_table WHERE target = ?"
    sent = dict(con.execute(query, [target]).fetchall())
    return [part for part in parts() if sent.get(part.table) != now[part.table].digest]


def count_sent(con: duckdb.DuckDBPyConnection, target: str) -> int:
    """Number of rows that the target was sent."""
    row = first_row(con, "SELECT count(*) FROM meta.sent WHERE target = ?", [target])
    return int(row[0]) if row else 0


def compare(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> Difference:
    """Make the part's table of differences, in one pass over what is and what was sent.

    It holds key, hash and state of every row that is not as it was sent, until ``put_away``.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_differences(part)} AS
            WITH now AS (SELECT {part.key} AS key, {row_hash(part)} AS hash FROM {part.source}),
            sent AS (SELECT id, hash FROM meta.sent WHERE target = $1 AND kind = $2)
            SELECT coalesce(now.key, sent.id) AS key, now.hash AS hash,
                CASE WHEN now.key IS NULL THEN '{GONE}' WHEN sent.id IS NULL THEN '{FRESH}'
                    ELSE '{STALE}' END AS state
            FROM now FULL JOIN sent ON now.key = sent.id
            WHERE now.key IS NULL OR now.hash IS DISTINCT FROM sent.hash""",
        [target, part.table],
    )
    query = f"SELECT state, count(*) FROM {_differences(part)} GROUP BY state"
    found = dict(con.execute(query).fetchall())
    return Difference(*(found.get(state, 0) for state in (STALE, FRESH, GONE)))


def keys(part: Part, state: str) -> str:
    """SQL of the keys that ``compare`` found in a state."""
    return f"(SELECT key FROM {_differences(part)} WHERE state = '{state}')"


def gone_keys(con: duckdb.DuckDBPyConnection, part: Part) -> list[str]:
    """Keys of rows that are no more, sorted."""
    found = con.execute(f"{keys(part, GONE)} ORDER BY key").fetchall()
    return [key for (key,) in found]


def put_away(con: duckdb.DuckDBPyConnection, compared: Sequence[Part]) -> None:
    """Drop what is left of these parts' tables of differences."""
    con.execute(";".join(f"DROP TABLE IF EXISTS {_differences(part)}" for part in compared))


def _differences(part: Part) -> str:
    return quoted(f"different_{part.table}")


def note_open(con: duckdb.DuckDBPyConnection, changing: Sequence[Part], target: str) -> None:
    """Note that what the target shows of these parts is about to change."""
    con.execute(
        "DELETE FROM meta.sent_table WHERE target = ? AND list_contains(?, kind)",
        [target, [part.table for part in changing]],
    )


def note_leaving(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
    """Note which rows are about to be removed: should they come back, they are sent again."""
    con.execute(f"UPDATE meta.sent SET hash = NULL WHERE {_gone(part)}", [target, part.table])


def strike_gone(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
    """Note that they were removed."""
    con.execute(f"DELETE FROM meta.sent WHERE {_gone(part)}", [target, part.table])


def note_intent(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
    """Note which rows are about to be sent, before they are."""
    with transaction(con):
        con.execute(
            f"INSERT INTO meta.sent SELECT $1, $2, key, NULL FROM {keys(part, FRESH)}",
            [target, part.table],
        )
        con.execute(
            f"""UPDATE meta.sent SET hash = NULL FROM {keys(part, STALE)} changing
                WHERE sent.target = $1 AND sent.kind = $2 AND sent.id = changing.key""",
            [target, part.table],
        )


def note_sent(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
    """Note that they have arrived."""
    con.execute(
        f"""UPDATE meta.sent SET hash = arrived.hash FROM {_differences(part)} arrived
            WHERE arrived.state <> '{GONE}' AND sent.target = $1 AND sent.kind = $2
            AND sent.id = arrived.key""",
        [target, part.table],
    )


def note_whole(
    con: duckdb.DuckDBPyConnection, shown: Sequence[Part], target: str, now: Mapping[str, Digest]
) -> None:
    """Note that the target shows exactly these rows of the parts."""
    rows = [[target, part.table, now[part.table].digest] for part in shown]
    with transaction(con):
        con.executemany("INSERT INTO meta.sent_table VALUES (?, ?, ?)", rows)


def _gone(part: Part) -> str:
    return f"target = $1 AND kind = $2 AND id IN {keys(part, GONE)}"
