"""Results on stdout: tables for eyes, one JSON document or CSV for machines."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.app import clean
from graph.queries import wording

Row = Mapping[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make a spreadsheet calculate a cell."""
WIDE = 100_000
"""Width of a table that no terminal bounds."""
NARROW = 1.4
"""A table this many times as wide as the terminal would be folded beyond reading."""
CELL, GAP = 24, 3


@dataclass(frozen=True)
class Column:
    """A column of a table for eyes.

    Attributes:
        text: what to show of a row.
        right: flush right, for numbers.
        whole: never broken over lines, for what is copied.
    """

    heading: str
    text: Callable[[Row], object]
    right: bool = False
    whole: bool = False


def field(name: str, heading: str | None = None, *, whole: bool = False) -> Column:
    """A column that shows one field as it is."""
    return Column(heading or name.replace("_", " "), lambda row: row[name], whole=whole)


def number(name: str, heading: str | None = None) -> Column:
    """A column that shows a count or measure."""
    return Column(heading or name.replace("_", " "), lambda row: row[name], right=True)


def count(name: str) -> Column:
    """A column that shows a count, and nothing for none."""
    return Column(name, lambda row: row[name] or None, right=True)


def share(name: str, heading: str | None = None) -> Column:
    """A column that shows a probability as a percentage."""
    return Column(
        heading or name.replace("_", " "), lambda row: percent(row[name]), right=True, whole=True
    )


def percent(value: float | None) -> str:
    """``72 %``; nothing for null."""
    return "" if value is None else wording.percent(value)


def date(text: str | None) -> str:
    """The day of an instant; nothing for null."""
    return (text or "")[:10]


def show_rows(
    rows: Sequence[Row], form: str, fields: Sequence[str], columns: Sequence[Column]
) -> None:
    """Rows as an array, as CSV with ``fields`` as its header, or as a table of ``columns``."""
    if form == "json":
        show_json(list(rows))
    elif form == "csv":
        show_csv(rows, fields)
    elif rows:
        show_table(rows, columns)


def show_object(row: Row, form: str, fields: Sequence[str]) -> None:
    """One object: as JSON, as CSV with one row, or as a line per field."""
    if form == "json":
        show_json(dict(row))
    elif form == "csv":
        show_csv([row], fields)
    else:
        wide = max(len(name) for name in fields)
        for name in fields:
            click.echo(f"{name.replace('_', ' '):<{wide}}  {plain(row[name])}".rstrip())


def show_json(document: Any) -> None:
    """One JSON document; numbers that JSON does not know become null."""
    try:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(document), ensure_ascii=False, indent=1)
    click.echo(text)


def csv_text(rows: Sequence[Row], fields: Sequence[str]) -> str:
    """CSV with a header; lists of words are joined by ``; ``, all else nested is JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_guarded(name) for name in fields])
    writer.writerows([_cell(row[name]) for name in fields] for row in rows)
    return out.getvalue()


def show_csv(rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Rows as ``csv_text`` gives them."""
    click.echo(csv_text(rows, fields), nl=False)


def show_table(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """A table; where a terminal is far too narrow for it, a block of lines per row.

    Columns without any value are left out.
    """
    cells = [[plain(column.text(row)) for column in columns] for row in rows]
    kept = [n for n in range(len(columns)) if any(line[n] for line in cells)]
    columns = [columns[n] for n in kept]
    cells = [[line[n] for n in kept] for line in cells]
    if sys.stdout.isatty() and _width(columns, cells) > NARROW * Console().width:
        _draw_blocks(columns, cells)
    else:
        _draw(columns, cells)


def _width(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> int:
    """Characters that a line would take, no cell longer than it reads well."""
    widest = [
        max(min(cell_len(text), CELL) for text in (column.heading, *(line[n] for line in cells)))
        for n, column in enumerate(columns)
    ]
    return sum(widest) + GAP * len(widest)


def _draw_blocks(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    wide = max(len(column.heading) for column in columns)
    for number, line in enumerate(cells):
        if number:
            click.echo()
        for column, text in zip(columns, line, strict=True):
            click.echo(f"{column.heading:<{wide}}  {text}")


def plain(value: object) -> str:
    """A value for eyes, on one line, with nothing in it that could steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, Mapping):
        return clean(json.dumps(value, ensure_ascii=False, default=str))
    return clean(str(value))


def _draw(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            Text(column.heading),
            justify="right" if column.right else "left",
            no_wrap=column.whole,
            overflow="fold",
        )
    for line in cells:
        table.add_row(*map(Text, line))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    out = io.StringIO()
    Console(file=out, width=WIDE, highlight=False, color_system=None).print(table)
    click.echo("\n".join(line.rstrip() for line in out.getvalue().splitlines()))


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return _guarded("; ".join(value))
    if isinstance(value, list | tuple | Mapping):
        return json.dumps(_finite(value), ensure_ascii=False)
    return _guarded(value) if isinstance(value, str) else value


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
