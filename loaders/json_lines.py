"""JSON that is not one object per line, as lines.

An array of objects, objects over several lines, or one object around an array of them, as the APIs
of Salesforce (``records``), HubSpot (``results``), Marketo (``result``) and others answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import duckdb

from loaders.encodings import marked_encoding

LARGEST = 64 << 20
"""Bytes of the largest object."""
FEW = 8
"""Most keys before an answer's rows; a row of many keys may hold an array of objects, too."""
ENVELOPE = re.compile(r'"(records|results|result|data|items|rows|value)"\s*:\s*\[\s*(?=[{\]])')
"""Where the rows of an answer begin, by the name that answers hold them under."""
DEEP = 4
"""How many objects the rows of an answer may stand in."""
EVENT_KEYS = frozenset(
    ("messageId", "anonymousId", "userId", "event", "event_id", "event_name", "user_pseudo_id")
)
"""What an event has and an answer has not: the lists in such an object are the event's own."""
LATER_PAGE = re.compile(
    r"(@odata)?[._]?next([._]?(records)?[._]?(url|link|page|token|cursor|pagetoken))?",
    re.IGNORECASE,
)
MORE = frozenset({"moreresult", "hasmore", "has_more"})
TOTALS = frozenset({"totalsize", "total", "totalcount", "total_count"})
"""Keys by which an answer says that there is more of it, or how many rows there are in all."""
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
    if _opening(text) is not None and (not in_lines or PAGES.search(lines[0])):
        return Layout("answer", encoding)
    if len(lines) == 2 and not in_lines and lines[1][:1] != "{":
        return Layout("unstructured", encoding)
    return None


@dataclass(frozen=True)
class Opening:
    """The beginning of an answer: its length, the objects it opens, and what they hold so far."""

    end: int
    depth: int
    before: dict[str, Any]


def _opening(text: str) -> Opening | None:
    """The beginning of the answer that the text begins with; None where it is none."""
    found = ENVELOPE.search(text)
    if found is None or EVENT_KEYS & _first_keys(text):
        return None
    for depth in range(1, DEEP + 1):
        try:
            before = json.loads(text[: found.start()] + '"":0' + "}" * depth)
        except ValueError:  # the name stands deeper, or in a text
            continue
        if isinstance(before, dict) and _few_keys(before):
            return Opening(found.end(), depth, before)
    return None


def _first_keys(text: str) -> frozenset[str]:
    """Keys of the object in the first line, where it is whole."""
    try:
        value = json.loads(text.partition("\n")[0])
    except ValueError:
        return frozenset()
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _few_keys(value: dict[str, Any]) -> bool:
    inner = (one for one in value.values() if isinstance(one, dict))
    return len(value) <= FEW + 1 and all(map(_few_keys, inner))


def _says_more(value: dict[str, Any], rows: int, above: str = "") -> str | None:
    """The key by which an answer of so many rows says that it is not all; None where it is."""
    for key, inner in value.items():
        name, low = f"{above}{key}", key.lower()
        if low in TOTALS and type(inner) is int and inner > rows:
            return name
        if (LATER_PAGE.fullmatch(key) and inner) or (low in MORE and inner is True):
            return name
        if low == "done" and inner is False:
            return name
        deeper = _says_more(inner, rows, f"{name}.") if isinstance(inner, dict) else None
        if deeper is not None:
            return deeper
    return None


def _whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Lines:
    """JSON as lines: where, or None where it is damaged; and what to say of it."""

    path: Path | None
    note: str | None = None


def as_lines(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> Lines:
    """The objects of a file, one per line.

    Line numbers are then the objects' places.
    """
    found = layout(path)
    if found is None:
        return Lines(path)
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
        return Lines(None if found.shape == "array" else path)
    return Lines(target)


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


def _answers(source: Path, target: Path) -> Lines:
    """Write the rows of one answer or several, one per line, without holding the file.

    The file itself where it holds something else besides; no file where it is cut off or damaged.
    """
    rows, more = 0, None
    with (
        source.open(encoding="utf-8-sig", errors="replace") as read,
        target.open("w", encoding="utf-8") as write,
    ):
        text = _Text(read)
        while text.more():
            opening = _opening(text.ahead(HEAD))
            if opening is None:
                return Lines(source)
            text.skip(opening.end)
            while not text.ahead(1).startswith("]"):
                row = text.value("")
                if row is None:
                    return Lines(None)
                write.write(" ".join(row.splitlines()) + "\n")
                rows += 1
                text.more()
            text.skip(1)
            opened = '{"":' * opening.depth + "0"
            behind = text.value(opened)
            if behind is None:
                return Lines(None)
            more = _says_more(json.loads(opened + behind), rows)
            more = more or _says_more(opening.before, rows)
    return Lines(
        target,
        more and f"only a part of what was asked for ({more.strip('.')}): fetch the rest too",
    )


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
