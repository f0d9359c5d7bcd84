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
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc

from graph.analysis.arrays import Floats, Ints
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from graph.analysis.topics import Contents

_WEEKLY = 10.0  # snapshots this near, in days, follow on one another
_LEAD = 14.0  # intent this long before a window, in days, still speaks for it


@dataclass(frozen=True)
class Surroundings:
    """Sessions and surges by account.

    Attributes:
        days: length of the evidence window.
        sessions: per account rows (solution, day, visitor), one per session.
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
        return len(np.unique(rows[:, 2]))

    def anonymous_z(self, account: str, solution: int, start: float, end: float) -> float:
        """Sessions in the cell above what the account's traffic would give, in sd."""
        observed = len(self._inside(account, solution, start, end))
        grid = np.arange(self.share.shape[1])
        cell = np.interp(end, grid, self.share[solution])
        cell -= np.interp(start, grid, self.share[solution])
        expected = len(self.sessions.get(account, ())) * cell
        return float((observed - expected) / np.sqrt(expected + 1.0))

    def without(self, account: str, visitors: Iterable[str]) -> Surroundings:
        """The same, the visits of these visitors at the account not made; shares are kept."""
        names = self.visitors_of.get(account, [])
        gone = [n for n, name in enumerate(names) if name in set(visitors)]
        if not gone:
            return self
        rows = self.sessions[account]
        kept = rows[~np.isin(rows[:, 2], gone)]
        return replace(self, sessions={**self.sessions, account: kept})

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
        inside = (rows[:, 0] == solution) & (rows[:, 1] >= int(start)) & (rows[:, 1] < end)
        kept: Ints = rows[inside]
        return kept


def read_surroundings(
    population: Population, contents: Contents, parameters: Parameters
) -> Surroundings:
    """Anonymous sessions and standing surges of every account in the evidence window."""
    seen = _sessions(population, contents, parameters)
    visitors_of = {name: sorted({row[2] for row in rows}) for name, rows in sorted(seen.items())}
    sessions = {name: _numbered(seen[name], visitors) for name, visitors in visitors_of.items()}
    days = parameters.evidence_days
    share = np.zeros((len(contents.solutions), days + 1))
    total = sum(len(rows) for rows in sessions.values())
    for rows in sessions.values():
        on = rows[rows[:, 0] >= 0]
        np.add.at(share, (on[:, 0], on[:, 1] + 1), 1.0)
    share = np.cumsum(share, axis=1) / max(1, total)
    surges = _surges(population, contents, parameters)
    return Surroundings(days, sessions, visitors_of, share, surges)


def _sessions(
    population: Population, contents: Contents, parameters: Parameters
) -> dict[str, set[tuple[int, int, str]]]:
    start = population.as_of - parameters.evidence_days * DAY
    touches = population.touches
    touches = touches.filter(
        pc.and_(
            pc.and_(pc.invert(touches["known"]), pc.is_valid(touches["account"])),
            pc.and_(
                pc.greater(touches["at"], start), pc.less_equal(touches["at"], population.as_of)
            ),
        )
    )
    place = {name: n for n, name in enumerate(contents.ids)}
    seen: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for account, actor, content, at in zip(
        *(touches[name].to_pylist() for name in ("account", "actor", "content", "at")), strict=True
    ):
        row = place.get(content)
        if row is None or contents.silent[row]:
            continue
        day = min((at - start) // DAY, parameters.evidence_days - 1)
        seen[account].add((int(contents.solution[row]), day, actor))
    return seen


def _numbered(rows: set[tuple[int, int, str]], visitors: list[str]) -> Ints:
    number = {name: n for n, name in enumerate(visitors)}
    return np.array([(s, d, number[v]) for s, d, v in sorted(rows)], dtype=np.int64)


def _surges(
    population: Population, contents: Contents, parameters: Parameters
) -> dict[tuple[str, int], Floats]:
    start = population.as_of - parameters.evidence_days * DAY
    place = {name: n for n, name in enumerate(contents.solutions)}
    topics: dict[tuple[str, int, str], list[tuple[int, float]]] = defaultdict(list)
    for row in population.surges.to_pylist():
        solution = place.get(row["solution"])
        if solution is not None and start < row["at"] <= population.as_of:
            topics[row["account"], solution, row["topic"]].append((row["at"], row["score"]))
    standing: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (account, solution, _), snapshots in sorted(topics.items()):
        snapshots.sort()
        for (before, one), (at, two) in pairwise(snapshots):
            high = min(one, two) >= parameters.surge_score
            if high and 0 < (at - before) / DAY <= _WEEKLY:
                standing[account, solution].append((at - start) / DAY)
    return {key: np.array(sorted(days)) for key, days in sorted(standing.items())}
