"""One world in every store: rows a second, peak memory, and the time of each named question.

``python -m benchmarks.stores FACTS`` takes the facts of a workspace (``.coterie/facts.duckdb``);
they are copied, so the workspace is left as it is. With ``--signals`` the world is grown to so many
first (``benchmarks.grown``). Each store is filled in a process of its own, so that its peak memory
is its own, and beside it a bare loop (``benchmarks.bare``) that writes the same rows in the best
way its driver knows, comparing nothing; ratios are to that loop's rate in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bare import bare_embedded, bare_server
from benchmarks.spent import Spent, spent
from graph.facts.open import open_facts
from graph.pipeline.import_set import write_import_set
from graph.pipeline.project import project
from graph.queries.catalog import catalog
from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.server import Server, ServerStore
from tests.neo4j.server import Running, admin, start, stop

STORES = ("embedded", "fallback", "neo4j", "neo4j-import")
WITHOUT_NATIVE = Path(__file__).parents[1] / "tests" / "contract" / "without_native"
BARE_SHARE = 4
"""A grown world's bare loop writes one of so many rows: its rate is what counts."""
REPEATS = 3

Found = dict[str, object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("facts", type=Path)
    parser.add_argument("--store", choices=STORES, nargs="+", default=STORES)
    parser.add_argument("--signals", type=int, help="grow the world to so many")
    parser.add_argument("--heap", default="2g", help="of the server")
    parser.add_argument("--no-questions", action="store_true", help="fill only")
    parser.add_argument("--here", choices=("bare", "whole"), help="one store, in this process")
    asked = parser.parse_args()
    if asked.here:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(asked, asked.store[0], Path(folder))
            sys.stdout.write(json.dumps(found) + "\n")
        return 0
    bare_rates: dict[str, float] = {}
    for name in asked.store:
        report(name, bare_rates)
    return 0


def report(name: str, bare_rates: dict[str, float]) -> None:
    """Fill a store, and beside it by the bare loop; print both and their ratio."""
    kind = name.removesuffix("-import")
    if kind not in bare_rates:
        loop = apart(kind, "bare")
        bare_rates[kind] = loop["rows_per_cpu_second"]
        sys.stdout.write(json.dumps({"store": kind, "bare": loop}) + "\n")
    found = apart(name, "whole")
    ratio = round(found["rows_per_cpu_second"] / bare_rates[kind], 3)
    sys.stdout.write(json.dumps({"store": name, "of_bare": ratio, **found}) + "\n")
    sys.stdout.flush()


def apart(name: str, what: str) -> dict:
    """What this module finds in another process; the fallback's cannot see the native build."""
    environment = dict(os.environ)
    if name == "fallback":
        environment["PYTHONPATH"] = str(WITHOUT_NATIVE)
    command = [sys.executable, "-m", "benchmarks.stores", *sys.argv[1:], "--store", name]
    done = subprocess.run(
        [*command, "--here", what], env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measured(asked: argparse.Namespace, name: str, folder: Path) -> Found:
    """What filling a store took, and asking it."""
    facts = folder / "facts.duckdb"
    if asked.signals is None:
        shutil.copy(asked.facts, facts)
    else:  # in a process of its own, whose memory is not counted
        share = BARE_SHARE if asked.here == "bare" else 1
        grow = [sys.executable, "-m", "benchmarks.grown", str(asked.facts), str(facts)]
        signals = ["--signals", str(asked.signals // share)]
        subprocess.run([*grow, *signals], check=True, stdout=subprocess.DEVNULL)
    if name == "neo4j-import":
        return imported(folder, asked.heap)
    if name == "neo4j":
        running = start(folder / "neo4j", heap=asked.heap)
        try:
            if asked.here == "bare":
                return bare(folder, lambda con: bare_server(con, running))
            with opened(running) as store:
                return whole(asked, folder, store, running.pid)
        finally:
            stop(running.pid)
    with EmbeddedStore(folder / "graph") as store:
        if asked.here == "bare":
            return bare(folder, lambda con: bare_embedded(con, store))
        return whole(asked, folder, store, None)


def whole(asked: argparse.Namespace, folder: Path, store: GraphStore, pid: int | None) -> Found:
    return filled(folder, store, pid) | ({} if asked.no_questions else asked_all(store))


def bare(folder: Path, loop) -> Found:
    with open_facts(folder / "facts.duckdb") as con:
        rows, took = loop(con)
    return rates(rows, took)


def rates(rows: int, took: Spent) -> Found:
    return {
        "rows": rows,
        "rows_per_second": round(rows / took.wall),
        "rows_per_cpu_second": round(rows / took.cpu),
    }


def opened(running: Running) -> GraphStore:
    server = Server(running.url.replace("neo4j@", ""), "neo4j", None)
    return ServerStore(server, running.password)


def filled(folder: Path, store: GraphStore, pid: int | None) -> dict[str, object]:
    """A first projection, and one after which nothing had changed."""
    with open_facts(folder / "facts.duckdb") as con:
        rows = 0

        def fill() -> None:
            nonlocal rows
            rows = sum(row.written for row in project(con, store, "measured", rebuild=True))

        first = spent(fill, pid)
        same = spent(lambda: project(con, store, "measured"), pid)
    return {
        **rates(rows, first),
        "unchanged_of_first": round(same.cpu / first.cpu, 4),
        "peak_mb": peak(),
        "server_peak_mb": server_peak(pid),
    }


def imported(folder: Path, heap: str) -> Found:
    """The offline import: files written, files imported, the first projection after it."""
    with open_facts(folder / "facts.duckdb") as con:
        written = spent(lambda: write_import_set(con, folder / "set"))
        files, script = sorted((folder / "set").glob("*.csv")), folder / "set" / "import.sh"
        rows = sum(file.read_bytes().count(b"\n") - 1 for file in files)
        before = children()
        built = spent(lambda: admin(folder / "neo4j", "sh", str(script), "neo4j"))
        built = Spent(built.wall, built.cpu + children() - before)
        running = start(folder / "neo4j", heap=heap)
        try:
            with opened(running) as store:
                after = spent(lambda: project(con, store, "measured"), running.pid)
        finally:
            stop(running.pid)
    return {
        **rates(rows, written + built),
        "files_seconds": round(written.wall, 2),
        "import_seconds": round(built.wall, 2),
        "projection_seconds": round(after.wall, 2),
        "peak_mb": peak(),
    }


def children() -> float:
    """Processor seconds of the processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def asked_all(store: GraphStore) -> dict[str, object]:
    """Milliseconds of each named question, the best of a few."""
    took = {}
    for name, query in catalog().items():
        took[name] = min(
            round(spent(lambda q=query: q.run(store, {})).wall * 1000) for _ in range(REPEATS)
        )
    return {"milliseconds": took}


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def server_peak(pid: int | None) -> int | None:
    if pid is None:
        return None
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    sys.exit(main())
