"""Why a group is thought to exist and why a person is thought a member, in words with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from graph.analysis.arrays import Flags, Ints, counts, pairs_within, run_starts
from graph.analysis.examine import Examined
from graph.analysis.signals import DAY
from graph.analysis.surroundings import Surroundings

_EPOCH = date(1970, 1, 1).toordinal()
_UNUSUAL = 1.0  # sd above expectation


def counted(number: int, word: str) -> str:
    """ "1 signal", "2 signals"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@dataclass(frozen=True)
class Beside:
    """What an account shows of a candidate's solution in its window beside known people.

    Attributes:
        visitors: distinct anonymous visitors.
        unusual: whether their sessions are more than chance would give.
        weeks: weekly snapshots in which third-party intent stood at a surge.
    """

    visitors: int
    unusual: bool
    weeks: int


def beside(examined: Examined, around: Surroundings) -> list[Beside]:
    """That of each candidate."""
    windows = around.windows(examined.view.block.names, examined.judged.cells)
    visitors = around.visitors_in(windows)
    unusual = (visitors > 0) & (around.anonymous_z(windows) > _UNUSUAL)
    columns = visitors, unusual, around.surge_weeks(windows)
    return [Beside(*row) for row in zip(*(part.tolist() for part in columns), strict=True)]


def group_reasons(
    examined: Examined, solutions: Sequence[str], held: Sequence[Beside]
) -> list[tuple[str, ...]]:
    """What speaks for each candidate: breadth first, then what stands around it.

    Args:
        solutions: their names, by number.
        held: what stands beside each candidate.
    """
    judged, chosen = examined.judged, examined.chosen
    cells, of = judged.cells, judged.who.cell[chosen]
    met, strong = (
        counts(of[flags], len(cells)).tolist()
        for flags in (_marked(examined, examined.view.meeting) > 0, judged.weight[chosen] > 1.0)
    )
    seen, expected = examined.crowd
    days, members = np.rint(cells.end - cells.start).astype(np.int64), np.diff(examined.ends)
    columns = (cells.solution, days, seen, expected, members, judged.evidence)
    rows = zip(*(column.tolist() for column in columns), strong, met, held, strict=True)
    return [
        (
            *_crowded(solutions[solution], length, present, usual),
            _strength(stand_out, size, evidence),
            *_around(solutions[solution], found),
            *([f"{counted(meetings, 'member')} took part in a meeting"] if meetings else []),
        )
        for solution, length, present, usual, size, evidence, stand_out, meetings, found in rows
    ]


def _crowded(solution: str, days: int, seen: int, expected: float) -> Iterator[str]:
    if seen > expected:  # a crowd no larger than chance speaks for nothing
        people = counted(seen, "person").replace("persons", "people")
        yield f"{people} on {solution} within {days} days, where chance would give {expected:.1f}"


def _strength(strong: int, members: int, evidence: float) -> str:
    return (
        f"{strong} of {counted(members, 'likely member')} stand out one by one; "
        f"their signals together fit a group better than chance by {max(0.0, evidence):.1f} nats"
    )


def _around(solution: str, held: Beside) -> Iterator[str]:
    if held.unusual:
        visitors = counted(held.visitors, "anonymous visitor")
        yield f"{visitors} on {solution}, more than usual here"
    if held.weeks:
        weeks = counted(held.weeks, "week")
        yield f"third-party intent on {solution} stood high in {weeks}"


def member_grounds(
    examined: Examined, solutions: Sequence[str], origin: int
) -> list[tuple[str, ...]]:
    """What speaks for each member, in the order of ``examined.chosen``.

    Strongest first: the person's own signals, the company they keep, what else they read.

    Args:
        solutions: their names, by number.
        origin: epoch seconds of the beginning of the evidence window.
    """
    view, judged, chosen = examined.view, examined.judged, examined.chosen
    columns = (
        judged.cells.solution[judged.who.cell[chosen]],
        judged.who.count[chosen],
        *(np.floor_divide(origin + (day * DAY).astype(np.int64), DAY) for day in examined.seen),
        _tied(examined),
        _marked(examined, view.meeting),
        _marked(examined, view.late),
        view.block.counts[judged.who.person[chosen]],
    )
    return [
        tuple(_grounds(solutions[solution], numbers))
        for solution, *numbers in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _grounds(solution: str, numbers: Sequence[int]) -> Iterator[str]:
    number, first, last, tied, met, late, total = numbers
    one, other = _date(first), _date(last)
    when = f"on {one}" if one == other else f"between {one} and {other}"
    yield f"{counted(number, 'signal')} on {solution} {when}"
    if tied:
        yield f"activity runs together with that of {counted(tied, 'other likely member')}"
    if met:
        yield "took part in a meeting"
    if late:
        yield f"{counted(late, 'signal')} there on late-stage content"
    yield f"{number} of {counted(total, 'signal')} in the evidence window lie here"


def _tied(examined: Examined) -> Ints:
    """With how many other members of its cell each member is tied."""
    view, who, chosen = examined.view, examined.judged.who, examined.chosen
    person, one, other = (
        who.person[chosen],
        *pairs_within(run_starts(who.cell[chosen]), len(chosen)),
    )
    near = view.kinship.between(person[one], person[other]) > view.parameters.edge_z
    return counts(one[near], len(chosen))


def _marked(examined: Examined, marks: Flags) -> Ints:
    """Each member's signals in the cell that bear a mark; marks are per signal of the block."""
    who = examined.judged.who
    return counts(who.row[marks[who.signal]], len(who.person))[examined.chosen]


@lru_cache(maxsize=1024)
def _date(day: int) -> str:
    """A day counted from 1970-01-01."""
    return date.fromordinal(_EPOCH + day).isoformat()
