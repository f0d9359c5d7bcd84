"""The workspace folder: facts, embedded graph, configuration, and one lock over all of them.

::

    .coterie/
      facts.duckdb   the truth
      graph/         the embedded graph, rebuilt from the facts whenever it is missing or behind
      coterie.toml   the team's own, if it put one here: wins over a loaded one
      loaded.toml    copy of the coterie.toml of the folder loaded last
      lock, holder   the lock, and who holds it
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph.closing import Closing
from graph.errors import WorkspaceError
from graph.workspace.config import Config
from graph.workspace.config_reader import read_config

WAIT_SECONDS = 10.0
FACTS = "facts.duckdb"
GRAPH = "graph"
LOCK = "lock"
MARKS = (FACTS, GRAPH, LOCK)
OWN_CONFIG = "coterie.toml"
LOADED_CONFIG = "loaded.toml"


def is_workspace(path: Path) -> bool:
    """Whether a folder is a workspace, and so no place for exports."""
    return (path / FACTS).is_file() and (path / LOCK).exists()


@dataclass
class Workspace(Closing):
    """An open workspace: while it lives, no other process works in the same folder."""

    path: Path
    lock: FileLock

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        holder: str = "coterie",
        wait: float = WAIT_SECONDS,
    ) -> Workspace:
        """Take the workspace at ``path``, waiting up to ``wait`` seconds for another process.

        Args:
            create: make the folder when it is missing.
            holder: what others are told this process is doing.

        Raises:
            WorkspaceError: it is missing, cannot be written, or is held for too long.
        """
        if not path.is_dir():
            _make(path, create)
        if not create and not any((path / name).exists() for name in MARKS):
            raise _no_workspace(path)  # a folder of other things
        lock = FileLock(path / LOCK)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise WorkspaceError(
                f"in use by {_holder(path)}", where=str(path), fix="wait until it ends"
            ) from None
        except OSError as error:
            raise _unwritable(path, error) from error
        (path / "holder").write_text(f"{holder} (process {os.getpid()})", encoding="utf-8")
        return cls(path, lock)

    def close(self) -> None:
        """Let other processes in; safe to call twice."""
        if self.lock.is_locked:
            (self.path / "holder").unlink(missing_ok=True)
            self.lock.release()

    @property
    def facts_path(self) -> Path:
        """The facts file."""
        return self.path / FACTS

    @property
    def graph_path(self) -> Path:
        """Folder of the embedded graph."""
        return self.path / GRAPH

    @property
    def config_path(self) -> Path | None:
        """The coterie.toml in force, or None."""
        for name in (OWN_CONFIG, LOADED_CONFIG):
            if (self.path / name).is_file():
                return self.path / name
        return None

    def config(self, explicit: Path | None = None) -> Config:
        """The configuration in force: ``explicit``, else the workspace's, else the defaults."""
        return bare_config(explicit or self.config_path)

    def adopt_config(self, path: Path) -> None:
        """Keep a copy of a loaded folder's coterie.toml; the last one loaded wins."""
        shutil.copyfile(path, self.path / LOADED_CONFIG)


def bare_config(path: Path | None) -> Config:
    """The configuration of a file, else the defaults."""
    return read_config(path) if path else Config()


def _make(path: Path, create: bool) -> None:
    if path.exists():
        raise WorkspaceError("not a folder", where=str(path), fix="name another --workspace")
    if not create:
        raise _no_workspace(path)
    try:
        path.mkdir(parents=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _no_workspace(path: Path) -> WorkspaceError:
    fix = "run 'coterie load PATH' first"
    return WorkspaceError("no workspace here", where=str(path), fix=fix)


def _unwritable(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"cannot be written ({error.strerror})",
        where=str(path),
        fix="check its permissions, or name another --workspace",
    )


def _holder(path: Path) -> str:
    try:
        return (path / "holder").read_text(encoding="utf-8")
    except OSError:
        return "another process"
