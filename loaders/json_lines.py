"""JSON that is not one object per line, as lines.

An array of objects, objects over several lines, or one object around an array of them, as the APIs
of Salesforce (``records``), HubSpot (``results``), Marketo (``result``) and others answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from loaders.encodings import marked_encoding

LARGEST = 64 << 20
"""Bytes of the largest object."""
FEW = 8
"""Most keys before an answer's rows; a row of many keys may hold an array of objects, too."""
ENVELOPE = re.compile(r'"(records|results|result|data|items|rows|value)"\s*:\s*\[\s*(?=[{\]])')
"""Where the rows of an answer begin, by the name that answers hold them under."""
PAGES = re.compile(r'"(records|results|result)"')
"""Names that no event has for its own lists: under these, an answer may stand on every line."""
BETWEEN = re.compile(r"[\s,]*")
FIELD_GUARD = "\x01"
"""Delimiter that no JSON text may hold."""
HEAD = 4096


@dataclass(frozen=True)
class Layout:
    """How JSON is laid out that is not in lines.

    Attributes:
        shape: ``array`` of objects; objects that are ``unstructured``, over several lines; or
            ``answer``, objects around an array of rows.
        encoding: Python's name of it.
    """

    shape: str
    encoding: str


def layout(path: Path) -> Layout | None:
    """How the file's JSON is laid out; None for JSON lines and whatever is no JSON."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = marked_encoding(head) or "utf-8"
    text = head.decode(encoding, errors="ignore").lstrip()
    if text.startswith("[") and text[1:].lstrip()[:1] in ("{", "]"):
        return Layout("array", encoding)
    if not text.startswith("{"):
        return None
    lines = [line.strip() for line in text.splitlines()[:2]]
    in_lines = len(lines) == 2 and _whole(lines[0])
    if _begins_rows(text) is not None and (not in_lines or PAGES.search(lines[0])):
        return Layout("answer", encoding)
    if len(lines) == 2 and not in_lines and lines[1][:1] != "{":
        return Layout("unstructured", encoding)
    return None


def _begins_rows(text: str) -> int | None:
    """Where the rows of the answer begin that the text begins with; None where it is none."""
    found = ENVELOPE.search(text)
    if found is None:
        return None
    try:
        before = json.loads(text[: found.start()] + '"":0}')
    except ValueError:  # the name stands deeper, or in a text
        return None
    return found.end() if isinstance(before, dict) and len(before) <= FEW + 1 else None


def _whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def as_lines(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> Path | None:
    """The objects of a file, one per line; None when an array of them is damaged.

    Line numbers are then the objects' places.
    """
    found = layout(path)
    if found is None:
        return path
    source, target = _utf8(path, found.encoding, scratch), scratch / "objects"
    if found.shape == "answer":
        return _answers(source, target)
    place = str(target).replace("'", "''")
    try:
        con.execute(
            f"""COPY (SELECT json(json) FROM read_json_objects(?, format = '{found.shape}',
                maximum_object_size = {LARGEST})) TO '{place}'
            (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '{FIELD_GUARD}')""",
            [str(source)],
        )
    except duckdb.Error:
        return None if found.shape == "array" else path
    return target


def _utf8(path: Path, encoding: str, scratch: Path) -> Path:
    if encoding == "utf-8":
        return path
    copy = scratch / "utf8.json"
    with (
        path.open(encoding=encoding, errors="replace") as read,
        copy.open("w", encoding="utf-8") as write,
    ):
        while block := read.read(1 << 20):
            write.write(block)
    return copy


def _answers(source: Path, target: Path) -> Path | None:
    """Write the rows of one answer or several, one per line, without holding the file.

    The file itself where it holds something else besides; None where it is cut off or damaged.
    """
    with (
        source.open(encoding="utf-8-sig", errors="replace") as read,
        target.open("w", encoding="utf-8") as write,
    ):
        text = _Text(read)
        while text.more():
            start = _begins_rows(text.ahead(HEAD))
            if start is None:
                return source
            text.skip(start)
            while not text.ahead(1).startswith("]"):
                row = text.value("")
                if row is None:
                    return None
                write.write(" ".join(row.splitlines()) + "\n")
                text.more()
            text.skip(1)
            if text.value(_OPEN) is None:
                return None
    return target


_OPEN = '{"":0'
"""Makes a whole object of what stands behind an answer's rows."""


class _Text:
    """A text read by and by: what was read and is not taken yet is held."""

    def __init__(self, source: TextIO) -> None:
        self.source, self.held, self.at = source, "", 0
        self.decoder = json.JSONDecoder()

    def ahead(self, size: int) -> str:
        """The next characters, fewer at the end."""
        while len(self.held) - self.at < size and self._read():
            pass
        return self.held[self.at : self.at + size]

    def more(self) -> bool:
        """Skip blanks and commas; whether anything follows."""
        while self.ahead(1):
            found = BETWEEN.match(self.held, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.held):
                return True
        return False

    def skip(self, size: int) -> None:
        self.at += size

    def value(self, before: str) -> str | None:
        """Take the text of the next value, ``before`` put before it; None where there is none."""
        size = 1 << 12
        while True:
            text = before + self.ahead(size)
            try:
                _, end = self.decoder.raw_decode(text)
            except (ValueError, RecursionError):
                if len(text) < size or size > LARGEST:
                    return None
                size *= 4
                continue
            self.skip(end - len(before))
            return text[len(before) : end]

    def _read(self) -> bool:
        block = self.source.read(1 << 20)
        self.held, self.at = self.held[self.at :] + block, 0
        return bool(block)
