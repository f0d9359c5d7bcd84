"""How rare groups are in this population: confidence held against what the others show.

The confidence model was fitted where a usual share u of candidates was right. In a population that
holds few groups or none, as many candidates look like one by chance, so each deserves less belief.
The share that is right here is estimated from the candidates themselves, by expectation and
maximisation (Saerens, Latinne, Decaestecker 2002), pulled to u by ``usual_weight`` candidates::

    q_i   = logistic(logit(confidence_i) + shift)
    share = (sum q_i + usual_weight u) / (n + usual_weight)
    shift = logit(share) - logit(u),  from -rarity_reach to 0

The shift only ever takes belief away: many groups elsewhere are no evidence for one here. On made
worlds without groups it leaves a third of the false ones.

What is left is corrected by one curve for all populations (beta calibration: Kull, Silva Filho and
Flach 2017), since a scaled logistic model says too little of the doubtful, enough of the sure::

    logit(shown) = base + low log(confidence) - high log(1 - confidence)

It was fitted on what the model said, after the shift, of the worlds that it had learnt from; both
powers are above 0, so no two candidates change places.

Limits: one shift for a whole population, however unlike its accounts are; where one group stands
alone among many accounts it is believed less than where there are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np

from graph.analysis.findings import Candidate
from graph.analysis.logistic import Logistic
from graph.analysis.parameters import Parameters

_ROUNDS = 200
_STILL = 1e-6
_LEAST = 1e-4  # confidences are kept this far from 0 and 1


@dataclass(frozen=True)
class Belief:
    """What a population makes of the confidences that the model gives.

    Attributes:
        shift: taken from every confidence, in nats, 0 or below.
        curve: base, low and high of the curve; None where there is none.
        most: nothing is surer.
    """

    shift: float
    curve: tuple[float, float, float] | None = None
    most: float = 1.0

    def of(self, confidence: float) -> float:
        """The confidence that is shown; 0 stays 0."""
        left = tempered(confidence, self.shift)
        if left <= 0.0 or self.curve is None:
            return left
        base, low, high = self.curve
        safe = min(max(left, _LEAST), 1 - _LEAST)
        logit = base + low * log(safe) - high * log(1.0 - safe)
        return min(self.most, 1.0 / (1.0 + exp(-logit)))


def belief(confidence: Sequence[float], model: Logistic, parameters: Parameters) -> Belief:
    """What the candidates of a population make of what the model says of them."""
    shift = rarity(confidence, model.usual, parameters)
    return Belief(shift, model.curve, parameters.certainty)


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
    held = confidence * exp(shift)  # odds, times 1 - confidence
    return held / (1.0 - confidence + held)


def all_believed(
    candidates: Sequence[Candidate], model: Logistic, parameters: Parameters
) -> tuple[list[Candidate], Belief]:
    """Candidates of a whole population as they are shown, and what made them so."""
    found = belief([c.confidence for c in candidates], model, parameters)
    return [replace(c, confidence=round(found.of(c.confidence), 4)) for c in candidates], found


def _logit(share: float) -> float:
    return log(share / (1.0 - share))
