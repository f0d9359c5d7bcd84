"""Groups as they stood week by week, from the snapshots of their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.maps.choose import CREDIBLE
from graph.maps.page import Group, History, Past

if TYPE_CHECKING:
    from graph.maps.answers import Answers
    from graph.store.base import Row


def history_of(answers: Answers, groups: tuple[Group, ...]) -> tuple[History, ...]:
    """Snapshots by group of the map, oldest first.

    A snapshot tells of its unit's best candidate. It is told of the group of the same id, else
    of the only group that the map has of the unit's solution. Where the candidate was not
    credible yet, nobody is in it: it was no likely group.
    """
    ids = {group.id for group in groups}
    of_solution: dict[str | None, list[str]] = {}
    for group in groups:
        of_solution.setdefault(group.solution, []).append(group.id)
    weeks: dict[str, list[Past]] = {}
    for row in sorted(answers.snapshots, key=lambda r: (r["at_ts"] or 0, r["id"])):
        own = f"g:{row['group_id']}"
        alone = of_solution.get(row["solution"], [])
        if own in ids or len(alone) == 1:
            weeks.setdefault(own if own in ids else alone[0], []).append(_past(row))
    return tuple(History(g.id, tuple(weeks[g.id])) for g in groups if g.id in weeks)


def _past(row: Row) -> Past:
    credible = (row["confidence"] or 0.0) >= CREDIBLE
    return Past(
        at=row["at"],
        stage=row["stage"],
        rung=row["rung"],
        code=row["code"],
        quorum=row["quorum"],
        confidence=row["confidence"],
        members=tuple(f"p:{id_}" for id_ in row["members"] or ()) if credible else (),
    )
