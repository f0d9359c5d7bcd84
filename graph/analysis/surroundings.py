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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.arrays import (
    Floats,
    Ints,
    counts,
    distinct_per_row,
    distinct_sorted,
    ranges,
)
from graph.analysis.cells import Cells
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY, codes
from graph.analysis.topics import Contents

_WEEKLY = 10.0  # snapshots this near, in days, follow on one another
_LEAD = 14.0  # intent this long before a window, in days, still speaks for it


@dataclass(frozen=True)
class Windows:
    """Solutions of accounts with windows, in days of the evidence window.

    Attributes:
        account: by its number in ``Surroundings.accounts``, -1 where nothing is known of it.
    """

    account: Ints
    solution: Ints
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Surroundings:
    """Sessions and surges by account.

    Attributes:
        days: length of the evidence window.
        accounts: number of each account with a session or a surge, by id.
        account, solution, day, visitor: per session, sorted in this order.
        visitors: (account, id) of each visitor, in the order of their numbers.
        share: cumulative share of the population's sessions per solution over days.
        surges: per account and solution the days on which a surge stood.
    """

    days: int
    accounts: Mapping[str, int]
    account: Ints
    solution: Ints
    day: Ints
    visitor: Ints
    visitors: list[tuple[str, str]]
    share: Floats
    surges: dict[tuple[str, int], Floats]

    @property
    def has_sessions(self) -> bool:
        """Whether any anonymous visitor was matched to an account."""
        return len(self.account) > 0

    def windows(self, names: Sequence[str], cells: Cells) -> Windows:
        """Cells of a block, whose accounts have these names."""
        number = np.array([self.accounts.get(name, -1) for name in names], dtype=np.int64)
        return Windows(number[cells.account], cells.solution, cells.start, cells.end)

    def visitors_in(self, windows: Windows) -> Ints:
        """Distinct visitors with a session on the solution in each window."""
        place, which = ranges(*self._bounds(self._key, windows.account, windows))
        return distinct_per_row(which, self.visitor[place], len(windows.start))

    def anonymous_z(self, windows: Windows, gone: tuple[Ints, Ints] | None = None) -> Floats:
        """Sessions in each window above what the account's traffic would give, in sd.

        Args:
            gone: visits that were not made: window, and visitor of its account.
        """
        low, high = self._bounds(self._key, windows.account, windows)
        observed, total = high - low, np.append(self._sessions, 0)[windows.account]
        if gone is not None:
            which, visitor = gone
            low, high = self._bounds(self._visitor_key, visitor, windows, which)
            observed = observed - counts(np.repeat(which, high - low), len(observed))
            made = np.bincount(self.visitor, minlength=len(self.visitors))[visitor]
            total = total - counts(np.repeat(which, made), len(total))
        share = self._until(windows.solution, windows.end)
        expected = total * (share - self._until(windows.solution, windows.start))
        z: Floats = (observed - expected) / np.sqrt(expected + 1.0)
        return z

    def surge_weeks(self, windows: Windows) -> Ints:
        """Weekly snapshots in which a topic of the solution stood at a surge for two weeks."""
        days, key = self._surge_key
        group = self._group(windows.account, windows.solution) * (len(days) + 1)
        start = np.searchsorted(days, windows.start - _LEAD)
        end = np.searchsorted(days, windows.end + _LEAD / 2)
        weeks: Ints = np.searchsorted(key, group + end) - np.searchsorted(key, group + start)
        return weeks

    def on_site(self, account: Ints, solution: Ints) -> tuple[Ints, Floats]:
        """Anonymous sessions on solutions in the evidence window, and how many were expected.

        Expected: the account's anonymous sessions x the population's share on that solution.
        """
        ever = np.zeros(len(account)), np.full(len(account), float(self.days))
        low, high = self._bounds(self._key, account, Windows(account, solution, *ever))
        return high - low, np.append(self._sessions, 0)[account] * self.share[solution, -1]

    def on_site_without(
        self, account: int, solution: int, visitors: Iterable[int]
    ) -> tuple[int, float]:
        """The same of one account, the visits of some of its visitors not made."""
        left = list(visitors)
        mine = slice(*np.searchsorted(self.account, (account, account + 1)))
        kept = self.solution[mine][~np.isin(self.visitor[mine], left)]
        return int((kept == solution).sum()), float(len(kept) * self.share[solution, -1])

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """Number of each visitor, by account and id."""
        return {visitor: n for n, visitor in enumerate(self.visitors)}

    @cached_property
    def _sessions(self) -> Ints:
        """Sessions of each account."""
        return counts(self.account, len(self.accounts))

    @cached_property
    def _key(self) -> Ints:
        return self._group(self.account, self.solution) * (self.days + 1) + self.day

    @cached_property
    def _visitor_key(self) -> Ints:
        group = self._group(self.visitor, self.solution) * (self.days + 1) + self.day
        return np.sort(group)

    @cached_property
    def _surge_key(self) -> tuple[Floats, Ints]:
        """The distinct days, and (account, solution, rank of the day) of each as one number."""
        held = [(self.accounts[name], solution) for name, solution in self.surges]
        account, solution = np.array(held, dtype=np.int64).reshape(-1, 2).T
        number = np.array([len(days) for days in self.surges.values()], dtype=np.int64)
        days, rank = np.unique(np.concatenate([*self.surges.values(), []]), return_inverse=True)
        group = np.repeat(self._group(account, solution), number)
        return days, np.sort(group * (len(days) + 1) + rank)

    def _group(self, one: Ints, solution: Ints) -> Ints:
        """(account or visitor, solution) as one number; solutions begin at -1."""
        return one * (len(self.share) + 1) + solution + 1

    def _bounds(
        self, key: Ints, one: Ints, windows: Windows, which: Ints | None = None
    ) -> tuple[Ints, Ints]:
        """Where sessions in each window begin and end, among those sorted by a key.

        Args:
            one: account or visitor, as the key has it.
            which: window of each; each in turn if not given.
        """
        of = slice(None) if which is None else which
        group = self._group(one, windows.solution[of]) * (self.days + 1)
        start, end = windows.start[of].astype(np.int64), np.ceil(windows.end[of]).astype(np.int64)
        return np.searchsorted(key, group + start), np.searchsorted(key, group + end)

    def _until(self, solution: Ints, day: Floats) -> Floats:
        """Share of the population's sessions on a solution before a day, linear within days."""
        last = self.share.shape[1] - 1
        whole = np.minimum(day.astype(np.int64), last)
        before, after = (
            self.share[solution, whole],
            self.share[solution, np.minimum(whole + 1, last)],
        )
        until: Floats = before + (after - before) * (day - whole)
        return until


def read_surroundings(
    population: Population, contents: Contents, parameters: Parameters
) -> Surroundings:
    """Anonymous sessions and standing surges of every account in the evidence window."""
    days = parameters.evidence_days
    names, rows, visitors = _sessions(population, contents, parameters)
    surges = _surges(population, contents, parameters)
    accounts = {name: n for n, name in enumerate(sorted({*names, *(key[0] for key in surges)}))}
    account, solution, day, visitor = rows.T
    account = np.array([accounts[name] for name in names], dtype=np.int64)[account]
    seen = solution >= 0
    share = np.zeros((len(contents.solutions), days + 1))
    np.add.at(share, (solution[seen], day[seen] + 1), 1.0)
    return Surroundings(
        days,
        accounts,
        account,
        solution,
        day,
        visitor,
        visitors,
        np.cumsum(share, axis=1) / max(1, len(rows)),
        surges,
    )


def _sessions(
    population: Population, contents: Contents, parameters: Parameters
) -> tuple[list[str], Ints, list[tuple[str, str]]]:
    """Accounts; account, solution, day and visitor of each session, sorted; and the visitors.

    A visitor's number is that of (account, id), so that it belongs to one account.
    """
    touches = _visits(population, contents, parameters)
    accounts, account = codes(touches["account"])
    actors, actor = codes(touches["actor"])
    place = pc.index_in(touches["content"], value_set=pa.array(contents.ids, pa.string()))
    solution = contents.solution[np.asarray(place, dtype=np.int64)]
    start = population.as_of - parameters.evidence_days * DAY
    day = (np.asarray(touches["at"], dtype=np.int64) - start) // DAY
    day = np.minimum(day, parameters.evidence_days - 1)
    width = max(1, len(actors))
    held = distinct_sorted(account * width + actor)
    visitor = np.searchsorted(held, account * width + actor)
    order = np.lexsort((visitor, day, solution, account))
    rows = np.stack([account, solution, day, visitor], axis=1)[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    of = zip((held // width).tolist(), (held % width).tolist(), strict=True)
    return accounts, rows[new], [(accounts[home], actors[who]) for home, who in of]


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
