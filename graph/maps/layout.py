"""Where everything stands: bands by seniority, one column per buying group, nothing ever moves.

One world unit is one CSS pixel at zoom 1. Computed, not simulated: the same page always gives
the same picture, and labels cannot overlap because every person owns a cell. The map itself is
as roomy as lets names stay readable in a window; what it has no room for stands below it.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.maps.cells import (
    BANDS,
    Cell,
    bounds,
    cells_of,
    content_mark,
    person_mark,
    rows_of,
    surge_mark,
    visitor_mark,
)
from graph.maps.frame import GUTTER, MARGIN, ZOOM, Frame, Grid, measure
from graph.maps.hull import Box, Point, outline
from graph.maps.page import LONE, Page, Person
from graph.maps.places import SETTINGS, Column, Layout, Mark, Setting, Strip, widened
from graph.maps.rest import set_rest
from graph.maps.shelves import Shelf

WINDOWS = ((1136.0, 744.0, 11.0), (1000.0, 602.0, 10.0))
"""Room for the map and least size of a name, in windows of 1440x900 and of 1280x720."""

# The setting and how many lone leads stand on the map, from the best to the tightest.
_CHOICES = ((0, 24), (0, 16), (1, 24), (1, 16), (1, 10), (2, 16), (2, 10), (2, 6), (3, 10), (3, 6))
_ROOMS = (116.0, 110.0, 104.0, 98.0, 92.0)
_LARGEST = 1.5


def lay_out(page: Page) -> Layout:
    """Compute every position of a page."""
    frame, grid = _best(page)
    people = [p for p in page.people if not p.memberships]
    shown = {cell.person.id for cells in grid.values() for cell in cells}
    strips, below = set_rest(page, frame, [p for p in people if p.id not in shown])
    marks = (*_people(frame, grid), *_shelved(page, frame))
    every = (*marks, *below)
    edge = max((bounds(mark)[2] for mark in below), default=0.0) + MARGIN
    return Layout(
        round(max(frame.width, edge), 1),
        round(strips[-1].y1 if strips else frame.height, 1),
        (round(frame.width, 1), round(frame.height, 1)),
        frame.setting,
        (*_strips(frame), *strips),
        tuple(_column(frame, column, marks) for column in frame.spans),
        every,
    )


def _best(page: Page) -> tuple[Frame, Grid]:
    """The first choice at which names are readable in both windows, else the nearest to that."""
    tried: list[tuple[float, Frame, Grid]] = []
    for setting, people in _settings(page):
        grid = cells_of(people, setting)
        fit, frame = _best_shape(page, setting, grid)
        if fit >= 1:
            return _widest(page, people, frame, grid)
        tried.append((fit, frame, grid))
    return max(tried, key=lambda entry: entry[0])[1:]


def _widest(page: Page, people: list[Person], frame: Frame, grid: Grid) -> tuple[Frame, Grid]:
    """Room that is left over goes to names and titles that would be cut."""
    for room in _ROOMS:
        setting = widened(frame.setting, room)
        if room > frame.setting.name.room and setting.name.lines == 1:
            wider = cells_of(people, setting)
            other = measure(page, wider, setting, frame.shape)
            if fit_of(other) >= 1:
                return other, wider
    return frame, grid


def _settings(page: Page) -> Iterable[tuple[Setting, list[Person]]]:
    members = [p for p in page.people if p.memberships]
    lone = [p for p in page.people if not p.memberships]
    before: tuple[int, int] | None = None
    for number, most in _CHOICES:
        choice = number, min(most, len(lone))
        if choice != before:
            yield SETTINGS[number], [*members, *lone[:most]]
        before = choice


def _best_shape(page: Page, setting: Setting, grid: Grid) -> tuple[float, Frame]:
    groups = range(2, 8) if page.groups else range(2, 3)
    shapes = ((grouped, lone) for grouped in groups for lone in range(2, 11))
    frames = (measure(page, grid, setting, shape) for shape in shapes)
    ranked = ((round(fit_of(f), 3), -f.shape[0], -f.shape[1], f) for f in frames)
    fit, _, _, best = max(ranked, key=lambda entry: entry[:3])
    return fit, best


def fit_of(frame: Frame) -> float:
    """Size of names over the least that is readable, in the worse of the two windows."""
    size = frame.setting.name.size
    return min(
        min(wide / frame.width, high / frame.height, _LARGEST) * size / least
        for wide, high, least in WINDOWS
    )


def _strips(frame: Frame) -> tuple[Strip, ...]:
    return (
        Strip("Intent signals", MARGIN, frame.head_y - 8, "shelf"),
        *frame.bands,
        Strip("Visitors", frame.visitors_y, frame.shelf_y - 8, "shelf"),
        Strip("Content", frame.shelf_y, frame.height - MARGIN, "shelf"),
    )


def _people(frame: Frame, grid: Grid) -> Iterable[Mark]:
    for column in frame.spans:
        for band in range(len(BANDS)):
            rows = rows_of(grid.get((column, band), []), frame.sides[column])
            for row, part in enumerate(rows):
                yield from _row(frame, part, frame.tops[column, band, row])


def _row(frame: Frame, cells: list[Cell], y: float) -> Iterable[Mark]:
    step = frame.setting.cell
    left = frame.middle(cells[0].column) - (len(cells) - 1) * step / 2
    for place, cell in enumerate(cells):
        yield person_mark(cell, (left + place * step, y), frame.setting, more=False)


def _shelved(page: Page, frame: Frame) -> Iterable[Mark]:
    for visitor in page.visitors:
        if at := _at(frame, frame.dots, visitor.id, visitor.column, frame.visitors_y + 11):
            yield visitor_mark(visitor, at, more=False)
    for surge in page.surges:
        if at := _at(frame, frame.pills, surge.id, surge.column, MARGIN + 10):
            yield surge_mark(surge, at, more=False)
    middle = (GUTTER + frame.width - ZOOM) / 2
    for content in page.contents:
        if place := frame.cards.places.get(content.id):
            at = (float(round(middle + place[0])), float(round(frame.shelf_y + 15 + place[1])))
            yield content_mark(content, at, more=False)


def _at(frame: Frame, shelf: Shelf, id_: str, column: str, y: float) -> tuple[float, float] | None:
    place = shelf.places.get(id_)
    if place is None:
        return None
    return float(round(frame.middle(column) + place[0])), float(round(y + place[1]))


def _column(frame: Frame, column: str, marks: tuple[Mark, ...]) -> Column:
    x0, x1 = frame.spans[column]
    heading, sub = frame.heads[column]
    boxes = [bounds(m) for m in marks if m.column == column and m.kind in {"person", "visitor"}]
    hull = _hull(frame, boxes) if column != LONE and boxes else ()
    return Column(column, x0, x1, frame.head_y, heading, sub, hull)


def _hull(frame: Frame, boxes: list[Box]) -> tuple[Point, ...]:
    """Outline of a group, kept clear of the headings above and the shelf below."""
    return tuple(outline(boxes, 10.0, (frame.bands[0].y0 - 6, frame.shelf_y - 5)))
