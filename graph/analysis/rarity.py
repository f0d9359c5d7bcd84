"""How rare groups are in this population: confidence held against what the others show.

The confidence model was fitted where a usual share u of candidates was right. In a population that
holds few groups or none, as many candidates look like one by chance, so each deserves less belief.
The share that is right here is estimated from the candidates themselves, by expectation and
maximisation (Saerens, Latinne, Decaestecker 2002), pulled to u by ``usual_weight`` candidates::

    q_i   = logistic(logit(confidence_i) + shift)
    share = (sum q_i + usual_weight u) / (n + usual_weight)
    shift = logit(share) - logit(u),  from -rarity_reach to 0

It only ever takes belief away: many groups elsewhere are no evidence for one here, and what a gate
has lowered is not lifted again. On made worlds without groups it leaves a third of the false ones.

Limits: one shift for a whole population, however unlike its accounts are; where one group stands
alone among many accounts it is believed less than where there are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

import numpy as np

from graph.analysis.findings import Candidate
from graph.analysis.parameters import Parameters

_ROUNDS = 200
_STILL = 1e-6
_LEAST = 1e-4  # confidences are kept this far from 0 and 1


def rarity(confidence: Sequence[float], usual: float | None, parameters: Parameters) -> float:
    """The shift, in nats, 0 or below; 0 where the usual share is not known.

    Args:
        confidence: of every merged candidate of the population.
        usual: share of candidates that were right where the model was fitted.
    """
    if usual is None:
        return 0.0
    safe = np.clip(np.sort(np.array(confidence, dtype=np.float64)), _LEAST, 1 - _LEAST)
    logit = np.log(safe) - np.log1p(-safe)
    weight, shift = parameters.usual_weight, 0.0
    for _ in range(_ROUNDS):
        right = float((1.0 / (1.0 + np.exp(-(logit + shift)))).sum())
        share = (right + weight * usual) / (len(logit) + weight)
        new = min(0.0, max(-parameters.rarity_reach, _logit(share) - _logit(usual)))
        if abs(new - shift) < _STILL:
            break
        shift = new
    return round(shift, 4)


def tempered(confidence: float, shift: float) -> float:
    """A confidence after the shift; 0 stays 0."""
    if confidence <= 0.0 or not shift:
        return confidence
    return 1.0 / (1.0 + exp(-(_logit(confidence) + shift)))


def all_tempered(
    candidates: Sequence[Candidate], usual: float | None, parameters: Parameters
) -> tuple[list[Candidate], float]:
    """Candidates of a whole population after its shift, and the shift."""
    shift = rarity([c.confidence for c in candidates], usual, parameters)
    return [
        replace(c, confidence=round(tempered(c.confidence, shift), 4)) for c in candidates
    ], shift


def _logit(share: float) -> float:
    return log(share / (1.0 - share))
