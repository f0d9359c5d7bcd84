"""Ids that stand for different people in one file: each row takes the place of the one before."""

from __future__ import annotations

import duckdb

from loaders.remarks import LINES, in_lines
from loaders.repeats import keep_hashes, repeated
from loaders.staged import USABLE


def shared_ids(con: duckdb.DuckDBPyConnection, staged: str) -> str | None:
    """What to say of records of one id whose names and addresses both differ; None of none."""
    usable = f"(FROM {staged} WHERE {USABLE})"
    hashes = repeated(con, f"SELECT id FROM {usable}")
    if not len(hashes):
        return None
    keep_hashes(con, "staged_shared", hashes)
    ((found, least),) = con.execute(
        f"""SELECT count(*), list_sort(min(line, {LINES})) FROM (
            SELECT max(line) AS line FROM {usable} WHERE hash(id) IN (FROM staged_shared)
            GROUP BY id HAVING count(DISTINCT lower(email)) > 1
                AND count(DISTINCT lower(coalesce(name, last_name))) > 1)"""
    ).fetchall()
    if not found:
        return None
    ids = "1 id stands" if found == 1 else f"{found} ids stand"
    where = in_lines(least, found)
    return f"{ids} for people of different names and addresses; the last row counts ({where})"
