"""Where everything stands: bands by seniority, one column per buying group, nothing ever moves.

One world unit is one CSS pixel at zoom 1. Computed, not simulated: the same page always gives
the same picture, and labels cannot overlap because every person owns a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.maps.hull import Box, Point, outline
from graph.maps.page import LONE, Page, Person
from graph.maps.places import (
    CARD,
    HEADING,
    NAME,
    PILL,
    SUBHEADING,
    TITLE,
    Column,
    Layout,
    Mark,
    Strip,
)
from graph.maps.shelves import Shelf, flow
from graph.maps.text import initials, shorten, width, wrap
from graph.maps.wording import group_lines

CELL = 98.0
GUTTER = 94.0
COLUMN_GAP = 28.0
MARGIN = 8.0
DISC = (14.0, 18.0)
LONE_DISC = 11.5
EMPTY_BAND = 28.0
ZOOM = 120.0
ROW_GAP = 6.0

BANDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Executive", frozenset({"cxo", "owner", "partner"})),
    ("Vice president", frozenset({"vp"})),
    ("Director", frozenset({"director"})),
    ("Manager", frozenset({"manager"})),
    ("Individual", frozenset({"senior", "entry", "training"})),
    ("Unknown", frozenset({"unknown"})),
)
_BAND = {level: number for number, (_, levels) in enumerate(BANDS) for level in levels}
_ROLE_ORDER = {"decision_maker": 0, "champion": 1, "influencer": 2, "ratifier": 3, "user": 4}
# The map's room in the window at 1440x900 and at 1280x720, both beside panel and time strip.
_ROOMS = ((1136.0, 740.0), (1000.0, 602.0))


@dataclass(frozen=True)
class _Cell:
    person: Person
    radius: float
    name: tuple[str, ...]
    title: tuple[str, ...]

    @property
    def height(self) -> float:
        return (
            DISC[1]
            + self.radius
            + 5
            + len(self.name) * NAME.leading
            + len(self.title) * TITLE.leading
        )


def band_of(person: Person) -> int:
    """Number of the band in ``BANDS`` for a person's seniority."""
    return _BAND.get(person.seniority, len(BANDS) - 1)


def radius_of(person: Person) -> float:
    """Radius of a person's disc: grows with the confidence of the membership."""
    if not person.memberships:
        return LONE_DISC
    low, high = DISC
    return round(low + (high - low) * (person.memberships[0].confidence or 0.0), 2)


def lay_out(page: Page) -> Layout:
    """Compute every position of a page."""
    columns = _columns(page)
    grid = _cells(page)
    best = max(_shapes(columns), key=lambda shape: _fit(_Plan(page, columns, grid, shape)))
    return _Plan(page, columns, grid, best).layout()


def _columns(page: Page) -> tuple[str, ...]:
    return (*(group.id for group in page.groups), LONE)


def _cells(page: Page) -> dict[tuple[str, int], list[_Cell]]:
    grid: dict[tuple[str, int], list[_Cell]] = {}
    for person in sorted(page.people, key=_place):
        cell = _Cell(person, radius_of(person), wrap(person.name, NAME), wrap(person.title, TITLE))
        grid.setdefault((person.column, band_of(person)), []).append(cell)
    return grid


def _place(person: Person) -> tuple[int, float, str, str]:
    first = person.memberships[0] if person.memberships else None
    rank = _ROLE_ORDER.get(first.role, 5) if first else 5
    return rank, -(first.confidence or 0.0) if first else 0.0, person.name, person.id


def _shapes(columns: tuple[str, ...]) -> list[tuple[int, int]]:
    """Numbers of people side by side, in groups and among lone leads, that are worth a try."""
    groups = range(2, 7) if len(columns) > 1 else range(2, 3)
    return [(grouped, lone) for grouped in groups for lone in range(2, 11)]


def _fit(plan: _Plan) -> tuple[float, int, int]:
    """How large the map can be drawn in the worse of two windows; ties go to narrow columns."""
    zoom = min(min(w / plan.width, h / plan.height) for w, h in _ROOMS)
    return round(zoom, 3), -plan.shape[0], -plan.shape[1]


class _Plan:
    """One way to set a page, measured; ``layout`` then places the marks."""

    def __init__(
        self,
        page: Page,
        columns: tuple[str, ...],
        grid: Mapping[tuple[str, int], list[_Cell]],
        shape: tuple[int, int],
    ) -> None:
        self.page, self.columns, self.grid, self.shape = page, columns, grid, shape
        self.spans = self._spans()
        self.width = self.spans[-1][1] + MARGIN
        self.pills = flow(_pill_widths(page), self._rooms(), (19.0, 4.0))
        self.dots = flow(_dot_widths(page), self._rooms(), (24.0, 0.0))
        self.cards = _card_rows(page, self.width)
        self.heads = {column: self._heading(column) for column in columns}
        self.bands, self.rows = self._bands()
        self.visitors_y = self.bands[-1].y1 + 3
        self.shelf_y = self.visitors_y + max(self.dots.height, 24.0) + 12
        self.height = self.shelf_y + max(self.cards.height, 20.0) + MARGIN

    def _side(self, column: str) -> int:
        most = max((len(self.grid.get((column, n), [])) for n in range(len(BANDS))), default=1)
        return max(1, min(self.shape[1] if column == LONE else self.shape[0], most))

    def _spans(self) -> list[tuple[float, float]]:
        spans = []
        x = GUTTER
        for column in self.columns:
            wide = max(self._side(column) * CELL + 10, 176.0)
            spans.append((x, x + wide))
            x += wide + COLUMN_GAP
        return spans

    def _rooms(self) -> dict[str, float]:
        return {
            c: x1 - x0 + COLUMN_GAP - 8
            for c, (x0, x1) in zip(self.columns, self.spans, strict=True)
        }

    def _heading(self, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        x0, x1 = self.spans[self.columns.index(column)]
        heading, lines = group_lines(self.page, column)
        room = x1 - x0 + COLUMN_GAP - 10
        title = wrap(heading, replace(HEADING, room=room))
        sub = tuple(shorten(line, replace(SUBHEADING, room=room)) for line in lines)
        return title, sub

    def _head_height(self) -> float:
        return max(
            len(title) * HEADING.leading + len(sub) * SUBHEADING.leading
            for title, sub in self.heads.values()
        )

    def _bands(self) -> tuple[list[Strip], dict[tuple[int, int], float]]:
        self.pills_y = MARGIN
        self.head_y = self.pills_y + max(self.pills.height, 22.0) + 8
        y = self.head_y + self._head_height() + 10
        strips: list[Strip] = []
        rows: dict[tuple[int, int], float] = {}
        for number, (name, _) in enumerate(BANDS):
            heights = self._row_heights(number)
            if not heights and name == "Unknown":
                continue
            top = y
            y += 8 if heights else EMPTY_BAND
            for row, height in enumerate(heights):
                rows[number, row] = y
                y += height + ROW_GAP
            strips.append(Strip(name, top, y))
        return strips, rows

    def _row_heights(self, band: int) -> list[float]:
        heights: list[float] = []
        for column in self.columns:
            cells = self.grid.get((column, band), [])
            for row, part in enumerate(_rows(cells, self._side(column))):
                tall = max(cell.height for cell in part)
                if row == len(heights):
                    heights.append(tall)
                heights[row] = max(heights[row], tall)
        return heights

    def layout(self) -> Layout:
        marks = (*self._people(), *self._visitors(), *self._surges(), *self._contents())
        strips = (
            Strip("Intent signals", self.pills_y, self.head_y - 8),
            *self.bands,
            Strip("Visitors", self.visitors_y, self.shelf_y - 10),
            Strip("Content", self.shelf_y, self.height - MARGIN),
        )
        return Layout(
            round(self.width, 1),
            round(self.height, 1),
            tuple(strips),
            tuple(self._column(column, marks) for column in self.columns),
            marks,
        )

    def _column(self, column: str, marks: tuple[Mark, ...]) -> Column:
        x0, x1 = self.spans[self.columns.index(column)]
        heading, sub = self.heads[column]
        boxes = [
            _bounds(m) for m in marks if m.column == column and m.kind in {"person", "visitor"}
        ]
        hull = self._hull(boxes) if column != LONE and boxes else ()
        return Column(column, x0, x1, self.head_y, heading, sub, hull)

    def _hull(self, boxes: list[Box]) -> tuple[Point, ...]:
        """Outline of a group, kept clear of the headings above and the shelf below."""
        return tuple(outline(boxes, 10.0, (self.bands[0].y0 - 6, self.shelf_y - 5)))

    def _people(self) -> Iterable[Mark]:
        for column, (x0, x1) in zip(self.columns, self.spans, strict=True):
            for band in range(len(BANDS)):
                cells = self.grid.get((column, band), [])
                for row, part in enumerate(_rows(cells, self._side(column))):
                    left = (x0 + x1 - (len(part) - 1) * CELL) / 2
                    for place, cell in enumerate(part):
                        yield _person(cell, left + place * CELL, self.rows[band, row])

    def _visitors(self) -> Iterable[Mark]:
        for visitor in self.page.visitors:
            x, y = self._at(self.dots, visitor.id, visitor.column, self.visitors_y + 12)
            yield Mark(
                visitor.id, "visitor", visitor.column, x, y, 7.5, 7.5, (), (),
                (x - 7.5, y - 7.5, x + 7.5, y + 7.5),
            )  # fmt: skip

    def _surges(self) -> Iterable[Mark]:
        for surge in self.page.surges:
            line = shorten(surge.name, PILL)
            half = _pill_width(line) / 2
            x, y = self._at(self.pills, surge.id, surge.column, self.pills_y + 10)
            box = (round(x - half, 1), y - 9, round(x + half, 1), y + 9)
            yield Mark(surge.id, "surge", surge.column, x, y, half, 9, (line,), (), box)

    def _at(self, shelf: Shelf, id_: str, column: str, y: float) -> tuple[float, float]:
        x0, x1 = self.spans[self.columns.index(column)]
        dx, dy = shelf.places[id_]
        return float(round((x0 + x1) / 2 + dx)), float(round(y + dy))

    def _contents(self) -> Iterable[Mark]:
        middle = (GUTTER + self.width - ZOOM) / 2
        for content in self.page.contents:
            dx, dy = self.cards.places[content.id]
            x, y = float(round(middle + dx)), float(round(self.shelf_y + 15 + dy))
            box = (x - 61, y - 15, x + 61, y + 15)
            lines = wrap(content.name, CARD)
            yield Mark(content.id, "content", "", x, y, 61, 15, lines, (), box)


def _rows(cells: list[_Cell], side: int) -> list[list[_Cell]]:
    """Cells in rows of at most ``side``, as even as can be, so that no one stands alone."""
    count = -(-len(cells) // side)
    if not count:
        return []
    size, extra = divmod(len(cells), count)
    rows, start = [], 0
    for row in range(count):
        end = start + size + (1 if row < extra else 0)
        rows.append(cells[start:end])
        start = end
    return rows


def _person(cell: _Cell, x: float, top: float) -> Mark:
    x, y = float(round(x)), float(round(top + DISC[1]))
    label_top = y + cell.radius + 4
    bottom = label_top + len(cell.name) * NAME.leading + len(cell.title) * TITLE.leading
    wide = max(
        [width(line, NAME.size, bold=True) for line in cell.name]
        + [width(line, TITLE.size) for line in cell.title],
        default=0.0,
    )
    half = min(wide, NAME.room) / 2
    box = (round(x - half, 1), round(label_top, 1), round(x + half, 1), round(bottom, 1))
    person = cell.person
    radius = cell.radius
    return Mark(
        person.id, "person", person.column, x, y, radius, radius, cell.name, cell.title, box,
        initials(person.name),
    )  # fmt: skip


def _bounds(mark: Mark) -> Box:
    x0, y0, x1, y1 = mark.label
    return (
        min(x0, mark.x - mark.rx), min(y0, mark.y - mark.ry),
        max(x1, mark.x + mark.rx), max(y1, mark.y + mark.ry),
    )  # fmt: skip


def _pill_width(line: str) -> float:
    return round(width(line, PILL.size) + 30, 1)


def _pill_widths(page: Page) -> list[tuple[str, str, float]]:
    return [(s.id, s.column, _pill_width(shorten(s.name, PILL)) + 6) for s in page.surges]


def _dot_widths(page: Page) -> list[tuple[str, str, float]]:
    return [(visitor.id, visitor.column, 22.0) for visitor in page.visitors]


def _card_rows(page: Page, wide: float) -> Shelf:
    """Cards in even rows; the right end stays free for the zoom buttons."""
    items = [(content.id, "", 130.0) for content in page.contents]
    side = max(1, int((wide - GUTTER - ZOOM) // 130))
    rows = -(-len(items) // side) or 1
    return flow(items, {"": 130.0 * -(-len(items) // rows) + 1}, (30.0, 5.0))
