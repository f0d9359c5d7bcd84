"""Taking a damaged CSV file apart, record by record, so that one bad row costs one row.

DuckDB reads whole files; this is for those it refuses. A record whose quotes do not close is
refused by its first line alone, and reading goes on at the next, so that nothing after it is
swallowed.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.facts.ledger import Reject

MAX_RECORD = 16_000_000
"""Characters within which a quote must close."""


@dataclass(frozen=True)
class Record:
    """A whole record: the physical line it starts at, how many lines it has, its fields."""

    line: int
    span: int
    fields: tuple[str, ...]


class _Broken(Exception):
    """A record that cannot be read; the text says why."""


class _Lines:
    """Physical lines with as much look-ahead as a record needs."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.source = iter(lines)
        self.ahead: deque[str] = deque()
        self.number = 1

    def peek(self, index: int) -> str | None:
        while len(self.ahead) <= index:
            line = next(self.source, None)
            if line is None:
                return None
            self.ahead.append(line)
        return self.ahead[index]

    def take(self, count: int) -> str:
        self.number += count
        return "".join(self.ahead.popleft() for _ in range(count))


def records(
    lines: Iterable[str], delimiter: str, width: int, least: int | None = None
) -> Iterator[Record | Reject]:
    """Records and refused rows of a CSV file, in order, its header among them.

    Args:
        lines: physical lines, line ends kept.
        delimiter: one character.
        width: number of columns; empty fields beyond it are dropped.
        least: fields that a record must have, where the columns behind have no name; ``width``
            where all have one.
    """
    queue = _Lines(lines)
    while (first := queue.peek(0)) is not None:
        line = queue.number
        if not first.strip("\r\n"):
            queue.take(1)
            continue
        try:
            fields, span = _fields(queue, delimiter)
        except _Broken as broken:
            yield Reject(line, str(broken), queue.take(1).rstrip("\r\n"))
            continue
        raw = queue.take(span).rstrip("\r\n")
        while len(fields) > width and not fields[-1]:
            fields.pop()
        if least is not None and least <= len(fields) < width:
            fields += [""] * (width - len(fields))
        if len(fields) != width:
            few = "few" if len(fields) < width else "many"
            yield Reject(line, f"too {few} fields: {len(fields)} instead of {width}", raw)
        else:
            yield Record(line, span, tuple(fields))


def _fields(queue: _Lines, delimiter: str) -> tuple[list[str], int]:
    """Fields of the record at the head of the queue, and the number of its lines."""
    text = queue.peek(0) or ""
    if '"' not in text:
        return text.rstrip("\r\n").split(delimiter), 1
    end_of_field = _end_of_field(delimiter)
    fields: list[str] = []
    lines, at = 1, 0
    while True:
        if text.startswith('"', at):
            value, text, at, lines = _quoted(queue, text, at + 1, lines)
            fields.append(value)
            end = end_of_field.match(text, at)
            if end is None:
                raise _Broken("quote left open" if lines > 1 else "text after a closing quote")
            at = end.end()
            if not end["delimiter"]:
                return fields, lines
            continue
        end_at = text.find(delimiter, at)
        if end_at < 0:
            fields.append(text[at:].rstrip("\r\n"))
            return fields, lines
        fields.append(text[at:end_at])
        at = end_at + 1


@cache
def _end_of_field(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[ ]*(?:(?P<delimiter>{re.escape(delimiter)})|\r?\n?\Z)")


def _quoted(queue: _Lines, text: str, at: int, lines: int) -> tuple[str, str, int, int]:
    """A quoted value from ``at`` on, then the line it ends in, where, and the lines so far."""
    parts: list[str] = []
    size = 0
    while True:
        quote = text.find('"', at)
        if quote < 0:
            parts.append(text[at:])
            size += len(text)
            following = queue.peek(lines)
            if following is None or size > MAX_RECORD:
                raise _Broken("quote left open")
            text, at, lines = following, 0, lines + 1
        elif text.startswith('"', quote + 1):
            parts.append(text[at : quote + 1])
            at = quote + 2
        else:
            parts.append(text[at:quote])
            return "".join(parts), text, quote + 1, lines
