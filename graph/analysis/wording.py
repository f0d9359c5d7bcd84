"""Why a group is thought to exist and why a person is thought a member, in words with numbers."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.analysis.arrays import Ints
from graph.analysis.examine import Examined
from graph.analysis.signals import DAY
from graph.analysis.surroundings import Surroundings


def counted(number: int, word: str) -> str:
    """ "1 signal", "2 signals"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def group_reasons(
    examined: Examined, row: int, solution: str, surroundings: Surroundings
) -> tuple[str, ...]:
    """What speaks for a candidate: breadth first, then what stands around it."""
    cells = examined.judged.cells
    seen, expected = examined.crowd
    days = round(float(cells.end[row] - cells.start[row]))
    cell = cells.cell(row)
    crowded = (
        f"{counted(int(seen[row]), 'person').replace('persons', 'people')} on {solution} within "
        f"{days} days, where chance would give {expected[row]:.1f}"
    )
    told = [_strength(examined, row)]
    if seen[row] > expected[row]:  # a crowd no larger than chance speaks for nothing
        told.insert(0, crowded)
    name = examined.name(row)
    visitors = surroundings.visitors(name, *cell)
    if visitors and surroundings.anonymous_z(name, *cell) > 1.0:
        told.append(f"{counted(visitors, 'anonymous visitor')} on {solution}, more than usual here")
    weeks = surroundings.surge_weeks(name, *cell)
    if weeks:
        told.append(f"third-party intent on {solution} stood high in {counted(weeks, 'week')}")
    met = _meetings(examined, row)
    if met:
        told.append(f"{counted(met, 'member')} took part in a meeting")
    return tuple(told)


def _strength(examined: Examined, row: int) -> str:
    members = examined.rows[row]
    strong = int((examined.judged.weight[members] > 1.0).sum())
    evidence = max(0.0, float(examined.judged.evidence[row]))
    return (
        f"{strong} of {counted(len(members), 'likely member')} stand out one by one; "
        f"their signals together fit a group better than chance by {evidence:.1f} nats"
    )


def _meetings(examined: Examined, row: int) -> int:
    view = examined.view
    signals = [signals_inside(examined, seat) for seat in examined.rows[row].tolist()]
    return sum(bool(view.meeting[mine].any()) for mine in signals)


def signals_inside(examined: Examined, seat: int) -> Ints:
    """A person's signals in a cell, in order of time; ``seat`` is the row of both."""
    who = examined.judged.who
    return who.signal[who.starts[seat] : who.starts[seat + 1]]


def member_grounds(
    examined: Examined, row: int, seat: int, where: tuple[str, int]
) -> tuple[str, ...]:
    """What speaks for a member; ``where`` is (solution, epoch of the window's beginning of days).

    Strongest first: the person's own signals, the company they keep, what else they read.
    """
    solution, origin = where
    view = examined.view
    mine, person = signals_inside(examined, seat), int(examined.judged.who.person[seat])
    day = view.block.day[mine]
    one, last = _date(origin, float(day[0])), _date(origin, float(day[-1]))
    when = f"on {one}" if one == last else f"between {one} and {last}"
    told = [f"{counted(len(mine), 'signal')} on {solution} {when}"]
    members = examined.members[row]
    kin, edge = view.kinship.of(person), view.parameters.edge_z
    tied = sum(kin.get(other, 0.0) > edge for other in members.tolist())
    if tied:
        others = counted(tied, "other likely member")
        told.append(f"activity runs together with that of {others}")
    if view.meeting[mine].any():
        told.append("took part in a meeting")
    late = int(view.late[mine].sum())
    if late:
        told.append(f"{counted(late, 'signal')} there on late-stage content")
    total = int(view.block.counts[person])
    told.append(f"{len(mine)} of {counted(total, 'signal')} in the evidence window lie here")
    return tuple(told)


def _date(origin: int, day: float) -> str:
    return datetime.fromtimestamp(origin + int(day * DAY), UTC).date().isoformat()
