"""Ids of groups over time: a group keeps its id while it is the same group.

Of the groups of its unit in the stored run with the latest as-of before this one (a rerun: the
run that it replaces), the one with the greatest member overlap (Jaccard >= .5; one to one, ties
by smallest id) hands its id on; a new id is a hash of unit, as-of and sorted members.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

SAME_GROUP = 0.5


@dataclass(frozen=True)
class Kept:
    """A group of a stored run."""

    id: str
    members: frozenset[str]


def hashed_id(prefix: str, *parts: str) -> str:
    """An opaque id, the same for the same parts."""
    text = "\x1f".join(parts).encode()
    return f"{prefix}:{hashlib.blake2b(text, digest_size=10).hexdigest()}"


def assign_ids(
    unit: str, as_of: str, groups: Sequence[frozenset[str]], before: Sequence[Kept]
) -> list[tuple[str, bool]]:
    """An id for each group of one unit, and whether it was handed on by an earlier run."""
    pairs = sorted(
        (-_jaccard(members, kept.members), kept.id, index)
        for index, members in enumerate(groups)
        for kept in before
        if _jaccard(members, kept.members) >= SAME_GROUP
    )
    given: dict[int, str] = {}
    for _, kept_id, index in pairs:
        if index not in given and kept_id not in given.values():
            given[index] = kept_id
    return [
        (given[index], True)
        if index in given
        else (hashed_id("group", unit, as_of, *sorted(members)), False)
        for index, members in enumerate(groups)
    ]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
