"""Roles of a group's members by readable rules: facts that speak for and against each role.

Every fact has a value of 0..1 and a table of points per role (models/roles.json). Points add up
and a softmax makes probabilities, so a role's three strongest reasons are simply the facts that
gave it the most points above the other roles. Position and behaviour find the champion, titles
the decision maker and those who sign off; titles enter as seniority and function only.

At most one champion and one decision maker per group: the assignment of the highest total log
probability that keeps to it. Below ``role_threshold`` a role is "undetermined".

Limits: *provisional*; the points were fitted on made worlds (docs/method.md). Who belongs is
taken as known. Public organisation data says that centrality finds managers only poorly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np

from graph.analysis.arrays import Floats, Ints
from graph.analysis.scene import Scene

NAMES = ("champion", "decision_maker", "influencer", "user", "ratifier")
_REASONS = 3
_SINGLE = (0, 1)  # champion and decision maker: at most one each

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
_KINDS = {
    "contract_pages": ("security_legal",),
    "price_pages": ("pricing", "roi_tool"),
    "demos": ("demo",),
    "handbooks": ("product_docs", "training"),
    "comparisons": ("comparison", "case_study"),
    "introductions": ("blog", "guide", "webinar"),
}


def _turned(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The fact of each word."""
    return {word: fact for fact, words in table.items() for word in words}


_OF_SENIORITY, _OF_FUNCTION, _OF_KIND = map(_turned, (_SENIORITY, _FUNCTION, _KINDS))
_BEHAVIOUR = (
    "first", "early", "late_comer", "lag", "busy", "quiet", "persistent", "central", "meeting",
    "topics",
)  # fmt: skip
_PLAIN = ("early", "busy", "persistent", "topics")  # what can always be said
FACTS = (*_SENIORITY, *_FUNCTION, *_BEHAVIOUR, *_KINDS)


@dataclass(frozen=True)
class Points:
    """Points of each fact (rows) for each role (columns), and of no fact at all."""

    table: Floats
    base: Floats

    @cached_property
    def lift(self) -> Floats:
        """Points of each fact for each role above their mean over the roles."""
        above: Floats = self.table - self.table.mean(axis=1, keepdims=True)
        return above


@dataclass(frozen=True)
class Role:
    """A member's likely role.

    Attributes:
        role: one of vocabulary.ROLES.
        confidence: its probability; 0 for undetermined.
        runner_up: next most likely role.
        reasons: three, in words, strongest first.
    """

    role: str
    confidence: float
    runner_up: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Conduct:
    """What a member did, for facts and for words.

    Attributes:
        rank: 1 for the first of the group to engage.
        lag: days after the first.
        signals, weeks, topics: counted on the solution in and near the window.
    """

    rank: int
    size: int
    lag: float
    ahead: float
    signals: int
    typical: float
    weeks: int
    topics: int
    central: float
    met: bool
    kinds: Mapping[str, int]
    seniority: str
    function: str


@lru_cache
def shipped_points() -> Points:
    """The points that ship with coterie."""
    text = files(__package__).joinpath("models", "roles.json").read_text(encoding="utf-8")
    data = json.loads(text)
    table = [[data["points"][fact][role] for role in NAMES] for fact in FACTS]
    return Points(np.array(table, dtype=float), np.array([data["base"][r] for r in NAMES]))


def conducts(
    view: Scene, members: Ints, cell: tuple[int, float, float], titles: Sequence[tuple[str, str]]
) -> list[Conduct]:
    """What each member did; ``titles`` are (seniority, function) in the members' order."""
    theme, kind = view.contents.theme, view.contents.kinds
    done = [_done(view, person, cell) for person in members.tolist()]
    days = [mine[0][0] for mine in done]
    order = sorted(range(len(days)), key=lambda n: (days[n], n))
    rank = {n: place + 1 for place, n in enumerate(order)}
    after = [days[n] for n in order[1:]]
    typical = sum(len(mine) for mine in done) / len(done)
    ties = _ties(view, members.tolist())
    found = []
    for n, mine in enumerate(done):
        kinds = sorted(kind[content] for _, content in mine)
        found.append(
            Conduct(
                rank=rank[n],
                size=len(done),
                lag=days[n] - days[order[0]],
                ahead=(after[0] - days[n]) if rank[n] == 1 and after else 0.0,
                signals=len(mine),
                typical=typical,
                weeks=len({day // 7 for day, _ in mine}),
                topics=len({int(theme[content]) for _, content in mine}),
                central=round(ties[n] / max(*ties, 1e-9), 9),
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
        if solution == wanted and start - 7.0 <= day < end + 7.0
    ]


def _ties(view: Scene, members: list[int]) -> list[float]:
    """How strongly each member is tied to the others."""
    kin = [view.kinship.of(person) for person in members]
    return [sum(mine.get(other, 0.0) for other in members) for mine in kin]


def facts(conduct: Conduct) -> Floats:
    """Values of FACTS, 0..1."""
    place = (conduct.rank - 1) / max(1, conduct.size - 1)
    relative = conduct.signals / max(conduct.typical, 1e-9)
    values: dict[str, float] = {
        "first": float(conduct.rank == 1),
        "early": float(place <= 1 / 3),
        "late_comer": float(place >= 2 / 3),
        "lag": min(conduct.lag / 21.0, 1.0),
        "busy": min(relative / 2.0, 1.0),
        "quiet": float(conduct.signals == 1),
        "persistent": min((conduct.weeks - 1) / 3.0, 1.0),
        "central": conduct.central,
        "meeting": float(conduct.met),
        "topics": min((conduct.topics - 1) / 3.0, 1.0),
    }
    read: Counter[str] = Counter()
    for kind, number in conduct.kinds.items():
        read[_OF_KIND.get(kind, "")] += number
    values |= {name: number / conduct.signals for name, number in read.items()}
    for name in (_OF_SENIORITY.get(conduct.seniority), _OF_FUNCTION.get(conduct.function)):
        if name is not None:
            values[name] = 1.0
    return np.array([values.get(name, 0.0) for name in FACTS])


def chances(table: Floats, points: Points) -> Floats:
    """Probability of each role per member."""
    total = (table[:, :, None] * points.table[None]).sum(axis=1) + points.base
    lifted = np.exp(total - total.max(axis=1, keepdims=True))
    chance: Floats = lifted / lifted.sum(axis=1, keepdims=True)
    return chance


def assign(chance: Floats) -> list[int]:
    """Roles of the highest joint probability with one champion and decision maker at most."""
    log = np.log(np.maximum(chance, 1e-12))
    rest = log[:, len(_SINGLE) :]
    usual = rest.max(axis=1)
    gain = log[:, : len(_SINGLE)] - usual[:, None]
    best = (0.0, -1, -1)
    for champion in range(-1, len(chance)):
        for maker in range(-1, len(chance)):
            if champion == maker and champion >= 0:
                continue
            total = (gain[champion, 0] if champion >= 0 else 0.0) + (
                gain[maker, 1] if maker >= 0 else 0.0
            )
            if total > best[0] + 1e-12:
                best = (float(total), champion, maker)
    roles = [int(n) + len(_SINGLE) for n in rest.argmax(axis=1)]
    for role, holder in enumerate(best[1:]):
        if holder >= 0:
            roles[holder] = role
    return roles


def infer_roles(conduct: Sequence[Conduct], points: Points, threshold: float) -> list[Role]:
    """Likely roles of one group's members, in their order."""
    table = np.stack([facts(one) for one in conduct])
    chance = chances(table, points)
    found = []
    for n, role in enumerate(assign(chance)):
        ranked = [int(r) for r in np.argsort(-chance[n], kind="stable")]
        sure = float(chance[n][role])
        rival = next(r for r in ranked if r != role)
        reasons = _reasons(conduct[n], table[n], points, role)
        if sure < threshold:
            found.append(Role("undetermined", 0.0, NAMES[ranked[0]], reasons))
        else:
            found.append(Role(NAMES[role], round(sure, 4), NAMES[rival], reasons))
    return found


def _reasons(conduct: Conduct, values: Floats, points: Points, role: int) -> tuple[str, ...]:
    """Three reasons: the facts that lift the role most above the mean of the roles."""
    lift = values * points.lift[:, role]
    strong = [n for n in np.argsort(-lift, kind="stable").tolist() if lift[n] > 0]
    told: dict[str, None] = {}
    for fact in (*(FACTS[n] for n in strong), *_PLAIN):
        told[_words(fact, conduct)] = None
        if len(told) == _REASONS:
            break
    return tuple(told)


def _words(fact: str, conduct: Conduct) -> str:
    if fact in _SENIORITY:
        return f"title reads as {_spoken(fact)}"
    if fact in _FUNCTION:
        return f"works in {_spoken(conduct.function)}"
    if fact in _KINDS:
        read = sum(conduct.kinds.get(kind, 0) for kind in _KINDS[fact])
        return f"{read} of {_counted(conduct.signals, 'signal')} on {_KIND_WORDS[fact]}"
    return "took part in a meeting" if fact == "meeting" else _behaviour_words(fact, conduct)


def _behaviour_words(fact: str, conduct: Conduct) -> str:
    match fact:
        case "first" | "early" | "late_comer":
            return _place(conduct)
        case "lag":
            return f"joined {round(conduct.lag)} days after the first"
        case "busy" | "quiet":
            signals = _counted(conduct.signals, "signal")
            return f"{signals}, where members left {conduct.typical:.1f}"
        case "persistent":
            return f"active in {_counted(conduct.weeks, 'week')}"
        case "central":
            return f"{round(100 * conduct.central)} % of the strongest tie to the others"
    return f"looked at {_counted(conduct.topics, 'topic')} of the solution"


def _place(conduct: Conduct) -> str:
    if conduct.rank > 1:
        return f"number {conduct.rank} of {conduct.size} to engage"
    ahead = f", {round(conduct.ahead)} days before the rest" if conduct.ahead >= 1 else ""
    return f"first of {conduct.size} to engage{ahead}"


_KIND_WORDS = {
    "contract_pages": "security and contract pages",
    "price_pages": "prices and savings",
    "demos": "demos",
    "handbooks": "handbooks",
    "comparisons": "comparisons and case studies",
    "introductions": "blogs, guides and webinars",
}


def _spoken(name: str) -> str:
    return {"it": "IT", "vice_president": "vice president"}.get(name, name.replace("_", " "))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
