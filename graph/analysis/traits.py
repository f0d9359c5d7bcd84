"""What the signals of a set of people are like; each person counts once, however busy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints, run_ends, run_starts, run_sums
from graph.analysis.membership import Scene

_HANDBOOK = "product_docs"


@dataclass(frozen=True)
class _Who:
    """People behind rows of (cell, person, signal): cell of each, and each row's person."""

    cell: Ints
    which: Ints

    def mean(self, values: Floats) -> Floats:
        """Mean over people of each one's mean, per cell."""
        own = np.bincount(self.which, values) / np.bincount(self.which)
        mean: Floats = np.bincount(self.cell, own) / np.bincount(self.cell)
        return mean


def signal_values(view: Scene, inside: Flags, member: Flags) -> dict[str, Floats]:
    """Features of the members' signals in each cell; every cell has some.

    Args:
        inside: which signals lie in which cell.
        member: which people are members of which cell.
    """
    account, count = view.account, member.sum(axis=1)
    mine = inside & member[:, account.person]
    row, signal = np.nonzero(mine)
    starts, who = run_starts(row), _who(row, account.person[signal])
    number = run_ends(starts, len(row)) - starts
    day, content = account.day[signal], account.content[signal]
    whole, late = day.astype(np.int64), view.late[signal].astype(np.float64)
    low, high = _quantiles(row, day, starts, number)
    days = _distinct(who.which, whole, len(who.cell))
    met = np.unique(who.which[view.meeting[signal]])
    return {
        "diversity": _distinct(row, content, len(count)) / number,
        "meetings": np.log1p(np.bincount(who.cell[met], minlength=len(count))),
        "span": np.log1p(high - low),
        "one_content": most_shared(view, mine)[1] / count,
        "ordinary": who.mean(view.null.log_density[content, whole]),
        "first_day": _commonest(who.cell, _first(who, whole), len(count)) / count,
        "handbooks": who.mean(_handbook(view)[signal]),
        "kinds": np.log1p(_distinct(row, view.kinds[signal], len(count))),
        "progress": _progress((day, late), starts, number) / np.maximum(high - low, 1.0),
        "days_each": np.bincount(who.cell, np.log(days), len(count)) / count,
    }


def most_shared(view: Scene, inside: Flags) -> tuple[Ints, Ints]:
    """Content that most people touched among each cell's signals, and how many they are."""
    account = view.account
    width, contents = len(account.people), len(view.contents.ids)
    row, signal = np.nonzero(inside)
    key = (row * contents + account.content[signal]) * width + account.person[signal]
    pairs, people = np.unique(np.unique(key) // width, return_counts=True)
    order = np.lexsort((pairs, -people, pairs // contents))
    best = order[run_starts((pairs // contents)[order])]
    return pairs[best] % contents, people[best]


def _who(row: Ints, person: Ints) -> _Who:
    key = row * (int(person.max()) + 1) + person
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return _Who(row[first], which.ravel())


def _first(who: _Who, day: Ints) -> Ints:
    """Each person's first day."""
    first = np.full(len(who.cell), np.iinfo(np.int64).max)
    np.minimum.at(first, who.which, day)
    return first


def _handbook(view: Scene) -> Floats:
    kinds = [view.contents.kinds[n] == _HANDBOOK for n in view.account.content]
    return np.array(kinds, dtype=np.float64)


def _progress(signals: tuple[Floats, Floats], starts: Ints, number: Ints) -> Floats:
    """Mean day of late-stage signals less that of the others, days; 0 where one is missing."""
    day, late = signals
    many = run_sums(late, starts)
    rest = number - many
    after = run_sums(day * late, starts) / np.maximum(many, 1)
    before = run_sums(day * (1 - late), starts) / np.maximum(rest, 1)
    return np.where((many > 0) & (rest > 0), after - before, 0.0)


def _distinct(row: Ints, label: Ints, rows: int) -> Ints:
    """Distinct labels per row."""
    width = int(label.max()) + 1
    return np.bincount(np.unique(row * width + label) // width, minlength=rows)


def _commonest(row: Ints, label: Ints, rows: int) -> Floats:
    """How often each row's commonest label occurs."""
    width = int(label.max()) + 1
    pairs, count = np.unique(row * width + label, return_counts=True)
    most = np.zeros(rows)
    np.maximum.at(most, pairs // width, count)
    return most


def _quantiles(row: Ints, day: Floats, starts: Ints, number: Ints) -> tuple[Floats, Floats]:
    """10 and 90 % quantiles of the days per row, linear between signals."""
    ordered = day[np.lexsort((day, row))]
    found = []
    for share in (0.1, 0.9):
        place = share * (number - 1)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, number - 1)
        one, other = ordered[starts + low], ordered[starts + high]
        found.append(one + (other - one) * (place - low))
    return found[0], found[1]
