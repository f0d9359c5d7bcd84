"""What each member of a group did there, and the facts that roles are told by.

Counted are a member's signals on the solution, in the candidate's window and a week around it,
and always against the rest of the group: who came first, who read most, who came for the contract.
Titles enter as seniority and function only; ``homes`` says what a function means for the solution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analysis.arrays import (
    Floats,
    Ints,
    counts,
    distinct_per_row,
    pairs_within,
    ranges,
    run_starts,
    sums,
)
from graph.analysis.cells import Cells
from graph.analysis.scene import Scene

_AROUND = 7.0  # days before and after the window that count
_SHORT = 7.0  # days; a group's time is taken as at least this long
_UNKNOWN = ("unknown", "unknown")
_SENIORITY = {
    "chief": ("cxo", "owner", "partner"),
    "vice_president": ("vp",),
    "director": ("director",),
    "manager": ("manager",),
    "senior": ("senior",),
    "staff": ("entry", "training"),
}
_FUNCTION = {
    "finance": ("finance",),
    "legal": ("legal",),
    "procurement": ("procurement",),
    "security": ("security",),
    "technical": ("it", "engineering", "data", "product", "research", "design"),
    "business": ("operations", "supply_chain", "customer_service", "marketing", "sales"),
}
SENIORITY_FACTS, FUNCTION_FACTS = tuple(_SENIORITY), tuple(_FUNCTION)
HOME_FACTS = (
    "home", "elsewhere", "finance_elsewhere", "legal_elsewhere", "procurement_elsewhere",
)  # fmt: skip
BEHAVIOUR_FACTS = (
    "first", "early", "late_comer", "lag", "began", "middle", "ended", "span", "busy", "busiest",
    "ahead", "amount", "quiet", "persistent", "central", "meeting", "topics",
)  # fmt: skip
KIND_FACTS = (
    "blog", "case_study", "comparison", "demo", "guide", "pricing", "product_docs", "roi_tool",
    "security_legal", "webinar",
)  # fmt: skip
FACTS = (*SENIORITY_FACTS, *FUNCTION_FACTS, *HOME_FACTS, *BEHAVIOUR_FACTS, *KIND_FACTS)


def _turned(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The fact of each word."""
    return {word: fact for fact, words in table.items() for word in words}


_OF_SENIORITY, _OF_FUNCTION = map(_turned, (_SENIORITY, _FUNCTION))


@dataclass(frozen=True)
class Conduct:
    """What a member did, for facts and for words.

    Attributes:
        rank: 1 for the first of the group to engage.
        lag, mean, last: first, mean and last day of the member, after the group's first signal.
        length: days from the group's first signal to its last.
        ahead: days before the second to engage; 0 for all but the first.
        signals, weeks, topics: counted on the solution in and near the window.
        typical, most: mean signals of the members, and most signals of any other.
        central: ties to the others, as a share of the strongest member's.
    """

    rank: int
    size: int
    lag: float
    mean: float
    last: float
    length: float
    ahead: float
    signals: int
    typical: float
    most: int
    weeks: int
    topics: int
    central: float
    met: bool
    kinds: Mapping[str, int]
    seniority: str
    function: str


def conducts(
    view: Scene, cells: Cells, members: Sequence[Ints], titles: Mapping[str, tuple[str, str]]
) -> list[list[Conduct]]:
    """What each member of each cell did, in the members' order.

    Args:
        members: people of each cell, at least one.
        titles: seniority and function by person.
    """
    own = _own(view, cells, members)
    numbers = (column.tolist() for column in _columns(own).values())
    kinds = _kinds(view, own)
    met = ["meeting" in one for one in kinds]
    title = [titles.get(view.block.people[person], _UNKNOWN) for person in own.person.tolist()]
    seniority, function = ([one[n] for one in title] for n in range(2))
    columns = (*numbers, met, kinds, seniority, function)
    done = [Conduct(*row) for row in zip(*columns, strict=True)]
    ends = np.append(own.first, len(done)).tolist()
    return [done[a:b] for a, b in pairwise(ends)]


@dataclass(frozen=True)
class _Own:
    """Members' signals on the solution, in the window and a week around it.

    Attributes:
        cell, person: per member, cell by cell.
        first: first member of each cell.
        row, day, theme, kind: per signal, by member and time; ``row`` is the member.
        tied: each member's ties to the others of the cell, summed.
    """

    cell: Ints
    person: Ints
    first: Ints
    row: Ints
    day: Floats
    theme: Ints
    kind: Ints
    tied: Floats


def _own(view: Scene, cells: Cells, members: Sequence[Ints]) -> _Own:
    block = view.block
    cell = np.repeat(np.arange(len(members)), [len(who) for who in members])
    person = np.concatenate([np.zeros(0, dtype=np.int64), *members])
    signal, row = ranges(block.starts[person], block.starts[person + 1])
    of, day = cell[row], block.day[signal]
    near = (cells.start[of] - _AROUND <= day) & (day < cells.end[of] + _AROUND)
    held = near & (block.solution[signal] == cells.solution[of])
    signal, row = signal[held], row[held]
    first = run_starts(cell)
    one, other = pairs_within(first, len(cell))
    return _Own(
        cell,
        person,
        first,
        row,
        block.day[signal],
        view.contents.theme[block.content[signal]],
        view.kinds[signal],
        sums(one, view.kinship.between(person[one], person[other]), len(cell)),
    )


def _columns(own: _Own) -> dict[str, NDArray[Any]]:
    """Numbers of every member, in the order of the first fields of ``Conduct``."""
    of, rows = own.cell, len(own.cell)
    size, number = counts(of, len(own.first)), counts(own.row, rows)
    ends = np.cumsum(number)
    began, last = own.day[ends - number], own.day[ends - 1]
    opened = np.minimum.reduceat(began, own.first)[of] if rows else began
    closed = np.maximum.reduceat(last, own.first)[of] if rows else last
    rank = _ranks(own, began)
    busiest, other = _two_most(own, number)
    strongest = np.maximum(np.maximum.reduceat(own.tied, own.first), 1e-9)[of] if rows else own.tied
    second = np.zeros(len(own.first))
    second[of[rank == 2]] = began[rank == 2]
    return {
        "rank": rank,
        "size": size[of],
        "lag": began - opened,
        "mean": sums(own.row, own.day, rows) / number - opened,
        "last": last - opened,
        "length": closed - opened,
        "ahead": np.where((rank == 1) & (size[of] > 1), second[of] - began, 0.0),
        "signals": number,
        "typical": (sums(of, number, len(size)) / size)[of],
        "most": np.where(number == busiest[of], other[of], busiest[of]),
        "weeks": distinct_per_row(own.row, (own.day // 7).astype(np.int64), rows),
        "topics": distinct_per_row(own.row, own.theme, rows),
        "central": np.array([round(share, 9) for share in (own.tied / strongest).tolist()]),
    }


def _ranks(own: _Own, began: Floats) -> Ints:
    """1 for the first of each cell to engage; of those who did at once, the one named first."""
    order = np.lexsort((began, own.cell))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - own.first[own.cell] + 1
    return rank


def _two_most(own: _Own, number: Ints) -> tuple[Ints, Ints]:
    """The most and the second most signals of a member of each cell; of one who is alone, none."""
    order = np.lexsort((-number, own.cell))
    after = np.minimum(own.first + 1, len(order) - 1)
    alone = own.cell[order[after]] != np.arange(len(own.first))
    alone |= after == own.first
    return number[order[own.first]], np.where(alone, 0, number[order[after]])


def _kinds(view: Scene, own: _Own) -> list[dict[str, int]]:
    """How many of each member's signals fell on each kind of content, by the kinds' names."""
    width = len(view.kind_names)
    pairs, number = np.unique(own.row * width + own.kind, return_counts=True)
    found: list[dict[str, int]] = [{} for _ in own.cell]
    for pair, n in zip(pairs.tolist(), number.tolist(), strict=True):
        found[pair // width][view.kind_names[pair % width]] = n
    return found


def facts(conduct: Conduct, home: float = 0.0) -> Floats:
    """Values of FACTS, mostly 0..1.

    Args:
        home: how much the member's function is at home in the solution, -1..1 (``homes``).
    """
    values = _behaviour(conduct)
    root = math.sqrt(conduct.signals)
    values |= {kind: number / root for kind, number in conduct.kinds.items() if kind != "meeting"}
    for name in (_OF_SENIORITY.get(conduct.seniority), _OF_FUNCTION.get(conduct.function)):
        if name is not None:
            values[name] = 1.0
    values["home"], values["elsewhere"] = max(home, 0.0), max(-home, 0.0)
    values[f"{conduct.function}_elsewhere"] = max(-home, 0.0)
    return np.array([values.get(name, 0.0) for name in FACTS])


def _behaviour(conduct: Conduct) -> dict[str, float]:
    place = (conduct.rank - 1) / max(1, conduct.size - 1)
    length = max(conduct.length, _SHORT)
    alone = conduct.size == 1
    return {
        "first": float(conduct.rank == 1),
        "early": float(place <= 1 / 3),
        "late_comer": float(place >= 2 / 3),
        "lag": min(conduct.lag / 21.0, 1.0),
        "began": conduct.lag / length,
        "middle": conduct.mean / length,
        "ended": conduct.last / length,
        "span": (conduct.last - conduct.lag) / length,
        "busy": min(conduct.signals / max(conduct.typical, 1e-9) / 2.0, 1.0),
        "busiest": float(conduct.signals >= conduct.most),
        "ahead": 0.0 if alone else math.log((conduct.signals + 0.5) / (conduct.most + 0.5)),
        "amount": min(math.log1p(conduct.signals) / 2.0, 1.5),
        "quiet": float(conduct.signals == 1),
        "persistent": min((conduct.weeks - 1) / 3.0, 1.0),
        "central": conduct.central,
        "meeting": float(conduct.met),
        "topics": min((conduct.topics - 1) / 3.0, 1.0),
    }
