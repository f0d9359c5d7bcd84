"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from graph.errors import InputError


def write_whole(path: Path, content: str | bytes, what: str) -> None:
    """Write a file beside its place and move it there; text as UTF-8, lines as they are.

    Args:
        what: what it is called in an error, such as "the map".

    Raises:
        InputError: it cannot be written; nothing is left behind.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            part.chmod(0o644)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        fix = "name a file in a folder that exists and can be written to"
        raise InputError(f"cannot write {what}: {reason}", where=str(path), fix=fix) from error
