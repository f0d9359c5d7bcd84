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

The window is refitted to the weighted 5 - 95 % quantiles of the signals, plus a margin, a few
times. Nothing is merged here: an early merge loses the better of two proposals.

Limits: people are taken as independent given the group; the window is one interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.affinity import Account
from graph.analysis.arrays import Flags, Floats, Ints, run_sums
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters

_SHARES = np.geomspace(0.01, 0.9, 16)
_BATCH = 2_000_000  # cells of a proposals x signals table held at once


Cell = tuple[int, float, float]
"""A solution and its window: index, beginning and end in days."""


@dataclass(frozen=True)
class Cells:
    """Solutions with windows, in days from the beginning of the evidence window."""

    solution: Ints
    start: Floats
    end: Floats

    def take(self, rows: Ints) -> Cells:
        """Some of them, in the given order."""
        return Cells(self.solution[rows], self.start[rows], self.end[rows])

    def cell(self, row: int) -> Cell:
        """One of them."""
        return int(self.solution[row]), float(self.start[row]), float(self.end[row])


@dataclass(frozen=True)
class Judged:
    """Cells with what the account's people say of them.

    Attributes:
        weight: l per cell and person, in nats.
        posterior: p per cell and person.
        inside: signals in the cell per cell and person.
        evidence: Lambda per cell.
        share: the pi that fits best.
    """

    cells: Cells
    weight: Floats
    posterior: Floats
    inside: Floats
    evidence: Floats
    share: Floats


def contribution(judged: Judged) -> Floats:
    """What each person adds to Lambda, per cell and person."""
    added: Floats = np.log1p(judged.share[:, None] * np.expm1(judged.weight))
    return added


def judge(account: Account, cells: Cells, null: Null, parameters: Parameters) -> Judged:
    """Weigh every person for every cell, windows as they are given."""
    step = max(1, _BATCH // max(1, len(account.day)))
    parts = [
        _judge(account, cells.take(np.arange(n, min(n + step, len(cells.start)))), null, parameters)
        for n in range(0, len(cells.start), step)
    ]
    return Judged(
        cells,
        *(
            np.concatenate([getattr(one, name) for one in parts])
            for name in ("weight", "posterior", "inside", "evidence", "share")
        ),
    )


def refit(account: Account, cells: Cells, null: Null, parameters: Parameters) -> Judged:
    """Fit windows and mixture in turn; cells that became equal or empty fall away."""
    for _ in range(parameters.iterations):
        judged = judge(account, cells, null, parameters)
        cells = _distinct(_refitted(account, judged, parameters))
    return judge(account, cells, null, parameters)


def in_cell(account: Account, cells: Cells) -> Flags:
    """Which signals lie in which cell."""
    day = account.day[None, :]
    inside: Flags = (account.solution[None, :] == cells.solution[:, None]) & (
        (day >= cells.start[:, None]) & (day < cells.end[:, None])
    )
    return inside


def evidence_without(
    account: Account,
    judged: Judged,
    content: Ints,
    by: tuple[Null, Parameters],
    gone: Ints | None = None,
) -> Floats:
    """Lambda per cell when one content of each cell is left out: what a single page made.

    ``gone`` is a person per cell who is left out, too.
    """
    inside = in_cell(account, judged.cells) & (account.content[None, :] != content[:, None])
    weight, _ = _weights(account, judged.cells, inside, by)
    if gone is not None:
        weight[np.arange(len(gone)), gone] = 0.0
    return _mixture(weight)[0]


def judged_without(judged: Judged, rows: Ints, gone: Ints) -> Judged:
    """Cells judged again, each without one person; windows are kept.

    What the others' own signals tell stays the same, the mixture is fitted anew. The person's
    column stays, telling nothing.

    Args:
        rows: cells to take, perhaps several times.
        gone: the person whom each of them does without.
    """
    at = np.arange(len(rows))
    weight, count = judged.weight[rows], judged.inside[rows]
    weight[at, gone], count[at, gone] = 0.0, 0.0
    evidence, share = _mixture(weight)
    posterior = _posterior(weight, share)
    posterior[at, gone] = 0.0
    return Judged(judged.cells.take(rows), weight, posterior, count, evidence, share)


def _judge(account: Account, cells: Cells, null: Null, parameters: Parameters) -> Judged:
    weight, count = _weights(account, cells, in_cell(account, cells), (null, parameters))
    evidence, share = _mixture(weight)
    return Judged(cells, weight, _posterior(weight, share), count, evidence, share)


def _posterior(weight: Floats, share: Floats) -> Floats:
    """p: probability of being a member under the mixture."""
    odds = share[:, None] * np.exp(weight)
    posterior: Floats = odds / (odds + 1 - share[:, None])
    return posterior


def _weights(
    account: Account, cells: Cells, inside: Flags, by: tuple[Null, Parameters]
) -> tuple[Floats, Floats]:
    """l and the number of signals in the cell, per cell and person."""
    null, parameters = by
    density = null.log_density[account.content, account.day.astype(np.int64)]
    surprise = null.log_choice[account.content] - density
    length = np.log(cells.end - cells.start)[:, None]
    told = np.where(inside, surprise[None, :], 0.0) + np.log(parameters.rho) - length
    told = np.clip(told, parameters.signal_floor, parameters.signal_cap) * inside
    count = run_sums(inside, account.starts)
    off = np.minimum(account.counts[None, :] - count, parameters.off_cap)
    q = null.cell_share(cells.solution, cells.start, cells.end)
    weight = run_sums(told, account.starts) + off * np.log((1 - parameters.rho) / (1 - q))[:, None]
    return np.where(count > 0, np.minimum(weight, parameters.person_cap), parameters.absent), count


def _mixture(weight: Floats) -> tuple[Floats, Floats]:
    """Lambda and the best share over a grid of shares."""
    ratio = np.expm1(weight)
    levels = np.stack([np.log1p(pi * ratio).sum(axis=1) for pi in _SHARES])
    best = levels.argmax(axis=0)
    return levels[best, np.arange(len(best))], _SHARES[best]


def _refitted(account: Account, judged: Judged, parameters: Parameters) -> Cells:
    """Windows from weighted quantiles of the signals' days."""
    order = np.argsort(account.day, kind="stable")
    day = account.day[order]
    weights = in_cell(account, judged.cells)[:, order] * judged.posterior[:, account.person[order]]
    running = np.cumsum(weights, axis=1)
    total = running[:, -1]
    keep = np.flatnonzero(total > 1e-9)
    low = (running[keep] >= parameters.window_tail * total[keep, None]).argmax(axis=1)
    high = (running[keep] >= (1 - parameters.window_tail) * total[keep, None]).argmax(axis=1)
    margin = parameters.margin_days
    return Cells(
        judged.cells.solution[keep],
        np.maximum(day[low] - margin, 0.0),
        np.minimum(day[high] + margin, float(parameters.evidence_days)),
    )


def _distinct(cells: Cells) -> Cells:
    """One of each, windows compared by the quarter of a day."""
    keys = np.stack([cells.solution, np.rint(cells.start * 4), np.rint(cells.end * 4)])
    _, first = np.unique(keys, axis=1, return_index=True)
    return cells.take(np.sort(first).astype(np.int64))
