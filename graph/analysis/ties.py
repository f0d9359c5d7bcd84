"""Ties among the people of candidates: edges of the account's graph, for eyes and for Cypher."""

from __future__ import annotations

import numpy as np

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
    pairs = zip(one[both].tolist(), other[both].tolist(), z[both].tolist(), strict=True)
    return [_tie(view.block, (i, j), strength, origin) for i, j, strength in pairs]


def _tie(block: Block, pair: tuple[int, int], strength: float, origin: int) -> Tie:
    whole = [slice(block.starts[n], block.starts[n + 1]) for n in pair]
    on = [block.solution[rows] >= 0 for rows in whole]
    mine, theirs = (
        set(block.content[rows][on].tolist()) for rows, on in zip(whole, on, strict=True)
    )
    days = [block.day[rows][on] for rows, on in zip(whole, on, strict=True)]
    day = np.concatenate(days if len(mine) + len(theirs) else [block.day[rows] for rows in whole])
    one, other = sorted(block.people[n] for n in pair)
    return Tie(
        one=one,
        other=other,
        strength=round(strength, 4),
        shared=len(mine & theirs),
        first=origin + round(float(day.min()) * DAY),
        last=origin + round(float(day.max()) * DAY),
    )
