"""Reading a file into a table of text: its used columns, with the line each record starts at.

For files that cannot be mapped as they lie there (``loaders.scan``). DuckDB reads, with dialect and
columns given and nothing sniffed. What it refuses (ragged rows, open quotes, mixed line ends, blank
lines between rows) is first taken apart by ``loaders.records``, which keeps every bad row apart and
writes the good ones out clean.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.facts.ledger import Reject
from graph.facts.rows import first_row, row_count
from loaders.bound import Parameters
from loaders.layout import Layout
from loaders.records import records
from loaders.scan import MAX_LINE, UTF_8, csv_scan, json_path, lines_scan, names
from loaders.source import Source, named_columns

READ_TABLES = ("raw", "lines")
"""Temporary tables that reading may leave behind."""


@dataclass(frozen=True)
class Raw:
    """A table of text: ``line``, ``span`` and one column ``c<position>`` per used column.

    Attributes:
        rejects: rows that never got into the table.
        path: the file as it was read (transcoded, where need was).
        encoding: encoding of that file.
    """

    table: str
    rejects: tuple[Reject, ...]
    path: Path
    encoding: str


def read_csv(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    layout: Layout,
    used: Sequence[int],
    scratch: Path,
) -> Raw:
    """Read the ``used`` columns of a CSV file into a new temporary table ``raw``."""
    path, encoding = _utf8(source, scratch)
    lines = layout.lines if path == source.path else _lines(path)
    if source.plain_header and _read_whole(con, path, source, used, lines):
        return Raw("raw", (), path, encoding)
    rejects = _read_apart(con, path, source, used, scratch)
    return Raw("raw", tuple(rejects), path, encoding)


def _utf8(source: Source, scratch: Path) -> tuple[Path, str]:
    """The file as UTF-8: itself, or a copy of it."""
    encoding = source.encoding
    if encoding.name in UTF_8 and not encoding.mixed:
        return source.path, encoding.name
    copy = scratch / "utf8"
    with (
        source.path.open(encoding=encoding.name, errors=encoding.errors, newline="") as read,
        copy.open("w", encoding="utf-8", newline="") as write,
    ):
        while block := read.read(1 << 20):
            write.write(block.replace("\0", "\ufffd"))
    return copy, "utf-8"


def _lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
            last = block
    return count + (not last.endswith(b"\n"))


def _read_whole(
    con: duckdb.DuckDBPyConnection, path: Path, source: Source, used: Sequence[int], lines: int
) -> bool:
    """Let DuckDB read it all; False when a row or a line number would not be right."""
    width, wanted = len(source.header.columns), names(used)
    first = source.header_lines
    given = Parameters()
    scan, values = csv_scan(source, given, path), given.values
    try:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE raw AS
                SELECT {first} + row_number() OVER () AS line, 1 AS span, {wanted} FROM {scan}""",
            values,
        )
        if row_count(con, "raw") == lines - first:
            return True
        every = ", ".join(f"c{i}" for i in range(width))
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE raw AS
                SELECT {first + 1} + coalesce(sum(span) OVER (
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS line, *
                FROM (SELECT 1 + length(x) - length(replace(x, chr(10), '')) AS span, {wanted}
                      FROM (SELECT concat({every}) AS x, {wanted} FROM {scan}))""",
            values,
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return first_row(con, "SELECT coalesce(sum(span), 0) FROM raw") == (lines - first,)


def _read_apart(
    con: duckdb.DuckDBPyConnection, path: Path, source: Source, used: Sequence[int], scratch: Path
) -> list[Reject]:
    """Write the good rows out clean and read those; gives the others."""
    rejects: list[Reject] = []
    clean = scratch / "clean"
    width, longest = len(source.header.columns), 0
    least = named_columns(source.header.columns)
    with (
        path.open(encoding="utf-8-sig", newline="") as lines,
        clean.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for record in records(lines, source.delimiter, width, least):
            if record.line <= source.header_lines:
                continue
            if isinstance(record, Reject):
                rejects.append(record)
            else:
                row = (record.line, record.span, *(record.fields[i] for i in used))
                longest = max(longest, sum(map(len, record.fields)))
                writer.writerow(row)
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in used)
    limit = max(MAX_LINE, 5 * longest)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM read_csv(?, auto_detect = false,
            header = false, delim = ',', quote = '"', escape = '"', strict_mode = true,
            max_line_size = {limit}, buffer_size = {8 * limit},
            columns = {{'line': 'BIGINT', 'span': 'BIGINT', {columns}}})""",
        [str(clean)],
    )
    return rejects


def read_jsonl(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    layout: Layout,
    used: Sequence[str],
    scratch: Path,
) -> Raw:
    """Read the ``used`` dotted keys of a file of JSON lines into a new temporary table ``raw``."""
    path, encoding = _utf8(source, scratch)
    lines = layout.lines if path == source.path else _lines(path)
    if not _read_lines(con, path, MAX_LINE, lines):
        copy, longest = _guarded(path, scratch)
        _read_lines(con, copy, max(MAX_LINE, 2 * longest), lines)
    paths = {f"p{i}": json_path(key) for i, key in enumerate(used)}
    wanted = ", ".join(f"v[{i + 1}] AS c{i}" for i in range(len(used)))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT line, 1 AS span, {wanted}
            FROM (SELECT line, json_extract_string(j, [{", ".join(f"${p}" for p in paths)}]) AS v
                  FROM (SELECT line, TRY_CAST(text AS JSON) AS j FROM lines)
                  WHERE json_type(j) = 'OBJECT')""",
        paths,
    )
    bad = con.execute(
        """SELECT line, text FROM lines WHERE line NOT IN (SELECT line FROM raw)
           AND trim(text) <> '' ORDER BY line"""
    ).fetchall()
    con.execute("DROP TABLE lines")
    rejects = tuple(Reject(line, "no whole JSON object", text) for line, text in bad)
    return Raw("raw", rejects, path, encoding)


def _read_lines(con: duckdb.DuckDBPyConnection, path: Path, limit: int, lines: int) -> bool:
    """Read the file into table ``lines``; False when DuckDB counts its lines otherwise."""
    given = Parameters()
    scan = lines_scan(given, path, limit)
    try:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE lines AS
                SELECT row_number() OVER () AS line, text FROM {scan}""",
            given.values,
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return row_count(con, "lines") == lines


def _guarded(path: Path, scratch: Path) -> tuple[Path, int]:
    """A copy in which every line is one field and ends alike, and the bytes of its longest line.

    A control character has no place in JSON, so exchanging one for another mends no line.
    """
    copy, longest = scratch / "guarded", 0
    with path.open("rb") as lines, copy.open("wb") as out:
        for line in lines:
            longest = max(longest, len(line))
            out.write(line.rstrip(b"\r\n").replace(b"\x01", b"\x02").replace(b"\r", b"\x02"))
            out.write(b"\n")
    return copy, longest


def raw_text(raw: Raw, wanted: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Raw text of the records at these (line, span), by line; the wanted are few."""
    found: dict[int, list[str]] = {line: [] for line, _ in wanted}
    owner = {line + i: line for line, span in wanted for i in range(span)}
    if not owner:
        return {}
    with raw.path.open(encoding=raw.encoding, errors="replace", newline="") as lines:
        for number, text in enumerate(lines, 1):
            if number in owner:
                found[owner[number]].append(text)
    return {line: "".join(texts).rstrip("\r\n") for line, texts in found.items()}
