"""From one file to a temporary table of mapped rows, not yet compared with what is known."""

from __future__ import annotations

import re
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from graph.errors import InputError
from graph.facts.ledger import Reject
from loaders.bound import Bound, date_columns
from loaders.map import statement, version
from loaders.profile import Header, Profile, best_profile, used_columns, wanted_columns
from loaders.read import Raw, raw_text, read_csv, read_jsonl
from loaders.report import FileReport
from loaders.source import Contents, Found, Source, examine, recognise
from loaders.values import orders

DATE_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)"
)


@dataclass(frozen=True)
class Choice:
    """Profiles to choose from; ``forced`` when the command line named the only one."""

    profiles: tuple[Profile, ...]
    forced: bool = False


@dataclass(frozen=True)
class Staged:
    """A file that was read and mapped, and waits to be written.

    Attributes:
        report: all but ``loaded`` and ``duplicates``.
        table: temporary table of its rows, with ``skip_why`` and ``reason``; None when the
            same bytes were loaded before by the same mapping.
    """

    report: FileReport
    profile: Profile
    table: str | None
    file_hash: str
    mapping: str
    rejects: tuple[Reject, ...] = ()


def stage(
    con: duckdb.DuckDBPyConnection, found: Found, choice: Choice, table: str, at: datetime
) -> FileReport | Staged:
    """Read and map one file; a report alone when it is of no known kind.

    Raises:
        InputError: it cannot be read.
    """
    started = time.perf_counter()
    report = FileReport(found.path.as_posix(), named=found.named)
    try:
        contents = examine(found.path)
        source = recognise(found.path, contents)
        if isinstance(source, str):
            return replace(report, reason=source, seconds=_since(started))
        profile = _choose(choice, source)
        if isinstance(profile, str):
            return replace(report, reason=profile, seconds=_since(started))
        bound = _bind(profile, source, at)
        report = replace(report, profile=profile.name, ignored_columns=_ignored(profile, source))
        mapping = version(bound)
        staged = Staged(report, profile, None, contents.hash, mapping)
        if not _loaded_before(con, staged):
            staged = _map(con, staged, bound, (source, contents), table)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=report.file) from None
    return replace(staged, report=replace(staged.report, seconds=_since(started)))


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _choose(choice: Choice, source: Source) -> Profile | str:
    """The profile to read the file by, or the reason why there is none."""
    if not choice.forced:
        return best_profile(choice.profiles, source.header, source.format) or _unknown(source)
    only = choice.profiles[0]
    if only.format != source.format:
        return f"profile {only.name} reads {only.format}, but this file is {source.format}"
    for name in only.required:
        columns = only.fields[name].columns if name in only.fields else ()
        if columns and not source.header.positions(columns):
            return f"profile {only.name} needs a column {columns[0]!r}"
    return only


def _unknown(source: Source) -> str:
    columns = [c for c in source.header.columns if c]
    if source.format == "csv" and len(columns) < 2:
        return "no known kind: the first line is no header of columns"
    shown = ", ".join(c[:40] for c in columns[:5])
    more = f" and {len(columns) - 5} more" if len(columns) > 5 else ""
    what = "columns" if source.format == "csv" else "keys"
    return f"no known kind: {what} {shown}{more}; name a profile with --profile"


def _ignored(profile: Profile, source: Source) -> tuple[str, ...]:
    used = used_columns(profile, source.header)
    return tuple(c for i, c in enumerate(source.header.columns) if c and i not in used)


def _bind(profile: Profile, source: Source, at: datetime) -> Bound:
    """The profile bound to the file; JSON lines may hold any key the profile knows."""
    found = DATE_IN_NAME.search(source.path.name)
    file_date = "-".join(found.groups()) if found else None
    header = source.header
    if source.format == "jsonl":
        header = Header(wanted_columns(profile))
    return Bound(profile, header, file_date, at)


def _loaded_before(con: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    row = con.execute(
        "SELECT count(*) FROM meta.load WHERE file_hash = ? AND mapping = ?",
        [staged.file_hash, staged.mapping],
    ).fetchone()
    return row is not None and row[0] > 0


def _map(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    bound: Bound,
    file: tuple[Source, Contents],
    table: str,
) -> Staged:
    """Read the file, map it into ``table``, and gather what was refused and skipped."""
    source, contents = file
    with tempfile.TemporaryDirectory(prefix="coterie-") as scratch:
        if source.format == "jsonl":
            raw = read_jsonl(con, source, contents, bound.header.columns, Path(scratch))
        else:
            used = used_columns(bound.profile, bound.header)
            raw = read_csv(con, source, contents, used, Path(scratch))
        bound = replace(bound, orders=orders(con, "raw", date_columns(bound)))
        sql, values = statement(bound)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}", values)
        con.execute("DROP TABLE raw")
        rejects = sorted((*raw.rejects, *_refused(con, table, raw)), key=lambda r: r.line)
    skipped = _skipped(con, table)
    rows = _rows(con, table) + len(raw.rejects)
    report = replace(
        staged.report,
        rows=rows,
        refused=len(rejects),
        skipped=sum(skipped.values()),
        skipped_why=skipped,
    )
    return replace(staged, report=report, table=table, rejects=tuple(rejects))


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _skipped(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, int]:
    found = con.execute(
        f"SELECT skip_why, count(*) FROM {table} WHERE skip_why IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return dict(found)


def _refused(con: duckdb.DuckDBPyConnection, table: str, raw: Raw) -> list[Reject]:
    """Rows that were read but cannot be used, with their raw text."""
    found = con.execute(
        f"""SELECT line, span, reason FROM {table}
            WHERE skip_why IS NULL AND reason IS NOT NULL ORDER BY line"""
    ).fetchall()
    text = raw_text(raw, [(line, span) for line, span, _ in found])
    return [Reject(line, reason, text[line]) for line, _, reason in found]
