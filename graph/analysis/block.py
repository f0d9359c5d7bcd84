"""Signals of the people of some accounts, judged together.

Accounts have nothing to do with one another in detection; they are taken together because one
pass over long arrays costs far less than many over short ones. Nothing that is worked out for an
account depends on which others its block holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints, bounds, counts, ranges, run_starts
from graph.analysis.parameters import Parameters
from graph.analysis.signals import Signals
from graph.analysis.topics import Contents


@dataclass(frozen=True)
class Shelf:
    """Signals by account, solution and day, so that those of any cell lie side by side.

    Attributes:
        signal: indices of signals in this order.
        key: (account, solution, rank of the day) of each, as one number.
        days: the distinct days, sorted.
        solutions: number of solutions.
    """

    signal: Ints
    key: Ints
    days: Floats
    solutions: int

    def until(self, account: Ints, solution: Ints, day: Floats) -> Ints:
        """How many signals on the shelf lie before a day of an account's solution."""
        group = account * (self.solutions + 1) + solution + 1
        rank = np.searchsorted(self.days, day, side="left")
        found: Ints = np.searchsorted(self.key, group * (len(self.days) + 1) + rank)
        return found


@dataclass(frozen=True)
class Readings:
    """Distinct contents per person and solution.

    Attributes:
        starts: first reading of each (person, solution), and one past the last.
        content: per reading.
        others: how many others of the account read it, per reading.
        width: one more than the greatest content.
        solutions: number of solutions.
    """

    starts: Ints
    content: Ints
    others: Ints
    width: int
    solutions: int

    def on(self, person: Ints, solution: Ints) -> tuple[Ints, Ints]:
        """Readings of people on a solution each, and whose of them each is."""
        run = person * self.solutions + solution
        return ranges(self.starts[run], self.starts[run + 1])


@dataclass(frozen=True)
class Block:
    """Signals of the people of some accounts.

    Attributes:
        names: account ids.
        people: person ids, account by account.
        first: first person of each account, and one past the last person.
        content, solution, day, person: per signal, sorted by person and time.
        solutions: number of solutions.
    """

    names: list[str]
    people: list[str]
    first: Ints
    content: Ints
    solution: Ints
    day: Floats
    person: Ints
    solutions: int

    @cached_property
    def sizes(self) -> Ints:
        """People per account."""
        return np.diff(self.first)

    @cached_property
    def home(self) -> Ints:
        """Account of each person."""
        return np.repeat(np.arange(len(self.names)), self.sizes)

    @cached_property
    def starts(self) -> Ints:
        """First signal of each person, and one past the last signal."""
        return bounds(counts(self.person, len(self.people)))

    @cached_property
    def counts(self) -> Ints:
        """Signals per person."""
        return np.diff(self.starts)

    @cached_property
    def on(self) -> Ints:
        """Signals per person and solution."""
        spoken = self.solution >= 0
        seat = self.person[spoken] * self.solutions + self.solution[spoken]
        shape = len(self.people), self.solutions
        return counts(seat, shape[0] * shape[1]).reshape(shape)

    @cached_property
    def readings(self) -> Readings:
        """Who read what on which solution; contents are numbered solution by solution."""
        spoken = np.flatnonzero(self.solution >= 0)
        width = int(self.content.max(initial=0)) + 1
        key, first = np.unique(
            self.person[spoken] * width + self.content[spoken], return_index=True
        )
        person, content = key // width, key % width
        run = person * self.solutions + self.solution[spoken[first]]
        starts = bounds(counts(run, len(self.people) * self.solutions))
        _, which, readers = np.unique(
            self.home[person] * width + content, return_inverse=True, return_counts=True
        )
        return Readings(starts, content, readers[which.ravel()] - 1, width, self.solutions)

    @cached_property
    def whole(self) -> Ints:
        """Whole day of each signal."""
        return self.day.astype(np.int64)

    @cached_property
    def shelf(self) -> Shelf:
        """The signals by account, solution and day."""
        days, rank = np.unique(self.day, return_inverse=True)
        group = self.home[self.person] * (self.solutions + 1) + self.solution + 1
        key = group * (len(days) + 1) + rank.ravel()
        order = np.argsort(key, kind="stable")
        return Shelf(order, key[order], days, self.solutions)


@dataclass(frozen=True)
class Census:
    """Every account that has an id, with its people, before anything is cut.

    Attributes:
        whole: all of it as one block.
        kept: people who are looked at: not those beyond ``max_people``, nor of accounts where no
            solution was touched by ``min_people``.
        cut: accounts (id, active people) of which only the busiest people are looked at.
    """

    whole: Block
    kept: Flags
    cut: tuple[tuple[str, int], ...]


def census(signals: Signals, contents: Contents, parameters: Parameters) -> Census:
    """Count who is there and choose who is looked at."""
    named = np.array([bool(name) for name in signals.accounts], dtype=bool)
    rows = np.flatnonzero(named[signals.account])
    everyone = _block(signals, contents, rows)
    kept = np.ones(len(everyone.people), dtype=bool)
    large = np.flatnonzero(everyone.sizes > parameters.max_people)
    for n in large.tolist():
        people = np.arange(everyone.first[n], everyone.first[n + 1])
        on = everyone.on[people].sum(axis=1)
        kept[people[np.lexsort((np.arange(len(on)), -on))[parameters.max_people :]]] = False
    touched = (everyone.on > 0) & kept[:, None]
    crowd = np.add.reduceat(touched, everyone.first[:-1], axis=0, dtype=np.int64)
    crowded = np.any(crowd >= parameters.min_people, axis=1)
    cut = tuple((everyone.names[n], int(everyone.sizes[n])) for n in large.tolist())
    return Census(everyone, kept & np.repeat(crowded, everyone.sizes), cut)


def blocks_of(counted: Census, most: int) -> Iterator[Block]:
    """Blocks of accounts with about ``most`` signals each, those left out passed over."""
    whole, kept = counted.whole, counted.kept
    signals = np.where(kept, whole.counts, 0)
    before = np.cumsum(signals) - signals
    number = before[whole.first[:-1]] // max(1, most)
    starts = run_starts(number)
    for a, b in zip(starts, np.append(starts, len(number))[1:], strict=True):
        people = np.arange(whole.first[a], whole.first[b])
        people = people[kept[people]]
        if len(people):
            yield part(whole, people)


def part(block: Block, people: Ints) -> Block:
    """Some people of a block (sorted indices), with their accounts."""
    rows, person = ranges(block.starts[people], block.starts[people + 1])
    home = block.home[people]
    first = run_starts(home)
    return Block(
        names=[block.names[n] for n in home[first]],
        people=[block.people[n] for n in people],
        first=np.append(first, len(people)),
        content=block.content[rows],
        solution=block.solution[rows],
        day=block.day[rows],
        person=person,
        solutions=block.solutions,
    )


def _block(signals: Signals, contents: Contents, rows: Ints) -> Block:
    person = signals.person[rows]
    starts = run_starts(person)
    account = signals.account[rows][starts]
    first = run_starts(account)
    return Block(
        names=[signals.accounts[n] for n in account[first]],
        people=[signals.people[n] for n in person[starts]],
        first=np.append(first, len(starts)),
        content=signals.content[rows],
        solution=contents.solution[signals.content[rows]],
        day=signals.day[rows],
        person=np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(rows)))),
        solutions=len(contents.solutions),
    )
