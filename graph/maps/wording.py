"""Words of the map that are made in Python: headings and why a lone lead does not qualify."""

from __future__ import annotations

from graph.maps.page import LONE, Group, Page

UNKNOWN = "not known yet"
RUNGS = {
    "not_a_candidate": "Not a candidate",
    "aspiring": "Aspiring",
    "good": "Good",
    "excellent": "Excellent",
    "very_exciting": "Very exciting",
    "maximal": "Maximal",
}
STAGES = {
    "target": "Target",
    "active": "Active",
    "engaged": "Engaged",
    "prioritized": "Prioritized",
    "qualified": "Qualified",
    "pipeline": "Pipeline",
    "closed_won": "Closed, won",
    "closed_lost": "Closed, lost",
}

ROLE_WORDS = {
    "champion": "Champion",
    "decision_maker": "Decision maker",
    "influencer": "Influencer",
    "ratifier": "Ratifier",
    "user": "User",
    "undetermined": "Unclear",
}


def percent(value: float | None) -> str:
    """A confidence for eyes: ``72 %``. Nothing inferred is ever called 100 % or 0 %."""
    if value is None:
        return UNKNOWN
    if value > 0.995:
        return "over 99 %"
    return "under 1 %" if 0 < value < 0.005 else f"{round(value * 100)} %"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def day(instant: str | None) -> str:
    """The day of an instant, as the pages write it: ``1 July 2026``."""
    if not instant:
        return UNKNOWN
    year, month, date = (int(part) for part in instant[:10].split("-"))
    return f"{date} {_MONTHS[month - 1]} {year}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """``1 person``, ``3 people``."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def group_lines(page: Page, column: str, shown: int) -> tuple[str, tuple[str, ...]]:
    """Heading of a column and the lines under it: rung, stage and confidence, never one score.

    Args:
        shown: people drawn in the column.
    """
    if column == LONE:
        return "No buying group", ("Lone leads do not qualify", *_others(page, shown))
    group = next(group for group in page.groups if group.id == column)
    return group.title, (standing(group), _size(page, group))


def _others(page: Page, shown: int) -> tuple[str, ...]:
    total = page.known.total - sum(bool(person.memberships) for person in page.people)
    return (f"Showing {shown} of {total}",) if shown < total else ()


def standing(group: Group) -> str:
    """``Very exciting · Prioritized``, each part honest about what is not known."""
    if group.rung is None and group.stage is None:
        return f"Rung and stage {UNKNOWN}"
    rung = RUNGS.get(group.rung, group.rung) if group.rung else f"Rung {UNKNOWN}"
    stage = STAGES.get(group.stage, group.stage) if group.stage else f"stage {UNKNOWN}"
    return f"{rung} · {stage}"


def _size(page: Page, group: Group) -> str:
    below = round(page.list_confidence * 100)
    listed = "" if group.listed else f", not listed (below {below} %)"
    people = counted(len(group.members), "person", "people")
    return f"Confidence {percent(group.confidence)}, {people}{listed}"
