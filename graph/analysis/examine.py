"""A block of accounts, from its signals to the candidates that stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.affinity import affinities
from graph.analysis.arrays import Floats, Ints, bounds, counts, ranges, run_ends, run_starts
from graph.analysis.block import Block
from graph.analysis.cells import Cells
from graph.analysis.fitted import Fitted, shipped_models
from graph.analysis.logistic import Logistic
from graph.analysis.merge import surviving
from graph.analysis.mixture import Judged, refit
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.proposals import propose
from graph.analysis.scene import Scene, scene
from graph.analysis.surroundings import Surroundings
from graph.analysis.topics import Contents

_LEAST_EVIDENCE = 0.25  # nats; below, a cell cannot win against nothing at all
_TWIN = 0.75  # windows of one solution that overlap this much are one proposal


@dataclass(frozen=True)
class Setting:
    """What is the same for every account of a run."""

    contents: Contents
    null: Null
    surroundings: Surroundings
    parameters: Parameters
    given: Fitted | None = None

    @property
    def models(self) -> Fitted:
        """The models given, or else those that ship: training needs none of them."""
        return self.given or shipped_models()

    @property
    def sure(self) -> Logistic:
        """The confidence model for the tiers that were loaded."""
        return self.models.for_tiers(self.surroundings)


@dataclass(frozen=True)
class Examined:
    """Judged proposals of a block, before or after merging.

    Attributes:
        chance: membership probability per row of ``judged.who``.
        chosen: rows of members, cell by cell, surest first.
    """

    view: Scene
    judged: Judged
    chance: Floats
    chosen: Ints

    @cached_property
    def ends(self) -> Ints:
        """Where the members of each cell begin in ``chosen``, and where the last end."""
        who = self.judged.who
        return bounds(counts(who.cell[self.chosen], who.cells))

    @cached_property
    def rows(self) -> list[Ints]:
        """Rows of the members of each cell, surest first."""
        ends = self.ends.tolist()
        return [self.chosen[a:b] for a, b in pairwise(ends)]

    @cached_property
    def members(self) -> list[Ints]:
        """People who are members of each cell, surest first."""
        people, ends = self.judged.who.person[self.chosen], self.ends.tolist()
        return [people[a:b] for a, b in pairwise(ends)]

    @cached_property
    def seen(self) -> tuple[Floats, Floats]:
        """First and last day of each member's signals in the cell, in the order of ``chosen``."""
        who, day = self.judged.who, self.view.block.day
        ends = who.starts[self.chosen + 1]
        return day[who.signal[who.starts[self.chosen]]], day[who.signal[ends - 1]]

    @cached_property
    def crowd(self) -> tuple[Ints, Floats]:
        """People with a signal in each cell, and how many chance would give."""
        return confidence.crowd(self.view, self.judged)

    def name(self, cell: int) -> str:
        """Account of a cell."""
        return self.view.block.names[int(self.judged.cells.account[cell])]

    def take(self, cells: Ints) -> Examined:
        """Some of the cells, in the given order, each once."""
        who = self.judged.who
        rows = ranges(who.rows[cells], who.rows[cells + 1])[0]
        number = np.full(len(self.chance), -1)
        number[rows] = np.arange(len(rows))
        chosen = self.chosen[ranges(self.ends[cells], self.ends[cells + 1])[0]]
        return Examined(self.view, self.judged.take(cells), self.chance[rows], number[chosen])


def proposals(
    block: Block, setting: Setting, *, communities: bool = True
) -> tuple[Scene, Judged] | None:
    """Judged cells worth a closer look; None where there is none."""
    parameters = setting.parameters
    kinship = affinities(block, setting.contents, setting.null, parameters)
    cells = propose(block, kinship if communities else None, parameters)
    judged = refit(block, cells, setting.null, parameters)
    keep = _worth(judged, parameters)
    if not len(keep):
        return None
    view = scene(block, setting.contents, setting.null, parameters, kinship)
    judged = judged.take(keep)
    return view, replace(judged, who=judged.who.by_person())


def _worth(judged: Judged, parameters: Parameters) -> Ints:
    """Best cells of each account's solution by evidence, without near twins and thin ones."""
    cells = judged.cells
    crowded = counts(judged.who.cell, len(cells)) >= parameters.min_people
    usable = np.flatnonzero(crowded & (judged.evidence > _LEAST_EVIDENCE))
    keys = (cells.end, cells.start, -judged.evidence, cells.solution, cells.account)
    order = usable[np.lexsort([key[usable] for key in keys])]
    starts = run_starts(
        cells.account[order] * (cells.solution.max(initial=0) + 1) + cells.solution[order]
    )
    kept: list[int] = []
    for a, b in zip(starts, run_ends(starts, len(order)), strict=True):
        kept.extend(_unlike(cells, order[a:b].tolist(), parameters.per_unit))
    return np.array(kept, dtype=np.int64)


def _unlike(cells: Cells, order: list[int], most: int) -> list[int]:
    """The first few cells that are no near twins of one before."""
    kept: list[int] = []
    for n in order:
        if len(kept) < most and not any(_twins(cells, n, k) for k in kept):
            kept.append(n)
    return kept


def _twins(cells: Cells, n: int, other: int) -> bool:
    common = min(cells.end[n], cells.end[other]) - max(cells.start[n], cells.start[other])
    whole = max(cells.end[n], cells.end[other]) - min(cells.start[n], cells.start[other])
    return bool(common > _TWIN * whole)


def with_members(view: Scene, judged: Judged, model: Logistic) -> Examined:
    """Members of every cell; cells left with fewer than ``min_people`` fall away."""
    found = examined(view, judged, membership.memberships(view, judged, model))
    return found.take(crowded(found, view.parameters.min_people))


def examined(view: Scene, judged: Judged, chance: Floats) -> Examined:
    """Judged cells with their members: those above the threshold, surest first."""
    cell = judged.who.cell
    order = np.lexsort((-chance, cell))
    return Examined(view, judged, chance, order[chance[order] > view.parameters.member_threshold])


def crowded(found: Examined, least: int) -> Ints:
    """Cells with at least so many members."""
    who = found.judged.who
    return np.flatnonzero(counts(who.cell[found.chosen], who.cells) >= least)


def merged(found: Examined, sure: Floats) -> tuple[Examined, Floats]:
    """The candidates that stay, with their confidence."""
    cells, overlap = found.judged.cells, found.view.parameters.overlap
    kept = surviving(cells, found.members, sure, overlap)
    return found.take(kept), sure[kept]


def group_table(found: Examined, surroundings: Surroundings) -> Floats:
    """Confidence features of every cell."""
    return confidence.group_features(found.view, found.judged, found.chance, surroundings)
