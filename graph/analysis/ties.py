"""Ties among the people of candidates: edges of the account's graph, for eyes and for Cypher."""

from __future__ import annotations

import numpy as np

from graph.analysis.arrays import Floats, Ints, ranges, sums
from graph.analysis.block import Block
from graph.analysis.examine import Examined
from graph.analysis.findings import Tie
from graph.analysis.proposals import ties
from graph.analysis.signals import DAY


def ties_among(examined: Examined, origin: int) -> list[Tie]:
    """Pairs above ``edge_z`` of whom both belong to a candidate of their account.

    Args:
        origin: epoch seconds of the beginning of the evidence window.
    """
    view, who = examined.view, examined.judged.who
    member = np.zeros(len(view.block.people), dtype=bool)
    member[who.person[examined.chosen]] = True
    one, other, z = ties(view.kinship, view.parameters)
    both = member[one] & member[other]
    one, other = one[both], other[both]
    first, last = _days(view.block, one, other)
    columns = (one, other, z[both], _shared(view.block, one, other), first, last)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [_tie(view.block.people, row, origin) for row in rows]


def _tie(people: list[str], row: tuple[int, int, float, int, float, float], origin: int) -> Tie:
    i, j, strength, shared, first, last = row
    one, other = sorted((people[i], people[j]))
    begin, end = origin + round(first * DAY), origin + round(last * DAY)
    return Tie(one, other, round(strength, 4), shared, begin, end)


def _days(block: Block, one: Ints, other: Ints) -> tuple[Floats, Floats]:
    """First and last day of both people's signals on solutions, of all where none is on any."""
    on = block.solution >= 0
    first, last = (np.full(len(block.people), edge) for edge in (np.inf, -np.inf))
    np.minimum.at(first, block.person[on], block.day[on])
    np.maximum.at(last, block.person[on], block.day[on])
    begin, end = np.minimum(first[one], first[other]), np.maximum(last[one], last[other])
    bare = np.isinf(begin)
    starts, ends = block.day[block.starts[:-1]], block.day[block.starts[1:] - 1]
    begin[bare] = np.minimum(starts[one], starts[other])[bare]
    end[bare] = np.maximum(ends[one], ends[other])[bare]
    return begin, end


def _shared(block: Block, one: Ints, other: Ints) -> Ints:
    """Contents on solutions that both people touched."""
    read, solutions = block.readings, block.solutions
    place, pair = ranges(read.starts[one * solutions], read.starts[(one + 1) * solutions])
    person = np.repeat(np.arange(len(block.people)), np.diff(read.starts[::solutions]))
    key = person * read.width + read.content
    wanted = other[pair] * read.width + read.content[place]
    found = np.searchsorted(key, wanted)
    same = key[np.minimum(found, len(key) - 1)] == wanted
    return sums(pair, same, len(one)).astype(np.int64)
