"""Roles of a group's members by readable rules: facts that speak for and against each role.

Every fact of a member's conduct has a value, mostly of 0..1, and points per role
(models/roles.json). Points add up and a softmax makes probabilities p_i(r), so a role's three
strongest reasons are simply the facts that gave it the most points above the other roles. Position
and behaviour find the champion, titles the decision maker and those who sign off.

A group has at most one champion and one decision maker, and nearly always has them. So the members
are judged together: P(r_1 .. r_n) is proportional to the product of the p_i(r_i), times e^held for
a champion and for a decision maker that somebody is, and 0 where two are. What is shown are the
marginals of this, exact in closed form. As one record in ``_LAPSE`` is of somebody else than it
says, no probability is taken for surer than that. Assigned are the roles that are likeliest
together, champion and decision maker only where they reach ``role_threshold``; below it, any other
role is "undetermined". So a champion may be named whom another role alone would fit as well.

Limits: *provisional*; the points were fitted on made worlds (docs/method.md). Who belongs is
taken as known. Public organisation data says that centrality finds managers only poorly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import chain, islice

import numpy as np

from graph.analysis.arrays import Floats, Ints, run_ends, run_starts, sums
from graph.analysis.conduct import FACTS, Conduct, facts
from graph.analysis.role_words import PLAIN, fact_words

NAMES = ("champion", "decision_maker", "influencer", "user", "ratifier")
SINGLE = 2  # the first roles: at most one holder each
_REASONS = 3
_LAPSE = 0.05  # share of records whose person is not as it says


@dataclass(frozen=True)
class Points:
    """Points of each fact (rows) for each role (columns), and of no fact at all.

    Attributes:
        held: of a group having a champion, and a decision maker, beyond what its members' facts
            say; nats.
    """

    table: Floats
    base: Floats
    held: tuple[float, float] = (0.0, 0.0)

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


@lru_cache
def shipped_points() -> Points:
    """The points that ship with coterie."""
    text = files(__package__).joinpath("models", "roles.json").read_text(encoding="utf-8")
    data = json.loads(text)
    table = [[data["points"][fact][role] for role in NAMES] for fact in FACTS]
    champion, maker = (float(data["held"][role]) for role in NAMES[:SINGLE])
    base = np.array([data["base"][role] for role in NAMES], dtype=float)
    return Points(np.array(table, dtype=float), base, (champion, maker))


def chances(table: Floats, points: Points) -> Floats:
    """Probability of each role per member, each taken alone."""
    total = (table[:, :, None] * points.table[None]).sum(axis=1) + points.base
    lifted = np.exp(total - total.max(axis=1, keepdims=True))
    chance: Floats = lifted / lifted.sum(axis=1, keepdims=True)
    return chance


def together(chance: Floats, group: Ints, held: tuple[float, float]) -> Floats:
    """Probability of each role per member, each group with one champion and decision maker at most.

    Args:
        chance: that of each member alone.
        group: of each member, numbered from 0.
    """
    groups = int(group.max(initial=-1)) + 1

    def all_of(values: Floats) -> Floats:
        return sums(group, values, groups)

    safe = np.maximum(chance, 1e-12)
    other = safe[:, SINGLE:].sum(axis=1)
    champion, maker = (np.exp(held[n]) * safe[:, n] / other for n in range(SINGLE))
    champions, makers = all_of(champion), all_of(maker)
    pairs = champions * makers - all_of(champion * maker)
    whole = (1.0 + champions + makers + pairs)[group]
    single = (
        champion * (1.0 + makers[group] - maker) / whole,
        maker * (1.0 + champions[group] - champion) / whole,
    )
    rest = np.maximum(1.0 - single[0] - single[1], 0.0) / other
    joint: Floats = np.column_stack([*single, safe[:, SINGLE:] * rest[:, None]])
    return (1.0 - _LAPSE) * joint + _LAPSE / len(NAMES)


def assign(log: Floats, group: Ints) -> Ints:
    """Roles of the highest sum with one champion and decision maker per group at most.

    Args:
        log: log probability of each role per member; -inf where it may not be held.
        group: of each member, in order.
    """
    rest = log[:, SINGLE:]
    roles: Ints = rest.argmax(axis=1) + SINGLE
    gain = (log[:, :SINGLE] - rest.max(axis=1)[:, None]).tolist()
    starts = run_starts(group)
    for a, b in zip(starts.tolist(), run_ends(starts, len(group)).tolist(), strict=True):
        for role, holder in enumerate(_holders(gain[a:b])):
            if holder >= 0:
                roles[a + holder] = role
    return roles


def _holders(gain: Sequence[Sequence[float]]) -> tuple[int, int]:
    """Champion and decision maker of one group; -1 where nobody is better held for one.

    Args:
        gain: what each member gains by either role over the best of the others.
    """
    # One role takes one holder from the other at most, so the two best of each are enough.
    champions, makers = (
        [-1, *sorted(sorted(range(len(gain)), key=lambda n: -gain[n][role])[:2])]
        for role in range(SINGLE)
    )
    best, found = 0.0, (-1, -1)
    for champion in champions:
        for maker in makers:
            if champion == maker and champion >= 0:
                continue
            one = gain[champion][0] if champion >= 0 else 0.0
            other = gain[maker][1] if maker >= 0 else 0.0
            if one + other > best + 1e-12:
                best, found = one + other, (champion, maker)
    return found


def infer_roles(
    groups: Sequence[Sequence[Conduct]],
    homes: Sequence[Sequence[float]],
    points: Points,
    threshold: float,
) -> list[list[Role]]:
    """Likely roles of each group's members, in their order.

    Args:
        homes: how much each member's function is at home in the solution, -1..1 (``homes``).
    """
    conduct = list(chain.from_iterable(groups))
    if not conduct:
        return [[] for _ in groups]
    group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    home = chain.from_iterable(homes)
    table = np.stack([facts(one, at) for one, at in zip(conduct, home, strict=True)])
    alone = chances(table, points)
    chance = together(alone, group, points.held)
    likely = np.log(np.maximum(alone, 1e-12))
    likely[:, :SINGLE] += points.held
    likely[:, :SINGLE][chance[:, :SINGLE] < threshold] = -np.inf
    given = assign(likely, group)
    roles = iter(_roles(chance, given, _reasons(conduct, table, points, given), threshold))
    return [list(islice(roles, len(one))) for one in groups]


def _roles(
    chance: Floats, given: Ints, reasons: Sequence[tuple[str, ...]], threshold: float
) -> Iterator[Role]:
    sure = chance[np.arange(len(given)), given].tolist()
    ranked = np.argsort(-chance, axis=1, kind="stable").tolist()
    for role, likely, order, told in zip(given.tolist(), sure, ranked, reasons, strict=True):
        if likely < threshold:
            yield Role("undetermined", 0.0, NAMES[order[0]], told)
        else:
            rival = order[1] if order[0] == role else order[0]
            yield Role(NAMES[role], round(likely, 4), NAMES[rival], told)


def _reasons(
    conduct: Sequence[Conduct], table: Floats, points: Points, given: Ints
) -> list[tuple[str, ...]]:
    """Three reasons each: the facts that lift the role most above the mean of the roles."""
    lift = table * points.lift[:, given].T
    lifting = (lift > 0).sum(axis=1).tolist()
    strongest = np.argsort(-lift, axis=1, kind="stable").tolist()
    return [
        _told((*(FACTS[n] for n in order[:number]), *PLAIN), one)
        for one, order, number in zip(conduct, strongest, lifting, strict=True)
    ]


def _told(facts: Sequence[str], conduct: Conduct) -> tuple[str, ...]:
    """The first few facts in words; what another one begins with adds nothing."""
    told: list[str] = []
    for fact in facts:
        words = fact_words(fact, conduct)
        if not any(words.startswith(one) or one.startswith(words) for one in told):
            told.append(words)
        if len(told) == _REASONS:
            break
    return tuple(told)
