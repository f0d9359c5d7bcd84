"""Third-party intent on the map: one pill per topic that surged in the evidence window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.maps.choose import SURGES, column_for
from graph.maps.page import Group, Surge
from graph.model.signals import SURGE_SCORE

if TYPE_CHECKING:
    from graph.maps.answers import Answers
    from graph.store.base import Row


def choose_surges(answers: Answers, groups: tuple[Group, ...]) -> tuple[tuple[Surge, ...], int]:
    """Topics by surging weeks, and how many there are.

    A topic stands above the best group of its solution, else above the last column.
    """
    topics: dict[str, list[Row]] = {}
    for row in answers.intent:
        if _counts(row, answers):
            topics.setdefault(row["topic"], []).append(row)
    surges = [_surge(topic, rows, groups) for topic, rows in sorted(topics.items())]
    surges.sort(key=lambda surge: (-surge.weeks, -(surge.score or 0.0), surge.name, surge.id))
    return tuple(surges[:SURGES]), len(surges)


def _counts(row: Row, answers: Answers) -> bool:
    score, at, until = row["score"], row["at_ts"], answers.until
    if score is None or at is None or score < SURGE_SCORE:
        return False
    return at >= answers.since and (until is None or at <= until)


def _surge(topic: str, rows: list[Row], groups: tuple[Group, ...]) -> Surge:
    solution = next((row["solution"] for row in rows if row["solution"]), None)
    signals = {row["signal"]: row for row in rows}
    ordered = sorted(signals.values(), key=lambda row: (row["at_ts"], row["signal"]))
    return Surge(
        id=f"s:{topic}",
        name=f"Surge: {rows[0]['name'] or topic}",
        column=column_for(solution, groups),
        solution=solution,
        score=max(float(row["score"]) for row in ordered),
        weeks=len(ordered),
        first_seen=ordered[0]["at"],
        last_seen=ordered[-1]["at"],
    )
