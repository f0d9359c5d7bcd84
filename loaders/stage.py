"""From one file to a temporary table of mapped rows, not yet compared with what is known."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from graph.errors import InputError
from graph.facts.forgotten import WHY, names_forgotten, skip_forgotten
from graph.facts.ledger import Reject
from graph.facts.rows import first_row, row_count
from graph.facts.tables import quoted
from loaders.bound import Bound
from loaders.examine import examine
from loaders.lateness import refuse_late
from loaders.layout import Layout, lay_out
from loaders.map import version
from loaders.mapped import mapped
from loaders.profile import (
    Header,
    Profile,
    best_profile,
    fits_headerless,
    used_columns,
    wanted_columns,
)
from loaders.read import Raw, raw_text
from loaders.remarks import join_notes
from loaders.report import FileReport
from loaders.source import (
    Found,
    Source,
    first_rows,
    later_headers,
    recognise,
)
from loaders.staged import rows_of
from loaders.unpack import Plain, unpack

DATE_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
FOOTER = re.compile(
    r"\W*(grand totals?|(sub)?totals?|confidential|copyright|©|generated|exported|report|filtered"
    r"|source|page \d|\d+ (rows|records)|end of)\b",
    re.IGNORECASE,
)
"""How the lines begin that report writers put below the last row."""


@dataclass(frozen=True)
class Choice:
    """Profiles to choose from; ``forced`` when the command line named the only one."""

    profiles: tuple[Profile, ...]
    forced: bool = False

    @property
    def encoding(self) -> str | None:
        """What was said of the files' encoding."""
        return self.profiles[0].encoding


@dataclass(frozen=True)
class Staged:
    """A file that was read and mapped, and waits to be written.

    Attributes:
        report: all but ``loaded`` and ``duplicates``.
        table: temporary view of its rows (``loaders.staged``); None when the same bytes were
            loaded before by the same mapping.
    """

    report: FileReport
    profile: Profile
    table: str | None
    file_hash: str
    mapping: str
    rejects: tuple[Reject, ...] = ()


def stage(
    con: duckdb.DuckDBPyConnection, found: Found, choice: Choice, table: str, at: datetime
) -> list[FileReport | Staged]:
    """Read and map one file, or each sheet of a workbook; reports alone where of no known kind.

    Raises:
        InputError: it cannot be read.
    """
    if not found.path.is_file():
        link = "a link that leads nowhere" if found.path.is_symlink() else "no file of bytes"
        return [FileReport(found.path.as_posix(), reason=f"{link}; nothing was read")]
    try:
        with tempfile.TemporaryDirectory(prefix="coterie-") as scratch:
            plain = unpack(con, found.path, Path(scratch))
            staged = [
                _stage(con, found, one, choice, (f"{table}_{number}", at))
                for number, one in enumerate(plain)
            ]
    except OSError as error:
        where = found.path.as_posix()
        if isinstance(error, PermissionError) and not found.named:
            return [FileReport(where, reason=f"cannot be read ({error.strerror})")]
        raise InputError(f"cannot be read ({error.strerror})", where=where) from None
    if any(isinstance(one, Staged) for one in staged):
        # A workbook's other sheets, an archive's other members: nobody named them.
        return [replace(one, named=False) if isinstance(one, FileReport) else one for one in staged]
    return staged


def _stage(
    con: duckdb.DuckDBPyConnection,
    found: Found,
    plain: Plain,
    choice: Choice,
    target: tuple[str, datetime],
) -> FileReport | Staged:
    started = time.perf_counter()
    table, at = target
    name = found.path.as_posix() + (f" [{plain.sheet}]" if plain.sheet else "")
    report = FileReport(name, named=found.named)
    if plain.reason is not None:
        return replace(report, reason=plain.reason, seconds=_since(started))
    contents = examine(plain.path)
    source = recognise(plain.path, contents, choice.encoding)
    chosen = source if isinstance(source, str) else _recognised(choice, source)
    if isinstance(chosen, str):
        return replace(report, reason=chosen, seconds=_since(started))
    profile, source = chosen
    bound = _bind(profile, source, f"{plain.sheet or ''} {found.path.name}", at)
    ignored = _ignored(profile, source)
    note = join_notes(plain.note, source.encoding.note)
    report = replace(report, profile=profile.name, ignored_columns=ignored, reason=note)
    staged = Staged(report, profile, None, contents.hash, version(bound))
    if not _loaded_before(con, staged):
        staged = _map(con, staged, bound, (source, lay_out(source, contents)), table)
    return replace(staged, report=replace(staged.report, seconds=_since(started)))


def _recognised(choice: Choice, source: Source) -> tuple[Profile, Source] | str:
    """The profile, and the file with its true header; or the reason why there is none.

    A file whose first line is no header may have none at all, or a preamble above it.
    """
    profile = _choose(choice, source)
    if isinstance(profile, Profile):
        return profile, source
    if source.format != "csv":
        return profile
    rows = first_rows(source)
    for one in choice.profiles:
        if fits_headerless(one, rows):
            return one, replace(source, header=Header(one.headerless), header_lines=0)
    for later in later_headers(source):
        found = _choose(choice, later)
        if isinstance(found, Profile):
            return found, later
    return profile


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _choose(choice: Choice, source: Source) -> Profile | str:
    """The profile to read the file by, or the reason why there is none."""
    if not choice.forced:
        return best_profile(choice.profiles, source.header, source.format) or _unknown(source)
    only = choice.profiles[0]
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
    asks = "name a profile with --profile, or have one proposed by 'coterie init'"
    return f"no known kind: {what} {shown}{more}; {asks}"


def _ignored(profile: Profile, source: Source) -> tuple[str, ...]:
    used = used_columns(profile, source.header)
    return tuple(c for i, c in enumerate(source.header.columns) if c and i not in used)


def _bind(profile: Profile, source: Source, name: str, at: datetime) -> Bound:
    """The profile bound to the file; JSON lines may hold any key that a profile of them knows."""
    found = DATE_IN_NAME.search(name)
    file_date = "-".join(found.groups()) if found else None
    header = source.header
    if source.format == profile.format == "jsonl":
        header = Header(wanted_columns(profile))
    return Bound(profile, header, file_date, at)


def _loaded_before(con: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    row = first_row(
        con,
        "SELECT count(*) FROM meta.load WHERE file_hash = ? AND mapping = ?",
        [staged.file_hash, staged.mapping],
    )
    return row is not None and row[0] > 0


def _map(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    bound: Bound,
    file: tuple[Source, Layout],
    table: str,
) -> Staged:
    """Read the file, map it into ``table``, and gather what was refused and skipped."""
    with tempfile.TemporaryDirectory(prefix="coterie-") as scratch:
        raw, note = mapped(con, bound, file, table, Path(scratch))
        skip_forgotten(con, rows_of(table), bound.profile.table)
        refuse_late(con, table, bound)
        wrong, footers = _without_footers(raw.rejects, _last_line(con, table))
        refused = sorted((*wrong, *_refused(con, table, raw)), key=lambda r: r.line)
        rejects = _without_forgotten(con, refused)
    skipped = _skipped(con, table)
    if footers:
        skipped["footer"] = footers
    rows = row_count(con, table) + len(raw.rejects)
    said = join_notes(staged.report.reason, note, _note(con, table, bound.profile))
    report = replace(
        staged.report,
        rows=rows,
        refused=len(rejects),
        skipped=sum(skipped.values()),
        skipped_why=skipped,
        reason=said,
    )
    return replace(staged, report=report, table=table, rejects=tuple(rejects))


def _note(con: duckdb.DuckDBPyConnection, table: str, profile: Profile) -> str | None:
    """What the profile has to say of files in which some fields have no value at all."""
    if profile.note is None:
        return None
    text, fields = profile.note
    given = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in fields) or "false"
    usable = f"FROM {table} WHERE skip_why IS NULL AND reason IS NULL"
    found = first_row(con, f"SELECT count(*), count(*) FILTER ({given}) {usable}")
    return text if found and found[0] and not found[1] else None


def _last_line(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = first_row(con, f"SELECT coalesce(max(line), 0) FROM {table}")
    return int(row[0]) if row else 0


def _without_footers(rejects: Sequence[Reject], last: int) -> tuple[list[Reject], int]:
    """Refused rows without those single texts below the last row that reports end with."""
    kept = [
        r
        for r in rejects
        if r.line < last or not r.reason.startswith("too few") or not FOOTER.match(r.raw)
    ]
    return kept, len(rejects) - len(kept)


def _without_forgotten(con: duckdb.DuckDBPyConnection, rejects: Sequence[Reject]) -> list[Reject]:
    """Refused rows, of those about a forgotten human only that they were there."""
    theirs = names_forgotten(con, [r.raw for r in rejects])
    return [
        Reject(r.line, WHY, f"[{WHY}]") if named else r
        for r, named in zip(rejects, theirs, strict=True)
    ]


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
