"""Opening the facts file, with the settings that every room relies on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from graph.errors import WorkspaceError
from graph.facts.create import create_tables

_Made = TypeVar("_Made")
CATALOG = "workspace"
MEMORY_LIMIT = "2GB"
"""Most that DuckDB may hold in memory; beyond it, it spills beside the facts file."""
SPILLED = ".tmp"
"""Put behind the name of the facts file, the folder that it spills to."""
SPARING = 224
"""Megabytes it may hold while files are read: rows pass through, and spill while they wait."""
UNITS = {"MiB": 1, "GiB": 1024, "TiB": 1024 * 1024}


def open_facts(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the facts file, its tables made; instants are naive UTC.

    Raises:
        WorkspaceError: the file is missing (when only reading), held, damaged or of another kind.
    """
    if read_only and not path.exists():
        raise WorkspaceError("no facts yet", where=str(path), fix="run `coterie load` first")
    con = duckdb.connect()
    try:
        # Attached under a name of its own: a catalog called like the file ("facts") would make
        # the schema of that name ambiguous.
        place = str(path).replace("'", "''")
        con.execute(f"ATTACH '{place}' AS {CATALOG} ({'READ_ONLY' if read_only else 'READ_WRITE'})")
        con.execute(f"USE {CATALOG}")
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        con.execute(f"SET temp_directory = '{place}{SPILLED}'")
        con.execute("SET enable_progress_bar = false")
        if not read_only:
            # Rows of people that a killed run left; whoever writes holds the file alone.
            shutil.rmtree(f"{path}{SPILLED}", ignore_errors=True)
            create_tables(con)
    except duckdb.Error as error:
        con.close()
        raise _explained(error, path) from None
    return con


@contextmanager
def sparing(con: duckdb.DuckDBPyConnection, most: int = SPARING) -> Iterator[None]:
    """Let DuckDB hold less for a while, where it may hold as much as ``open_facts`` lets it.

    Args:
        most: megabytes.
    """
    shown = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    number, _, unit = str(shown).partition(" ")
    enough = float(number) * UNITS.get(unit, 0) > most
    if enough:
        con.execute(f"SET memory_limit = '{most}MiB'")
    try:
        yield
    finally:
        if enough:
            # By a connection beside it: what failed inside may have left a result half read.
            with con.cursor() as beside:
                beside.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")


def sparingly(
    con: duckdb.DuckDBPyConnection, work: Callable[[], _Made], most: int = SPARING
) -> _Made:
    """Work in little memory; where a step cannot spill what it needs, again in all there may be.

    Args:
        work: may be begun again when it failed half way.
        most: megabytes at first.
    """
    try:
        with sparing(con, most):
            return work()
    except duckdb.OutOfMemoryException:
        pass  # and with it goes what it holds: a result half read would be in the way
    return work()


def _explained(error: duckdb.Error, path: Path) -> WorkspaceError:
    text = str(error)
    if "lock" in text.lower():
        return WorkspaceError(
            "another process is using the facts", where=str(path), fix="wait until it is done"
        )
    if isinstance(error, duckdb.IOException) and not path.parent.is_dir():
        return WorkspaceError("no such folder", where=str(path.parent), fix="check the path")
    return WorkspaceError(
        f"the facts cannot be opened ({text.splitlines()[0]})",
        where=str(path),
        fix="restore the file, or move it away and load again",
    )
