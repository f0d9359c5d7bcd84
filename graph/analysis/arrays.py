"""Names for the arrays that detection works on, and sums over runs of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def run_sums(values: NDArray[np.generic], starts: Ints) -> Floats:
    """Sums along the last axis of runs that begin at ``starts`` (no run is empty)."""
    if not len(starts):
        return np.zeros((*values.shape[:-1], 0))
    values = values.astype(np.float64, copy=False)
    sums: Floats = np.add.reduceat(values, starts, axis=-1)
    return sums


def run_starts(labels: Ints) -> Ints:
    """First rows of the runs of equal labels."""
    if not len(labels):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]]).astype(np.int64)


def run_ends(starts: Ints, rows: int) -> Ints:
    """One past the last rows of the runs that begin at ``starts``."""
    return np.append(starts, rows)[1:] if len(starts) else starts
