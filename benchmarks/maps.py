"""Maps beside default pyvis on the same nodes and edges, in one run.

``python -m benchmarks.maps`` draws three invented accounts (about 65, 300 and 1,500 nodes) in
headless Chromium and prints, for each: seconds of processor time of the renderer until the
picture stands, processor milliseconds of a redraw and of a repaint after a choice, size of the
file and seconds to build it; and the renderer's time for the page that pyvis writes by itself from
the same network (``cdn_resources='in_line'``, its own physics), given up after a minute of it.
Judge by processor time: the wall clock of a busy machine says little.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pyvis.network import Network

from graph.maps.layout import lay_out
from graph.maps.page import Link, Page
from graph.maps.render import network, render
from tests.browser import chromium
from tests.graph.maps import fixture

SIZES = ((65, 200), (300, 900), (1500, 4500))
GIVE_UP = 60.0
STEPS = 40
WINDOW = (1440, 900)


def account(nodes: int, edges: int) -> Page:
    """An invented account with so many marks and lines: members, lone leads, contents, touches."""
    base = fixture.page() if nodes < 100 else fixture.crowd(nodes - 65)
    others = len(base.visitors) + len(base.surges) + len(base.contents)
    people = base.people[: nodes - others]
    short = nodes - others - len(people)  # people are cut before a page is full
    visitors = base.visitors + tuple(
        replace(base.visitors[n % len(base.visitors)], id=f"v:more{n}") for n in range(short)
    )
    shown = {p.id for p in people} | {v.id for v in base.visitors}
    links = [link for link in base.links if link.start in shown and (
        link.end in shown or link.kind == "touch")]  # fmt: skip
    contents = [content.id for content in base.contents]
    have = {(link.start, link.end) for link in links}
    more = (
        Link("touch", person.id, contents[(n * 7 + step * 3) % len(contents)], 1.0, 0, "2026-09-01")
        for step in range(len(contents))
        for n, person in enumerate(people)
    )
    for link in more:
        if len(links) >= edges:
            break
        if (link.start, link.end) not in have:
            have.add((link.start, link.end))
            links.append(link)
    return replace(base, people=people, visitors=visitors, links=tuple(links))


def plain(net: Network, path: Path) -> None:
    """The same nodes and edges as pyvis draws them by itself."""
    page = Network(height="900px", width="100%", cdn_resources="in_line")
    page.nodes = [{"id": n["id"], "label": str(n["id"]), "shape": "dot"} for n in net.nodes]
    page.edges = [{"from": e["from"], "to": e["to"]} for e in net.edges]
    path.write_text(page.generate_html(), encoding="utf-8")


def busy(tab: chromium.Tab) -> float:
    """Processor time of the tab's process so far, in seconds."""
    metrics = {m["name"]: m["value"] for m in tab.send("Performance.getMetrics")["metrics"]}
    return float(metrics["ProcessTime"])


def step(tab: chromium.Tab, action: str) -> float:
    """Processor milliseconds of an action and of the drawing that follows; ``n`` counts."""
    loop = f"for (let n = 0; n < {STEPS}; n += 1) {{ {action}; await coterie.redraw(); }}"
    tab.js(f"(async () => {{ {loop} }})()")  # once to warm up
    before = busy(tab)
    tab.js(f"(async () => {{ {loop} }})()")
    return (busy(tab) - before) / STEPS * 1e3


def ours(address: str, path: Path) -> dict[str, float]:
    """Figures of one of our pages in a browser."""
    tab = chromium.Tab(address, WINDOW)
    tab.send("Performance.enable")
    tab.open(path)
    found = {"cpu": busy(tab), "redraw": step(tab, "")}
    weeks = "(s => { s.value = n % 13; s.dispatchEvent(new Event('input')); })(week)"
    key = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '%s'}))"
    found["week"] = step(tab, weeks)
    tab.js("week.value = week.max, week.dispatchEvent(new Event('input'))")
    found["chip"] = step(tab, "document.querySelector('[data-chip=champion]').click()")
    found["select"] = step(tab, f"if (n % 2) {key % 'Escape'}; else {key % '1'}")
    tab.js(key % "a")
    tab.rest()
    found["redraw_all"] = step(tab, "")
    tab.close()
    return found


def default(address: str, path: Path) -> tuple[float, bool]:
    """Processor seconds until pyvis' own page has settled, and whether it did before we gave up."""
    tab = chromium.Tab(address, WINDOW)
    tab.send("Performance.enable")
    tab.socket.settimeout(300)
    tab.send("Page.navigate", url=path.as_uri())
    settled = "typeof network === 'object' && network.body.nodeIndices.length > 0"
    still = "network.physics.stabilized === true"
    while busy(tab) < GIVE_UP:
        time.sleep(0.5)
        if tab.js(f"{settled} && {still}"):
            break
    spent = busy(tab)
    tab.close()
    return spent, spent < GIVE_UP


def main() -> None:
    """Print a line for each size."""
    heads = ("nodes", "lines", "CPU s", "pyvis CPU s", "times", "redraw ms", "all ms", "week ms",
             "chip ms", "select ms", "KB", "pyvis KB", "build s")  # fmt: skip
    sys.stdout.write(" | ".join(heads) + "\n")
    with tempfile.TemporaryDirectory() as home:
        for nodes, edges in SIZES:
            page = account(nodes, edges)
            path, other = Path(home) / f"{nodes}.html", Path(home) / f"{nodes}-pyvis.html"
            start = time.process_time()
            layout = lay_out(page)
            path.write_text(render(page, layout), encoding="utf-8")
            built = time.process_time() - start
            net = network(page, layout)
            plain(net, other)
            with chromium.running() as address:
                own = ours(address, path)
            with chromium.running() as address:
                theirs, done = default(address, other)
            cells = (
                len(net.nodes), len(net.edges), f"{own['cpu']:.2f}",
                f"{theirs:.1f}" if done else f"over {GIVE_UP:.0f}",
                f"{'' if done else 'over '}{theirs / own['cpu']:.0f}",
                *(f"{own[key]:.1f}" for key in ("redraw", "redraw_all", "week", "chip", "select")),
                f"{path.stat().st_size / 1e3:.0f}", f"{other.stat().st_size / 1e3:.0f}",
                f"{built:.2f}",
            )  # fmt: skip
            sys.stdout.write(" | ".join(str(cell) for cell in cells) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
