"""Taking one load back, as if its file had never been loaded.

Later loads that met some of its rows again counted those as duplicates and kept nothing of them.
Their files are read once more, as long as they are where they were and unchanged, and what they
hold takes its place. A file that cannot be read so is named, and its line of the ledger no
longer stops it from being loaded again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from graph.errors import InputError, UnknownNameError
from graph.facts.corrections import count_correction, restored, take_back, void
from graph.facts.ledger import loads
from graph.facts.transaction import transaction
from graph.workspace.config import Config
from loaders.load import choice_of, drop_temporary, insert_new
from loaders.profile_reader import shipped
from loaders.source import Found
from loaders.stage import Staged, stage
from loaders.values import define_macros


@dataclass(frozen=True)
class TakenBack:
    """What became of the facts.

    Attributes:
        load, file, profile: the load that was taken back.
        removed: versions of rows that went.
        rejects: refused rows that went.
        restored: rows that a later load had only as duplicates, read again from its file.
        unread: files of such loads that are gone or changed; load them again.
    """

    load: int
    file: str
    profile: str
    removed: int
    rejects: int
    restored: int
    unread: tuple[str, ...]


def find_load(con: duckdb.DuckDBPyConnection, asked: str) -> Mapping[str, Any]:
    """The load of that number, or of that file (its path or the end of it).

    Raises:
        UnknownNameError: none or several answer to it.
    """
    entries = loads(con)
    found = [e for e in entries if asked == str(e["load"])] or [
        e for e in entries if e["file"] == asked or e["file"].endswith(f"/{asked}")
    ]
    if not found:
        raise UnknownNameError(f"no load {asked!r}", fix="'coterie status' lists them")
    if len(found) > 1:
        listed = ", ".join(f"{e['load']} ({e['file']})" for e in found)
        raise UnknownNameError(
            f"{asked!r} was loaded more than once: {listed}", fix="give a number"
        )
    return found[0]


def unload(
    con: duckdb.DuckDBPyConnection, config: Config, asked: str, *, dry_run: bool = False
) -> TakenBack:
    """Take a load back, in one transaction; people and accounts are found out anew afterwards.

    Args:
        asked: number or file of the load.
        dry_run: find out what would go, and leave all as it is.

    Raises:
        UnknownNameError: no load, or several, answer to that.
    """
    entry = find_load(con, asked)
    define_macros(con)
    try:
        with transaction(con, keep=not dry_run):
            removed, rejects = take_back(con, entry["load"])
            again, unread = _restore(con, config, entry["load"], set(removed))
            count_correction(con)
    finally:
        drop_temporary(con)
    return TakenBack(
        entry["load"],
        entry["file"],
        entry["profile"],
        sum(removed.values()),
        rejects,
        again,
        tuple(sorted(set(unread))),
    )


def _restore(
    con: duckdb.DuckDBPyConnection, config: Config, load: int, tables: set[str]
) -> tuple[int, list[str]]:
    """Read again what later loads had as duplicates; gives rows, and files not to be read."""
    known = {profile.name: profile.table for profile in shipped()}
    rows, unread = 0, []
    later = [e for e in loads(con) if e["load"] > load and e["duplicates"] and tables]
    for entry in sorted(later, key=lambda e: int(e["load"])):
        if known.get(entry["profile"], "") not in {*tables, ""}:
            continue
        found = _read_again(con, config, entry, shipped=entry["profile"] in known)
        if found is None:
            unread.append(entry["file"])
        rows += found or 0
    return rows, unread


def _read_again(
    con: duckdb.DuckDBPyConnection, config: Config, entry: Mapping[str, Any], *, shipped: bool
) -> int | None:
    """Insert what a load's file holds and the facts no longer do; None when it cannot be read."""
    digest = void(con, entry["load"])
    written = Path(entry["file"])
    path = written if written.is_file() else Path(entry["file"].rpartition(" [")[0])
    if not shipped or not path.is_file():
        return None
    at = datetime.now(UTC).replace(tzinfo=None)
    try:
        staged = stage(con, Found(path, True), choice_of(config, entry["profile"]), "staged_a", at)
    except InputError:
        return None
    for one in staged:
        if isinstance(one, Staged) and one.table is not None and one.file_hash == digest:
            rows = insert_new(con, one.profile.table, one.table, entry["load"])
            restored(con, entry["load"], one.mapping, rows)
            return rows
    return None
