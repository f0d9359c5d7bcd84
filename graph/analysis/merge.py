"""One row per group: late suppression (step 9).

By confidence, the surest first; a later candidate of the same account and solution falls away
where it shares ``overlap`` of the smaller's members with one that stays, or overlaps it in time.
Late, because merging proposals before they are judged loses the better of two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from graph.analysis.arrays import Floats, Ints
from graph.analysis.cells import Cells


def surviving(cells: Cells, members: Sequence[Ints], confidence: Floats, overlap: float) -> Ints:
    """Rows that stay, account by account, surest first; ties go to the earlier, shorter window."""
    keys = (cells.end, cells.start, cells.solution, -confidence, cells.account)
    kept: dict[tuple[int, int], list[int]] = defaultdict(list)
    stays: list[int] = []
    for n in np.lexsort(keys).tolist():
        rivals = kept[int(cells.account[n]), int(cells.solution[n])]
        if not any(_same(cells, members, (n, other), overlap) for other in rivals):
            rivals.append(n)
            stays.append(n)
    return np.array(stays, dtype=np.int64)


def _same(cells: Cells, members: Sequence[Ints], pair: tuple[int, int], overlap: float) -> bool:
    """Whether two candidates of one solution are one group."""
    n, other = pair
    if cells.start[n] < cells.end[other] and cells.start[other] < cells.end[n]:
        return True
    one, two = set(members[n].tolist()), set(members[other].tolist())
    return len(one & two) >= overlap * min(len(one), len(two))
