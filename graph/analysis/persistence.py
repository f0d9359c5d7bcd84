"""Spread and persistence of a candidate: over how many kinds, people and weeks its evidence lies.

Persistence is active weeks over the weeks of the evidence window, weeks counted back from as-of;
a week is active when a member touched the solution in it. A burst is a candidate of whose members'
signals on the solution at least ``burst_share`` lie within ``burst_days``. Signals are saturated
(one per person, content and week), so a busy day of one person is no burst of many. Both are shown
beside confidence and never change it; the two numbers are policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from graph.analysis.arrays import Floats, ranges
from graph.analysis.examine import Examined
from graph.analysis.findings import Spread
from graph.analysis.parameters import Parameters
from graph.analysis.wording import Beside

_WEEK = 7.0


def spread(
    examined: Examined,
    row: int,
    held: Beside,
    titles: Mapping[str, tuple[str, str]],
) -> Spread:
    """Spread and persistence of one candidate.

    Args:
        held: what stands beside it.
        titles: seniority and function by person.
    """
    view, parameters = examined.view, examined.view.parameters
    block, people = view.block, examined.members[row]
    solution = examined.judged.cells.solution[row]
    tiers = ["known"]
    if held.visitors:
        tiers.append("anonymous")
    if held.weeks:
        tiers.append("third_party")
    mine = ranges(block.starts[people], block.starts[people + 1])[0]
    day = np.sort(block.day[mine[block.solution[mine] == solution]])
    back = (parameters.evidence_days - day) // _WEEK
    told = [titles[one] for n in people.tolist() if (one := block.people[n]) in titles]
    return Spread(
        tiers=tuple(tiers),
        seniorities=_known(seniority for seniority, _ in told),
        functions=_known(function for _, function in told),
        active_weeks=len(set(back.tolist())),
        window_weeks=-int(-parameters.evidence_days // _WEEK),
        burst=_burst(day, parameters),
    )


def _known(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word != "unknown"}))


def _burst(day: Floats, parameters: Parameters) -> bool:
    """Whether most of some sorted days lie close together."""
    until = np.searchsorted(day, day + parameters.burst_days, side="left")
    most = int((until - np.arange(len(day))).max(initial=0))
    return most >= parameters.burst_share * len(day)
