"""Null tables: what chance gives, counted once per run over the whole population.

With H the number of signals per theme and day, Sim the likeness of themes and
``T = exp(-|d - d'| / tau)``::

    mu = Sim H T / N        expected affinity of a signal with one signal of the population
    m2 = Sim^2 H T^2 / N    its second moment

``density`` is g(c, t): the share of the population's signals that fall on content c per day at day
t, smoothed over days and pulled to uniform when the content is rare, by N_c / (N_c + shrink).
Campaign days and evergreen pages have a high density and so tell little.

``rhythm`` is how much busier than its week each day is for everybody; weekends are calm, mostly::

    rhythm(t) = log (H(t) + shrink) / (mean of H over the week around t + shrink)

``ordinary`` is m(c | s): a reader of solution s picks content c in proportion to a mix of the
population's habit and an even choice.

Limits: one null for all accounts; a season or fashion of one industry is not taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Floats, Ints
from graph.analysis.parameters import Parameters
from graph.analysis.signals import Signals
from graph.analysis.topics import Contents

_WEEK = 7  # days


@dataclass(frozen=True)
class Null:
    """What chance gives.

    Attributes:
        total: signals counted.
        mean, square: mu and m2 per theme and day.
        log_density: log g per content and day.
        rhythm: log of each day's signals over the mean of the week around it.
        log_choice: log m(c | s) per content; -inf off every solution.
        cell: cumulative share of all signals per solution over days (days + 1 columns).
        activity: share of people with 0, 1, 2, ... signals.
    """

    total: int
    mean: Floats
    square: Floats
    log_density: Floats
    rhythm: Floats
    log_choice: Floats
    cell: Floats
    activity: Floats

    def cell_share(self, solution: Ints, start: Floats, end: Floats) -> Floats:
        """q: share of the population's signals on a solution within [start, end)."""
        shares = self._until(solution, end) - self._until(solution, start)
        return np.clip(shares, 1e-6, 0.99)

    def active_share(self, share: Floats) -> Floats:
        """Share of people with a signal in cells of these shares, as people usually are active."""
        count = np.arange(len(self.activity), dtype=np.float64)
        seen: Floats = (1.0 - (1.0 - share[:, None]) ** count[None, :]) @ self.activity
        return seen

    def _until(self, solution: Ints, day: Floats) -> Floats:
        """Share on the solution before a day, linear within days."""
        whole = np.clip(day.astype(np.int64), 0, self.cell.shape[1] - 2)
        before, after = self.cell[solution, whole], self.cell[solution, whole + 1]
        until: Floats = before + (after - before) * (day - whole)
        return until


def build_null(signals: Signals, contents: Contents, parameters: Parameters) -> Null:
    """Count the population's signals and smooth them."""
    days = parameters.evidence_days
    day = signals.day.astype(np.int64)
    total = max(1, len(day))
    count = _histogram(contents.theme[signals.content], day, (len(contents.likeness), days))
    kernel = np.exp(
        -np.abs(np.subtract.outer(np.arange(days), np.arange(days))) / parameters.tau_days
    )
    by_content = _histogram(signals.content, day, (len(contents.ids), days))
    by_solution = np.zeros((len(contents.solutions), days))
    on = contents.solution >= 0
    np.add.at(by_solution, contents.solution[on], by_content[on])
    return Null(
        total=len(day),
        mean=contents.likeness @ count @ kernel / total,
        square=contents.likeness**2 @ count @ kernel**2 / total,
        log_density=np.log(_density(by_content, parameters) / total),
        rhythm=_rhythm(by_content.sum(axis=0), parameters),
        log_choice=_choice(by_content.sum(axis=1), contents),
        cell=np.pad(np.cumsum(by_solution, axis=1), ((0, 0), (1, 0))) / total,
        activity=_activity(signals),
    )


def _activity(signals: Signals) -> Floats:
    """Share of people with 0, 1, 2, ... signals."""
    of_people = np.bincount(signals.person)
    return np.bincount(of_people).astype(np.float64) / max(1, len(of_people))


def _histogram(row: Ints, day: Ints, shape: tuple[int, int]) -> Floats:
    flat = np.bincount(row * shape[1] + day, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)


def _rhythm(count: Floats, parameters: Parameters) -> Floats:
    """Log of each day's signals over the mean of its week, pulled to 0 where few are counted."""
    until = np.r_[0.0, np.cumsum(count)]
    day = np.arange(len(count))
    first, last = np.maximum(day - _WEEK // 2, 0), np.minimum(day + _WEEK // 2 + 1, len(count))
    around = (until[last] - until[first]) / (last - first)
    rhythm: Floats = np.log((count + parameters.shrink) / (around + parameters.shrink))
    return rhythm


def _density(count: Floats, parameters: Parameters) -> Floats:
    """Signals per content and day, smoothed by a Gaussian and shrunk to uniform."""
    days = count.shape[1]
    offset = np.subtract.outer(np.arange(days), np.arange(days))
    kernel = np.exp(-0.5 * (offset / parameters.smooth_days) ** 2)
    kernel /= kernel.sum(axis=0, keepdims=True)
    of_content = count.sum(axis=1, keepdims=True)
    smooth = kernel @ count.T
    own = of_content / (of_content + parameters.shrink)
    level = np.maximum(of_content, 0.5)
    mixed = own * smooth.T + (1 - own) * level / days
    density: Floats = np.maximum(mixed, 0.02 * level / days)
    return density


def _choice(of_content: Floats, contents: Contents) -> Floats:
    """log m(c | s): half the population's habit, half even among contents."""
    choice = np.full(len(contents.ids), -np.inf)
    for solution in range(len(contents.solutions)):
        rows = np.flatnonzero((contents.solution == solution) & ~contents.silent & (of_content > 0))
        if len(rows):
            habit = of_content[rows] / of_content[rows].sum()
            choice[rows] = np.log(0.5 * habit + 0.5 / len(rows))
    return choice
