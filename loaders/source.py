"""What a file is, before it is read: found, told apart by its first bytes, its header taken.

Files are recognised by what is in them, never by their names.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.workspace.folder import is_workspace
from loaders.encodings import Encoding, decoded, encoding_of
from loaders.examine import Contents
from loaders.profile import Header
from loaders.records import Record, records

CONFIG_NAME = "coterie.toml"
HEAD = 1_048_576
"""Bytes in which a header, or a first JSON line, must end."""
SAMPLE = 50
"""Rows that tell whether a file without a header is of a kind."""
WIDEST = 1 << 30
"""Columns that no file has."""
PREAMBLE = 30
"""Lines of a title or notice that may stand above a header."""
DELIMITERS = (",", ";", "\t", "|")
STRAY = 100
"""Text may have a NUL in so many bytes, left by a database's padding; more make it binary."""
MAGIC = (
    (b"PK\x03\x04", "a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or locked workbook"),
    (b"%PDF", "a PDF"),
)


@dataclass(frozen=True)
class Found:
    """A file met on the way; ``named`` when the command line names it itself."""

    path: Path
    named: bool


@dataclass(frozen=True)
class Source:
    """A readable file.

    Attributes:
        encoding: how its bytes are read.
        plain_header: the header is the first record, or there is none; no preamble above it.
        format: csv or jsonl.
        header: columns, or dotted keys of the first JSON lines.
        header_lines: physical lines that the header takes; 0 for JSON.
        delimiter: of a CSV file.
    """

    path: Path
    encoding: Encoding
    format: str
    header: Header
    header_lines: int = 0
    delimiter: str = ","
    plain_header: bool = True


def find_files(paths: Sequence[Path]) -> list[Found]:
    """Every file under the paths, folders walked in order; coterie.toml is left out.

    Raises:
        InputError: a path does not exist.
    """
    for path in paths:
        if not path.exists():
            raise InputError("no such file or folder", where=str(path), fix="check the path")
        if not path.is_dir() and not path.is_file():
            raise InputError("neither a file nor a folder", where=str(path), fix="name a file")
    found: dict[Path, Found] = {}
    for path in paths:
        for file in _walk(path, frozenset()):
            if file.name != CONFIG_NAME:
                one = Found(file, named=file == path)
                found.setdefault(_real(file), one)
    return list(found.values())


def _real(file: Path) -> Path:
    """Where a file lies; a link that leads round in a circle, itself."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file.absolute()


def _walk(path: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Files in and under a path, sorted, links that lead nowhere among them.

    A folder inside itself (by a link) is not entered, nor is a workspace.
    """
    if not path.is_dir():
        yield path
        return
    real = path.resolve()
    if real in above or is_workspace(path):
        return
    try:
        children = sorted(path.iterdir(), key=lambda child: child.name)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from None
    for child in children:
        if not child.name.startswith("."):
            yield from _walk(child, above | {real})


def find_config(paths: Sequence[Path]) -> Path | None:
    """The last coterie.toml in the folders, or one that is named itself; None when none is met."""
    found = None
    for path in paths:
        for file in _walk(path, frozenset()):
            if file.name == CONFIG_NAME and file.is_file():
                found = file
    return found


def recognise(path: Path, contents: Contents, said: str | None = None) -> Source | str:
    """The file's format and header, or the reason why it cannot be read.

    Args:
        said: the encoding of files that are neither marked nor UTF-8.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        return "empty file"
    for magic, what in MAGIC:
        if head.startswith(magic):
            return f"binary file: {what}; unpack it or save it as CSV"
    encoding = encoding_of(path, contents, said)
    stray = contents.utf8 and contents.nuls * STRAY <= path.stat().st_size
    if contents.binary and not encoding.wide and not stray:
        return "binary file: NUL bytes in it; save it as CSV or JSON lines"
    text = decoded(head, encoding)
    if text.lstrip().startswith(("{", "[")):
        return _json_source(path, encoding, text)
    return _csv_source(path, encoding, text)


def _lines(text: str) -> list[str]:
    """Lines by line feeds and carriage returns only, their ends kept."""
    return io.StringIO(text, newline="").readlines()


def _json_source(path: Path, encoding: Encoding, text: str) -> Source | str:
    keys: dict[str, None] = {}
    for line in _lines(text):
        try:
            value = json.loads(line)
            found = tuple(_dotted(value)) if isinstance(value, dict) else ()
        except (ValueError, RecursionError):
            continue
        keys.update(dict.fromkeys(found))
    if not keys:
        return "no known kind: JSON, but not one object per line"
    return Source(path, encoding, "jsonl", Header(tuple(keys)))


def _dotted(value: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, inner in value.items():
        name = f"{above}{key}"
        if isinstance(inner, dict) and inner:
            yield from _dotted(inner, f"{name}.")
        else:
            yield name


def _csv_source(path: Path, encoding: Encoding, text: str) -> Source | str:
    """The header by the delimiter that gives most columns; DELIMITERS' order decides ties."""
    lines = _lines(text)
    best: Source | None = None
    for delimiter in DELIMITERS:
        header = _header(lines, delimiter)
        if header is None:
            continue
        end = header.line + header.span - 1
        columns = _columns(header, lines[end:], delimiter)
        if best is None or _named(columns) > _named(best.header.columns):
            best = Source(path, encoding, "csv", Header(columns), end, delimiter)
    return best or "no known kind: the first line is no header"


def _columns(header: Record, below: list[str], delimiter: str) -> tuple[str, ...]:
    """Names of the columns; nameless ones at the end only where one of the first rows fills them,
    or all have them.
    """
    columns = tuple(c.strip() for c in header.fields)
    if columns[-1]:
        return columns
    named = named_columns(columns)
    width = len(columns)
    found = records(below[:SAMPLE], delimiter, width, named)
    rows = [row.fields for row in found if isinstance(row, Record)]
    filled = any(cell.strip() for row in rows for cell in row[named:])
    first = next(records(below, delimiter, width), None)
    return columns if filled or isinstance(first, Record) or first is None else columns[:named]


def named_columns(columns: tuple[str, ...]) -> int:
    """How many columns there are up to the last that has a name."""
    return max((i for i, c in enumerate(columns, 1) if c), default=len(columns))


def _named(columns: tuple[str, ...]) -> int:
    return sum(bool(name.strip()) for name in columns)


def later_headers(source: Source) -> Iterator[Source]:
    """The file with each of its first lines taken as the header, the lines above a preamble."""
    lines = _lines(_head_text(source))[: PREAMBLE + 1]
    for number in range(1, len(lines)):
        for delimiter in DELIMITERS:
            header = _header(lines[number:], delimiter)
            if header is not None and header.line == 1 and _named(header.fields) > 1:
                end = number + header.span
                columns = _columns(header, lines[end:], delimiter)
                yield replace(
                    source,
                    header=Header(columns),
                    header_lines=end,
                    delimiter=delimiter,
                    plain_header=False,
                )


def first_rows(source: Source) -> list[tuple[str, ...]]:
    """Whole records at the head of a file without a header."""
    lines = _lines(_head_text(source))[:SAMPLE]
    found = records(lines, source.delimiter, len(source.header.columns))
    return [record.fields for record in found if isinstance(record, Record)]


def first_objects(source: Source) -> list[tuple[str, ...]]:
    """Values of the first JSON lines, by the header's keys; empty where a line lacks one."""
    found = []
    for line in _lines(_head_text(source))[:SAMPLE]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found.append(tuple(_at(value, key) for key in source.header.columns))
    return found


def _at(value: Any, key: str) -> str:
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _head_text(source: Source) -> str:
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    return decoded(head, source.encoding)


def _header(lines: list[str], delimiter: str) -> Record | None:
    """The first record, of whatever width it is, nameless columns at its end included."""
    width = WIDEST
    while True:
        first = next(records(lines, delimiter, width), None)
        if isinstance(first, Record) or first is None:
            return first
        words = first.reason.split()
        if words[0] != "too":
            return None
        width = int(words[3])
