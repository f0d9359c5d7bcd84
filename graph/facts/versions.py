"""The version of the facts, and the few named values kept beside them."""

from __future__ import annotations

import duckdb

FACTS_VERSION = "facts_version"


def get_value(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """The value kept under ``key``, or None."""
    found = con.execute("SELECT value FROM meta.value WHERE key = ?", [key]).fetchall()
    return found[0][0] if found else None


def set_value(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``, replacing what was there."""
    con.execute("INSERT OR REPLACE INTO meta.value VALUES (?, ?)", [key, value])


def facts_version(con: duckdb.DuckDBPyConnection) -> int:
    """Number of changes of the facts so far; 0 before the first load."""
    return int(get_value(con, FACTS_VERSION) or 0)


def bump_version(con: duckdb.DuckDBPyConnection) -> int:
    """Count one more change of the facts; gives the new version."""
    version = facts_version(con) + 1
    set_value(con, FACTS_VERSION, str(version))
    return version
