"""How well found groups agree with a planted truth.

Input: ``truth.json`` of a world, and rows as ``coterie groups --all --format json`` prints them.

- A found group agrees with a true one of the same account and solution when the Jaccard overlap
  of their members' e-mails is at least ``OVERLAP``; one to one, best overlaps first.
- True groups are those with three or more people seen (``detectable``).
- A false group is a listed one at an account that holds no planted group of two or more people.
- AUC ranks accounts by their best confidence, listed or not (ties count half).
- The calibration error is over all candidates of .05 or more, in ten bins; right = overlap of a
  third or more (``LOOSE``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

OVERLAP = 0.5
LOOSE = 0.34


@dataclass(frozen=True)
class Group:
    """A true or found group; members are e-mails in lower case -> role."""

    account: str
    solution: str
    members: Mapping[str, str]
    confidence: float = 1.0


@dataclass(frozen=True)
class Score:
    """Figures of one world, or of several pooled.

    Attributes:
        false: listed groups at accounts that hold none.
        empty: number of such accounts.
        auc, calibration, roles: None where nothing can be said.
    """

    true: int
    listed: int
    right: int
    member_f1: float
    false: int
    empty: int
    auc: float | None
    calibration: float | None
    roles: float | None

    @property
    def precision(self) -> float:
        """Share of listed groups that are right; 1 when nothing is listed."""
        return self.right / self.listed if self.listed else 1.0

    @property
    def recall(self) -> float:
        """Share of true groups that are found; 1 when there is none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.listed + self.true
        return 2 * self.right / total if total else 1.0


def score(truth: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], at: float = 0.5) -> Score:
    """Compare found groups with the truth.

    Args:
        rows: found groups of any confidence.
        at: groups of this confidence or more are listed.
    """
    true = [_true(group) for group in truth["groups"] if group["detectable"]]
    found = [_found(row) for row in rows]
    listed = [group for group in found if group.confidence >= at]
    pairs = [pair for pair in _matched(listed, true) if pair[0] >= OVERLAP]
    busy = {group["account"] for group in truth["groups"] if len(group["members"]) > 1}
    accounts = [account["domain"] for account in truth["accounts"]]
    return Score(
        true=len(true),
        listed=len(listed),
        right=len(pairs),
        member_f1=_member_f1(listed, true),
        false=sum(group.account in set(accounts) - busy for group in listed),
        empty=len(set(accounts) - busy),
        auc=_auc(accounts, found, {group.account for group in true}),
        calibration=_calibration(found, true),
        roles=_roles([(listed[i], true[j]) for _, i, j in pairs]),
    )


def _true(group: Mapping[str, Any]) -> Group:
    members = {email.lower(): role for email, role in group["members"].items()}
    return Group(group["account"], group["solution"], members)


def _found(row: Mapping[str, Any]) -> Group:
    members = {
        (member["email"] or f"nobody {place}").lower(): member["role"]
        for place, member in enumerate(row["members"])
    }
    return Group(row["account"] or "", row["solution"], members, row["confidence"])


def _overlap(one: Group, other: Group) -> float:
    if (one.account, one.solution) != (other.account, other.solution):
        return 0.0
    union = len(one.members.keys() | other.members.keys())
    return len(one.members.keys() & other.members.keys()) / union if union else 0.0


def _matched(found: Sequence[Group], true: Sequence[Group]) -> list[tuple[float, int, int]]:
    """(overlap, index found, index true), best first, each index once."""
    ranked = sorted(
        (-_overlap(found[i], true[j]), i, j)
        for i, j in product(range(len(found)), range(len(true)))
    )
    left_found, left_true = set(range(len(found))), set(range(len(true)))
    pairs = []
    for minus, i, j in ranked:
        if minus < 0 and i in left_found and j in left_true:
            left_found.remove(i)
            left_true.remove(j)
            pairs.append((-minus, i, j))
    return pairs


def _member_f1(found: Iterable[Group], true: Iterable[Group]) -> float:
    sides = [
        {(group.account, group.solution, email) for group in groups for email in group.members}
        for groups in (found, true)
    ]
    total = len(sides[0]) + len(sides[1])
    return 2 * len(sides[0] & sides[1]) / total if total else 1.0


def _auc(accounts: Sequence[str], found: Iterable[Group], positive: set[str]) -> float | None:
    best = dict.fromkeys(accounts, 0.0)
    for group in found:
        if group.account in best:
            best[group.account] = max(best[group.account], group.confidence)
    high = [best[account] for account in accounts if account in positive]
    low = [best[account] for account in accounts if account not in positive]
    if not high or not low:
        return None
    wins = sum((a > b) + 0.5 * (a == b) for a, b in product(high, low))
    return wins / (len(high) * len(low))


def judged_candidates(
    truth: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[float, bool]]:
    """(confidence, right) of every candidate of .05 and more."""
    true = [_true(group) for group in truth["groups"] if group["detectable"]]
    return _judged([_found(row) for row in rows], true)


def _judged(found: Sequence[Group], true: Sequence[Group]) -> list[tuple[float, bool]]:
    overlaps = {i: overlap for overlap, i, _ in _matched(found, true)}
    return [
        (group.confidence, overlaps.get(i, 0.0) >= LOOSE)
        for i, group in enumerate(found)
        if group.confidence >= 0.05
    ]


def _calibration(found: Sequence[Group], true: Sequence[Group]) -> float | None:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for pair in _judged(found, true):
        bins.setdefault(min(9, int(pair[0] * 10)), []).append(pair)
    total = sum(map(len, bins.values()))
    if not total:
        return None
    gaps = (abs(sum(c for c, _ in pairs) - sum(r for _, r in pairs)) for pairs in bins.values())
    return sum(gaps) / total


def _roles(pairs: Sequence[tuple[Group, Group]]) -> float | None:
    """Share of true members of right groups whose role is named rightly."""
    named = [
        (found.members[email], role)
        for found, true in pairs
        for email, role in true.members.items()
        if email in found.members
    ]
    return sum(one == other for one, other in named) / len(named) if named else None


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of one world."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.worlds.score",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("truth", type=Path)
    parser.add_argument("groups", type=Path, help="what `coterie groups --all` prints as JSON")
    parser.add_argument("--at", type=float, default=0.5)
    chosen = parser.parse_args(arguments)
    truth, rows = (json.loads(path.read_text("utf-8")) for path in (chosen.truth, chosen.groups))
    figures = score(truth, rows, chosen.at)
    shares = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
    sys.stdout.write(json.dumps({**shares, **vars(figures)}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
