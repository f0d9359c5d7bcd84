"""The process that answers one confined query: JSON on stdin, JSON on stdout, then it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from graph.errors import StoreError
from graph.store.embedded import EmbeddedStore


def main() -> None:
    """Answer ``{path, text, parameters, limit}`` with the table, or with the error."""
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(_answer(asked)).encode())


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        with EmbeddedStore(Path(asked["path"])) as store:
            table = store.read(asked["text"], asked["parameters"], limit=asked["limit"])
    except StoreError as error:
        said = {"what": error.what, "where": error.where, "fix": error.fix}
        return {"error": {"kind": type(error).__name__, **said}}
    return {"columns": table.columns, "rows": table.rows, "truncated": table.truncated}
