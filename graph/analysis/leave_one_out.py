"""A lead is as good as what remains without it: leave-one-out over an account's proposals.

For each person with a signal in a proposal (or a visit, before becoming known, to its account)
the unit's proposals and the null tables are kept, the person's signals and those visits are taken
away, and mixture, membership and confidence are computed again. Two remaining people suffice
here, since the lead is the third: only the strongest of them does not count for breadth, where a
whole group leaves out its two strongest. Proposals that do not hold the person are as they were.

So whatever a lead does, however often, adds nothing to its own score.

Limits: windows and proposals are those that the account's signals made, the lead's among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.arrays import Floats, Ints, ranges, run_ends, run_starts
from graph.analysis.codes import PAIR
from graph.analysis.examine import Examined, Setting, crowded, examined
from graph.analysis.leaning import leaning_without
from graph.analysis.mixture import judged_without

_ROWS = 200_000  # people of cells that each do without one person, held at once


@dataclass(frozen=True)
class Remains:
    """The best candidate of a solution without one person: confidence and members."""

    score: float = 0.0
    members: tuple[str, ...] = ()


NOTHING = Remains()
Unit = tuple[str, int]
Visits = Mapping[str, tuple[str, ...]]


def best_candidates(found: Examined, sure: Floats) -> dict[Unit, Remains]:
    """The surest candidate per account and solution, with everybody."""
    best: dict[Unit, Remains] = {}
    for row in np.argsort(-sure, kind="stable").tolist():
        unit = found.name(row), int(found.judged.cells.solution[row])
        if unit not in best:
            best[unit] = _remains(found, row, float(sure[row]))
    return best


def leave_one_out(
    found: Examined, sure: Floats, setting: Setting, visits: Visits
) -> dict[tuple[str, str, int], Remains]:
    """What remains per (account, person, solution), for those who are part of a proposal of it.

    Args:
        found: a block's proposals with three members or more, not merged yet.
        sure: their confidence.
        visits: visitors who later were known as a person, by person.
    """
    pairs = _held(found, visits)
    score, members = _again(found, pairs, setting, visits)
    best = _best(found, sure, pairs, score)
    people, names = found.view.block.people, found.members
    left = {}
    for unit_cell, person, cell, pair, value in zip(*(part.tolist() for part in best), strict=True):
        who = names[cell] if pair < 0 else members[pair]
        remains = Remains(value, tuple(people[n] for n in who)) if value > 0.0 else NOTHING
        solution = int(found.judged.cells.solution[unit_cell])
        left[found.name(unit_cell), people[person], solution] = remains
    return left


def _held(found: Examined, visits: Visits) -> tuple[Ints, Ints]:
    """Cells with each person who is part of them, by a signal or by a visit to the account."""
    who, block = found.judged.who, found.view.block
    known = np.flatnonzero([name in visits for name in block.people])
    of = found.judged.cells.account
    first, last = (np.searchsorted(known, block.first[of + n]) for n in (0, 1))
    place, cell = ranges(first, last)
    key = np.r_[who.cell * len(block.people) + who.person, cell * len(block.people) + known[place]]
    pairs = np.unique(key)
    return pairs // len(block.people), pairs % len(block.people)


def _again(
    found: Examined, pairs: tuple[Ints, Ints], setting: Setting, visits: Visits
) -> tuple[Floats, list[Ints]]:
    """How sure a cell is without a person, and whose it is then, per pair of both."""
    cell, gone = pairs
    score = np.zeros(len(cell))
    members = [np.zeros(0, dtype=np.int64)] * len(cell)
    own = membership.own_features(found.view, found.judged.cells, found.judged.who)
    rows = np.diff(found.judged.who.rows)[cell]
    batch = (np.cumsum(rows) - rows) // _ROWS
    starts = run_starts(batch)
    for a, b in zip(starts, run_ends(starts, len(batch)), strict=True):
        left = _without(found, (cell[a:b], gone[a:b]), own, setting)
        kept = crowded(left, PAIR)
        if len(kept):
            left = left.take(kept)
            score[a + kept] = _confidences(left, setting, visits)
            for n, who in zip((a + kept).tolist(), left.members, strict=True):
                members[n] = who
    return score, members


def _without(
    found: Examined, pairs: tuple[Ints, Ints], own: dict[str, Floats], setting: Setting
) -> Examined:
    """Cells examined again, each without one person."""
    cell, gone = pairs
    who, view = found.judged.who, found.view
    judged, stays = judged_without(found.judged.take(cell), gone, view.parameters)
    rows = ranges(who.rows[cell], who.rows[cell + 1])[0][stays]
    given = membership.Standing(
        {name: values[rows] for name, values in own.items()},
        leaning_without(view.block, (found.judged, judged), (cell, rows), view.kinship),
    )
    chance = membership.memberships(view, judged, setting.models.membership, given)
    return examined(view, judged, chance)


def _confidences(left: Examined, setting: Setting, visits: Visits) -> Floats:
    """Confidence of cells that each do without one person, the person's visits gone as well."""
    view, around, judged = left.view, setting.surroundings, left.judged
    gone = _visits_gone(left, around.numbers, visits)
    table = confidence.group_features(view, judged, left.chance, around, gone)
    return confidence.confidences(table, setting.sure, view.parameters)


def _visits_gone(
    left: Examined, numbers: Mapping[tuple[str, str], int], visits: Visits
) -> tuple[Ints, Ints]:
    """Cells, and visitors of their accounts who were the person whom the cell does without."""
    people, gone = left.view.block.people, left.judged.gone
    found = [
        (row, numbers[left.name(row), visitor])
        for row, person in enumerate([] if gone is None else gone.tolist())
        for visitor in visits.get(people[person], ())
        if (left.name(row), visitor) in numbers
    ]
    cell, visitor = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return cell, visitor


def _best(
    found: Examined, sure: Floats, pairs: tuple[Ints, Ints], score: Floats
) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """The best cell of a unit that remains without each person who is part of the unit.

    Cells that do not hold the person are as they were, and come first where scores are equal.

    Returns:
        A cell of the unit, the person, the best cell, the pair (-1 where the cell does not hold the
        person) and the score.
    """
    cells, people = found.judged.cells, len(found.view.block.people)
    starts = run_starts(cells.account * found.view.block.solutions + cells.solution)
    ends = run_ends(starts, len(cells))
    unit = np.searchsorted(starts, pairs[0], side="right") - 1
    asked = np.unique(unit * people + pairs[1])
    unit, person = asked // people, asked % people
    cell, of = ranges(starts[unit], ends[unit])
    keys = pairs[0] * people + pairs[1]
    wanted = cell * people + person[of]
    pair = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    held = keys[pair] == wanted
    value = np.where(held, score[pair], sure[cell])
    order = np.lexsort((cell, held, -value, of))
    first = order[run_starts(of[order])]
    return starts[unit], person, cell[first], np.where(held, pair, -1)[first], value[first]


def _remains(found: Examined, row: int, score: float) -> Remains:
    if score <= 0.0:
        return NOTHING
    return Remains(score, tuple(found.view.block.people[n] for n in found.members[row]))
