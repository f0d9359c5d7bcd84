"""The installed command, run as a stranger would: a process of its own, nothing shared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.worlds.__main__ import main as plant

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Coterie = Callable[..., Done]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of a small planted world."""
    folder = tmp_path_factory.mktemp("exports") / "world"
    plant([str(folder), "--accounts", "20", "--seed", "2"])
    return folder


def runner(folder: Path, **variables: str) -> Coterie:
    """A function that runs ``coterie`` in ``folder``."""
    path = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)])

    def run(*arguments: object, stdin: str | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path, **variables},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="module")
def coterie(tmp_path_factory: pytest.TempPathFactory, world: Path) -> Coterie:
    """The command in a folder whose workspace holds the world, loaded and analyzed."""
    run = runner(tmp_path_factory.mktemp("here"))
    assert run("load", world).code == 0
    assert run("analyze").code == 0
    return run
