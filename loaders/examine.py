"""What all bytes of a file tell, before anything of it is understood: which file it is."""

from __future__ import annotations

import codecs
import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 22
"""Bytes that are read, and hashed, at a time."""
HASHERS = 2


@dataclass(frozen=True)
class Contents:
    """A file's bytes: their hash, and what they are not.

    Attributes:
        hash: of the hashes of all blocks.
        nuls: how many NUL bytes there are.
    """

    hash: str
    utf8: bool
    ascii: bool = True
    nuls: int = 0

    @property
    def binary(self) -> bool:
        """NUL bytes are among them."""
        return self.nuls > 0


def examine(path: Path) -> Contents:
    """Hash and nature of a file's bytes, in one pass; blocks are hashed by several threads."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    nuls, utf8, ascii_ = 0, True, True
    parts: deque[Future[bytes]] = deque()
    whole = hashlib.sha256()
    with path.open("rb", buffering=0) as file, ThreadPoolExecutor(HASHERS) as pool:
        while block := file.read(BLOCK):
            parts.append(pool.submit(_digest, block))
            nuls += block.count(b"\0") if b"\0" in block else 0
            plain = block.isascii()
            utf8 = utf8 and ((plain and ascii_) or _decodes(decoder, block))
            ascii_ = ascii_ and plain
            if len(parts) > 2 * HASHERS:
                whole.update(parts.popleft().result())
        for part in parts:
            whole.update(part.result())
    utf8 = utf8 and (ascii_ or _decodes(decoder, b"", final=True))
    return Contents(whole.hexdigest(), utf8, ascii_, nuls)


def _digest(block: bytes) -> bytes:
    return hashlib.sha256(block).digest()


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
