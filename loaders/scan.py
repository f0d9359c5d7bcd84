"""A file's rows straight from where it lies, for a mapping to read.

Nothing is copied before it is mapped: a table of text would cost as much as all the rest. So this
is only for files whose every line is one row; what else there is, ``loaders.read`` makes good.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.facts.tables import quoted
from loaders.bound import Parameters
from loaders.json_lines import FIELD_GUARD
from loaders.layout import Layout
from loaders.source import Source

MAX_LINE = 1_048_576
"""Bytes of a line that DuckDB is let buffer at first; a longer one is measured, then allowed."""
UTF_8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class Scan:
    """Rows of text straight from a file, each line one row, its place telling the line.

    Attributes:
        sql: SELECT in brackets, of one column ``c<position>`` per used column.
        values: of its parameters.
        first: lines above the first row.
        rows: how many there are, when the file is as it should be.
        tidy: no cell needs trimming, nor is one ``#N/A``.
    """

    sql: str
    values: dict[str, object]
    first: int
    rows: int
    path: Path
    encoding: str
    tidy: bool = False

    @property
    def numbered(self) -> str:
        """The rows with ``line`` and ``span``.

        Counted where they are read: the places of rows that several threads put into a table need
        not be those of the file.
        """
        return f"(SELECT {self.first} + row_number() OVER () AS line, 1 AS span, * FROM {self.sql})"


def scan_csv(source: Source, layout: Layout, used: Sequence[int]) -> Scan | None:
    """A CSV file as it lies there; None where it must be rewritten or taken apart first."""
    encoding = source.encoding
    if encoding.name not in UTF_8 or encoding.mixed or not source.plain_header:
        return None
    given = Parameters()
    sql = f"(SELECT {names(used)} FROM {csv_scan(source, given, source.path)})"
    lines = layout.lines - source.header_lines
    return Scan(
        sql,
        given.values,
        source.header_lines,
        lines,
        source.path,
        encoding.name,
        tidy=layout.tidy,
    )


def scan_jsonl(
    source: Source, layout: Layout, keys: Sequence[str], used: Sequence[int]
) -> Scan | None:
    """A file of JSON lines as it lies there; a line that is no object stops the reading.

    All wanted keys are taken from a line at once, in the shape that ``_shape`` gives.
    """
    shape = _shape([keys[i] for i in used])
    if source.encoding.name != "utf-8" or source.encoding.mixed or shape is None:
        return None
    given = Parameters()
    lines = lines_scan(given, source.path, MAX_LINE)
    stop = "error('no JSON object')"
    sql = f"""(SELECT {", ".join(f"{_taken(keys[i], shape)} AS c{i}" for i in used)}
        FROM (SELECT CASE WHEN coalesce(starts_with(text, '{{'), false)
            THEN json_transform(text, {given.add(json.dumps(shape))}) ELSE {stop} END AS v
            FROM {lines}))"""
    return Scan(sql, given.values, 0, layout.lines, source.path, source.encoding.name)


Shape = dict[str, Any]


def _shape(keys: Sequence[str]) -> Shape | None:
    """Dotted keys as nested objects; JSON where a key is wanted itself and looked into too.

    None where two keys differ by case alone, which a struct cannot hold.
    """
    shape: Shape = {}
    for key in sorted(keys, key=lambda k: k.count(".")):
        at = shape
        *above, last = key.split(".")
        for part in above:
            inner = at.setdefault(part, {})
            if not isinstance(inner, dict):
                at[part] = "JSON"
                break
            at = inner
        else:
            at.setdefault(last, "VARCHAR")
    return shape if _cases_agree(shape) else None


def _cases_agree(shape: Shape) -> bool:
    folded = {name.casefold() for name in shape}
    inner = (one for one in shape.values() if isinstance(one, dict))
    return len(folded) == len(shape) and all(map(_cases_agree, inner))


def _taken(key: str, shape: Shape) -> str:
    """SQL of one key's text in the struct ``v``."""
    sql, at = "v", shape
    parts = key.split(".")
    for number, part in enumerate(parts):
        sql += "." + quoted(part)
        inner = at[part]
        if inner == "JSON":
            rest = json_path(".".join(parts[number + 1 :])) if parts[number + 1 :] else "$"
            return f"json_extract_string({sql}, '{rest}')"
        at = inner if isinstance(inner, dict) else {}
    return sql


def names(used: Sequence[int]) -> str:
    """Columns of text at these positions."""
    return ", ".join(f"c{i}" for i in used)


def csv_scan(source: Source, given: Parameters, path: Path) -> str:
    """The file to DuckDB, with everything said that it would otherwise guess."""
    width = len(source.header.columns)
    return f"""read_csv({given.add(str(path))}, auto_detect = false,
        header = {source.header_lines > 0}, delim = {given.add(source.delimiter)}, quote = '"',
        escape = '"', strict_mode = true, max_line_size = {MAX_LINE}, buffer_size = {8 * MAX_LINE},
        columns = {{{", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))}}})"""


def lines_scan(given: Parameters, path: Path, limit: int) -> str:
    """The lines of a file, each as ``text``."""
    return f"""read_csv({given.add(str(path))}, auto_detect = false, header = false,
        delim = '{FIELD_GUARD}', quote = '', escape = '', strict_mode = false,
        max_line_size = {limit}, buffer_size = {8 * limit}, columns = {{'text': 'VARCHAR'}})"""


def json_path(key: str) -> str:
    """The path of a dotted key in a JSON object."""
    return "$" + "".join('."' + part.replace('"', "") + '"' for part in key.split("."))
