"""What found groups are worth against the truth, several worlds pooled or one by one.

Same meanings as ``tests.worlds.score``, plus average precision and the mean F1 over roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from tests.training.role_figures import Row, macro_f1, role_matrix, told_roles
from tests.training.specimens import Specimen
from tests.worlds.score import Score, judged_candidates, score


@dataclass(frozen=True)
class Figures:
    """Figures of one world; None where nothing can be said."""

    world: str
    precision: float | None
    recall: float | None
    f1: float | None
    member_f1: float | None
    false: int
    empty: int
    auc: float | None
    ap: float | None
    ece: float | None
    roles: float | None


COUNTS = ("false", "empty")
SHARES = ("precision", "recall", "f1", "member_f1", "auc", "ap", "ece", "roles")


def figures(specimen: Specimen, rows: Sequence[Row]) -> Figures:
    """Figures of one world."""
    found = scored(specimen, rows)
    some = found.true > 0
    return Figures(
        world=specimen.name,
        precision=found.precision if some else None,
        recall=found.recall if some else None,
        f1=found.f1 if some else None,
        member_f1=found.member_f1 if some else None,
        false=found.false,
        empty=found.empty,
        auc=found.auc,
        ap=_average_precision(specimen, rows),
        ece=found.calibration,
        roles=macro_f1(role_matrix(told_roles(specimen, rows))) if some else None,
    )


def scored(specimen: Specimen, rows: Sequence[Row]) -> Score:
    """The counts behind the figures of one world."""
    return score(_truth(specimen), _given(rows))


def right_or_not(specimen: Specimen, rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """(confidence, right) of the candidates that the calibration error is taken over."""
    return judged_candidates(_truth(specimen), _given(rows))


def _given(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [
        {
            "account": row.account,
            "solution": row.solution,
            "confidence": row.confidence,
            "members": [{"email": name, "role": role} for name, role in row.members.items()],
        }
        for row in rows
    ]


def mean(several: Sequence[Figures]) -> dict[str, float]:
    """Means of the shares where they can be said; false groups per 1000 accounts, pooled."""
    found: dict[str, float] = {}
    for name in SHARES:
        said = [asdict(one)[name] for one in several if asdict(one)[name] is not None]
        found[name] = float(np.mean(said)) if said else float("nan")
    empty = sum(one.empty for one in several)
    found["false"] = float(sum(one.false for one in several))
    found["false_per_1000"] = 1000 * found["false"] / max(1, empty)
    return found


def _truth(specimen: Specimen) -> dict[str, object]:
    return {
        "accounts": [{"domain": account} for account in specimen.every_account],
        "groups": [
            {
                "account": account,
                "solution": solution,
                "members": group.members,
                "detectable": group.detectable,
            }
            for (account, solution), groups in specimen.planted.items()
            for group in groups
        ],
    }


def _average_precision(specimen: Specimen, rows: Sequence[Row]) -> float | None:
    """Ties count against us."""
    best = dict.fromkeys(specimen.every_account, 0.0)
    for row in rows:
        best[row.account] = max(best.get(row.account, 0.0), row.confidence)
    holds = {
        account
        for (account, _), groups in specimen.planted.items()
        if any(group.detectable for group in groups)
    }
    if not holds:
        return None
    order = sorted(specimen.every_account, key=lambda account: (-best[account], account in holds))
    hits = np.array([account in holds for account in order])
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())
