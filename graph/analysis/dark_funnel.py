"""The dark funnel: how long an account was interested before anybody there was known.

Decisions are made long before contact. ``first_evidence`` is the first third-party surge or
anonymous session on the solution, ``first_known`` the first act of a known person (coming to us,
raising a hand, a meeting, an accepted lead). Where the first evidence lies within
``CENSORED_DAYS`` of the first signal of the whole data, it may have begun before: left-censored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analysis.signals import DAY
from graph.analysis.waterfall import Fact, History, Moment, known

CENSORED_DAYS = 28


@dataclass(frozen=True)
class DarkFunnel:
    """What lay before anybody was known, as of a moment (epoch seconds).

    Attributes:
        days: from first evidence to first known person, or to the moment while there is none;
            0 where a person came first; None without any evidence.
        censored: the true beginning may lie before the data; None without any evidence.
        quiet: nobody raised a hand, met us, was accepted as a lead; no deal was made.
    """

    first_evidence: int | None
    first_known: int | None
    days: int | None
    censored: bool | None
    quiet: bool


def dark_funnel(history: History, moment: Moment, beginning: int) -> DarkFunnel:
    """The dark funnel of one unit; ``beginning`` is the first signal of the whole data."""
    evidence = _first((*history.surges, *history.anonymous), moment)
    acts = (*history.hands, *history.acts)
    person = _first((*history.inbound, *acts), moment)
    until = moment.at if person is None else person
    deals = (deal.created for deal in history.deals)
    return DarkFunnel(
        first_evidence=evidence,
        first_known=person,
        days=None if evidence is None else max(0, until - evidence) // DAY,
        censored=None if evidence is None else evidence - beginning < CENSORED_DAYS * DAY,
        quiet=not any(known(fact, moment) for fact in (*acts, *deals)),
    )


def _first(facts: Iterable[Fact], moment: Moment) -> int | None:
    return min((fact.at for fact in facts if known(fact, moment)), default=None)
