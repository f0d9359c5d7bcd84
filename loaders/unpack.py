"""Packed files as plain ones: gzip, zip, Parquet, workbooks and JSON arrays become text.

A workbook gives one plain file per sheet that holds anything, an archive one or more per member.
What is damaged gives a reason and no rows at all: half a file is never loaded.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import python_calamine

from loaders.archives import TooLarge, copy_within, is_workbook, limit, members
from loaders.json_lines import as_lines

GZIP, PARQUET, ZIP = b"\x1f\x8b", b"PAR1", b"PK\x03\x04"
BOMB = "packed data that becomes far too large; unpack it yourself if that is meant"


@dataclass(frozen=True)
class Plain:
    """One readable file.

    Attributes:
        sheet: name of the sheet, where a workbook holds several, or of the archive's member.
        reason: why there is nothing to read; None when there is.
        note: what to say of it besides.
    """

    path: Path
    sheet: str | None = None
    reason: str | None = None
    note: str | None = None


def unpack(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> list[Plain]:
    """The plain files of a file: itself when it is not packed."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(GZIP):
        return _gunzipped(con, path, scratch)
    if head.startswith(PARQUET):
        return [_parquet(con, path, scratch)]
    if head.startswith(ZIP):
        return _sheets(path, scratch) if is_workbook(path) else _members(con, path, scratch)
    lines = as_lines(con, path, scratch)
    if lines.path is None:
        return [Plain(path, reason="JSON that is cut off or damaged; fetch it again")]
    return [Plain(lines.path, note=lines.note)]


def _members(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> list[Plain]:
    found = []
    try:
        for number, member in enumerate(members(path, scratch)):
            if member.path is None:
                inner = [Plain(path, reason=member.reason)]
            elif _begins(member.path, ZIP) and not is_workbook(member.path):
                inner = [Plain(path, reason="an archive in an archive; unpack it first")]
            else:
                folder = scratch / f"inside{number}"
                folder.mkdir()
                inner = unpack(con, member.path, folder)
            found += [replace(one, sheet=_named(member.name, one.sheet)) for one in inner]
    except zipfile.BadZipFile:
        return [Plain(path, reason="zip archive that is cut off or damaged; fetch it again")]
    except TooLarge:
        return [Plain(path, reason=BOMB)]
    return found or [Plain(path, reason="empty file")]


def _begins(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _named(member: str, sheet: str | None) -> str:
    return f"{member}: {sheet}" if sheet else member


def _gunzipped(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> list[Plain]:
    plain = scratch / path.stem
    try:
        with gzip.open(path) as packed:
            copy_within(packed, plain, limit(path))
    except TooLarge:
        return [Plain(path, reason=BOMB)]
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return [Plain(path, reason="gzip file that is cut off or damaged; fetch it again")]
    inner = scratch / "inside"
    inner.mkdir()
    return unpack(con, plain, inner)


def _parquet(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> Plain:
    """Flat columns as CSV; nested ones as JSON lines, whose keys have dots."""
    target = scratch / "rows"
    place = str(target).replace("'", "''")
    try:
        types = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        nested = any("(" in kind or kind.endswith("[]") for _, kind, *_ in types)
        if nested or any("." in name for name, *_ in types):
            how = "FORMAT json"
        else:
            how = "FORMAT csv, HEADER true"
        con.execute(f"COPY (SELECT * FROM read_parquet(?)) TO '{place}' ({how})", [str(path)])
    except duckdb.Error:
        return Plain(path, reason="Parquet file that is cut off or damaged; fetch it again")
    return Plain(target)


def _sheets(path: Path, scratch: Path) -> list[Plain]:
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError):
        return [Plain(path, reason="workbook that is damaged or locked; save it as CSV")]
    filled = [(name, rows) for name, rows in sheets if any(any(map(_shown, r)) for r in rows)]
    if not filled:
        return [Plain(path, reason="empty file")]
    plain = []
    for number, (name, rows) in enumerate(filled):
        target = scratch / f"sheet{number}"
        with target.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(_texts(rows))
        plain.append(Plain(target, sheet=name if len(filled) > 1 else None))
    return plain


def _texts(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    """Rows as text, each in one line, empty rows kept so that lines count as the sheet's rows."""
    for row in rows:
        yield [_shown(cell).replace("\r", " ").replace("\n", " ") for cell in row]


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
