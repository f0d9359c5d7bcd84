"""The weekly histogram of the time strip."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.maps.page import Week

if TYPE_CHECKING:
    from graph.maps.answers import Answers

WEEK = 7 * 86_400
LEAST, MOST = 13, 26


def weeks_of(answers: Answers) -> tuple[Week, ...]:
    """Signals per week up to as-of: 13 weeks, or up to 26 where the account was seen before.

    The graph holds strong signals one by one, page views only summed up per content; so a week
    counts strong signals, and first and last touches of a content by a person or a visitor.
    """
    end = answers.until
    if end is None:
        return ()
    instants = [at for at in _instants(answers) if end - MOST * WEEK < at <= end]
    weeks = max(LEAST, -(-(end - min(instants, default=end)) // WEEK))
    start = end - weeks * WEEK
    counts = [0] * weeks
    for at in instants:
        counts[min(weeks - 1, (at - start) // WEEK)] += 1
    return tuple(
        Week(_day(start + n * WEEK), _day(start + (n + 1) * WEEK), counts[n]) for n in range(weeks)
    )


def _instants(answers: Answers) -> list[int]:
    found = [row["at_ts"] for row in (*answers.signals, *answers.intent)]
    for row in (*answers.person_touches, *answers.visitor_touches):
        found.append(row["first_ts"])
        if row["last_ts"] != row["first_ts"]:
            found.append(row["last_ts"])
    return [int(at) for at in found if at is not None]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
