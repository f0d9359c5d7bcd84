"""Affinity of the people of one account: how far two people's signals run together above chance.

For people i and j with signals e and f (step 2 of the method)::

    S_ij = sum over e, f of Sim(c_e, c_f) exp(-|t_e - t_f| / tau)
    E_ij = (n_j sum_e mu_e + n_i sum_f mu_f) / 2
    V_ij = the same with m2 - mu^2
    z_ij = (S_ij - E_ij) / sqrt(V_ij + floor)

Only pairs above chance (z > 0) are kept: the others tie nobody. Signals are paired where their
themes are alike at all, which keeps apart what speaks of different solutions; they are paired a
few at a time so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.analysis.arrays import Floats, Ints, bounds, counts, ranges, run_ends, run_starts, sums
from graph.analysis.block import Block
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents

_PAIRS = 2_000_000  # pairs of signals held at once


@dataclass(frozen=True)
class Kinship:
    """Pairs of people whose affinity is above chance, each once, sorted.

    Attributes:
        one, other: people of a block, one < other.
        z: affinity in sd above chance, positive.
        people: number of people of the block.
    """

    one: Ints
    other: Ints
    z: Floats
    people: int

    @cached_property
    def both_ways(self) -> tuple[Ints, Ints, Floats]:
        """Bounds of each person's kin, who they are (sorted), and how near."""
        mine, theirs = np.r_[self.one, self.other], np.r_[self.other, self.one]
        order = np.lexsort((theirs, mine))
        return bounds(counts(mine, self.people)), theirs[order], np.r_[self.z, self.z][order]

    @cached_property
    def total(self) -> Floats:
        """Sum of each person's affinities."""
        starts, _, z = self.both_ways
        return sums(np.repeat(np.arange(self.people), np.diff(starts)), z, self.people)

    @cached_property
    def _key(self) -> Ints:
        return self.one * self.people + self.other

    def between(self, one: Ints, other: Ints) -> Floats:
        """Affinity of each pair of people, 0 where they are not tied."""
        if not len(self.z):
            return np.zeros(len(one))
        wanted = np.minimum(one, other) * self.people + np.maximum(one, other)
        place = np.minimum(np.searchsorted(self._key, wanted), len(self.z) - 1)
        return np.where(self._key[place] == wanted, self.z[place], 0.0)

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[float]]:
        starts, kin, z = self.both_ways
        return starts.tolist(), kin.tolist(), z.tolist()

    def of(self, person: int) -> dict[int, float]:
        """A person's kin and how near they are."""
        starts, kin, z = self._lists
        mine = slice(starts[person], starts[person + 1])
        return dict(zip(kin[mine], z[mine], strict=True))


def affinities(block: Block, contents: Contents, null: Null, parameters: Parameters) -> Kinship:
    """Pairs of people of one account with z above 0."""
    theme = contents.theme[block.content]
    mean = null.mean[theme, block.whole]
    spread = null.square[theme, block.whole] - mean**2
    observed, base = _observed(block, contents.likeness, theme, parameters)
    pair = np.flatnonzero(observed)
    account = np.searchsorted(base, pair, side="right") - 1
    place = pair - base[account]
    one = block.first[account] + place // block.sizes[account]
    other = block.first[account] + place % block.sizes[account]
    expected = _pairwise(mean, block, one, other)
    variance = np.maximum(_pairwise(spread, block, one, other), 0.0)
    z = (observed[pair] - expected) / np.sqrt(variance + parameters.variance_floor)
    above = z > 0
    return Kinship(one[above], other[above], z[above], len(block.people))


def _pairwise(values: Floats, block: Block, one: Ints, other: Ints) -> Floats:
    """(n_j sum over i's + n_i sum over j's) / 2."""
    total = sums(block.person, values, len(block.people))
    number = block.counts
    half: Floats = (total[one] * number[other] + total[other] * number[one]) / 2
    return half


def _observed(
    block: Block, likeness: Floats, theme: Ints, parameters: Parameters
) -> tuple[Floats, Ints]:
    """S of every pair i < j, accounts one after the other, and where each account begins."""
    base = bounds(block.sizes**2)
    observed = np.zeros(base[-1])
    home = block.home[block.person]
    place = block.person - block.first[home]
    for e, f in _alike(block, theme, likeness):
        near = np.exp(-np.abs(block.day[e] - block.day[f]) / parameters.tau_days)
        near *= likeness[theme[e], theme[f]]
        of = home[e]
        observed += sums(base[of] + place[e] * block.sizes[of] + place[f], near, len(observed))
    return observed, base


def _alike(block: Block, theme: Ints, likeness: Floats) -> Iterator[tuple[Ints, Ints]]:
    """Signals of two people of an account whose themes are alike, directly or by way of others.

    Signals are sorted by person, so the first person of a pair comes before the second.
    """
    person = block.person
    kind = connected_components(csr_array(likeness > 0), directed=False)[1].astype(np.int64)
    spoken = np.flatnonzero(likeness.diagonal()[theme] > 0)
    label = block.home[person[spoken]] * (int(kind.max(initial=0)) + 1) + kind[theme[spoken]]
    order = np.argsort(label, kind="stable")
    signal, starts = spoken[order], run_starts(label[order])
    last = np.repeat(run_ends(starts, len(signal)), np.diff(np.append(starts, len(signal))))
    first = np.arange(1, len(signal) + 1)
    batch = np.cumsum(last - first) // _PAIRS
    cuts = run_starts(batch)
    for a, b in zip(cuts, run_ends(cuts, len(batch)), strict=True):
        f, e = ranges(first[a:b], last[a:b])
        one, other = signal[a + e], signal[f]
        apart = person[one] != person[other]
        yield one[apart], other[apart]
