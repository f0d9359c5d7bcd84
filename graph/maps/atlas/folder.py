"""The atlas' folder: replaced whole, and only where it is ours or empty.

A new atlas is written into a hidden folder inside the target, then its parts take the places of
the old ones by renaming. So a run that is killed leaves the old atlas, and what lies beside it in
the folder is never touched.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import InputError

MANIFEST = "atlas.json"
KIND = "coterie atlas"
_BEGUN, _OLD = ".atlas-new-", ".atlas-old-"


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that holds something else than an atlas.

    Raises:
        InputError: it is a file, or holds other things and ``force`` is not given.
    """
    if folder.is_dir():
        others = sorted(p.name for p in folder.iterdir() if not p.name.startswith((_BEGUN, _OLD)))
        if others and not force and not is_atlas(folder):
            raise InputError(
                f"the folder is not empty and holds no atlas (it holds {others[0]!r})",
                where=str(folder),
                fix="name another folder, or add --force to write the atlas beside what is there",
            )
    elif folder.exists():
        raise InputError(
            "an atlas is a folder, and this is a file", where=str(folder), fix="name a folder"
        )


def is_atlas(folder: Path) -> bool:
    """Whether an atlas was written there."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("kind") == KIND


@contextmanager
def replacing(folder: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    """A place to write a new atlas; at the end it takes the place of the old one.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in (*folder.glob(f"{_BEGUN}*"), *folder.glob(f"{_OLD}*")):
            shutil.rmtree(left, ignore_errors=True)
        begun = Path(tempfile.mkdtemp(prefix=_BEGUN, dir=folder))
        try:
            yield begun
            text = json.dumps({"kind": KIND} | manifest, ensure_ascii=False, indent=1)
            (begun / MANIFEST).write_text(text + "\n", encoding="utf-8")
            _swap(folder, begun)
        finally:
            shutil.rmtree(begun, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"cannot write the atlas: {error.strerror or error}",
            where=str(folder),
            fix="name a folder that can be written to",
        ) from error


def _swap(folder: Path, begun: Path) -> None:
    """Each part of the new atlas in the place of the old; pages of earlier versions go too."""
    old = Path(tempfile.mkdtemp(prefix=_OLD, dir=folder))
    try:
        for part in sorted(begun.iterdir()):
            there = folder / part.name
            if there.exists() or there.is_symlink():
                there.rename(old / part.name)
            part.rename(there)
    finally:
        shutil.rmtree(old, ignore_errors=True)
