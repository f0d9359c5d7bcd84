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

from graph.analysis import confidence
from graph.analysis.arrays import Floats, Ints
from graph.analysis.codes import PAIR
from graph.analysis.examine import Examined, Setting, taken, without_one
from graph.analysis.mixture import judged_without


@dataclass(frozen=True)
class Remains:
    """The best candidate of a solution without one person: confidence and members."""

    score: float = 0.0
    members: tuple[str, ...] = ()


NOTHING = Remains()
Visits = Mapping[str, tuple[str, ...]]


def best_candidates(examined: Examined, sure: Floats) -> dict[int, Remains]:
    """The surest candidate per solution, with everybody."""
    solution = examined.judged.cells.solution
    found: dict[int, Remains] = {}
    for row in np.argsort(-sure, kind="stable"):
        found.setdefault(int(solution[row]), _remains(examined, int(row), sure))
    return found


def leave_one_out(
    examined: Examined, sure: Floats, setting: Setting, visits: Visits
) -> dict[tuple[str, int], Remains]:
    """What remains per (person, solution), for those who are part of a proposal of the solution.

    Args:
        examined: the account's proposals with three members or more, not merged yet.
        sure: their confidence.
        visits: visitors who later were known as a person, by person.
    """
    people = examined.view.account.people
    held = examined.judged.inside > 0
    for person, name in enumerate(people):
        if name in visits:
            held[:, person] = True
    rows, gone = (part.astype(np.int64) for part in np.nonzero(held))
    again = _again(examined, (rows, gone), setting, visits)
    found: dict[tuple[str, int], Remains] = {}
    for which in sorted(set(examined.judged.cells.solution.tolist())):
        mine = examined.judged.cells.solution == which
        for person in np.flatnonzero(held[mine].any(axis=0)).tolist():
            others = np.flatnonzero(mine & ~held[:, person])
            own = np.flatnonzero(mine & held[:, person]).tolist()
            left = [again[n, person] for n in own]
            if len(others):
                left.insert(0, _remains(examined, int(others[sure[others].argmax()]), sure))
            found[people[person], which] = max(left, key=lambda remains: remains.score)
    return found


def _again(
    examined: Examined, pairs: tuple[Ints, Ints], setting: Setting, visits: Visits
) -> dict[tuple[int, int], Remains]:
    """What remains of a cell without a person, per pair of both."""
    rows, gone = pairs
    found = dict.fromkeys(zip(rows.tolist(), gone.tolist(), strict=True), NOTHING)
    judged = judged_without(examined.judged, rows, gone)
    left = without_one(examined.view, judged, setting.models.membership)
    kept = [n for n, who in enumerate(left.members) if len(who) >= PAIR]
    if not kept:
        return found
    left, rows, gone = taken(left, kept), rows[kept], gone[kept]
    sure = _confidences(left, gone, setting, visits)
    for n, pair in enumerate(zip(rows.tolist(), gone.tolist(), strict=True)):
        found[pair] = _remains(left, n, sure)
    return found


def _confidences(left: Examined, gone: Ints, setting: Setting, visits: Visits) -> Floats:
    """Confidence of cells that each do without one person, the person's visits gone as well."""
    view, around = left.view, setting.surroundings
    table = confidence.group_features(
        view, left.judged, left.chance, around, confidence.Absent(gone)
    )
    column = confidence.FEATURES.index("anonymous_z")
    for n, person in enumerate(gone.tolist()):
        held = visits.get(view.account.people[person])
        if held:
            name = view.account.name
            rest = around.without(name, held)
            table[n, column] = confidence.anonymous(name, left.judged.cells.cell(n), rest)
    return confidence.confidences(table, setting.sure, view.parameters)


def _remains(examined: Examined, row: int, sure: Floats) -> Remains:
    people = examined.view.account.people
    score = float(sure[row])
    if score <= 0.0:
        return NOTHING
    return Remains(score, tuple(people[n] for n in examined.members[row]))
