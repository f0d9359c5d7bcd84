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

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import pdtrc

from graph.analysis.arrays import Floats, Ints
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


def poisson_tail(seen: ArrayLike, expected: ArrayLike) -> Floats:
    """Chance of at least ``seen`` events where ``expected`` are usual (0 expected: 0 or 1)."""
    seen, expected = np.asarray(seen), np.asarray(expected, dtype=np.float64)
    tail = pdtrc(np.maximum(seen - 1, 0), np.maximum(expected, 0.0))
    chance: Floats = np.where(seen <= 0, 1.0, np.where(expected > 0, tail, 0.0))
    return chance


def own_site(seen: ArrayLike, expected: ArrayLike, parameters: Parameters) -> Ints:
    """Bit 2, set where so many sessions are not by chance."""
    rare = poisson_tail(seen, expected) < parameters.anonymous_p
    bit: Ints = rare * np.int64(ANONYMOUS)
    return bit


def unit_evidence(
    units: Sequence[tuple[str, int]],
    solutions: Sequence[str],
    around: Surroundings,
    parameters: Parameters,
    as_of: int,
) -> list[UnitEvidence]:
    """Bits 1 and 2 of accounts and solutions (by number), with what they rest on."""
    account = np.array([around.accounts[name] for name, _ in units], dtype=np.int64)
    seen, expected = around.on_site(account, np.array([n for _, n in units], dtype=np.int64))
    columns = seen, expected, poisson_tail(seen, expected), own_site(seen, expected, parameters)
    origin = as_of - parameters.evidence_days * DAY
    found = []
    for (name, n), *told in zip(units, *(part.tolist() for part in columns), strict=True):
        sessions, usual, chance, bit = told
        days = around.surges.get((name, n), ())
        found.append(
            UnitEvidence(
                account=name,
                solution=solutions[n],
                surges=tuple(sorted({origin + round(float(day) * DAY) for day in days})),
                sessions=sessions,
                expected=round(usual, 4),
                chance=round(chance, 6),
                code=bit | (THIRD_PARTY if len(days) else 0),
            )
        )
    return found
