"""How the bytes of a new file lie, in one pass: its lines, and which care its cells need.

Files that were loaded before need none of this, so it is apart from ``loaders.examine``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from loaders.examine import Contents
from loaders.source import Source
from loaders.values import BROKEN

Bytes = npt.NDArray[np.uint8]
BLOCK = 1 << 18
"""Bytes that are looked at at a time: few enough to stay in the processor's cache."""
SEAM = 8
"""Bytes of the block before that may begin what this block ends."""
FORMULA = re.compile(rb'="')
GARBLED = re.compile(rb"\xc3[\x82-\xb4][\xc2-\xf4]")
"""``mojibake.SUSPECT`` in UTF-8."""
BLANK, QUOTE, LINE_FEED, RETURN = 32, ord('"'), ord("\n"), ord("\r")
WIDE_BLANKS = (b"\xc2\xa0", codecs.BOM_UTF8)
"""Blanks beyond ASCII that ``values`` trims, as UTF-8."""


@dataclass(frozen=True)
class Layout:
    """What a reader must know of a file's lines and cells.

    Attributes:
        ends_open: the last line has no end.
        plain: all bytes are ASCII, none a NUL.
        formulas: cells may be formulas, or what is left of broken ones; never in JSON.
        garbled: letters may have been encoded twice.
        tidy: no cell begins or ends with a blank, or is ``#N/A``; never said of JSON.
    """

    newlines: int
    ends_open: bool
    plain: bool = False
    formulas: bool = True
    garbled: bool = True
    tidy: bool = False

    @property
    def lines(self) -> int:
        """Lines of the file, a last one without end among them."""
        return self.newlines + self.ends_open


def lay_out(source: Source, contents: Contents) -> Layout:
    """Look through a file's bytes, and through the cells of one that is no JSON."""
    newlines, last = 0, b"\n"
    formulas = garbled = escapes = False
    edges = _Edges(ord(source.delimiter)) if source.format == "csv" else None
    for block in _blocks(source.path):
        both = (block, last[-SEAM:] + block[:SEAM])
        if edges is None:
            newlines += block.count(b"\n")
        else:
            edges.see(block)
            formulas = formulas or any(map(_may_hold_formulas, both))
        if not contents.ascii:
            garbled = garbled or any(map(_may_be_garbled, both))
            escapes = escapes or (b"\\" in block and b"\\u" in block)
        last = block
    if edges is not None:
        edges.end()
        newlines = edges.newlines
    tidy = edges is not None and edges.tidy
    plain = contents.ascii and not contents.binary
    open_ = not last.endswith(b"\n")
    return Layout(newlines, open_, plain, formulas, garbled or escapes, tidy)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            yield block


class _Edges:
    """Watches, block by block, for blanks at the edge of a cell.

    A delimiter between quotes is no edge; quotes are, doubled ones too, which only costs the
    file the trimming of its cells.
    """

    def __init__(self, delimiter: int) -> None:
        self.delimiter = delimiter
        self.edge = np.zeros(256, np.bool_)
        self.edge[[QUOTE, LINE_FEED, RETURN, delimiter]] = True
        self.before = b"\n"
        self.newlines, self.first, self.tidy, self.inside = 0, True, True, False

    def see(self, block: bytes) -> None:
        """Look at one more block."""
        if self.first:
            block, self.first = block.removeprefix(codecs.BOM_UTF8), False
        window = self.before + block
        self.before = window[-2:]
        self._see(window)

    def end(self) -> None:
        """Look at the last byte, which waits for what comes behind it."""
        self._see(self.before + b"\n")

    def _see(self, window: bytes) -> None:
        """Look at all of a window but its first and last byte."""
        data = np.frombuffer(window, np.uint8)
        at = np.flatnonzero(data[1:-1] <= BLANK) + 1
        found = data[at]
        self.newlines += int(np.count_nonzero(found == LINE_FEED))
        if self.tidy:
            inner = data[at + 1]
            ends = (found == LINE_FEED) | ((found == RETURN) & (inner == LINE_FEED))
            blanks = at[~ends & (found != self.delimiter)]
            self.tidy = not (self._odd(window) or self._at_edge(window, data, blanks))

    def _odd(self, window: bytes) -> bool:
        """Whether cells may be in it that are ``#N/A``, or have a wide blank or tab at an edge."""
        if b"#" in window and b"#N" in window:
            return True
        if self.delimiter <= BLANK and b'"' in window:
            return True
        return (b"\xa0" in window or b"\xbf" in window) and any(
            wide in window for wide in WIDE_BLANKS
        )

    def _at_edge(self, window: bytes, data: Bytes, blanks: npt.NDArray[np.intp]) -> bool:
        """Whether one of the blanks stands at the edge of a cell; counts the quotes."""
        quoted = b'"' in window
        quotes = np.flatnonzero(data[1:-1] == QUOTE) + 1 if quoted else np.empty(0, np.intp)
        left, right = data[blanks - 1], data[blanks + 1]
        near = self.edge[left] | self.edge[right]
        near_at, left, right = blanks[near], left[near], right[near]
        within = (np.searchsorted(quotes, near_at) + self.inside) % 2 == 1
        firm = (self.edge[left] & (left != self.delimiter)) | (
            self.edge[right] & (right != self.delimiter)
        )
        self.inside = (len(quotes) + self.inside) % 2 == 1
        return bool(np.any(firm | ~within))


def _may_hold_formulas(block: bytes) -> bool:
    """Whether cells may be in it that ``values.unwrap`` is for."""
    if b"=" in block and FORMULA.search(block):
        return True
    return b"#" in block and any(word.encode() in block for word in BROKEN)


def _may_be_garbled(block: bytes) -> bool:
    return b"\xef\xbf\xbd" in block or GARBLED.search(block) is not None
