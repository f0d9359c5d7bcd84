"""Files to facts against a bare scan of the same bytes, in one run.

``python -m benchmarks.load [--rows N] [--kinds events,leads,members] [--match N]`` prints it.

S is what DuckDB needs to scan the file at full width, types found by itself:
``SELECT count(COLUMNS(*)) FROM read_csv(...)`` or ``read_json(...)``. Every stage runs in a process
of its own, and its peak memory is that process's; figures are ratios to S, by the clock and by
processor time, since absolute rates move with the machine and with what else runs on it.
pandas and Polars do nothing but read the file whole, where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

GOALS = {"load": "goal 4, 512 MB", "same again": "goal 0.4"}
ACCOUNTS_PER_LEAD = 10


class Spent(NamedTuple):
    """What one stage took; ``note`` is what it has to say."""

    wall: float
    cpu: float
    megabytes: float
    note: str = ""


def scan(path: Path, facts: Path) -> str:
    import duckdb  # noqa: PLC0415 - each stage's process pays for its own imports only

    reader = "read_json" if path.suffix == ".jsonl" else "read_csv"
    with duckdb.connect() as con:
        found = con.execute(f"SELECT count(COLUMNS(*)) FROM {reader}(?)", [str(path)]).fetchone()
    return f"{max(found or (0,))} rows"


def load_facts(path: Path, facts: Path) -> str:
    from graph.facts.open import open_facts  # noqa: PLC0415
    from graph.workspace.config import Config  # noqa: PLC0415
    from loaders.load import load  # noqa: PLC0415

    con = open_facts(facts)
    report = load(con, [path], Config())
    con.close()
    return ", ".join(
        f"{f.rows} rows: {f.loaded} loaded, {f.duplicates} duplicates, {f.refused} refused, "
        f"{f.skipped} skipped"
        for f in report.files
    )


def identify(path: Path, facts: Path) -> str:
    from graph.facts.open import open_facts  # noqa: PLC0415
    from graph.workspace.config import Config  # noqa: PLC0415
    from loaders.ingest import refresh  # noqa: PLC0415

    con = open_facts(facts)
    refresh(con, Config())
    return _matched(con)


def _matched(con) -> str:
    found = con.execute(
        "SELECT coalesce(match_method, 'none'), count(*) FROM graph.record GROUP BY 1 ORDER BY 1"
    ).fetchall()
    touches = con.execute("SELECT count(*) FROM resolved.touch").fetchall()[0][0]
    con.close()
    return ", ".join(f"{n} {method}" for method, n in found) or f"{touches} signals placed"


def pandas_read(path: Path, facts: Path) -> str:
    import pandas  # noqa: PLC0415

    if path.suffix == ".jsonl":
        return f"{len(pandas.read_json(path, lines=True))} rows"
    return f"{len(pandas.read_csv(path))} rows"


def polars_read(path: Path, facts: Path) -> str:
    import polars  # noqa: PLC0415

    read = polars.read_ndjson if path.suffix == ".jsonl" else polars.read_csv
    return f"{read(path).height} rows"


STAGES: dict[str, Callable[[Path, Path], str]] = {
    "scan": scan,
    "load": load_facts,
    "identify": identify,
    "pandas": pandas_read,
    "polars": polars_read,
}


def run(stage: str, path: Path, facts: Path) -> Spent:
    """Run one stage in its own process."""
    command = [sys.executable, "-m", "benchmarks.load", "--stage", stage, str(path), str(facts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Spent(*json.loads(done.stdout.splitlines()[-1]))


def in_own_process(stage: str, path: Path, facts: Path) -> None:
    """Do the work of ``run``, timed without the interpreter's start, its imports included."""
    began = time.perf_counter()
    note = STAGES[stage](path, facts)
    wall = time.perf_counter() - began
    spent = os.times()
    sys.stdout.write(json.dumps([wall, spent.user + spent.system, peak(), note]) + "\n")


def peak() -> float:
    """Peak memory of this process in MB; Linux' own figure does not count the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


def installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def tell(stage: str, spent: Spent, base: Spent) -> None:
    goal = GOALS.get(stage, "")
    sys.stdout.write(
        f"  {stage:12s} {spent.wall:8.2f} s {spent.wall / base.wall:7.2f} S "
        f"{spent.cpu / base.cpu:7.2f} S by cpu {spent.megabytes:6.0f} MB  {goal:15s} {spent.note}\n"
    )
    sys.stdout.flush()


def one_kind(kind: str, folder: Path, rows: int) -> None:
    """The table of one kind of file."""
    from benchmarks.exports import EXPORTS  # noqa: PLC0415

    path = EXPORTS[kind](folder, rows)
    facts = folder / "facts.duckdb"
    sys.stdout.write(f"{kind}: {rows} rows, {path.stat().st_size / 1e6:.0f} MB\n")
    first = run("scan", path, facts)
    load, again = run("load", path, facts), run("load", path, facts)
    identity = run("identify", path, facts)
    base = min(first, run("scan", path, facts))
    tell("S", base, base)
    tell("load", load, base)
    tell("same again", again, base)
    tell("identify", identity, base)
    for name in ("pandas", "polars"):
        if installed(name):
            tell(name, run(name, path, facts), base)
        else:
            sys.stdout.write(f"  {name:12s} not installed\n")
    path.unlink()
    facts.unlink()


def matching(folder: Path, rows: int) -> None:
    """Leads against accounts, a tenth as many."""
    from benchmarks.exports import accounts, leads  # noqa: PLC0415

    facts = folder / "facts.duckdb"
    for path in (accounts(folder, rows // ACCOUNTS_PER_LEAD), leads(folder, rows)):
        base = run("scan", path, facts)
        run("load", path, facts)
    sys.stdout.write(f"matching: {rows} leads against {rows // ACCOUNTS_PER_LEAD} accounts\n")
    tell("S", base, base)
    spent = run("identify", path, facts)
    tell("identify", spent, base)
    sys.stdout.write(f"  {spent.cpu:.1f} s of processor time for all of identity\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each file")
    parser.add_argument("--kinds", default="events,leads,members")
    parser.add_argument("--match", type=int, default=200_000, help="leads to match; 0 for none")
    parser.add_argument("--stage", nargs=3, metavar=("STAGE", "FILE", "FACTS"))
    asked = parser.parse_args()
    if asked.stage:
        stage, path, facts = asked.stage
        in_own_process(stage, Path(path), Path(facts))
        return 0
    sys.stdout.write(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"DuckDB {importlib.metadata.version('duckdb')}\n"
    )
    with tempfile.TemporaryDirectory(prefix="coterie-bench-") as scratch:
        for kind in filter(None, asked.kinds.split(",")):
            one_kind(kind, Path(scratch), asked.rows)
        if asked.match:
            matching(Path(scratch), asked.match)
    return 0


if __name__ == "__main__":
    sys.exit(main())
