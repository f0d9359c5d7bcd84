"""Links of a page as lines between the marks that stand for their ends."""

from __future__ import annotations

from typing import Any

from graph.maps.page import Link, Page
from graph.maps.places import Layout


def lines(page: Page, layout: Layout) -> list[dict[str, Any]]:
    """Edges between numbers of marks; a person of two groups is tied to itself by ``same``.

    ``kind`` is ``acts`` inside a column, ``bridge`` between two, ``touch`` or ``same``.
    """
    marks: dict[str, dict[str, int]] = {}
    ordered = sorted(enumerate(layout.marks), key=lambda entry: entry[1].id != entry[1].item)
    for number, mark in ordered:
        marks.setdefault(mark.item, {})[mark.column] = number
    edges = [_edge(link, marks) for link in page.links]
    for person in page.people:
        own = [marks[person.id][part.group] for part in person.memberships]
        edges += [_line(own[0], other, "same") for other in own[1:]]
    return [{"id": number, **edge} for number, edge in enumerate(edges)]


def _edge(link: Link, marks: dict[str, dict[str, int]]) -> dict[str, Any]:
    """Between the marks of one column, where the two have one in common."""
    start, end = marks[link.start], marks[link.end]
    common = [column for column in start if column in end]
    column = common[0] if common and link.kind == "acts" else None
    one = start[column] if column else _own(start)
    other = end[column] if column else _own(end)
    kind = "bridge" if link.kind == "acts" and column is None else link.kind
    return _line(one, other, kind) | {
        "weight": round(link.weight, 2),
        "shared": link.shared,
        "last": link.last,
        "quiet": link.quiet,
    }


def _own(marks: dict[str, int]) -> int:
    """The first mark of an item: that in the column of its surest group."""
    return next(iter(marks.values()))


def _line(one: int, other: int, kind: str) -> dict[str, Any]:
    return {
        "from": one, "to": other, "kind": kind,
        "weight": 0.0, "shared": 0, "last": None, "quiet": False,
    }  # fmt: skip
