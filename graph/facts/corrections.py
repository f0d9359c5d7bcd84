"""Facts that are taken away again: a load taken back, a person forgotten.

Facts are otherwise only added to. Each taking away counts as one correction, so that people,
accounts and analysis know that what they were made from is no longer all there.
"""

from __future__ import annotations

import duckdb

from graph.facts.ledger import LAST_LOAD
from graph.facts.pieces import drop_pieces
from graph.facts.rows import first_row
from graph.facts.tables import quoted
from graph.facts.versions import bump_version, get_value, set_value
from graph.model.registry import FACT_TABLES

CORRECTIONS = "corrections"


def corrections(con: duckdb.DuckDBPyConnection) -> int:
    """How often facts were taken away so far."""
    return int(get_value(con, CORRECTIONS) or 0)


def count_correction(con: duckdb.DuckDBPyConnection) -> None:
    """Count one more, as one more change of the facts."""
    set_value(con, CORRECTIONS, str(corrections(con) + 1))
    bump_version(con)


def take_back(con: duckdb.DuckDBPyConnection, load: int) -> tuple[dict[str, int], int]:
    """Remove a load: its rows, its refused rows, its line of the ledger.

    Returns:
        Number of rows by fact table, and number of refused rows.
    """
    rows = {}
    for table in FACT_TABLES:
        gone = first_row(con, f"DELETE FROM facts.{quoted(table)} WHERE load = ?", [load])
        number = (int(gone[0]) if gone else 0) + drop_pieces(con, table, load)
        if number:
            rows[table] = number
    refused = first_row(con, "DELETE FROM meta.reject WHERE load = ?", [load])
    con.execute("DELETE FROM meta.load WHERE load = ?", [load])
    set_value(con, LAST_LOAD, str(max(load, int(get_value(con, LAST_LOAD) or 0))))
    return rows, int(refused[0]) if refused else 0


def void(con: duckdb.DuckDBPyConnection, load: int) -> str:
    """Let a file be read again that is in the ledger; gives the hash that its bytes had."""
    con.execute("UPDATE meta.load SET mapping = '' WHERE load = ?", [load])
    row = first_row(con, "SELECT file_hash FROM meta.load WHERE load = ?", [load])
    return str(row[0]) if row else ""


def restored(con: duckdb.DuckDBPyConnection, load: int, mapping: str, rows: int) -> None:
    """Note that rows which were duplicates are the load's own now."""
    con.execute(
        """UPDATE meta.load SET mapping = $mapping, loaded = loaded + $rows,
            duplicates = duplicates - $rows WHERE load = $load""",
        {"mapping": mapping, "rows": rows, "load": load},
    )
