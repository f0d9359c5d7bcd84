"""Rows that a source merged into others: who went where, and everything that named them.

A merged account is its master from then on, its name and website among the master's. A merged
lead or contact keeps its row, since two humans may have been merged; only keys that would lead
nowhere are turned to the master. Chains are followed, and in a circle the smallest id is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from loaders.temporary import put

_GONE_SCHEMA = pa.schema([("gone", pa.string()), ("kept", pa.string())])
_ACCOUNT_KEYS = (
    ("id_record", "account_key"),
    ("id_record", "converted_account_key"),
    ("id_signal", "account_key"),
    ("id_crm", "parent_key"),
    ("id_tie", "account"),
    ("id_deal", "account_key"),
)
_RECORD_KEYS = (
    ("id_signal", "record_key"),
    ("id_who", "record"),
    ("id_tie", "record"),
    ("id_contact_role", "record_key"),
    ("id_record", "reports_to_key"),
    ("id_record", "converted_contact_key"),
)


def follow(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each id that was merged into another, the id at the end of the chain."""
    into = {gone: kept for gone, kept in sorted(pairs) if gone != kept}
    found: dict[str, str] = {}
    for start in sorted(into):
        path, at = [start], into[start]
        while at in into and at not in found and at not in path:
            path.append(at)
            at = into[at]
        end = min(path[path.index(at) :]) if at in path else found.get(at, at)
        found.update((one, end) for one in path if one != end)
    return found


def stage_merges(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``id_gone_account`` and ``id_gone_record`` (gone, kept), and follow them everywhere."""
    accounts = con.execute(
        "SELECT id, master_key FROM id_crm WHERE master_key IS NOT NULL ORDER BY ALL"
    ).fetchall()
    put(con, "id_gone_account", sorted(follow(accounts).items()), _GONE_SCHEMA)
    records = con.execute(
        """SELECT id, master_key FROM id_record WHERE master_key IS NOT NULL
        UNION SELECT unnest(merged_keys), id FROM id_record WHERE merged_keys IS NOT NULL
        UNION SELECT unnest(record_keys), record_key FROM id_notice
        WHERE kind = 'merge' AND record_key IS NOT NULL AND record_keys IS NOT NULL ORDER BY ALL"""
    ).fetchall()
    put(con, "id_gone_record", sorted(follow(records).items()), _GONE_SCHEMA)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_crm_gone AS
        SELECT g.kept AS id, c.name, c.website, c.domain FROM id_crm c
        JOIN id_gone_account g ON g.gone = c.id"""
    )
    con.execute("DELETE FROM id_crm WHERE id IN (SELECT gone FROM id_gone_account)")
    if accounts:
        for table, column in _ACCOUNT_KEYS:
            _turn(con, table, column, "SELECT gone, kept FROM id_gone_account")
    if records:
        lost = "SELECT gone, kept FROM id_gone_record WHERE gone NOT IN (SELECT id FROM id_record)"
        for table, column in _RECORD_KEYS:
            _turn(con, table, column, lost)


def _turn(con: duckdb.DuckDBPyConnection, table: str, column: str, gone: str) -> None:
    con.execute(
        f"UPDATE {table} SET {column} = g.kept FROM ({gone}) g WHERE {table}.{column} = g.gone"
    )
