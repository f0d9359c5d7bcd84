"""Cells, and who left which signals in them.

A cell is an account, a solution and a window: a place where a group may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.analysis.arrays import Floats, Ints, bounds, counts, ranges
from graph.analysis.block import Block

Cell = tuple[int, float, float]
"""A solution and its window: index, beginning and end in days."""


@dataclass(frozen=True)
class Cells:
    """Accounts' solutions with windows, in days from the beginning of the evidence window."""

    account: Ints
    solution: Ints
    start: Floats
    end: Floats

    @classmethod
    def none(cls) -> Cells:
        """No cell."""
        whole, part = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(whole, whole, part, part)

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: Ints) -> Cells:
        """Some of them, in the given order."""
        return Cells(self.account[rows], self.solution[rows], self.start[rows], self.end[rows])

    def joined(self, other: Cells) -> Cells:
        """These and others."""
        return Cells(
            np.r_[self.account, other.account],
            np.r_[self.solution, other.solution],
            np.r_[self.start, other.start],
            np.r_[self.end, other.end],
        )

    def cell(self, row: int) -> Cell:
        """One of them."""
        return int(self.solution[row]), float(self.start[row]), float(self.end[row])


def distinct(cells: Cells, per_day: float | None = None) -> Cells:
    """One of each: the first, where windows are equal as they are or by parts of a day.

    Without ``per_day`` they come sorted, else in the order given.
    """
    windows = (cells.start, cells.end)
    if per_day is not None:
        windows = (np.rint(cells.start * per_day), np.rint(cells.end * per_day))
    keys = (windows[1], windows[0], cells.solution, cells.account)
    order = np.lexsort(keys)
    if not len(order):
        return cells
    new = np.r_[True, np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)]
    first = order[new]
    return cells.take(first if per_day is None else np.sort(first))


@dataclass(frozen=True)
class Presence:
    """People with a signal in a cell as sparse rows, and their signals there.

    Attributes:
        cell, person: per row; by cell, then person.
        row, signal: per signal in a cell; by cell, then day (``present``) or row (``by_person``).
        cells: number of cells, empty ones too.
    """

    cell: Ints
    person: Ints
    row: Ints
    signal: Ints
    cells: int

    @cached_property
    def count(self) -> Ints:
        """Signals of each row."""
        return counts(self.row, len(self.person))

    @cached_property
    def starts(self) -> Ints:
        """First signal of each row, and one past the last, once signals are by row."""
        return bounds(self.count)

    @cached_property
    def rows(self) -> Ints:
        """First row of each cell, and one past the last."""
        return bounds(counts(self.cell, self.cells))

    @cached_property
    def entries(self) -> Ints:
        """First signal of each cell, and one past the last."""
        return bounds(counts(self.cell[self.row], self.cells))

    def by_person(self) -> Presence:
        """The same, signals in the order of their rows and of time."""
        order = np.argsort(self.row, kind="stable")
        return Presence(self.cell, self.person, self.row[order], self.signal[order], self.cells)

    def take(self, cells: Ints) -> tuple[Presence, Ints]:
        """Some cells, perhaps several times; and which row each of theirs was."""
        rows, cell = ranges(self.rows[cells], self.rows[cells + 1])
        entries, into = ranges(self.entries[cells], self.entries[cells + 1])
        moved = bounds(np.diff(self.rows)[cells])[:-1] - self.rows[cells]
        row = self.row[entries] + moved[into]
        return Presence(cell, self.person[rows], row, self.signal[entries], len(cells)), rows

    def some(self, rows: Ints) -> Presence:
        """Only some of the rows (sorted), with their signals."""
        number = np.full(len(self.person), -1)
        number[rows] = np.arange(len(rows))
        row = number[self.row]
        kept = np.flatnonzero(row >= 0)
        return Presence(
            self.cell[rows], self.person[rows], row[kept], self.signal[kept], self.cells
        )


@dataclass(frozen=True)
class Seats:
    """A seat for every person of its account in every cell.

    Attributes:
        base: first seat of each cell, and one past the last.
        ahead: what turns a person into a seat, per cell.
    """

    base: Ints
    ahead: Ints

    def rows(self, who: Presence, cell: Ints, person: Ints) -> Ints:
        """Rows of people in cells, -1 where one has no signal there."""
        row = np.full(self.base[-1], -1)
        row[who.person + self.ahead[who.cell]] = np.arange(len(who.person))
        found: Ints = row[person + self.ahead[cell]]
        return found


def seats_of(block: Block, cells: Cells) -> Seats:
    """Seats of some cells."""
    base = bounds(block.sizes[cells.account])
    return Seats(base, base[:-1] - block.first[cells.account])


def present(block: Block, cells: Cells) -> Presence:
    """Who left which signals in which cell."""
    shelf, seats = block.shelf, seats_of(block, cells)
    place, cell = ranges(
        shelf.until(cells.account, cells.solution, cells.start),
        shelf.until(cells.account, cells.solution, cells.end),
    )
    signal = shelf.signal[place]
    seat = block.person[signal] + seats.ahead[cell]
    taken = np.zeros(seats.base[-1], dtype=bool)
    taken[seat] = True
    row = np.cumsum(taken)[seat] - 1
    held = np.flatnonzero(taken)
    of = np.searchsorted(seats.base, held, side="right") - 1
    return Presence(of, held - seats.ahead[of], row, signal, len(cells))
