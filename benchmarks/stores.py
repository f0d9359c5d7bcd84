"""One world in every store: rows a second, peak memory, and the time of each named question.

``python -m benchmarks.stores FACTS`` takes the facts of a workspace (``.coterie/facts.duckdb``);
they are copied, so the workspace is left as it is. Each store is filled in a process of its own,
so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.spent import spent
from graph.facts.open import open_facts
from graph.pipeline.import_set import write_import_set
from graph.pipeline.project import project
from graph.queries.catalog import catalog
from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.server import Server, ServerStore
from tests.neo4j.server import Running, admin, start, stop

STORES = ("embedded", "neo4j", "neo4j-import")
REPEATS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("facts", type=Path)
    parser.add_argument("--store", choices=STORES, help="fill only this one, in this process")
    parser.add_argument("--heap", default="2g", help="of the server")
    asked = parser.parse_args()
    if asked.store is None:
        for name in STORES:
            again = [sys.executable, "-m", "benchmarks.stores", str(asked.facts)]
            subprocess.run([*again, "--store", name, "--heap", asked.heap], check=True)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(asked.facts, Path(folder) / "facts.duckdb")
        found = {"store": asked.store, **measured(asked.store, Path(folder), asked.heap)}
        sys.stdout.write(json.dumps(found) + "\n")
    return 0


def measured(name: str, folder: Path, heap: str) -> dict[str, object]:
    """What filling and asking a store took."""
    if name == "embedded":
        with EmbeddedStore(folder / "graph") as store:
            return {**filled(folder, store, None), **asked_all(store)}
    if name == "neo4j-import":
        return imported(folder, heap)
    running = start(folder / "neo4j", heap=heap)
    try:
        with opened(running) as store:
            return {**filled(folder, store, running.pid), **asked_all(store)}
    finally:
        stop(running.pid)


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
        "rows": rows,
        "rows_per_second": round(rows / first.wall),
        "rows_per_cpu_second": round(rows / first.cpu),
        "unchanged_of_first": round(same.cpu / first.cpu, 4),
        "peak_mb": peak(),
        "server_peak_mb": server_peak(pid),
    }


def imported(folder: Path, heap: str) -> dict[str, object]:
    """The offline import: files written, files imported, the first projection after it."""
    with open_facts(folder / "facts.duckdb") as con:
        began = time.perf_counter()
        made = write_import_set(con, folder / "set")
        written = time.perf_counter() - began
        admin(folder / "neo4j", "sh", str(made.script), "neo4j")
        built = time.perf_counter() - began - written
        running = start(folder / "neo4j", heap=heap)
        try:
            with opened(running) as store:
                after = spent(lambda: project(con, store, "measured"), running.pid)
        finally:
            stop(running.pid)
    rows = made.nodes + made.relationships
    return {
        "rows": rows,
        "rows_per_second": round(rows / (written + built)),
        "files_seconds": round(written, 2),
        "import_seconds": round(built, 2),
        "projection_seconds": round(after.wall, 2),
        "peak_mb": peak(),
    }


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
