"""How wide a text is, and where it breaks: without a browser, and a little on the wide side.

Advance widths follow Helvetica-like faces in thousandths of the font size. The page draws each
line with its Python width as the upper bound, so another face can be narrower but never wider.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WIDTHS = {
    260: " ",
    250: "ijlI|'.,:;!",
    310: "ft()[]r/\\`",
    390: '-"*',
    530: "csvxyzkJ^_{}",
    590: "abdeghnopquL?0123456789$#=+<>~FTZ",
    670: "EPSXYABVK&",
    722: "CDHNRU",
    780: "GOQ",
    860: "mM",
    960: "wW%@",
}
_BY_LETTER = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BY_LETTER["w"] = 760
_BOLD, _BOLD_CAPITAL = 1.04, 1.0  # bold faces widen small letters, hardly capitals
ELLIPSIS = "…"


@lru_cache(maxsize=8192)
def _letter(letter: str) -> int:
    known = _BY_LETTER.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1050
    base = unicodedata.normalize("NFD", letter)[0]
    return _BY_LETTER.get(base, 720) if base != letter else 720


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of ``text`` at font size ``size``, in the unit of ``size``."""
    if not bold:
        return sum(_letter(letter) for letter in text) * size / 1000
    wide = (_letter(letter) * (_BOLD_CAPITAL if letter.isupper() else _BOLD) for letter in text)
    return sum(wide) * size / 1000


def clean(text: str | None) -> str:
    """One line: control characters and line breaks of any kind become a single space."""
    if not text:
        return ""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs", "Cs"} else c for c in text)
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Style:
    """How a label is set: font size, line height, room for a line, lines at most."""

    size: float
    leading: float
    room: float
    lines: int
    bold: bool = False


def wrap(text: str | None, style: Style) -> tuple[str, ...]:
    """Lines that fit ``style.room``; what is left over ends in an ellipsis."""
    lines: list[str] = []
    current = ""
    for word in _pieces(clean(text), style):
        joined = f"{current} {word}" if current else word
        if not current or width(joined, style.size, bold=style.bold) <= style.room:
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
    if width(text, style.size, bold=style.bold) <= style.room:
        return text
    room = style.room - width(ELLIPSIS, style.size, bold=style.bold)
    return _head(text, style, room).rstrip() + ELLIPSIS


def _pieces(text: str, style: Style) -> list[str]:
    """Words, those wider than a line cut into pieces that fit."""
    pieces: list[str] = []
    for word in text.split(" ") if text else []:
        rest = word
        while width(rest, style.size, bold=style.bold) > style.room:
            head = _head(rest, style, style.room) or rest[0]
            pieces.append(head)
            rest = rest[len(head) :]
        pieces += [rest] if rest else []
    return pieces


def _head(text: str, style: Style, room: float) -> str:
    used = 0.0
    for position, letter in enumerate(text):
        used += width(letter, style.size, bold=style.bold)
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
