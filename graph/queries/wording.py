"""Numbers and roles as words that claim no more than they know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.store.base import Row

NEARLY = 0.995


def percent(value: float | None) -> str:
    """``72 %``; ``> 99 %`` below certainty, ``< 1 %`` above nothing, ``? %`` for null."""
    if value is None:
        return "? %"
    if NEARLY <= value < 1:
        return "> 99 %"
    if 0 < value <= 1 - NEARLY:
        return "< 1 %"
    return f"{100 * value:.0f} %"


def roles_of(members: Sequence[Row]) -> str:
    """Champion and decision maker by name, the other roles by number."""
    roles = Counter(member["role"] for member in members)
    named = [
        f"{role.replace('_', ' ')} {member['name'] or member['email'] or member['id']}"
        for role in ("champion", "decision_maker")
        for member in members
        if member["role"] == role
    ]
    counted = [
        f"{roles[role]} {role}{'s' if roles[role] > 1 else ''}"
        for role in ("influencer", "user", "ratifier")
        if roles[role]
    ]
    return "; ".join([*named, *([", ".join(counted)] if counted else [])])
