"""Building an atlas: time and sizes by number of accounts, and how far time is linear.

``python -m benchmarks.atlas`` prints it: for each size CPU seconds for the pages and for the maps
(the store's own process aside), their ratio to the size before, sizes on the disk, and where
Chromium is found the renderer's CPU seconds until the index can be used.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from graph.maps.atlas import write
from graph.maps.atlas.write import write_atlas
from graph.store.embedded import EmbeddedStore
from tests.browser import chromium
from tests.graph.maps.atlas.conftest import asked
from tests.graph.maps.atlas.world import World

SIZES = (2_500, 5_000, 10_000)
TELLING = 20
"""One account in so many has a map."""


def measure(accounts: int, folder: Path) -> dict[str, float]:
    """Build the atlas of an invented graph."""
    with EmbeddedStore(folder / "graph") as store:
        store.ensure_schema()
        World(accounts, accounts // TELLING).fill(store)
        began, clock = time.process_time(), time.perf_counter()
        marks: list[float] = []
        drawn = write._write_maps

        def timed(*given):
            marks.append(time.process_time())
            return drawn(*given)

        write._write_maps = timed
        try:
            written = write_atlas(store, folder / "atlas", asked())
        finally:
            write._write_maps = drawn
        end = time.process_time()
    files = [path for path in (folder / "atlas").rglob("*") if path.is_file()]
    return {
        "accounts": accounts,
        "maps": written.shown,
        "pages_cpu": marks[0] - began,
        "maps_cpu": end - marks[0],
        "wall": time.perf_counter() - clock,
        "index_mb": (folder / "atlas" / "index.html").stat().st_size / 1e6,
        "all_mb": sum(path.stat().st_size for path in files) / 1e6,
    }


def browse(folder: Path) -> dict[str, float]:
    """Renderer CPU seconds until the index is ready, and milliseconds of one search and sort."""
    with chromium.running() as address:
        tab = chromium.Tab(address, (1440, 900))
        tab.send("Performance.enable")
        tab.open(folder / "atlas" / "index.html")
        metrics = {m["name"]: m["value"] for m in tab.send("Performance.getMetrics")["metrics"]}
        took = tab.js(
            "(() => { const box = document.querySelector('.find'); const act = (text) => {"
            "const began = performance.now(); box.value = text;"
            "box.dispatchEvent(new Event('input')); return performance.now() - began; };"
            "act('warm'); const search = act('company 77'); act('');"
            "const began = performance.now(); document.querySelector('thead button').click();"
            "return [search, performance.now() - began]; })()"
        )
        tab.close()
    return {"ready_cpu": metrics["TaskDuration"], "search_ms": took[0], "sort_ms": took[1]}


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    before: dict[str, float] | None = None
    for accounts in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as home:
            found = measure(accounts, Path(home))
            if chromium.find():
                found |= browse(Path(home))
        told = [f"{key} {value:,.2f}" for key, value in found.items()]
        if before:
            grown = found["accounts"] / before["accounts"]
            for key in ("pages_cpu", "maps_cpu"):
                told.append(f"{key} x{found[key] / before[key]:.2f} for x{grown:.2f} accounts")
        sys.stdout.write("; ".join(told) + "\n")
        before = found


if __name__ == "__main__":
    main()
