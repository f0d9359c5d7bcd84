"""How well the roles of found groups agree with the truth: matrix, mean F1, reliability.

Looked at are true members of listed groups that are right, one found group per planted one, as in
score.py of the given worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.analysis.arrays import Floats
from graph.analysis.roles import NAMES
from tests.training.specimens import Planted, Specimen

LISTED = 0.5
RIGHT = 0.5  # overlap of members from which a listed group is right
Told = tuple[str, str, float]  # true role, role said, how sure


@dataclass(frozen=True)
class Row:
    """A found group in the truth's names; members -> role, and how sure that is."""

    account: str
    solution: str
    confidence: float
    members: dict[str, str]
    role_confidence: dict[str, float] = field(default_factory=dict)


def told_roles(specimen: Specimen, rows: Sequence[Row]) -> list[Told]:
    """What was said of every true member of a right group, the best overlaps first."""
    pairs = sorted(
        (
            (_overlap(row, group), n, m, row, group)
            for n, row in enumerate(rows)
            if row.confidence >= LISTED
            for m, group in enumerate(specimen.planted.get((row.account, row.solution), ()))
            if group.detectable
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: list[Told] = []
    used_rows: set[int] = set()
    used_groups: set[tuple[str, str, int]] = set()
    for overlap, n, m, row, group in pairs:
        key = (row.account, row.solution, m)
        if overlap < RIGHT or n in used_rows or key in used_groups:
            continue
        used_rows.add(n)
        used_groups.add(key)
        found += [
            (true, row.members[name], row.role_confidence.get(name, 0.0))
            for name, true in group.members.items()
            if name in row.members
        ]
    return found


def _overlap(row: Row, group: Planted) -> float:
    both = len(row.members.keys() & group.members.keys())
    return both / (len(row.members) + len(group.members) - both)


def role_matrix(told: Sequence[Told]) -> Floats:
    """True roles (rows) against roles said (columns, the last: undetermined), in people."""
    table = np.zeros((len(NAMES), len(NAMES) + 1))
    for true, said, _ in told:
        column = NAMES.index(said) if said in NAMES else len(NAMES)
        table[NAMES.index(true), column] += 1
    return table


def macro_f1(table: Floats) -> float | None:
    """Mean F1 over the roles; None where nobody was found."""
    if not table.sum():
        return None
    right = np.diag(table[:, : len(NAMES)])
    total = table.sum(axis=1) + table[:, : len(NAMES)].sum(axis=0)
    return float((2 * right / np.maximum(total, 1)).mean())


def role_reliability(told: Sequence[Told]) -> list[tuple[float, bool]]:
    """(confidence, right) of every role that was said."""
    return [(sure, true == said) for true, said, sure in told if said in NAMES]


def matrix_lines(told: Sequence[Told]) -> list[str]:
    """The matrix as a table in Markdown, with F1 and accuracy."""
    table = role_matrix(told)
    right = float(np.trace(table[:, : len(NAMES)])) / max(1.0, float(table.sum()))
    head = f"true \\ said (F1 {macro_f1(table) or 0.0:.3f}, right {right:.3f})"
    lines = [f"| {head} | {' | '.join(NAMES)} | undetermined |", "|---" * (len(NAMES) + 2) + "|"]
    for name, row in zip(NAMES, table, strict=True):
        lines.append(f"| {name} | {' | '.join(f'{n:.0f}' for n in row)} |")
    return lines
