"""One row per group: late suppression (step 9).

By confidence, the surest first; a later candidate of the same account and solution falls away
where it shares ``overlap`` of the smaller's members with one that stays, or overlaps it in time.
Late, because merging proposals before they are judged loses the better of two.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.analysis.arrays import Floats, Ints
from graph.analysis.mixture import Cells


def surviving(
    cells: Cells, members: Sequence[Ints], confidence: Floats, overlap: float
) -> list[int]:
    """Rows that stay, surest first; ties go to the earlier, then the shorter window."""
    order = sorted(
        range(len(confidence)),
        key=lambda n: (
            -confidence[n],
            cells.solution[n],
            cells.start[n],
            cells.end[n],
        ),
    )
    kept: list[int] = []
    for n in order:
        if not any(_same(cells, members, (n, other), overlap) for other in kept):
            kept.append(n)
    return kept


def _same(cells: Cells, members: Sequence[Ints], pair: tuple[int, int], overlap: float) -> bool:
    n, other = pair
    if cells.solution[n] != cells.solution[other]:
        return False
    if cells.start[n] < cells.end[other] and cells.start[other] < cells.end[n]:
        return True
    one, two = set(members[n].tolist()), set(members[other].tolist())
    return len(one & two) >= overlap * min(len(one), len(two))
