"""Evidence codes and rungs: how good the evidence for a demand unit is, in three bits.

====  ==============================================================================
1     third-party: a topic of the solution at ``surge_score`` or more in two
      consecutive weekly snapshots within the evidence window
2     own-site anonymous: sessions (visitor x day x solution) above expectation,
      upper Poisson tail below ``anonymous_p``
4     known people: a credible candidate (confidence >= ``CREDIBLE``, two or more members)
====  ==============================================================================

The rung is read off the code; only the fit gate can lower it. Thresholds are policies.
"""

from __future__ import annotations

from collections.abc import Iterable

from scipy.special import pdtrc

from graph.analysis.findings import UnitEvidence
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from graph.analysis.surroundings import Surroundings
from graph.model.vocabulary import RUNGS

THIRD_PARTY, ANONYMOUS, KNOWN = 1, 2, 4
CREDIBLE = 0.2
PAIR = 2
_OF_CODE = ("aspiring", "good", "excellent", "excellent", *["very_exciting"] * 3, "maximal")


def rung(code: int, *, candidate: bool = True) -> str:
    """Rung of an evidence code.

    Args:
        candidate: False where the account fails the fit gate or has no unit.
    """
    return _OF_CODE[code] if candidate else RUNGS[0]


def in_words(code: int) -> str:
    """What a code says is there."""
    bits = {THIRD_PARTY: "intent elsewhere", ANONYMOUS: "anonymous visitors", KNOWN: "other people"}
    told = [word for bit, word in bits.items() if code & bit]
    return ", ".join(told) or "no evidence beyond single people"


def best_rung(rungs: Iterable[str]) -> str:
    """The highest of some rungs; ``not_a_candidate`` of none."""
    return max(rungs, key=RUNGS.index, default=RUNGS[0])


def credible(confidence: float, members: int) -> bool:
    """Whether a candidate is good enough to speak for others."""
    return confidence >= CREDIBLE and members >= PAIR


def poisson_tail(seen: int, expected: float) -> float:
    """Chance of at least ``seen`` events where ``expected`` are usual (0 expected: 0 or 1)."""
    if seen <= 0:
        return 1.0
    return float(pdtrc(seen - 1, expected)) if expected > 0 else 0.0


def unit_evidence(
    account: str,
    solution: tuple[int, str],
    surroundings: Surroundings,
    parameters: Parameters,
    as_of: int,
) -> UnitEvidence:
    """Bits 1 and 2 of one account and solution (index and name), with what they rest on."""
    days = surroundings.surges.get((account, solution[0]), ())
    origin = as_of - parameters.evidence_days * DAY
    seen, expected = surroundings.on_site(account, solution[0])
    chance = poisson_tail(seen, expected)
    bits = (THIRD_PARTY if len(days) else 0) | (ANONYMOUS if chance < parameters.anonymous_p else 0)
    return UnitEvidence(
        account=account,
        solution=solution[1],
        surges=tuple(sorted({origin + round(float(day) * DAY) for day in days})),
        sessions=seen,
        expected=round(expected, 4),
        chance=round(chance, 6),
        code=bits,
    )
