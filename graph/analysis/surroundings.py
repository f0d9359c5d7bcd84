"""What else an account shows of a solution: anonymous visitors and third-party intent.

Anonymous sessions (visitor x day x solution) in a window are held against what the account's own
anonymous traffic and the population's habits would give::

    expected = the account's sessions x the population's share of sessions in the cell
    z = (observed - expected) / sqrt(expected + 1)          (Poisson, with one session of doubt)

A third-party surge is a topic at ``surge_score`` or more in two consecutive weekly snapshots; one
week alone happens by chance. Neither makes a group: both only inform how sure one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.arrays import Floats, Ints, distinct_sorted, run_ends, run_starts
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY, codes
from graph.analysis.topics import Contents

_WEEKLY = 10.0  # snapshots this near, in days, follow on one another
_LEAD = 14.0  # intent this long before a window, in days, still speaks for it


@dataclass(frozen=True)
class Surroundings:
    """Sessions and surges by account.

    Attributes:
        days: length of the evidence window.
        sessions: per account rows (solution, day, visitor), one per session, sorted.
        visitors_of: per account ids of visitors, by the number that its sessions give them.
        share: cumulative share of the population's sessions per solution over days.
        surges: per account and solution the days on which a surge stood.
    """

    days: int
    sessions: dict[str, Ints]
    visitors_of: dict[str, list[str]]
    share: Floats
    surges: dict[tuple[str, int], Floats]

    def visitors(self, account: str, solution: int, start: float, end: float) -> int:
        """Distinct visitors with a session on the solution in [start, end)."""
        rows = self._inside(account, solution, start, end)
        return len(distinct_sorted(rows[:, 2]))

    def anonymous_z(self, account: str, solution: int, start: float, end: float) -> float:
        """Sessions in the cell above what the account's traffic would give, in sd."""
        observed = len(self._inside(account, solution, start, end))
        cell = self._until(solution, end) - self._until(solution, start)
        expected = len(self.sessions.get(account, ())) * cell
        return float((observed - expected) / np.sqrt(expected + 1.0))

    def _until(self, solution: int, day: float) -> float:
        """Share of the population's sessions on a solution before a day, linear within days."""
        share, whole = self.share[solution], int(day)
        if whole >= len(share) - 1:
            return float(share[-1])
        before, after = share[whole].item(), share[whole + 1].item()
        return float(before + (after - before) * (day - whole))

    def without(self, account: str, visitors: Iterable[str]) -> Surroundings:
        """The account's own, the visits of these visitors not made; shares are kept."""
        names = self.visitors_of.get(account, [])
        left = set(visitors)
        gone = [n for n, name in enumerate(names) if name in left]
        if not gone:
            return self
        rows = self.sessions[account]
        kept = rows[~np.isin(rows[:, 2], gone)]
        return replace(self, sessions={account: kept})

    def on_site(self, account: str, solution: int) -> tuple[int, float]:
        """Anonymous sessions on a solution in the evidence window, and how many were expected.

        Expected: the account's anonymous sessions x the population's share on that solution.
        """
        rows = self.sessions.get(account)
        if rows is None:
            return 0, 0.0
        seen = int((rows[:, 0] == solution).sum())
        return seen, float(len(rows) * self.share[solution, -1])

    def surge_weeks(self, account: str, solution: int, start: float, end: float) -> int:
        """Weekly snapshots in which a topic of the solution stood at a surge for two weeks."""
        days = self.surges.get((account, solution))
        if days is None:
            return 0
        return int(((days >= start - _LEAD) & (days < end + _LEAD / 2)).sum())

    def _inside(self, account: str, solution: int, start: float, end: float) -> Ints:
        rows = self.sessions.get(account)
        if rows is None:
            return np.zeros((0, 3), dtype=np.int64)
        on = rows[slice(*np.searchsorted(rows[:, 0], (solution, solution + 1)))]
        inside: Ints = on[slice(*np.searchsorted(on[:, 1], (int(start), end)))]
        return inside


def read_surroundings(
    population: Population, contents: Contents, parameters: Parameters
) -> Surroundings:
    """Anonymous sessions and standing surges of every account in the evidence window."""
    days = parameters.evidence_days
    accounts, account, rows, visitors = _sessions(population, contents, parameters)
    starts = run_starts(account)
    cuts = list(zip(starts.tolist(), run_ends(starts, len(account)).tolist(), strict=True))
    names = [accounts[n] for n in account[starts]]
    seen = rows[:, 0] >= 0
    share = np.zeros((len(contents.solutions), days + 1))
    np.add.at(share, (rows[seen, 0], rows[seen, 1] + 1), 1.0)
    return Surroundings(
        days,
        {name: rows[a:b] for name, (a, b) in zip(names, cuts, strict=True)},
        {name: visitors[name] for name in names},
        np.cumsum(share, axis=1) / max(1, len(rows)),
        _surges(population, contents, parameters),
    )


def _sessions(
    population: Population, contents: Contents, parameters: Parameters
) -> tuple[list[str], Ints, Ints, dict[str, list[str]]]:
    """Accounts, account of each session, sessions, and ids of each account's visitors.

    Sessions are sorted by account, solution, day and visitor; visitors are numbered by account.
    """
    touches = _visits(population, contents, parameters)
    accounts, account = codes(touches["account"])
    actors, actor = codes(touches["actor"])
    place = pc.index_in(touches["content"], value_set=pa.array(contents.ids, pa.string()))
    solution = contents.solution[np.asarray(place, dtype=np.int64)]
    start = population.as_of - parameters.evidence_days * DAY
    day = (np.asarray(touches["at"], dtype=np.int64) - start) // DAY
    day = np.minimum(day, parameters.evidence_days - 1)
    held = distinct_sorted(account * max(1, len(actors)) + actor)
    home, who = held // max(1, len(actors)), held % max(1, len(actors))
    first = run_starts(home)
    number = np.arange(len(held)) - np.repeat(first, run_ends(first, len(held)) - first)
    visitor = number[np.searchsorted(held, account * max(1, len(actors)) + actor)]
    order = np.lexsort((visitor, day, solution, account))
    rows = np.stack([account, solution, day, visitor], axis=1)[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    visitors: dict[str, list[str]] = defaultdict(list)
    for n, actor_number in zip(home.tolist(), who.tolist(), strict=True):
        visitors[accounts[n]].append(actors[actor_number])
    return accounts, rows[new, 0], rows[new, 1:], visitors


def _visits(population: Population, contents: Contents, parameters: Parameters) -> pa.Table:
    """Anonymous touches at an account in the evidence window, of contents that tell something."""
    start = population.as_of - parameters.evidence_days * DAY
    touches = population.touches
    near = pc.and_(pc.greater(touches["at"], start), pc.less_equal(touches["at"], population.as_of))
    matched = pc.and_(pc.invert(touches["known"]), pc.is_valid(touches["account"]))
    touches = touches.filter(pc.and_(matched, near))
    spoken = [name for name, mute in zip(contents.ids, contents.silent, strict=True) if not mute]
    return touches.filter(pc.is_in(touches["content"], value_set=pa.array(spoken, pa.string())))


def _surges(
    population: Population, contents: Contents, parameters: Parameters
) -> dict[tuple[str, int], Floats]:
    """Days on which a topic stood high for two weekly snapshots, per account and solution."""
    start = population.as_of - parameters.evidence_days * DAY
    table = population.surges
    near = pc.and_(pc.greater(table["at"], start), pc.less_equal(table["at"], population.as_of))
    told = pc.is_in(table["solution"], value_set=pa.array(contents.solutions, pa.string()))
    table = table.filter(pc.and_(near, told))
    accounts, account = codes(table["account"])
    solution = np.asarray(
        pc.index_in(table["solution"], value_set=pa.array(contents.solutions, pa.string())),
        dtype=np.int64,
    )
    topic = codes(pc.fill_null(table["topic"], ""))[1]
    at, score = (np.asarray(table[name]) for name in ("at", "score"))
    order = np.lexsort((score, at, topic, solution, account))
    account, solution, topic, at, score = (
        column[order] for column in (account, solution, topic, at, score)
    )
    same = (np.diff(account) == 0) & (np.diff(solution) == 0) & (np.diff(topic) == 0)
    gap = np.diff(at) / DAY
    high = np.minimum(score[1:], score[:-1]) >= parameters.surge_score
    standing = 1 + np.flatnonzero(same & high & (gap > 0) & (gap <= _WEEKLY))
    days: dict[tuple[str, int], list[float]] = defaultdict(list)
    for n in standing.tolist():
        days[accounts[account[n]], int(solution[n])].append((int(at[n]) - start) / DAY)
    return {key: np.array(sorted(found)) for key, found in sorted(days.items())}
