"""Loading files into the facts: all of them or, when anything goes wrong, none.

Files are read and mapped into temporary tables first; then one transaction compares them with
what is known and writes what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from graph.errors import WorkspaceError
from graph.facts.ledger import Counts, LoadEntry, add_load, add_rejects, loaded_before, next_load
from graph.facts.open import sparing, sparingly
from graph.facts.pieces import LARGE, add_piece
from graph.facts.rows import first_row
from graph.facts.tables import GONE, quoted
from graph.facts.transaction import transaction
from graph.facts.versions import bump_version
from graph.workspace.config import Config
from loaders.map import fact_columns
from loaders.namesakes import shared_ids
from loaders.profile import Profile
from loaders.profile_reader import named, shipped, with_columns
from loaders.read import READ_TABLES
from loaders.remarks import join_notes
from loaders.repeats import keep_hashes, repeated
from loaders.report import FileReport, LoadReport
from loaders.source import find_config, find_files
from loaders.stage import Choice, Staged, stage
from loaders.staged import USABLE, drop, parts_of, rows_of
from loaders.values import Said, define_macros

__all__ = ["FileReport", "LoadReport", "find_config", "load"]

LINE_BITS = 36
"""Bits that the number of a line may have, so that it fits behind that of its load."""


def load(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    config: Config,
    *,
    profile: str | None = None,
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> LoadReport:
    """Load files and folders into the facts, in one transaction.

    Args:
        con: an open facts file, in no transaction.
        paths: files, and folders that are walked.
        config: for the org's own columns.
        profile: name or file of the profile to read all files by; None recognises each.
        dry_run: read and report, write nothing.
        progress: told the name of each file as it is begun.

    Raises:
        InputError: a path does not exist or cannot be read; nothing was written.
        ConfigError: the profile or the org's own columns are wrong; nothing was written.
        WorkspaceError: disk or memory is full; nothing was written.
    """
    files = find_files(paths)
    choice = choice_of(config, profile)
    at = datetime.now(UTC).replace(tzinfo=None)
    define_macros(con)
    staged: list[FileReport | Staged] = []
    try:
        with sparing(con):
            for number, found in enumerate(files):
                if progress is not None:
                    progress(found.path.as_posix())
                staged += stage(con, found, choice, f"staged_{number}", at)
        reports, changed = sparingly(con, lambda: _write_all(con, staged, at, dry_run=dry_run))
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        what = f"the facts could not be written ({str(error).splitlines()[0]})"
        raise WorkspaceError(what, fix="free disk space, then load again") from error
    finally:
        drop_temporary(con)
    return LoadReport(reports, find_config(paths), changed)


def drop_temporary(con: duckdb.DuckDBPyConnection) -> None:
    """Let go of the tables that reading and mapping leave behind."""
    drop(con, READ_TABLES)


def choice_of(config: Config, profile: str | None) -> Choice:
    """Profiles to choose from, with the org's own columns."""
    chosen = shipped() if profile is None else (named(profile),)
    for name in config.columns:
        if all(name != p.name for p in chosen):
            named(name, where="[columns]")
    own = (
        with_columns(p, config.columns[p.name], "coterie.toml") if p.name in config.columns else p
        for p in chosen
    )
    told = (_told(one, config) for one in own)
    return Choice(tuple(told), forced=profile is not None)


def _told(profile: Profile, config: Config) -> Profile:
    """The profile with what coterie.toml says of its files, where it says nothing itself."""
    said = Said(profile.said.dates or config.dates, profile.said.decimals or config.decimals)
    return replace(profile, said=said, encoding=profile.encoding or config.encoding)


def _write_all(
    con: duckdb.DuckDBPyConnection,
    staged: Sequence[FileReport | Staged],
    at: datetime,
    *,
    dry_run: bool,
) -> tuple[tuple[FileReport, ...], bool]:
    """Write every staged file in one transaction; gives the reports, and whether facts changed."""
    with transaction(con, keep=not dry_run):
        written = [
            _write_one(con, one, at) if isinstance(one, Staged) else (one, False) for one in staged
        ]
        reports = tuple(report for report, _ in written)
        changed = any(one for _, one in written)
        if changed:
            bump_version(con)
    if dry_run:
        reports = tuple(replace(one, load=None) for one in reports)
    return reports, changed and not dry_run


def _write_one(
    con: duckdb.DuckDBPyConnection, staged: Staged, at: datetime
) -> tuple[FileReport, bool]:
    """Write one file's new rows, refused rows and line of the ledger; whether facts changed."""
    before = loaded_before(con, staged.file_hash, staged.mapping)
    report = staged.report
    if before is not None or staged.table is None:
        rows = before["rows"] if before else 0
        number = before["load"] if before else None
        nothing = replace(report, refused=0, skipped=0, skipped_why={}, load=number)
        return replace(nothing, rows=rows, duplicates=rows), False
    number = next_load(con)
    loaded = insert_new(con, staged.profile.table, staged.table, number)
    gone = _take_away(con, staged.profile.table, staged.table, number)
    duplicates = report.rows - loaded - report.refused - report.skipped
    shared = shared_ids(con, staged.table) if staged.profile.table == "record" else None
    said = join_notes(report.reason, shared)
    report = replace(report, loaded=loaded, duplicates=duplicates, load=number, reason=said)
    add_rejects(con, number, report.file, staged.rejects)
    add_load(con, _entry(staged, report, number, at))
    return report, loaded + gone > 0


def _entry(staged: Staged, report: FileReport, number: int, at: datetime) -> LoadEntry:
    return LoadEntry(
        load=number,
        file=report.file,
        profile=staged.profile.name,
        file_hash=staged.file_hash,
        mapping=staged.mapping,
        counts=Counts(
            report.rows, report.loaded, report.duplicates, report.refused, report.skipped
        ),
        skipped_why=report.skipped_why,
        ignored_columns=report.ignored_columns,
        reason=report.reason,
        seconds=report.seconds,
        at=at,
    )


def insert_new(con: duckdb.DuckDBPyConnection, table: str, staged: str, load: int) -> int:
    """Insert the rows that differ from the version before them; gives their number.

    The version before a row is the same id earlier in the file, else its newest one known: a
    value that goes back to an older one is a change like any other. Few ids come twice in a
    file, so only those are put in order. A load that is read again (``loaders.unload``) is
    compared with what was known before it, and gets no line twice.
    """
    known = _find_known(con, table, staged, load)
    new = f"{USABLE} AND line NOT IN (FROM staged_known)" if known else USABLE
    if _large(con, staged, new, load):
        own, same, twins = parts_of(con, staged, table)
        rows = f"SELECT {', '.join(map(quoted, own))} FROM {staged} WHERE {new}"
        return add_piece(con, (table, load), rows, same, twins)
    columns = ", ".join(quoted(name) for name in fact_columns(table))
    row = first_row(
        con,
        f"""INSERT INTO facts.{quoted(table)} ({columns}, load)
            SELECT {columns}, $load FROM {staged} WHERE {new}""",
        {"load": load},
    )
    return int(row[0]) if row else 0


def _large(con: duckdb.DuckDBPyConnection, staged: str, new: str, load: int) -> bool:
    """Whether a load gets a table of its own; one that is read again has its rows already."""
    for counted in (f"FROM {rows_of(staged)}", f"FROM {staged} WHERE {new}"):
        if con.execute(f"SELECT count(*) {counted}").fetchall()[0][0] < LARGE:
            return False
    return not con.execute("SELECT 1 FROM meta.load WHERE load = ?", [load]).fetchall()


def _find_known(con: duckdb.DuckDBPyConnection, table: str, staged: str, load: int) -> bool:
    """Make ``staged_known`` (lines that say nothing new); False where there can be none.

    Only ids that repeat are looked at: by their hashes first, then by themselves.
    """
    target = f"facts.{quoted(table + '_all')}"
    usable = f"(FROM {staged} WHERE {USABLE})"
    before = f"SELECT id FROM {target} WHERE load < {load}"
    hashes = repeated(con, f"SELECT id FROM {usable}", before)
    again = con.execute(f"SELECT 1 FROM {target} WHERE load = ? LIMIT 1", [load]).fetchall()
    if not len(hashes) and not again:
        return False
    keep_hashes(con, "staged_hash", hashes)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE staged_known AS
            WITH mine AS (
                SELECT id, line, row_hash FROM {usable} WHERE hash(id) IN (FROM staged_hash)),
            twice AS (SELECT hash(id) AS h FROM mine GROUP BY h HAVING count(*) > 1),
            earlier AS (
                SELECT id, line, row_hash,
                    lag(row_hash) OVER (PARTITION BY id ORDER BY line) AS hash_before
                FROM mine SEMI JOIN twice ON h = hash(id)
                UNION ALL
                SELECT id, line, row_hash, NULL FROM mine ANTI JOIN twice ON h = hash(id)),
            newest AS (
                SELECT id, max_by(row_hash, load << {LINE_BITS} | line) AS hash_known
                FROM {target} WHERE load < $load AND hash(id) IN (FROM staged_hash) GROUP BY id)
            SELECT line FROM earlier LEFT JOIN newest USING (id)
            WHERE row_hash IS NOT DISTINCT FROM coalesce(hash_before, hash_known)
            UNION SELECT line FROM {target} WHERE load = $load""",
        {"load": load},
    )
    return True


def _take_away(con: duckdb.DuckDBPyConnection, table: str, staged: str, load: int) -> int:
    """Close the rows that the file says are no more, by an empty version marked ``GONE``; gives
    their number.
    """
    target = f"facts.{quoted(table)}"
    if not con.execute(f"SELECT 1 FROM {staged} WHERE gone LIMIT 1").fetchall():
        return 0
    row = first_row(
        con,
        f"""INSERT INTO {target} (id, line, row_hash, load)
            SELECT id, line, {GONE}, ? FROM {staged}
            WHERE gone AND id IN (SELECT id FROM facts.{quoted(table + "_now")})""",
        [load],
    )
    return int(row[0]) if row else 0
