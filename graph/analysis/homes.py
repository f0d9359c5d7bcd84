"""Which functions are at home in a solution: learnt from the run's own candidates.

Finance signs off a security product and buys a spend product: what a function means for a role
depends on the solution. So the functions of all likely members of a solution's credible
candidates are counted, each by candidate's confidence times membership, and held against how
common the function is among all known people: h = log(share among members / share of all), cut
to -1..1 after division by ``_FULL``; some pseudo-people at the usual shares pull what little is
seen to 0.

Limits: where a population holds few groups, or most titles are missing, nothing is at home and the
facts fall away. A function that many false members share counts too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from graph.analysis.codes import CREDIBLE

Homes = Mapping[tuple[str, str], float]
_PULL = 3.0  # people at the usual shares
_FULL = 1.5  # nats from which a function counts as fully at home, or not
_UNKNOWN = "unknown"


def usual_functions(titles: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Share of each known function; ``titles`` are (seniority, function)."""
    number = Counter(function for _, function in titles if function != _UNKNOWN)
    return {function: n / number.total() for function, n in sorted(number.items())}


def homes(seen: Iterable[tuple[str, str, float, float]], usual: Mapping[str, float]) -> Homes:
    """-1..1 by (solution, function); what is not in it is 0.

    Args:
        seen: solution, function, confidence of the candidate and of the membership, per member.
        usual: share of each function among all known people.
    """
    held: dict[str, dict[str, float]] = {}
    for solution, function, confidence, belongs in seen:
        if confidence >= CREDIBLE and function in usual:
            number = held.setdefault(solution, dict.fromkeys(usual, 0.0))
            number[function] += confidence * belongs
    return {
        (solution, function): _home(number[function], sum(number.values()), share)
        for solution, number in sorted(held.items())
        for function, share in usual.items()
    }


def _home(number: float, total: float, usual: float) -> float:
    share = (number + _PULL * usual) / (total + _PULL)
    return round(min(1.0, max(-1.0, log(share / usual) / _FULL)), 6)
