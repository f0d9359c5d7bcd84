"""Detection's speed by stage, in one run, beside Louvain alone.

``python -m benchmarks.analysis`` prints people per second and core (CPU time of the process, one
process) for each stage, on worlds of about 1,000, 10,000 and 100,000 active people (``--people``).
A world is one made world whose accounts are copied under other names, so that every size holds the
same mixture and a cost that grows faster than its input shows.

Beside it: networkx's Louvain alone on the same graphs at one resolution, and igraph's, where it is
installed, as the bound of a C library (igraph is GPL and no part of coterie).
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis import examine, leads, proposals, run
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.facts.open import open_facts
from graph.pipeline.population import data_clock, population
from graph.workspace.folder import Workspace
from loaders.ingest import ingest
from loaders.load import find_config
from tests.worlds.make import write_world
from tests.worlds.settings import Settings

STAGES = (
    (run, "read_signals", "read signals"),
    (run, "build_null", "null tables"),
    (run, "read_surroundings", "surroundings"),
    (examine, "affinities", "affinity"),
    (proposals, "communities", "graph and Louvain"),
    (examine, "refit", "mixture"),
    (run, "with_members", "membership"),
    (run, "group_table", "confidence"),
    (run, "_candidates", "roles and words"),
    (leads, "leave_one_out", "leave-one-out"),
)


def made(people: int) -> Population:
    """The population of one made world, through real files and facts."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world"
        write_world(world, Settings(accounts=max(4, people // 30), people=people))
        with Workspace.open(Path(folder) / "work", create=True, holder="benchmark") as workspace:
            config = workspace.config(find_config([world]))
            with open_facts(workspace.facts_path) as con:
                ingest(con, [world], config)
                return population(con, data_clock(con))


def copied(given: Population, times: int) -> Population:
    """The same accounts, people and visitors ``times`` over, each under names of its own."""
    named = {
        "touches": ("actor", "account"),
        "surges": ("account",),
        "people": ("id", "account"),
        "identities": ("visitor", "person"),
    }
    tables = {}
    for table, columns in named.items():
        whole = getattr(given, table)
        copies = [_renamed(whole, columns, f"~{n}") for n in range(times)]
        tables[table] = pa.concat_tables(copies)
    return replace(given, **tables)


def _renamed(table: pa.Table, columns: tuple[str, ...], ending: str) -> pa.Table:
    for name in columns:
        place = table.column_names.index(name)
        longer = pc.binary_join_element_wise(table[name], ending, "")
        table = table.set_column(place, table.schema.field(name), longer)
    return table


class Clock:
    """CPU seconds of functions, by name; the functions are wrapped where they are called."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        for module, name, words in STAGES:
            setattr(module, name, self._timed(getattr(module, name), words))

    def _timed(self, work: Callable, words: str) -> Callable:
        def timed(*given, **named):
            began = time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.spent[words] += time.process_time() - began

        return timed


def louvain_alone(given: Population, parameters: Parameters) -> dict[str, float | None]:
    """CPU seconds of Louvain at one resolution on every account's graph."""
    graphs: list[nx.Graph] = []
    kept = proposals.louvain

    def noted(edges, by):
        graphs.append(nx.Graph())
        graphs[-1].add_weighted_edges_from(edges)
        return kept(edges, by)

    proposals.louvain = noted
    try:
        run.analyze(given, parameters, leads=False)
    finally:
        proposals.louvain = kept
    return {"networkx": _networkx(graphs), "igraph": _igraph(graphs)}


def _networkx(graphs: list[nx.Graph]) -> float:
    began = time.process_time()
    for graph in graphs:
        nx.community.louvain_communities(graph, weight="weight", seed=1981)
    return time.process_time() - began


def _igraph(graphs: list[nx.Graph]) -> float | None:
    if importlib.util.find_spec("igraph") is None:
        return None
    import igraph  # noqa: PLC0415

    ready = [igraph.Graph.TupleList(g.edges(data="weight"), edge_attrs=["weight"]) for g in graphs]
    began = time.process_time()
    for graph in ready:
        graph.community_multilevel(weights="weight")
    return time.process_time() - began


def report(given: Population, clock: Clock) -> None:
    parameters = Parameters()
    clock.spent.clear()
    began = time.process_time()
    found = run.analyze(given, parameters)
    total = time.process_time() - began
    people, whole = found.people, total - clock.spent["leave-one-out"]
    out = sys.stdout.write
    out(f"\n{people} active people, {found.accounts} accounts, {given.touches.num_rows} signals\n")
    for words, spent in clock.spent.items():
        out(f"  {words:24}{spent:9.2f} s{people / max(spent, 1e-9):12.0f} people/s\n")
    out(f"  {'detection':24}{whole:9.2f} s{people / whole:12.0f} people/s (goal 10000)\n")
    out(f"  {'with leave-one-out':24}{total:9.2f} s{people / total:12.0f} people/s\n")
    for name, spent in louvain_alone(given, parameters).items():
        shown = "  not installed"
        if spent is not None:
            shown = (
                f"{spent:9.2f} s{people / spent:12.0f} people/s, {spent / whole:.2f} of detection"
            )
        out(f"  {'Louvain alone, ' + name:24}{shown}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--world", type=int, default=1_200, help="people of the world copied")
    asked = parser.parse_args()
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, one core\n")
    one, clock = made(asked.world), Clock()
    active = run.analyze(one, Parameters(), leads=False).people
    for people in asked.people:
        report(copied(one, max(1, round(people / active))), clock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
