"""The encoding of a file: by its mark, by what was said of it, or by its bytes.

Valid UTF-8 is believed. Anything else is a guess, and the report of the load says which.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from loaders.examine import Contents
from loaders.letters import tell

CP_1252 = "coterie-cp1252"
"""Error handler for bytes that are no UTF-8."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD = 4096
"""Bytes by which UTF-16 without a mark is told."""
SAMPLE, LONGEST = 1 << 17, 1 << 13
"""Bytes of lines that are looked at for letters, and of each of them."""
BLOCK = 1 << 20
WIDE_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
WIDE_RUN = re.compile(rb"[\x80-\xff]+")
SHOWN = 8
"""Letters that a remark shows."""
SAY = "say [files] encoding in coterie.toml, or encoding in the profile"


@dataclass(frozen=True)
class Encoding:
    """How a file's bytes are read.

    Attributes:
        name: Python's.
        mixed: bytes that are no UTF-8 are read as Windows' cp1252, by the handler ``CP_1252``,
            and stray NULs as the mark of a letter that was lost.
        note: what the report says of it; no word of the file's own, since people are forgotten.
    """

    name: str
    mixed: bool = False
    note: str | None = None

    @property
    def errors(self) -> str:
        """Python's handler of bytes that are wrong in it."""
        return CP_1252 if self.mixed else "replace"

    @property
    def wide(self) -> bool:
        """Every letter takes several bytes, so that NULs are usual."""
        return self.name.startswith(("utf-16", "utf-32"))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows writes them; the few it leaves undefined as latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    text = "".join(_character(wrong[i : i + 1]) for i in range(len(wrong)))
    return text, error.end


def _character(byte: bytes) -> str:
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


codecs.register_error(CP_1252, _as_cp1252)


def encoding_of(path: Path, contents: Contents, said: str | None = None) -> Encoding:
    """The encoding of a file.

    Args:
        said: what a profile or coterie.toml says; a mark, and letters that are UTF-8, win over it.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    marked = marked_encoding(head)
    if marked is not None:
        return Encoding(marked)
    if said is not None and not (contents.utf8 and not contents.ascii):
        one = Encoding(codecs.lookup(said).name)
        if contents.binary or not one.wide:
            return one
    wide = _without_mark(head) if contents.binary else None
    if wide is not None:
        return Encoding(wide)
    if contents.utf8:
        return Encoding("utf-8", mixed=contents.binary)
    return _guessed(path)


def decoded(head: bytes, encoding: Encoding) -> str:
    """The text of a file's first bytes, which may end within a letter."""
    decoder = codecs.getincrementaldecoder(encoding.name)
    return decoder(errors=encoding.errors).decode(head)


def marked_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((name for bom, name in BOMS if head.startswith(bom)), None)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 by the NULs beside its plain letters, which stand at every other place only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most * 8 < len(head) or least * 50 > most:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(path: Path) -> Encoding:
    """By the letters of lines that are no UTF-8."""
    sample = _sample(path)
    if _mostly_utf8(sample):
        letters = _shown(sample, "utf-8", CP_1252)
        return Encoding("utf-8", True, f"UTF-8 with some bytes that are read as cp1252 ({letters})")
    told = tell(sample)
    letters = _shown(sample, told.encoding, "replace")
    if told.encoding != "cp1252":
        return Encoding(told.encoding, note=f"read as {told.encoding}, by its letters: {letters}")
    doubt = f"if {letters} look wrong, {SAY}"
    if not told.likely:
        doubt = f"but {letters} are unlikely letters; {SAY}"
    return Encoding("utf-8", True, f"no UTF-8, read as cp1252: {doubt}")


def _sample(path: Path) -> bytes:
    """Lines with bytes beyond ASCII, up to a size; few files have none in their first block."""
    found, size = [], 0
    with path.open("rb") as file:
        while size < SAMPLE and (block := file.read(BLOCK)):
            for match in WIDE_LINE.finditer(block) if not block.isascii() else ():
                found.append(match.group()[:LONGEST])
                size += len(found[-1])
                if size >= SAMPLE:
                    break
    return b"\n".join(found)


def _mostly_utf8(sample: bytes) -> bool:
    """Whether a good part of the letters is UTF-8; elsewhere next to none is, by chance."""
    runs = set(WIDE_RUN.findall(sample))
    right = sum(_decodes(run) for run in runs)
    return right * 4 >= len(runs)


def _decodes(run: bytes) -> bool:
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def _shown(sample: bytes, encoding: str, errors: str) -> str:
    """The first distinct letters beyond ASCII, as they are read."""
    text = sample.decode(encoding, errors=errors)
    letters = dict.fromkeys(c for c in text if c > "\x7f" and c.isprintable())
    return " ".join(list(letters)[:SHOWN])
