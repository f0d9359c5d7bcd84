"""What a person's ties to the others of a cell come to, with and without one of them.

For a row i of a cell, p_j being how likely j is a member and p_0 how likely anybody without a
signal in the cell is::

    lean_i = sum over j in the cell of (p_j - p_0) z_ij

so that lean_i + p_0 (sum of all of i's ties) weighs every tie of i by how likely it leads to a
member. When one is left out of a cell the mixture's share may change, and with it every p_j; but
few shares occur. So the sums are made once per cell and share, and what the one who is gone had
part in them is taken away.
"""

from __future__ import annotations

import numpy as np

from graph.analysis.affinity import Kinship
from graph.analysis.arrays import Floats, Ints, bounds, counts, ranges, sums
from graph.analysis.block import Block
from graph.analysis.cells import Presence, seats_of
from graph.analysis.mixture import Judged, chance_of

Pairs = tuple[Ints, Ints, Floats]


def leaning(block: Block, judged: Judged, kinship: Kinship) -> Floats:
    """``lean`` per row."""
    row, other, z = _ties(block, judged, kinship)
    beyond = judged.posterior - judged.idle[judged.who.cell]
    return sums(row, beyond[other] * z, len(beyond))


def leaning_without(
    block: Block, judged: tuple[Judged, Judged], taken: tuple[Ints, Ints], kinship: Kinship
) -> Floats:
    """``lean`` per row of cells that each do without one person, who is no member at all.

    Args:
        judged: the cells with everybody, and the cells without one, judged again.
        taken: which cell with everybody each of the latter is, and which row each of its rows.
    """
    (whole, left), (cell, rows) = judged, taken
    who, gone = left.who, _gone(left)
    shares, share = np.unique(left.share, return_inverse=True)
    levels, level = np.unique(cell * len(shares) + share.ravel(), return_inverse=True)
    level = level.ravel()
    asked = levels // len(shares)
    at = whole.take(asked)
    share_at = shares[levels % len(shares)][at.who.cell]
    idle = left.idle[np.unique(level, return_index=True)[1]]
    beyond = chance_of(at.weight, share_at) - idle[at.who.cell]
    row, other, z = _taken(whole.who, asked, _ties(block, whole, kinship))
    lean = sums(row, beyond[other] * z, len(beyond))
    ahead = at.who.rows[level] - whole.who.rows[cell]
    seat = seats_of(block, whole.cells).rows(whole.who, cell, gone)
    told = np.where(seat >= 0, beyond[np.maximum(seat + ahead, 0)], 0.0) + left.idle
    near = kinship.between(who.person, gone[who.cell])
    found: Floats = lean[rows + ahead[who.cell]] - told[who.cell] * near
    return found


def _gone(left: Judged) -> Ints:
    if left.gone is None:
        raise ValueError("nobody is left out of these cells")
    return left.gone


def _ties(block: Block, judged: Judged, kinship: Kinship) -> Pairs:
    """Pairs of rows of one cell whose people are tied, both ways, cell by cell."""
    who = judged.who
    starts, kin, z = kinship.both_ways
    place, row = ranges(starts[who.person], starts[who.person + 1])
    other = seats_of(block, judged.cells).rows(who, who.cell[row], kin[place])
    both = other >= 0
    return row[both], other[both], z[place[both]]


def _taken(who: Presence, cells: Ints, pairs: Pairs) -> Pairs:
    """Pairs of some cells, perhaps several times; rows are numbered as ``who.take`` does."""
    row, other, z = pairs
    starts = bounds(counts(who.cell[row], who.cells))
    place, into = ranges(starts[cells], starts[cells + 1])
    moved = (bounds(np.diff(who.rows)[cells])[:-1] - who.rows[cells])[into]
    return row[place] + moved, other[place] + moved, z[place]
