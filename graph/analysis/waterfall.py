"""The Demand Unit Waterfall: the stage of an account's need for a solution, as of any time.

======================  ======================================================================
target                  the account fits, and the solution applies to it
active                  a topic of the solution surged on third-party sites
engaged                 an anonymous session on our site, or a known person came to us
prioritized             the rung is high enough and the quorum met, or someone raised a hand
qualified               a human act: a meeting held, a lead accepted; never clicks
pipeline                an open opportunity
closed_won, _lost       it was closed, and nothing has happened since
======================  ======================================================================

A unit stands at the furthest test that holds. Tests are no stairs: a unit may skip some, and after
a close later evidence opens it again (recycled). Signals count within the evidence window; after a
close, only those since. Null where the account fails the fit gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analysis.signals import DAY
from graph.model.vocabulary import RUNGS, STAGES

ALWAYS = -(2**62)
NEVER = 2**62


@dataclass(frozen=True)
class Fact:
    """Something that happened: when, when our systems knew, and what, in words (epoch seconds)."""

    at: int
    known: int
    words: str = ""


@dataclass(frozen=True)
class Deal:
    """An opportunity of a unit.

    Attributes:
        created: fact of its creation.
        closed: fact of its close; None while open.
    """

    name: str
    created: Fact
    closed: Fact | None
    won: bool = False


@dataclass(frozen=True)
class History:
    """Everything of a unit that the tests look at, in any order."""

    surges: tuple[Fact, ...] = ()
    anonymous: tuple[Fact, ...] = ()
    inbound: tuple[Fact, ...] = ()
    hands: tuple[Fact, ...] = ()
    acts: tuple[Fact, ...] = ()
    deals: tuple[Deal, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A time to look back from: what had happened by ``at`` and was known by ``known``.

    ``known`` of ``NEVER`` takes everything loaded as known.
    """

    at: int
    known: int


@dataclass(frozen=True)
class Standing:
    """What is known of a unit's groups at a time.

    Attributes:
        quorum: best quorum of a credible group; None without one.
        last: latest signal of such a group.
    """

    fit: bool | None
    rung: str
    quorum: str | None = None
    last: int = ALWAYS


@dataclass(frozen=True)
class Policy:
    """Choices: rung from which a unit is prioritized, and days that count as evidence."""

    prioritized: str = "very_exciting"
    days: int = 90


@dataclass(frozen=True)
class Stage:
    """A unit's stage with its grounds.

    Attributes:
        stage: one of vocabulary.STAGES; None where the account does not fit.
        grounds: (stage, why) of every test that holds, furthest last.
        skipped: stages before it whose test does not hold.
        recycled: why the unit is open again after a close; None where it never was closed.
        override: who raised a hand, where that alone made the unit prioritized.
    """

    stage: str | None
    grounds: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()
    recycled: str | None = None
    override: str | None = None


def stage(history: History, standing: Standing, moment: Moment, policy: Policy) -> Stage:
    """The furthest entry test that holds at a moment, from facts known by then."""
    if standing.fit is False:
        return Stage(None)
    closed = _last_close(history, moment)
    since = moment.at - policy.days * DAY
    recycled = None
    if closed is not None and closed.closed is not None:
        later = _later(history, closed.closed.at, moment)
        if later is None:
            name = "closed_won" if closed.won else "closed_lost"
            return Stage(name, ((name, f"{closed.name}: {closed.closed.words}"),))
        since = max(since, closed.closed.at)
        recycled = f"open again after {closed.name} was closed: {later}"
    held = _tests(history, standing, (since, moment), policy)
    override = None
    if "prioritized" not in held:
        hand = _latest(history.hands, since, moment)
        if hand is not None:
            override = f"a hand was raised: {hand.words}"
            held["prioritized"] = f"{override}; the group rule is overridden"
    grounds = tuple((name, held[name]) for name in STAGES if name in held)
    furthest = grounds[-1][0]
    before = STAGES[: STAGES.index(furthest)]
    return Stage(furthest, grounds, tuple(s for s in before if s not in held), recycled, override)


def _tests(
    history: History, standing: Standing, span: tuple[int, Moment], policy: Policy
) -> dict[str, str]:
    """Why each of the tests that hold does so."""
    fits = "the account fits" if standing.fit else "whether the account fits is not known"
    found: dict[str, Fact | None] = {
        "active": _latest(history.surges, *span),
        "engaged": _latest((*history.anonymous, *history.inbound), *span),
        "qualified": _latest(history.acts, *span),
    }
    held = {"target": fits} | {name: fact.words for name, fact in found.items() if fact}
    high = RUNGS.index(standing.rung) >= RUNGS.index(policy.prioritized)
    if high and standing.quorum == "met" and standing.last > span[0]:
        rung = standing.rung.replace("_", " ")
        held["prioritized"] = f"rung {rung}, quorum met"
    deals = [deal for deal in history.deals if _open(deal, span[1])]
    if deals:
        held["pipeline"] = f"open opportunity {max(deals, key=lambda d: d.created.at).name}"
    return held


def _open(deal: Deal, moment: Moment) -> bool:
    """Whether a deal was known to be open.

    A close that nothing dates leaves it unsaid, from the close on, whether the deal was open.
    """
    if not known(deal.created, moment):
        return False
    closed = deal.closed
    undated = closed is not None and closed.known == NEVER and closed.at <= moment.at
    return closed is None or not (undated or known(closed, moment))


def known(fact: Fact, moment: Moment) -> bool:
    """Whether something had happened by a moment, and was known by then."""
    return fact.at <= moment.at and fact.known <= moment.known


def _last_close(history: History, moment: Moment) -> Deal | None:
    """The deal that was closed last; None where one is open."""
    if any(_open(deal, moment) for deal in history.deals):
        return None
    shut = [deal for deal in history.deals if deal.closed and known(deal.closed, moment)]
    return max(shut, key=lambda d: (d.closed.at if d.closed else 0, d.name), default=None)


def _later(history: History, close: int, moment: Moment) -> str | None:
    """The latest evidence after a close, in words."""
    facts = (history.surges, history.anonymous, history.inbound, history.hands, history.acts)
    found = [fact for held in facts if (fact := _latest(held, close, moment))]
    return max(found, key=lambda fact: fact.at).words if found else None


def _latest(facts: Iterable[Fact], since: int, moment: Moment) -> Fact | None:
    """The latest fact in (since, moment] that was known by then."""
    held = [f for f in facts if since < f.at and known(f, moment)]
    return max(held, key=lambda fact: (fact.at, fact.words), default=None)
