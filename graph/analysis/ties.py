"""Ties among the people of candidates: edges of the account's graph, for eyes and for Cypher."""

from __future__ import annotations

import numpy as np

from graph.analysis.examine import Examined
from graph.analysis.findings import Tie
from graph.analysis.proposals import ties
from graph.analysis.signals import DAY


def ties_among(examined: Examined, origin: int) -> list[Tie]:
    """Pairs above ``edge_z`` of whom both belong to a candidate of the account.

    Args:
        origin: epoch seconds of the beginning of the evidence window.
    """
    view = examined.view
    members = {int(n) for who in examined.members for n in who}
    found = []
    for i, j, strength in ties(view.z, view.parameters):
        if i in members and j in members:
            found.append(_tie(examined, (i, j), strength, origin))
    return found


def _tie(examined: Examined, pair: tuple[int, int], strength: float, origin: int) -> Tie:
    account = examined.view.account
    mine, theirs = (np.flatnonzero((account.person == n) & (account.solution >= 0)) for n in pair)
    shared = set(account.content[mine].tolist()) & set(account.content[theirs].tolist())
    day = account.day[np.r_[mine, theirs]]
    if not len(day):
        day = account.day[np.isin(account.person, pair)]
    one, other = sorted(account.people[n] for n in pair)
    return Tie(
        one=one,
        other=other,
        strength=round(strength, 4),
        shared=len(shared),
        first=origin + round(float(day.min()) * DAY),
        last=origin + round(float(day.max()) * DAY),
    )
