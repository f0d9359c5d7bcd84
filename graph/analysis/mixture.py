"""Is there a group in the cell? Every person's log-likelihood ratio, and a mixture over people.

Step 5. For a cell (solution s, window [a, b)) and person i, q being the population's share of
signals in the cell::

    l_i = sum over signals in the cell of
              clip(log rho + log m(c|s) - log(b - a) - log g(c, t), floor, cap)
          + min(n_off, off_cap) log((1 - rho) / (1 - q))

capped at ``person_cap``; ``absent`` where the person has nothing in the cell. The cap is the
thesis in a formula: nobody, however senior or busy, qualifies an account alone. The second term
is what turns away those who read everything.

Step 6. An unknown share pi of the account's people are members (two-part mixture, McLachlan and
Peel 2000), and ::

    Lambda = max over pi of sum_i log(1 - pi + pi exp(l_i)),   p_i = posterior of membership

Only people with a signal in the cell have a row; the others are alike, and are counted. The sum is
concave in pi, so its best share of a grid lies where the slope changes its sign.

The window is refitted to the weighted 5 - 95 % quantiles of the signals, plus a margin, a few
times. Nothing is merged here: an early merge loses the better of two proposals.

Limits: people are taken as independent given the group; the window is one interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints, counts, run_starts, running_sums, sums
from graph.analysis.block import Block
from graph.analysis.cells import Cells, Presence, distinct, present
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters

_SHARES = np.geomspace(0.01, 0.9, 16)
_QUARTERS = 4.0  # windows that agree by the quarter of a day are one


@dataclass(frozen=True)
class Judged:
    """Cells with what their accounts' people say of them.

    Attributes:
        who: people with a signal in each cell, a row each.
        crowd: people of each cell's account who may be members, without a signal in it too.
        weight: l per row, in nats.
        posterior: p per row.
        idle: p of a person without a signal, per cell.
        evidence: Lambda per cell.
        share: the pi that fits best, per cell.
        gone: the person whom each cell does without, None where nobody is left out.
    """

    cells: Cells
    who: Presence
    crowd: Ints
    weight: Floats
    posterior: Floats
    idle: Floats
    evidence: Floats
    share: Floats
    gone: Ints | None = None

    def take(self, cells: Ints) -> Judged:
        """Some of the cells, in the given order, perhaps several times."""
        who, rows = self.who.take(cells)
        return Judged(
            self.cells.take(cells),
            who,
            self.crowd[cells],
            self.weight[rows],
            self.posterior[rows],
            self.idle[cells],
            self.evidence[cells],
            self.share[cells],
            None if self.gone is None else self.gone[cells],
        )


def contribution(judged: Judged) -> Floats:
    """What each row adds to Lambda."""
    added: Floats = np.log1p(judged.share[judged.who.cell] * np.expm1(judged.weight))
    return added


def judge(block: Block, cells: Cells, null: Null, parameters: Parameters) -> Judged:
    """Weigh every person for every cell, windows as they are given."""
    who = present(block, cells)
    weight = _weights(block, cells, who, (null, parameters))
    return _fitted((cells, who, block.sizes[cells.account]), weight, parameters)


def refit(block: Block, cells: Cells, null: Null, parameters: Parameters) -> Judged:
    """Fit windows and mixture in turn; cells that became equal or empty fall away."""
    for _ in range(parameters.iterations):
        judged = judge(block, cells, null, parameters)
        cells = distinct(_refitted(block, judged, parameters), per_day=_QUARTERS)
    return judge(block, cells, null, parameters)


def evidence_without(
    block: Block, judged: Judged, content: Ints, by: tuple[Null, Parameters]
) -> Floats:
    """Lambda per cell when one content of each cell is left out: what a single page made."""
    who = judged.who
    kept = block.content[who.signal] != content[who.cell[who.row]]
    weight = _weights(block, judged.cells, who, by, kept)
    return _mixture(who, weight, judged.crowd, by[1])[0]


def judged_without(judged: Judged, gone: Ints, parameters: Parameters) -> tuple[Judged, Ints]:
    """Cells judged again, each without one person; windows are kept.

    What the others' own signals tell stays the same, the mixture is fitted anew.

    Args:
        gone: the person whom each cell does without.

    Returns:
        The cells, and which rows of them stayed.
    """
    stays = np.flatnonzero(judged.who.person != gone[judged.who.cell])
    who = judged.who.some(stays)
    weight = judged.weight[stays]
    left = _fitted((judged.cells, who, judged.crowd - 1), weight, parameters)
    return replace(left, gone=gone), stays


def _fitted(where: tuple[Cells, Presence, Ints], weight: Floats, parameters: Parameters) -> Judged:
    cells, who, crowd = where
    evidence, share = _mixture(who, weight, crowd, parameters)
    posterior = chance_of(weight, share[who.cell])
    idle = chance_of(np.full(len(share), parameters.absent), share)
    return Judged(cells, who, crowd, weight, posterior, idle, evidence, share)


def chance_of(weight: Floats, share: Floats) -> Floats:
    """p: probability of being a member under the mixture, by weight and share of members."""
    odds = share * np.exp(weight)
    posterior: Floats = odds / (odds + 1 - share)
    return posterior


def _weights(
    block: Block,
    cells: Cells,
    who: Presence,
    by: tuple[Null, Parameters],
    kept: Flags | None = None,
) -> Floats:
    """l per row; ``kept`` says which of the signals count, all if not given."""
    null, parameters = by
    row, signal = (who.row, who.signal) if kept is None else (who.row[kept], who.signal[kept])
    surprise = null.log_choice[block.content] - null.log_density[block.content, block.whole]
    length = np.log(cells.end - cells.start)
    told = surprise[signal] + np.log(parameters.rho) - length[who.cell[row]]
    told = np.clip(told, parameters.signal_floor, parameters.signal_cap)
    number = counts(row, len(who.person))
    off = np.minimum(block.counts[who.person] - number, parameters.off_cap)
    q = null.cell_share(cells.solution, cells.start, cells.end)
    off_told = np.log((1 - parameters.rho) / (1 - q))[who.cell]
    weight = np.minimum(sums(row, told, len(number)) + off * off_told, parameters.person_cap)
    return np.where(number > 0, weight, parameters.absent)


def _mixture(
    who: Presence, weight: Floats, crowd: Ints, parameters: Parameters
) -> tuple[Floats, Floats]:
    """Lambda and the best share of a grid, per cell."""
    ratio, none = np.expm1(weight), np.expm1(parameters.absent)
    cells = len(crowd)
    idle = crowd - counts(who.cell, cells)

    def rises(share: Floats) -> Flags:
        slope = sums(who.cell, ratio / (1.0 + share[who.cell] * ratio), cells)
        rising: Flags = slope + idle * none / (1.0 + share * none) > 0
        return rising

    def level(share: Floats) -> Floats:
        told = sums(who.cell, np.log1p(share[who.cell] * ratio), cells)
        total: Floats = told + idle * np.log1p(share * none)
        return total

    low, high = np.zeros(cells, dtype=np.int64), np.full(cells, len(_SHARES))
    while (low < high).any():  # to the first share from which the level falls
        middle = (low + high) // 2
        up = rises(_SHARES[np.minimum(middle, len(_SHARES) - 1)]) & (low < high)
        low, high = np.where(up, middle + 1, low), np.where(up, high, np.minimum(high, middle))
    before = _SHARES[np.maximum(low - 1, 0)]
    after = _SHARES[np.minimum(low, len(_SHARES) - 1)]
    one, two = level(before), level(after)
    return np.where(two > one, two, one), np.where(two > one, after, before)


def _refitted(block: Block, judged: Judged, parameters: Parameters) -> Cells:
    """Windows from weighted quantiles of the signals' days, which lie in order of time."""
    who = judged.who
    cell, day = who.cell[who.row], block.day[who.signal]
    starts = run_starts(cell)
    running = running_sums(judged.posterior[who.row], starts)
    total = running[np.append(starts, len(cell))[1:] - 1]
    keep = total > 1e-9
    low, high = (
        _first_reaching(cell, running, (starts, share * total))
        for share in (parameters.window_tail, 1 - parameters.window_tail)
    )
    margin = parameters.margin_days
    held = judged.cells.take(cell[starts][keep])
    return Cells(
        held.account,
        held.solution,
        np.maximum(day[low[keep]] - margin, 0.0),
        np.minimum(day[high[keep]] + margin, float(parameters.evidence_days)),
    )


def _first_reaching(cell: Ints, running: Floats, runs: tuple[Ints, Floats]) -> Ints:
    """First signal of each run at which the running sum reaches a level."""
    starts, level = runs
    number = np.diff(np.append(starts, len(cell)))
    short = running < np.repeat(level, number)
    first: Ints = starts + np.add.reduceat(short, starts, dtype=np.int64)
    return first
