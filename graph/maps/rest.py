"""What the map itself has no room for: set below it, in the same bands, shown when asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from graph.maps.cells import (
    BANDS,
    CARD_WIDTH,
    DOT_WIDTH,
    cells_of,
    content_mark,
    person_mark,
    pill_width,
    rows_of,
    surge_mark,
    visitor_mark,
)
from graph.maps.frame import GUTTER, MARGIN, Frame
from graph.maps.page import LONE, Page, Person
from graph.maps.places import SETTINGS, Mark, Strip
from graph.maps.shelves import flow

GAP, HEAD, FOOT = 34.0, 30.0, 12.0
SETTING = SETTINGS[2]
_ASPECT, _ROW = 1.5, 62.0

Part = tuple[list[Strip], list[Mark]]
Draw = Callable[..., Mark]


def set_rest(page: Page, frame: Frame, people: Sequence[Person]) -> Part:
    """Strips and marks below a map.

    Args:
        people: lone leads for whom the map has no room.
    """
    wide = _width(frame, people)
    strips, marks = _people(people, wide, frame.height + GAP + HEAD)
    for name, items, draw, size in _shelves(page, frame):
        if not items:
            continue
        y = strips[-1].y1 if strips else frame.height + GAP + HEAD
        entries = ((key, "", size[0](item)) for key, item in items.items())
        shelf = flow(entries, {"": wide - GUTTER - MARGIN}, (size[1], 5.0))
        middle = (GUTTER + wide - MARGIN) / 2
        for key, (dx, dy) in shelf.places.items():
            at = (float(round(middle + dx)), float(round(y + 8 + size[1] / 2 + dy)))
            marks.append(draw(items[key], at, more=True))
        strips.append(Strip(name, y, y + shelf.height + 2 * FOOT, "shelf", more=True))
    if strips:
        top = frame.height + GAP
        strips.insert(0, Strip("More at this account", top, top + HEAD, "head", more=True))
    return strips, marks


def _width(frame: Frame, people: Sequence[Person]) -> float:
    """As wide as the map, or wider where that gives the whole a better shape."""
    area = len(people) * SETTING.cell * _ROW + len(frame.cards.left) * CARD_WIDTH * 35
    return max(frame.width, round(math.sqrt(area * _ASPECT)) + GUTTER + MARGIN)


def _people(people: Sequence[Person], wide: float, y: float) -> Part:
    grid = cells_of(people, SETTING)
    side = max(1, int((wide - GUTTER - MARGIN) // SETTING.cell))
    strips: list[Strip] = []
    marks: list[Mark] = []
    for number, (name, _) in enumerate(BANDS):
        cells = grid.get((LONE, number), [])
        if not cells:
            continue
        top, y = y, y + 8
        for row in rows_of(cells, side):
            left = (GUTTER + wide - MARGIN - (len(row) - 1) * SETTING.cell) / 2
            for place, cell in enumerate(row):
                at = (left + place * SETTING.cell, y)
                marks.append(person_mark(cell, at, SETTING, more=True))
            y += max(cell.height for cell in row) + SETTING.row_gap
        strips.append(Strip(name, top, y, more=True))
    return strips, marks


def _shelves(
    page: Page, frame: Frame
) -> list[tuple[str, dict[str, Any], Draw, tuple[Callable[[Any], float], float]]]:
    """Name, items by id, how one is drawn, and its width and height, of each further shelf."""
    shelved: tuple[Any, ...] = (*page.surges, *page.visitors, *page.contents)
    by_id = {item.id: item for item in shelved}

    def left(ids: Sequence[str]) -> dict[str, Any]:
        return {key: by_id[key] for key in ids}

    return [
        ("Intent signals", left(frame.pills.left), surge_mark, (lambda s: pill_width(s) + 6, 19.0)),
        ("Visitors", left(frame.dots.left), visitor_mark, (lambda _: DOT_WIDTH, 22.0)),
        ("Content", left(frame.cards.left), content_mark, (lambda _: CARD_WIDTH, 30.0)),
    ]
