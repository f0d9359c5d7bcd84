"""Detection's speed by stage, in one run, beside Louvain alone.

``python -m benchmarks.analysis`` prints people per second and core (processor time of one process)
for each stage, on worlds of about 1,000, 10,000 and 100,000 active people (``--people``). A world
is one made world whose accounts are copied under other names, so that every size holds the same
mixture and a cost that grows faster than its input shows: the last column is what a person costs
in the largest world over what one costs in the world before it (1 is linear).

Beside it: the twelve past weeks that ``coterie analyze`` looks back on, networkx's Louvain alone on
the same graphs (one run; detection proposes every level of one), and igraph's, where it is
installed, as the bound of a C library (igraph is GPL and no part of coterie).
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import networkx as nx
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis import examine, leads, proposals, run
from graph.analysis.glance import glance
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from graph.facts.open import open_facts
from graph.pipeline.population import data_clock, population
from graph.pipeline.weeks import WEEK
from graph.workspace.folder import Workspace
from loaders.ingest import ingest
from loaders.load import find_config
from tests.worlds.make import write_world
from tests.worlds.settings import Settings

GOAL = 10_000  # active people per second and core
STAGES = (
    (run, "read_signals", "read signals"),
    (run, "build_null", "null tables"),
    (run, "read_surroundings", "surroundings"),
    (examine, "affinities", "affinity"),
    (proposals, "communities", "graph and Louvain"),
    (proposals, "_wider", "crowded windows"),
    (examine, "refit", "mixture"),
    (run, "with_members", "membership"),
    (run, "group_table", "confidence"),
    (run, "_drafts", "conduct and words"),
    (run, "with_roles", "roles"),
    (run, "ties_among", "ties"),
    (leads, "leave_one_out", "leave-one-out"),
    (run, "lead_scores", "lead scores"),
)
LEADS = ("leave-one-out", "lead scores")
Seconds = Mapping[str, float]


@dataclass(frozen=True)
class Measured:
    """Processor seconds by stage on one world."""

    people: int
    accounts: int
    signals: int
    seconds: Seconds


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
    """Processor seconds of functions, by name; the functions are wrapped where they are called."""

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


def measured(given: Population, clock: Clock) -> Measured:
    """Every stage, the whole, the past weeks and Louvain alone."""
    clock.spent.clear()
    began = time.process_time()
    found = run.analyze(given, Parameters())
    total = time.process_time() - began
    whole = total - sum(clock.spent[words] for words in LEADS)
    seconds = {**clock.spent, "detection": whole, "detection and leads": total}
    seconds["twelve past weeks"] = past_weeks(given)
    for name, spent in louvain_alone(given).items():
        seconds[f"Louvain alone, {name}"] = spent
    return Measured(found.people, found.accounts, given.touches.num_rows, seconds)


def past_weeks(given: Population) -> float:
    """Processor seconds of what every past week of the evidence window would have found."""
    parameters, began = Parameters(), time.process_time()
    for end in range(given.as_of - WEEK, given.as_of - parameters.evidence_days * DAY, -WEEK):
        glance(replace(given, as_of=end), parameters)
    return time.process_time() - began


def louvain_alone(given: Population) -> dict[str, float]:
    """Processor seconds of Louvain at one resolution on every account's graph."""
    graphs: list[nx.Graph] = []
    kept = proposals.louvain

    def noted(edges, by):
        graphs.append(nx.Graph())
        graphs[-1].add_weighted_edges_from(edges)
        return kept(edges, by)

    proposals.louvain = noted
    try:
        run.analyze(given, Parameters(), leads=False)
    finally:
        proposals.louvain = kept
    found = {"networkx": _networkx(graphs)}
    if importlib.util.find_spec("igraph") is not None:
        found["igraph"] = _igraph(graphs)
    return found


def _networkx(graphs: list[nx.Graph]) -> float:
    began = time.process_time()
    for graph in graphs:
        nx.community.louvain_communities(graph, weight="weight", seed=1981)
    return time.process_time() - began


def _igraph(graphs: list[nx.Graph]) -> float:
    import igraph  # noqa: PLC0415

    ready = [igraph.Graph.TupleList(g.edges(data="weight"), edge_attrs=["weight"]) for g in graphs]
    began = time.process_time()
    for graph in ready:
        graph.community_multilevel(weights="weight")
    return time.process_time() - began


def report(sizes: list[Measured]) -> None:
    """The table: people per second and core by stage and size."""
    out = sys.stdout.write
    for name in ("people", "accounts", "signals"):
        out(f"{name:26}" + "".join(f"{getattr(one, name):>12,}" for one in sizes) + "\n")
    out(f"{'people/s per core':26}{'':{12 * len(sizes)}}{'last/before':>14}\n")
    for words in sizes[-1].seconds:
        each = [one.seconds.get(words, 0.0) / one.people for one in sizes]
        shown = "".join(f"{1 / max(cost, 1e-9):12,.0f}" for cost in each)
        grows = f"{each[-1] / max(each[-2], 1e-9):14.2f}" if len(each) > 1 else ""
        goal = f"  goal {GOAL:,}" if words == "detection" else ""
        out(f"  {words:24}{shown}{grows}{goal}\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out(f"peak memory of this process, the worlds included: {peak:.0f} MB\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--world", type=int, default=1_200, help="people of the world copied")
    asked = parser.parse_args()
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, one core\n")
    one, clock = made(asked.world), Clock()
    active = run.analyze(one, Parameters(), leads=False).people
    sizes = (copied(one, max(1, round(people / active))) for people in asked.people)
    report([measured(given, clock) for given in sizes])
    return 0


if __name__ == "__main__":
    sys.exit(main())
