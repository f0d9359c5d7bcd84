"""File names for accounts: the same on every system, also after a zip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 80
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def stem(text: str) -> str:
    """Letters, digits, dots and dashes of a name, in lower case; ``account`` where none is left.

    Names that mean a device on Windows get a word before them.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    kept = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")[:LONGEST].rstrip("-._")
    if not kept:
        return "account"
    return f"account-{kept}" if _DEVICES.match(kept) else kept


def unique_stems(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A stem of its own for each id of (id, name); of equal ones the smallest id has it plain."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for id_, name in sorted(named):
        wanted = stem(name)
        if wanted in taken:
            wanted = f"{wanted}-{sha256(id_.encode()).hexdigest()[:8]}"
        taken.add(wanted)
        found[id_] = wanted
    return found
