"""What each member of a group did there, and the facts that roles are told by.

Counted are a member's signals on the solution, in the candidate's window and a week around it,
and always against the rest of the group: who came first, who read most, who came for the contract.
Titles enter as seniority and function only; ``homes`` says what a function means for the solution.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Floats, Ints
from graph.analysis.scene import Scene

_AROUND = 7.0  # days before and after the window that count
_SHORT = 7.0  # days; a group's time is taken as at least this long
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
    view: Scene, members: Ints, cell: tuple[int, float, float], titles: Sequence[tuple[str, str]]
) -> list[Conduct]:
    """What each member did; ``titles`` are (seniority, function) in the members' order."""
    theme, kind = view.contents.theme, view.contents.kinds
    done = [_done(view, person, cell) for person in members.tolist()]
    days = [mine[0][0] for mine in done]
    order = sorted(range(len(days)), key=lambda n: (days[n], n))
    rank = {n: place + 1 for place, n in enumerate(order)}
    began, ended = days[order[0]], max(mine[-1][0] for mine in done)
    numbers = sorted((len(mine) for mine in done), reverse=True)
    ties = _ties(view, members.tolist())
    strongest = max(*ties, 1e-9)
    found = []
    for n, mine in enumerate(done):
        kinds = sorted(kind[content] for _, content in mine)
        found.append(
            Conduct(
                rank=rank[n],
                size=len(done),
                lag=days[n] - began,
                mean=sum(day for day, _ in mine) / len(mine) - began,
                last=mine[-1][0] - began,
                length=ended - began,
                ahead=days[order[1]] - days[n] if rank[n] == 1 and len(order) > 1 else 0.0,
                signals=len(mine),
                typical=sum(numbers) / len(numbers),
                most=numbers[len(mine) == numbers[0]] if len(numbers) > 1 else 0,
                weeks=len({day // 7 for day, _ in mine}),
                topics=len({int(theme[content]) for _, content in mine}),
                central=round(ties[n] / strongest, 9),
                met="meeting" in kinds,
                kinds=Counter(kinds),
                seniority=titles[n][0],
                function=titles[n][1],
            )
        )
    return found


def _done(view: Scene, person: int, cell: tuple[int, float, float]) -> list[tuple[float, int]]:
    """Day and content of a member's signals on the solution, in the window and a week around it."""
    wanted, start, end = cell
    block = view.block
    mine = slice(block.starts[person], block.starts[person + 1])
    signals = zip(
        block.day[mine].tolist(),
        block.content[mine].tolist(),
        block.solution[mine].tolist(),
        strict=True,
    )
    return [
        (day, content)
        for day, content, solution in signals
        if solution == wanted and start - _AROUND <= day < end + _AROUND
    ]


def _ties(view: Scene, members: list[int]) -> list[float]:
    """How strongly each member is tied to the others."""
    kin = [view.kinship.of(person) for person in members]
    return [sum(mine.get(other, 0.0) for other in members) for mine in kin]


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
