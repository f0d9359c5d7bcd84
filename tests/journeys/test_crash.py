"""Kills, full disks and Ctrl-C: the workspace is as before or whole, and the next run finishes."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import EXPORTS
from tests.journeys.conftest import ROOT, runner

ROWS = 3_000
HEAD = "Id,FirstName,LastName,Title,Company,Email,Status,CreatedDate\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Exports that take long enough to be killed in."""
    folder = tmp_path_factory.mktemp("crash") / "exports"
    folder.mkdir()
    for name, text in EXPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = (
        f"00Q9{n},Ann,Lee{n},CISO,Acme,lee{n}@acme.example,Open,2026-02-01\n" for n in range(ROWS)
    )
    (folder / "many.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return folder


def begin(folder: Path, *arguments: object, **more: object) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **more,
    )


def shown(run):
    """What the workspace holds: counts, and every lead."""
    counts = run("status", "--format", "json").json["counts"]
    return counts, run("leads", "--format", "json").out


@pytest.fixture(scope="module")
def whole(tmp_path_factory, files):
    """What a load that nothing disturbs leaves behind, and the seconds that it took."""
    run = runner(tmp_path_factory.mktemp("whole"))
    started = time.monotonic()
    run("load", files)
    seconds = time.monotonic() - started
    return shown(run), seconds


@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
def test_a_killed_load_is_finished_by_the_next(tmp_path, files, whole, share):
    expected, seconds = whole
    process = begin(tmp_path, "load", files)
    time.sleep(share * seconds)
    process.kill()
    process.communicate()
    run = runner(tmp_path)
    done = run("load", files, "--format", "json")
    assert done.code in (0, 3), done.err
    assert sum(row["refused"] for row in json.loads(done.out)) in (0, 1)
    assert shown(run) == expected


def wait_for(path: Path) -> None:
    """Until the process at work has begun to write."""
    until = time.monotonic() + 120
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)


def test_ctrl_c_ends_with_130_and_loses_nothing(tmp_path, files, whole):
    process = begin(tmp_path, "load", files)
    wait_for(tmp_path / ".coterie" / "holder")
    time.sleep(0.1 * whole[1])
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    run = runner(tmp_path)
    if process.returncode != 3:  # the load was through before the signal came
        assert process.returncode == 130
        assert said.strip().splitlines()[-1] == "coterie: interrupted"
    run("load", files)
    assert shown(run) == whole[0]


def test_a_full_disk_is_one_line_and_the_next_run_finishes(tmp_path, files, whole):
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    process = begin(tmp_path, "--quiet", "load", files, preexec_fn=little)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1
    (line,) = said.strip().splitlines()
    assert "disk" in line
    assert "defect" not in line
    run = runner(tmp_path)
    run("load", files)
    assert shown(run) == whole[0]


def test_a_second_process_waits_or_names_the_first(tmp_path, files):
    process = begin(tmp_path, "load", files)
    wait_for(tmp_path / ".coterie" / "holder")
    other = runner(tmp_path)("status")
    assert other.code == 0 or "in use by coterie load" in other.err
    process.communicate(timeout=300)
    assert process.returncode == 3
