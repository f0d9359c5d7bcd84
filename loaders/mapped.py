"""From a file to its staged rows: as it lies there, or by way of a table of its text.

The first way reads every byte once and copies no text. It is given up as soon as anything is not as
it should be; the second then makes good what there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from graph.facts.rows import first_row, row_count
from loaders.bound import Bound, styled_columns
from loaders.layout import Layout
from loaders.map import statement
from loaders.mojibake import garbled, mend
from loaders.profile import used_columns
from loaders.read import Raw, read_csv, read_jsonl
from loaders.refusals import BY_COLUMN
from loaders.remarks import join_notes
from loaders.scan import scan_csv, scan_jsonl
from loaders.source import Source
from loaders.staged import keep, rows_of
from loaders.unread import unread_numbers
from loaders.values import styles, unwrap

Mapped = tuple[Raw, str | None]


def mapped(
    con: duckdb.DuckDBPyConnection,
    bound: Bound,
    file: tuple[Source, Layout],
    table: str,
    scratch: Path,
) -> Mapped:
    """Stage a file's rows as ``table``; gives what was read, and what to say of it."""
    return _straight(con, bound, file, table) or _around(con, bound, file, table, scratch)


def _straight(
    con: duckdb.DuckDBPyConnection, bound: Bound, file: tuple[Source, Layout], table: str
) -> Mapped | None:
    """Map a file as it lies there; None when it is not as it should be."""
    source, layout = file
    used = used_columns(bound.profile, bound.header)
    scan = (
        scan_jsonl(source, layout, bound.header.columns, used)
        if source.format == "jsonl"
        else scan_csv(source, layout, used)
    )
    if scan is None or layout.formulas or not used:
        return None
    rows, values = scan.sql, scan.values
    note = None
    try:
        if not layout.plain and layout.garbled:
            found = garbled(con, rows, [f"c{i}" for i in used], values)
            if found.pairs:
                return None
            note = found.note
        keep(con, table, statement(bound, scan), bound.profile.table)
        if _tells_by_column(con, table):
            bound = _styled(con, bound, rows, values)
            keep(con, table, statement(bound, scan), bound.profile.table)
            note = join_notes(note, unread_numbers(con, bound, scan.numbered, values))
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    if row_count(con, rows_of(table)) != scan.rows:
        return None
    return Raw("raw", (), scan.path, scan.encoding), note


def _tells_by_column(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether a row was refused for a cell that its whole column may tell how to read."""
    told = " OR ".join("contains(reason, ?)" for _ in BY_COLUMN)
    found = f"SELECT 1 FROM {rows_of(table)} WHERE {told} LIMIT 1"
    return first_row(con, found, BY_COLUMN) is not None


def _styled(
    con: duckdb.DuckDBPyConnection,
    bound: Bound,
    rows: str,
    values: Mapping[str, object] | None = None,
) -> Bound:
    """The profile with what the columns, looked through as wholes, tell of their cells."""
    return replace(
        bound, styles=styles(con, rows, styled_columns(bound), bound.profile.said, values)
    )


def _around(
    con: duckdb.DuckDBPyConnection,
    bound: Bound,
    file: tuple[Source, Layout],
    table: str,
    scratch: Path,
) -> Mapped:
    """Map a file by way of a table of its text, in which all is made good first."""
    source, layout = file
    if source.format == "jsonl":
        raw = read_jsonl(con, source, layout, bound.header.columns, scratch)
    else:
        used = used_columns(bound.profile, bound.header)
        raw = read_csv(con, source, layout, used, scratch)
        unwrap(con, "raw", _text_columns(con))
    note = None if layout.plain else mend(con, "raw", _text_columns(con))
    bound = _styled(con, bound, "raw")
    note = join_notes(note, unread_numbers(con, bound, "raw"))
    keep(con, table, statement(bound), bound.profile.table)
    con.execute("DROP TABLE raw")
    return raw, note


def _text_columns(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute("DESCRIBE raw").fetchall()
    return [name for name, *_ in found if name not in ("line", "span")]
