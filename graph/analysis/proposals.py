"""Where a group might be: communities of the account's graph, and every crowded window.

Step 3: a networkx graph per account, an edge where z is above ``edge_z``, weighted by z; Louvain
communities (Blondel, Guillaume, Lambiotte and Lefebvre 2008) with a fixed seed, at two
resolutions. Never one run over all accounts: modularity's resolution limit (Fortunato and
Barthelemy 2007) would melt groups together. Step 4: of a community with enough people, the
solution most of them touched and the densest short and long window by distinct people. Besides
("wider proposals"), every solution in regular short and long windows that hold enough people.

Modularity finds communities in noise as well, so a proposal is only a place to look: what it is
worth is decided in ``mixture`` and ``confidence``.
"""

from __future__ import annotations

import networkx as nx
import numpy as np

from graph.analysis.affinity import Account
from graph.analysis.arrays import Floats, Ints
from graph.analysis.mixture import Cells
from graph.analysis.parameters import Parameters


def propose(account: Account, z: Floats | None, parameters: Parameters) -> Cells:
    """Cells worth judging: wider windows first, then those of the communities, if z is given."""
    found = _wider(account, parameters)
    for community in [] if z is None else communities(z, parameters):
        found.extend(_of_community(account, community, parameters))
    found = sorted(set(found))
    return Cells(
        np.array([s for s, _, _ in found], dtype=np.int64),
        np.array([a for _, a, _ in found], dtype=np.float64),
        np.array([b for _, _, b in found], dtype=np.float64),
    )


def ties(z: Floats, parameters: Parameters) -> list[tuple[int, int, float]]:
    """Pairs of people whose affinity is above ``edge_z``, i < j."""
    one, other = np.nonzero(np.triu(z, 1) > parameters.edge_z)
    return [(int(i), int(j), float(z[i, j])) for i, j in zip(one, other, strict=True)]


def communities(z: Floats, parameters: Parameters) -> list[list[int]]:
    """Louvain communities with enough people, at both resolutions."""
    edges = ties(z, parameters)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({n for edge in edges for n in edge[:2]}))
    graph.add_weighted_edges_from(edges)
    if graph.number_of_nodes() < parameters.min_people:
        return []
    found: set[tuple[int, ...]] = set()
    for resolution in (parameters.resolution, parameters.fine_resolution):
        for community in nx.community.louvain_communities(
            graph, weight="weight", resolution=resolution, seed=parameters.seed
        ):
            if len(community) >= parameters.min_people:
                found.add(tuple(sorted(community)))
    return [list(community) for community in sorted(found)]


def crowded_solutions(account: Account, parameters: Parameters) -> list[int]:
    """Solutions that enough people of the account touched."""
    on = account.solution >= 0
    people = _people_of(account.solution[on], account.person[on], len(account.people))
    return np.flatnonzero(people >= parameters.min_people).tolist()


def _people_of(label: Ints, person: Ints, people: int) -> Ints:
    """Distinct people per label."""
    seen = np.bincount(label * people + person, minlength=people) > 0
    seen = np.pad(seen, (0, -len(seen) % people))
    count: Ints = seen.reshape(-1, people).sum(axis=1)
    return count


def _of_community(
    account: Account, community: list[int], parameters: Parameters
) -> list[tuple[int, float, float]]:
    among = np.zeros(len(account.people), dtype=bool)
    among[community] = True
    mine = among[account.person] & (account.solution >= 0)
    if not mine.any():
        return []
    people = _people_of(account.solution[mine], account.person[mine], len(among))
    solution = int(people.argmax())
    rows = np.flatnonzero(mine & (account.solution == solution))
    day, person = account.day[rows], account.person[rows]
    begins = np.sort(day)
    cells = []
    for length in (parameters.short_window_days, parameters.long_window_days):
        counts = _distinct_people(day, person, begins, length)
        start = float(begins[counts.argmax()])
        if counts.max() >= parameters.min_people:
            cells.append((solution, start, min(start + length, float(parameters.evidence_days))))
    return cells


def _wider(account: Account, parameters: Parameters) -> list[tuple[int, float, float]]:
    cells = []
    limit = float(parameters.evidence_days)
    for solution in crowded_solutions(account, parameters):
        rows = np.flatnonzero(account.solution == solution)
        day, person = account.day[rows], account.person[rows]
        for length in (parameters.short_window_days, parameters.long_window_days):
            step = parameters.window_step_days * length / parameters.short_window_days
            starts = np.arange(0.0, max(limit - length, 0.0) + step, step)
            counts = _distinct_people(day, person, starts, length)
            for start in starts[counts >= parameters.min_people]:
                cells.append((solution, float(start), min(float(start) + length, limit)))
    return cells


def _distinct_people(day: Floats, person: Ints, starts: Floats, length: float) -> Ints:
    """Distinct people with a signal in [start, start + length) per start."""
    inside = (day[None, :] >= starts[:, None]) & (day[None, :] < starts[:, None] + length)
    seen = np.zeros((len(starts), int(person.max()) + 1), dtype=bool)
    row, column = np.nonzero(inside)
    seen[row, person[column]] = True
    people: Ints = seen.sum(axis=1)
    return people
