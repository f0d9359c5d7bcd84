"""Where a group might be: communities of the account's graph, and every crowded window.

Step 3: a networkx graph per account, an edge where z is above ``edge_z``, weighted by z; Louvain
communities (Blondel, Guillaume, Lambiotte and Lefebvre 2008) with a fixed seed, of every level from
the first, finest one to the last. Never one run over all accounts: modularity's resolution limit
(Fortunato and Barthelemy 2007) would melt groups together. A community never spans two components,
so a graph without a component of enough people is not asked. Step 4: of a community with enough
people, the solution most of them touched and the densest short and long window by distinct people.
Besides ("wider proposals"), every solution in regular short and long windows that hold enough
people.

Modularity finds communities in noise as well, so a proposal is only a place to look: what it is
worth is decided in ``mixture`` and ``confidence``.
"""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.analysis.affinity import Kinship
from graph.analysis.arrays import Flags, Floats, Ints, counts, ranges, run_ends, run_starts
from graph.analysis.block import Block
from graph.analysis.cells import Cells, distinct, present
from graph.analysis.parameters import Parameters

Tie = tuple[int, int, float]


def propose(block: Block, kinship: Kinship | None, parameters: Parameters) -> Cells:
    """Cells worth judging: crowded windows, and those of communities if kinship is given."""
    found = _wider(block, parameters)
    if kinship is not None:
        groups = communities(block, kinship, parameters)
        found = found.joined(_of_communities(block, groups, parameters))
    return distinct(found)


def ties(kinship: Kinship, parameters: Parameters) -> tuple[Ints, Ints, Floats]:
    """Pairs of people (one < other) whose affinity is above ``edge_z``, with it."""
    tied = kinship.z > parameters.edge_z
    return kinship.one[tied], kinship.other[tied], kinship.z[tied]


def communities(block: Block, kinship: Kinship, parameters: Parameters) -> list[list[int]]:
    """Louvain communities with enough people, of every level, account by account."""
    one, other, z = ties(kinship, parameters)
    asked = _connected(block, one, other, parameters)
    one, other, z = one[asked], other[asked], z[asked]
    home = block.home[one]
    starts = run_starts(home)
    found: list[list[int]] = []
    for a, b in zip(starts.tolist(), run_ends(starts, len(home)).tolist(), strict=True):
        first = int(block.first[home[a]])
        edges = zip(
            (one[a:b] - first).tolist(), (other[a:b] - first).tolist(), z[a:b].tolist(), strict=True
        )
        found.extend([first + n for n in who] for who in louvain(list(edges), parameters))
    return found


def _connected(block: Block, one: Ints, other: Ints, parameters: Parameters) -> Flags:
    """Which ties are of an account whose graph has a component of enough people."""
    shape = len(block.people), len(block.people)
    graph = coo_array((np.ones(len(one)), (one, other)), shape)
    label = connected_components(graph, directed=False)[1]
    large = np.bincount(label)[label] >= parameters.min_people
    asked = np.zeros(len(block.names), dtype=bool)
    asked[block.home[large]] = True
    found: Flags = asked[block.home[one]]
    return found


def louvain(edges: list[Tie], parameters: Parameters) -> list[tuple[int, ...]]:
    """Communities with enough people of one account's graph, people numbered from 0."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({n for edge in edges for n in edge[:2]}))
    graph.add_weighted_edges_from(edges)
    levels = nx.community.louvain_partitions(
        graph, weight="weight", resolution=parameters.resolution, seed=parameters.seed
    )
    found = {
        tuple(sorted(community))
        for level in levels
        for community in level
        if len(community) >= parameters.min_people
    }
    return sorted(found)


def _of_communities(block: Block, found: list[list[int]], parameters: Parameters) -> Cells:
    """The densest short and long window of the solution that most of a community touched."""
    if not found or not block.solutions:
        return Cells.none()
    number = np.array([len(who) for who in found])
    person = np.array([n for who in found for n in who], dtype=np.int64)
    which = np.repeat(np.arange(len(found)), number)
    people = np.zeros((len(found), block.solutions), dtype=np.int64)
    np.add.at(people, which, block.on[person] > 0)
    solution = people.argmax(axis=1)
    place, row = ranges(block.starts[person], block.starts[person + 1])
    mine = block.solution[place] == solution[which[row]]
    place, row = place[mine], which[row][mine]
    order = np.lexsort((block.day[place], row))
    signal, row = place[order], row[order]
    account = block.home[person[run_starts(which)]]
    parts = [
        _densest(block, (row, signal), (account, solution), length, parameters)
        for length in (parameters.short_window_days, parameters.long_window_days)
    ]
    return parts[0].joined(parts[1])


def _densest(
    block: Block,
    signals: tuple[Ints, Ints],
    where: tuple[Ints, Ints],
    length: float,
    parameters: Parameters,
) -> Cells:
    """Each community's window of a length with most people, the first of them if it has enough.

    A signal is its person's first in the windows that begin after the person's signal before it and
    not after itself, so one pass counts the people of every window that begins at a signal.

    Args:
        signals: community and index of each, by community and day.
        where: account and solution per community.
    """
    row, signal = signals
    account, solution = where
    rank = np.arange(len(row))
    begins = block.day[signal]
    reach = _first_reaching(row, begins, length)
    before = np.full(len(row), -1)
    order = np.lexsort((rank, block.person[signal], row))
    same = (row[order][1:] == row[order][:-1]) & (
        block.person[signal][order][1:] == block.person[signal][order][:-1]
    )
    before[order[1:][same]] = order[:-1][same]
    change = counts(np.maximum(before + 1, reach), len(row) + 1) - counts(rank + 1, len(row) + 1)
    people = np.cumsum(change)[:-1]
    best = np.lexsort((rank, -people, row))
    best = best[run_starts(row[best])]
    best = best[people[best] >= parameters.min_people]
    start = begins[best]
    limit = float(parameters.evidence_days)
    of = row[best]
    return Cells(account[of], solution[of], start, np.minimum(start + length, limit))


def _first_reaching(row: Ints, day: Floats, length: float) -> Ints:
    """For each signal the first of its row whose window (day + length) still holds it."""
    days = np.unique(np.r_[day, day + length])
    wide = len(days) + 1
    ends = row * wide + np.searchsorted(days, day + length)
    reach: Ints = np.searchsorted(ends, row * wide + np.searchsorted(days, day), side="right")
    return reach


def _wider(block: Block, parameters: Parameters) -> Cells:
    """Regular windows of every solution that enough people of an account touched in them."""
    limit = float(parameters.evidence_days)
    touched = np.add.reduceat(block.on > 0, block.first[:-1], axis=0, dtype=np.int64)
    account, solution = np.nonzero(touched >= parameters.min_people)
    found = Cells.none()
    for length in (parameters.short_window_days, parameters.long_window_days):
        step = parameters.window_step_days * length / parameters.short_window_days
        starts = np.arange(0.0, max(limit - length, 0.0) + step, step)
        which, start = (
            np.repeat(np.arange(len(account)), len(starts)),
            np.tile(starts, len(account)),
        )
        windows = Cells(account[which], solution[which], start, start + length)
        crowd = counts(present(block, windows).cell, len(start))
        windows = windows.take(np.flatnonzero(crowd >= parameters.min_people))
        windows = replace(windows, end=np.minimum(windows.end, limit))
        found = found.joined(windows)
    return found
