"""A query against the embedded graph in a process of its own.

The engine runs inside the process that asks, so a runaway query could not be stopped and a crash
would take the command with it. A child that opens the graph, answers and ends can be killed.
The caller must have closed the graph, since one process at a time may hold it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from graph.errors import QueryError, ReadOnlyError, StoreError
from graph.store.base import Parameters, Table

START_SECONDS = 3.0
"""What the child may take to start, on top of the query's own time."""
_CHILD = "from graph.store.child import main; main()"
_ERRORS = {error.__name__: error for error in (QueryError, ReadOnlyError, StoreError)}


def read_confined(
    path: Path, text: str, parameters: Parameters | None, limit: int | None, timeout: float
) -> Table:
    """Run a reading query in a child process; see ``graph.store.base.GraphStore.read``.

    Raises:
        QueryError: it took longer than ``timeout`` seconds, or the engine broke down.
    """
    asked = json.dumps(
        {"path": str(path), "text": text, "parameters": dict(parameters or {}), "limit": limit}
    )
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter, our own text
            [sys.executable, "-P", "-c", _CHILD],
            env={**os.environ, "PYTHONPATH": _search_path()},
            input=asked.encode(),
            capture_output=True,
            timeout=timeout + START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        what = f"the query took longer than {timeout:g} s"
        raise QueryError(what, fix="narrow it, or raise --timeout") from None
    if done.returncode != 0:
        fix = "narrow the query; nothing was changed"
        raise QueryError("the embedded engine broke down under this query", fix=fix)
    return _answer(json.loads(done.stdout))


def _search_path() -> str:
    """This very package first, whatever the folder that the command was started in holds."""
    own = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([own, *filter(None, [os.environ.get("PYTHONPATH")])])


def _answer(given: dict[str, Any]) -> Table:
    error = given.get("error")
    if error:
        kind = _ERRORS[error["kind"]]
        raise kind(error["what"], where=error["where"], fix=error["fix"])
    return Table(tuple(given["columns"]), given["rows"], given["truncated"])
