"""How wide a text is, and where it breaks: without a browser.

Advance widths are those of the typeface that the page brings along (Inter), so that lines broken
here fit there. Letters that it lacks are estimated a little on the wide side; the page squeezes a
line that another face would make too wide.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

ELLIPSIS = "…"
WIDTHS = "inter-5.3.0-widths.json"
_WIDE, _OTHER = 1050, 720  # thousandths of the size: full-width letters, letters of other faces


@lru_cache(maxsize=1)
def _advances() -> dict[int, dict[str, int]]:
    """Thousandths of the font size by weight and letter."""
    place = files("graph.maps") / "assets" / "vendor" / WIDTHS
    table = json.loads(place.read_text(encoding="utf-8"))
    letters = table.pop("letters")
    return {int(weight): dict(zip(letters, row, strict=True)) for weight, row in table.items()}


@lru_cache(maxsize=8192)
def _letter(letter: str, weight: int) -> int:
    known = _advances()[weight].get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    base = unicodedata.normalize("NFD", letter)[0]
    return _letter(base, weight) if base != letter else _OTHER


def width(text: str, size: float, weight: int = 400) -> float:
    """Width of ``text`` at font size ``size``, in the unit of ``size``."""
    return sum(_letter(letter, weight) for letter in text) * size / 1000


def clean(text: str | None) -> str:
    """One line: control characters and line breaks of any kind become a single space."""
    if not text:
        return ""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs", "Cs"} else c for c in text)
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Style:
    """How a label is set: font size, line height, room for a line, lines at most, weight."""

    size: float
    leading: float
    room: float
    lines: int
    weight: int = 400


def wrap(text: str | None, style: Style) -> tuple[str, ...]:
    """Lines that fit ``style.room``; what is left over ends in an ellipsis."""
    lines: list[str] = []
    current = ""
    for word in _pieces(clean(text), style):
        joined = f"{current} {word}" if current else word
        if not current or width(joined, style.size, style.weight) <= style.room:
            current = joined
        else:
            lines.append(current)
            current = word
    lines += [current] if current else []
    if len(lines) <= style.lines:
        return tuple(lines)
    rest = " ".join(lines[style.lines - 1 :])
    return (*lines[: style.lines - 1], shorten(rest, style))


def shorten(text: str, style: Style) -> str:
    """``text`` on one line, cut with an ellipsis when it is too wide."""
    if width(text, style.size, style.weight) <= style.room:
        return text
    room = style.room - width(ELLIPSIS, style.size, style.weight)
    return _head(text, style, room).rstrip() + ELLIPSIS


def _pieces(text: str, style: Style) -> list[str]:
    """Words, those wider than a line cut into pieces that fit."""
    pieces: list[str] = []
    for word in text.split(" ") if text else []:
        rest = word
        while width(rest, style.size, style.weight) > style.room:
            head = _head(rest, style, style.room) or rest[0]
            pieces.append(head)
            rest = rest[len(head) :]
        pieces += [rest] if rest else []
    return pieces


def _head(text: str, style: Style, room: float) -> str:
    used = 0.0
    for position, letter in enumerate(text):
        used += width(letter, style.size, style.weight)
        if used > room:
            return text[:position]
    return text


def initials(name: str) -> str:
    """First letters of the first and the last word that begin with a letter, else ``?``."""
    words = [word for word in clean(name).split(" ") if word and word[0].isalpha()]
    if not words:
        return "?"
    ends = (words[0], words[-1]) if len(words) > 1 else (words[0],)
    return "".join(word[0] for word in ends).upper()[:2]


def short_name(name: str, style: Style) -> str:
    """A name on one line: whole, else with first names as letters, else cut."""
    words = clean(name).split(" ")
    whole = " ".join(words)
    if width(whole, style.size, style.weight) <= style.room or len(words) < 2:
        return shorten(whole, style)
    for kept in (f"{words[0][0]}. {' '.join(words[1:])}", f"{words[0][0]}. {words[-1]}"):
        if width(kept, style.size, style.weight) <= style.room:
            return kept
    return shorten(f"{words[0][0]}. {words[-1]}", style)
