"""Names for the arrays that detection works on, and sums over runs of rows.

Detection keeps sparse rows of many accounts in flat arrays: a row says by an index to which cell,
person or account it belongs. A sum over such rows goes through them in their order, so what it
gives does not depend on what else the arrays hold.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def sums(row: Ints, values: NDArray[np.generic], rows: int) -> Floats:
    """Sum of the values of each row; 0 for a row without one."""
    total: Floats = np.bincount(row, values, minlength=rows).astype(np.float64, copy=False)
    return total


def counts(row: Ints, rows: int) -> Ints:
    """How often each row occurs."""
    return np.bincount(row, minlength=rows).astype(np.int64, copy=False)


def distinct_sorted(values: Ints) -> Ints:
    """Each value once, in order; sorting is faster here than the hashing of ``np.unique``."""
    ordered = np.sort(values)
    return ordered[run_starts(ordered)]


def distinct_per_row(row: Ints, label: Ints, rows: int) -> Ints:
    """Distinct labels of each row; labels are 0 or more."""
    width = int(label.max(initial=0)) + 1
    return counts(distinct_sorted(row * width + label) // width, rows)


def run_starts(labels: Ints) -> Ints:
    """First rows of the runs of equal labels."""
    if not len(labels):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]]).astype(np.int64)


def run_ends(starts: Ints, rows: int) -> Ints:
    """One past the last rows of the runs that begin at ``starts``."""
    return np.append(starts, rows)[1:] if len(starts) else starts


def bounds(number: Ints) -> Ints:
    """Where runs of these lengths begin, and where the last ends."""
    return np.append(0, np.cumsum(number)).astype(np.int64)


def ranges(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """The numbers of every [first, last), range after range, and the range of each."""
    size = last - first
    which = np.repeat(np.arange(len(first)), size)
    place = np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size)
    return first[which] + place, which


def running_sums(values: Floats, starts: Ints) -> Floats:
    """Cumulative sums within runs, each as if it stood alone (no run is empty).

    Runs of like length are summed together in a table, not by differences of one long sum, whose
    rounding would depend on the runs before.
    """
    number = run_ends(starts, len(values)) - starts
    running = np.zeros(len(values))
    width = np.ceil(np.log2(number)).astype(np.int64)
    for power in np.unique(width):
        mine = np.flatnonzero(width == power)
        place, which = ranges(starts[mine], starts[mine] + number[mine])
        column = place - starts[mine][which]
        table = np.zeros((len(mine), 1 << int(power)))
        table[which, column] = values[place]
        running[place] = np.cumsum(table, axis=1)[which, column]
    return running


def pairs_within(starts: Ints, rows: int) -> tuple[Ints, Ints]:
    """Ordered pairs of rows of the runs that begin at ``starts``, each with itself as well."""
    ends = run_ends(starts, rows)
    number = ends - starts
    second, first = ranges(np.repeat(starts, number), np.repeat(ends, number))
    return first, second
