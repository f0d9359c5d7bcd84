"""Zip archives: each member is a file of its own, and none may be larger than can be meant.

Names of members are shown and never used as paths. An archive inside an archive is not opened.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import IO

MOST = 1 << 30
"""Bytes that packed data may always become."""
RATIO = 200
"""Beyond those, how many times its own size: text packs some 5 to 50 times, a bomb 1000 times."""
MEMBERS = 10_000
BLOCK = 1 << 20
WORKBOOK = ("[Content_Types].xml", "mimetype")
"""Members by which an office file is told from an archive of files."""
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
"""What is raised for a member that is damaged, or packed in a way that is not known here."""


class TooLarge(Exception):
    """Packed data that becomes far more than it can be meant to."""


@dataclass(frozen=True)
class Member:
    """A member of an archive: its name, and where it was unpacked to or why it was not."""

    name: str
    path: Path | None
    reason: str | None = None


def is_workbook(path: Path) -> bool:
    """Whether a zip file is a workbook, by what is in it."""
    try:
        with _opened(path) as archive:
            return any(name in WORKBOOK for name in archive.namelist()[:5000])
    except (zipfile.BadZipFile, OSError):
        return False


def members(path: Path, scratch: Path) -> Iterator[Member]:
    """Unpack the members one by one, in the order of their names.

    Raises:
        zipfile.BadZipFile: the archive is damaged.
        TooLarge: all together are too much, or too many.
    """
    with _opened(path) as archive:
        infos = sorted(filter(_is_file, archive.infolist()), key=lambda info: info.filename)
        if len(infos) > MEMBERS:
            raise TooLarge
        left = limit(path)
        if sum(info.file_size for info in infos) > left:
            raise TooLarge
        for number, info in enumerate(infos):
            target = scratch / f"member{number}"
            if info.flag_bits & 1:
                yield Member(info.filename, None, "locked by a password; unpack it first")
                continue
            try:
                with archive.open(info) as packed:
                    left -= copy_within(packed, target, left)
            except (*DAMAGED, OSError) as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise  # the disk's own; bzip2 says by one without a number what it dislikes
                yield Member(info.filename, None, "damaged in the archive; fetch it again")
                continue
            yield Member(info.filename, target)


def _opened(path: Path) -> zipfile.ZipFile:
    """The archive; one whose directory cannot be read is damaged, whatever the reason."""
    try:
        return zipfile.ZipFile(path)
    except (NotImplementedError, UnicodeDecodeError) as error:
        raise zipfile.BadZipFile(str(error)) from error


def _is_file(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return not info.is_dir() and not any(_hidden(part) for part in parts)


def _hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part != "..")


def limit(packed: Path) -> int:
    """Bytes that a packed file may become."""
    return max(MOST, RATIO * packed.stat().st_size)


def copy_within(source: IO[bytes] | GzipFile, target: Path, most: int) -> int:
    """Copy a stream to a file; gives its bytes.

    Raises:
        TooLarge: there are more than ``most``.
    """
    size = 0
    with target.open("wb") as out:
        while block := source.read(BLOCK):
            size += len(block)
            if size > most:
                raise TooLarge
            out.write(block)
    return size
