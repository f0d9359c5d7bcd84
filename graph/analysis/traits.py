"""What the signals of a set of people are like; each person counts once, however busy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import (
    Flags,
    Floats,
    Ints,
    distinct_per_row,
    distinct_sorted,
    run_ends,
    run_starts,
    sums,
)
from graph.analysis.block import Block
from graph.analysis.cells import Presence
from graph.analysis.scene import Scene


@dataclass(frozen=True)
class _Who:
    """People behind some signals: cell of each, and each signal's person."""

    cell: Ints
    which: Ints

    def mean(self, values: Floats) -> Floats:
        """Mean over people of each one's mean, per cell."""
        own = np.bincount(self.which, values) / np.bincount(self.which)
        mean: Floats = np.bincount(self.cell, own) / np.bincount(self.cell)
        return mean


def signal_values(view: Scene, who: Presence, member: Flags) -> dict[str, Floats]:
    """Features of the members' signals in each cell; every cell has some.

    Args:
        member: which rows are members.
    """
    mine = who.some(np.flatnonzero(member))
    people = _Who(mine.cell, mine.row)
    row, signal = mine.cell[mine.row], mine.signal
    starts, count = run_starts(row), np.bincount(mine.cell, minlength=who.cells)
    number = run_ends(starts, len(row)) - starts
    day, content = view.block.day[signal], view.block.content[signal]
    whole, late = view.block.whole[signal], view.late[signal].astype(np.float64)
    low, high = _quantiles(row, day, starts, number)
    days = distinct_per_row(mine.row, whole, len(mine.cell))
    met = distinct_sorted(mine.row[view.meeting[signal]])
    return {
        "diversity": distinct_per_row(row, content, len(count)) / number,
        "meetings": np.log1p(np.bincount(mine.cell[met], minlength=len(count))),
        "span": np.log1p(high - low),
        "one_content": most_shared(view.block, mine)[1] / count,
        "ordinary": people.mean(view.null.log_density[content, whole]),
        "first_day": _commonest(mine.cell, _first(people, whole), len(count)) / count,
        "handbooks": people.mean(view.handbook[signal].astype(np.float64)),
        "kinds": np.log1p(distinct_per_row(row, view.kinds[signal], len(count))),
        "progress": _progress((day, late), row, len(count)) / np.maximum(high - low, 1.0),
        "days_each": np.bincount(mine.cell, np.log(days), len(count)) / count,
    }


def most_shared(block: Block, who: Presence) -> tuple[Ints, Ints]:
    """Content that most people touched among each cell's signals, and how many they are."""
    contents = int(block.content.max(initial=0)) + 1
    key = distinct_sorted(who.row * contents + block.content[who.signal])
    row = key // contents
    pairs = np.sort(who.cell[row] * contents + key - row * contents)
    starts = run_starts(pairs)
    people = run_ends(starts, len(pairs)) - starts
    cell = pairs[starts] // contents
    content = pairs[starts] - cell * contents
    first = run_starts(cell)
    rank = people * contents + (contents - 1 - content)  # most people, then the first content
    best = np.maximum.reduceat(rank, first) if len(first) else rank
    return contents - 1 - best % contents, best // contents


def _first(who: _Who, day: Ints) -> Ints:
    """Each person's first day."""
    first = np.full(len(who.cell), np.iinfo(np.int64).max)
    np.minimum.at(first, who.which, day)
    return first


def _progress(signals: tuple[Floats, Floats], cell: Ints, cells: int) -> Floats:
    """Mean day of late-stage signals less that of the others, days; 0 where one is missing."""
    day, late = signals
    many, rest = sums(cell, late, cells), sums(cell, 1 - late, cells)
    after = sums(cell, day * late, cells) / np.maximum(many, 1)
    before = sums(cell, day * (1 - late), cells) / np.maximum(rest, 1)
    return np.where((many > 0) & (rest > 0), after - before, 0.0)


def _commonest(row: Ints, label: Ints, rows: int) -> Floats:
    """How often each row's commonest label occurs."""
    width = int(label.max()) + 1
    pairs = np.sort(row * width + label)
    starts = run_starts(pairs)
    most = np.zeros(rows)
    np.maximum.at(most, pairs[starts] // width, run_ends(starts, len(pairs)) - starts)
    return most


def _quantiles(row: Ints, day: Floats, starts: Ints, number: Ints) -> tuple[Floats, Floats]:
    """10 and 90 % quantiles of the days per row, linear between signals."""
    ordered = day[np.lexsort((day, row))]
    found = []
    for share in (0.1, 0.9):
        place = share * (number - 1)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, number - 1)
        one, other = ordered[starts + low], ordered[starts + high]
        found.append(one + (other - one) * (place - low))
    return found[0], found[1]
