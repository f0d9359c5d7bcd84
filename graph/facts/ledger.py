"""The ledger of loads, and the rows that loads refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from graph.facts.rows import first_row
from graph.facts.versions import get_value

LAST_LOAD = "last_load"
"""The highest number that a load taken back had."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one file: the four add up to ``rows``."""

    rows: int = 0
    loaded: int = 0
    duplicates: int = 0
    refused: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class LoadEntry:
    """One line of the ledger.

    Attributes:
        file_hash: hash of the file's bytes.
        mapping: version of the mapping that read it; with the hash, the key of the ledger.
        skipped_why: number of skipped rows by reason.
    """

    load: int
    file: str
    profile: str
    file_hash: str
    mapping: str
    counts: Counts
    skipped_why: dict[str, int]
    ignored_columns: tuple[str, ...]
    reason: str | None
    seconds: float
    at: datetime


@dataclass(frozen=True)
class Reject:
    """A refused row: physical line of its start (1-based), why, and its raw text."""

    line: int
    reason: str
    raw: str


def next_load(con: duckdb.DuckDBPyConnection) -> int:
    """The number of the next load; that of one taken back is never given again."""
    row = first_row(con, "SELECT coalesce(max(load), 0) FROM meta.load")
    return max(int(row[0]) if row else 0, int(get_value(con, LAST_LOAD) or 0)) + 1


def loaded_before(
    con: duckdb.DuckDBPyConnection, file_hash: str, mapping: str
) -> dict[str, Any] | None:
    """The newest load of the same bytes by the same mapping, as a row of ``load``, or None."""
    found = _entries(con, "WHERE file_hash = ? AND mapping = ?", [file_hash, mapping])
    return found[-1] if found else None


def add_load(con: duckdb.DuckDBPyConnection, entry: LoadEntry) -> None:
    """Write one line into the ledger."""
    counts = entry.counts
    con.execute(
        "INSERT INTO meta.load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            entry.load,
            entry.file,
            entry.profile,
            entry.file_hash,
            entry.mapping,
            counts.rows,
            counts.loaded,
            counts.duplicates,
            counts.refused,
            counts.skipped,
            json.dumps(entry.skipped_why, sort_keys=True),
            list(entry.ignored_columns),
            entry.reason,
            entry.seconds,
            entry.at,
        ],
    )


def add_rejects(
    con: duckdb.DuckDBPyConnection, load: int, file: str, rejects: Sequence[Reject]
) -> None:
    """Keep refused rows, with the load and file they came from."""
    if not rejects:
        return
    batch = pa.table(
        {
            "line": pa.array([r.line for r in rejects], pa.int64()),
            "reason": pa.array([r.reason for r in rejects], pa.string()),
            "raw": pa.array([r.raw for r in rejects], pa.string()),
        }
    )
    con.register("new_rejects", batch)
    con.execute(
        "INSERT INTO meta.reject SELECT ?, ?, line, reason, raw FROM new_rejects", [load, file]
    )
    con.unregister("new_rejects")


def loads(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every load in force, as rows of ``coterie load``, by file and then by load."""
    return _entries(con, "", [])


def _entries(con: duckdb.DuckDBPyConnection, where: str, values: list[str]) -> list[dict[str, Any]]:
    cursor = con.execute(
        f"""SELECT file, profile, "rows", loaded, duplicates, refused, skipped, skipped_why,
            ignored_columns, reason, seconds, load FROM meta.load {where} ORDER BY file, load""",
        values,
    )
    names = [column[0] for column in cursor.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for entry in found:
        entry["skipped_why"] = json.loads(entry["skipped_why"] or "{}")
    return found


def rejects(con: duckdb.DuckDBPyConnection, file: str | None = None) -> list[dict[str, Any]]:
    """Refused rows of the newest load of each file, by file, line.

    A file that was mended and loaded again shows what is still wrong with it; the refused rows of
    its earlier loads stay in ``meta.reject``.

    Args:
        file: only files whose path ends in this.
    """
    cursor = con.execute(
        """SELECT file, line, reason, raw FROM meta.reject
           WHERE load IN (SELECT max(load) FROM meta.load GROUP BY file)
           AND ($file IS NULL OR file = $file OR ends_with(file, '/' || $file))
           ORDER BY file, line, load""",
        {"file": file},
    )
    names = ("file", "line", "reason", "raw")
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def refused(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str, int]]:
    """Refused rows of the newest load of each file, counted: (load, reason, rows).

    What a reason quotes of a row is left out, so that like reasons count together and nothing of
    the row is told. The commonest come first.
    """
    return con.execute(
        """SELECT load, regexp_replace(reason, '''[^'']*''|"[^"]*"', '…', 'g') AS why,
             count(*)::BIGINT AS n
           FROM meta.reject
           WHERE load IN (SELECT max(load) FROM meta.load GROUP BY file)
           GROUP BY load, why ORDER BY load, n DESC, why"""
    ).fetchall()
