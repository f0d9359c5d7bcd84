"""What one pass over all bytes of a file tells, before anything of it is understood."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from loaders.values import BROKEN

BLOCK = 1 << 22
"""Bytes that are read, and hashed, at a time."""
HASHERS = 2
SEAM = 8
"""Bytes of the block before that may begin what this block ends."""
FORMULA = re.compile(rb'="')
GARBLED = re.compile(rb"\xc3[\x82-\xb4][\xc2-\xf4]")
"""``mojibake.SUSPECT`` in UTF-8."""


@dataclass(frozen=True)
class Contents:
    """What one pass over all bytes tells: their hash, line ends, and what they are not.

    Attributes:
        hash: of the hashes of all blocks.
        formulas: cells may be formulas, or what is left of broken ones; never in JSON.
        garbled: letters may have been encoded twice.
    """

    hash: str
    newlines: int
    ends_open: bool
    utf8: bool
    binary: bool
    ascii: bool = True
    nuls: int = 0
    formulas: bool = True
    garbled: bool = True


def examine(path: Path) -> Contents:
    """Hash and nature of a file's bytes, in one pass; blocks are hashed by several threads."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    newlines, nuls, utf8, ascii_, last = 0, 0, True, True, b"\n"
    formulas = garbled = escapes = json_lines = False
    parts: deque[Future[bytes]] = deque()
    whole = hashlib.sha256()
    with path.open("rb", buffering=0) as file, ThreadPoolExecutor(HASHERS) as pool:
        while block := file.read(BLOCK):
            json_lines = json_lines or (not parts and block.lstrip()[:1] in (b"{", b"["))
            parts.append(pool.submit(_digest, block))
            newlines += block.count(b"\n")
            nuls += block.count(b"\0")
            plain = block.isascii()
            utf8 = utf8 and ((plain and ascii_) or _decodes(decoder, block))
            ascii_ = ascii_ and plain
            both = (block, last[-SEAM:] + block[:SEAM])
            formulas = formulas or (not json_lines and any(map(_may_hold_formulas, both)))
            garbled = garbled or (not ascii_ and any(map(_may_be_garbled, both)))
            escapes = escapes or (b"\\" in block and b"\\u" in block)
            last = block
            if len(parts) > 2 * HASHERS:
                whole.update(parts.popleft().result())
        for part in parts:
            whole.update(part.result())
    utf8 = utf8 and (ascii_ or _decodes(decoder, b"", final=True))
    ends_open = not last.endswith(b"\n")
    garbled = garbled or (escapes and not ascii_)
    return Contents(
        whole.hexdigest(), newlines, ends_open, utf8, nuls > 0, ascii_, nuls, formulas, garbled
    )


def _digest(block: bytes) -> bytes:
    return hashlib.sha256(block).digest()


def _may_hold_formulas(block: bytes) -> bool:
    """Whether cells may be in it that ``values.unwrap`` is for."""
    if b"=" in block and FORMULA.search(block):
        return True
    return b"#" in block and any(word.encode() in block for word in BROKEN)


def _may_be_garbled(block: bytes) -> bool:
    return b"\xef\xbf\xbd" in block or GARBLED.search(block) is not None


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
