"""Members of a block's candidates as they are handed back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, repeat

from graph.analysis.examine import Examined
from graph.analysis.findings import Member
from graph.analysis.signals import DAY


def members_of(
    examined: Examined, origin: int, grounds: Sequence[tuple[str, ...]] | None = None
) -> list[list[Member]]:
    """Members of each cell, in the order of ``examined.members``, without roles.

    Args:
        origin: epoch seconds of the beginning of the evidence window.
        grounds: why each is a member, in the order of ``examined.chosen``.
    """
    judged, chosen, people = examined.judged, examined.chosen, examined.view.block.people
    columns = (
        judged.who.person[chosen],
        examined.chance[chosen],
        judged.weight[chosen],
        *examined.seen,
    )
    rows = zip(*(column.tolist() for column in columns), grounds or repeat(()), strict=False)
    found = [
        Member(
            person=people[person],
            confidence=round(chance, 4),
            weight=round(weight, 4),
            grounds=told,
            first_seen=origin + round(first * DAY),
            last_seen=origin + round(last * DAY),
        )
        for person, chance, weight, first, last, told in rows
    ]
    return [found[a:b] for a, b in pairwise(examined.ends.tolist())]


def surest_first(member: Member) -> tuple[float, str]:
    """The order in which a candidate holds its members, as a sort key."""
    return -member.confidence, member.person
