"""One way to set the map itself, measured: columns side by side, bands below one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.maps.cells import BANDS, CARD_WIDTH, DOT_WIDTH, Cell, pill_width, rows_of
from graph.maps.page import LONE, Page
from graph.maps.places import HEADING, SUBHEADING, Setting, Strip
from graph.maps.shelves import Shelf, flow
from graph.maps.text import shorten, wrap
from graph.maps.wording import group_lines

GUTTER = 96.0
COLUMN_GAP = 26.0
MARGIN = 8.0
EMPTY_BAND = 22.0
ZOOM = 124.0  # the zoom buttons stand in the lower right corner
NARROWEST = 184.0

Grid = Mapping[tuple[str, int], list[Cell]]
Heading = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Frame:
    """A measured map: spans of columns, rows of shelves, tops of rows, and how large all is.

    Attributes:
        tops: y of a row by column, band and number of the row.
    """

    setting: Setting
    shape: tuple[int, int]
    sides: Mapping[str, int]
    spans: Mapping[str, tuple[float, float]]
    heads: Mapping[str, Heading]
    pills: Shelf
    dots: Shelf
    cards: Shelf
    bands: tuple[Strip, ...]
    tops: Mapping[tuple[str, int, int], float]
    head_y: float
    visitors_y: float
    shelf_y: float
    width: float
    height: float

    def middle(self, column: str) -> float:
        """Where the middle of a column is."""
        x0, x1 = self.spans[column]
        return (x0 + x1) / 2


def measure(page: Page, grid: Grid, setting: Setting, shape: tuple[int, int]) -> Frame:
    """Set a page.

    Args:
        grid: the cells to set.
        shape: people side by side at most, in groups and among lone leads.
    """
    columns = (*(group.id for group in page.groups), LONE)
    sides = {column: _side(grid, column, shape) for column in columns}
    spans = _spans(sides, setting)
    wide = spans[LONE][1] + MARGIN
    rooms = {column: x1 - x0 + COLUMN_GAP - 8 for column, (x0, x1) in spans.items()}
    most = setting.shelf_rows
    pills = flow(
        ((s.id, s.column, pill_width(s) + 6) for s in page.surges), rooms, (19.0, 4.0), most
    )
    dots = flow(((v.id, v.column, DOT_WIDTH) for v in page.visitors), rooms, (22.0, 0.0), most)
    cards = _cards(page, wide, setting)
    heads = {column: _heading(page, grid, column, rooms[column] - 2) for column in columns}
    head_y = MARGIN + max(pills.height, 20.0) + 8
    tall = max(
        len(title) * HEADING.leading + len(sub) * SUBHEADING.leading
        for title, sub in heads.values()
    )
    bands, tops = _bands(grid, sides, setting, head_y + tall + 10)
    visitors_y = bands[-1].y1 + 3
    shelf_y = visitors_y + max(dots.height, 22.0) + 10
    height = shelf_y + max(cards.height, 20.0) + MARGIN
    return Frame(
        setting, shape, sides, spans, heads, pills, dots, cards, bands, tops,
        head_y, visitors_y, shelf_y, wide, height,
    )  # fmt: skip


def _side(grid: Grid, column: str, shape: tuple[int, int]) -> int:
    most = max((len(grid.get((column, n), ())) for n in range(len(BANDS))), default=1)
    return max(1, min(shape[1] if column == LONE else shape[0], most))


def _spans(sides: Mapping[str, int], setting: Setting) -> dict[str, tuple[float, float]]:
    spans = {}
    x = GUTTER
    for column, side in sides.items():
        wide = max(side * setting.cell + 8, NARROWEST)
        spans[column] = (x, x + wide)
        x += wide + COLUMN_GAP
    return spans


def _heading(page: Page, grid: Grid, column: str, room: float) -> Heading:
    shown = sum(len(grid.get((column, band), ())) for band in range(len(BANDS)))
    heading, lines = group_lines(page, column, shown)
    title = wrap(heading, replace(HEADING, room=room))
    return title, tuple(shorten(line, replace(SUBHEADING, room=room)) for line in lines)


def _bands(
    grid: Grid, sides: Mapping[str, int], setting: Setting, y: float
) -> tuple[tuple[Strip, ...], dict[tuple[str, int, int], float]]:
    strips: list[Strip] = []
    tops: dict[tuple[str, int, int], float] = {}
    for number, (name, _) in enumerate(BANDS):
        filled = [column for column in sides if grid.get((column, number))]
        if not filled and name == "Unknown":
            continue
        top, y = y, y + (8 if filled else EMPTY_BAND)
        end = y
        for column in filled:
            below = y
            for row, part in enumerate(rows_of(grid[column, number], sides[column])):
                tops[column, number, row] = below
                below += max(cell.height for cell in part) + setting.row_gap
            end = max(end, below)
        y = end
        strips.append(Strip(name, top, y))
    return tuple(strips), tops


def _cards(page: Page, wide: float, setting: Setting) -> Shelf:
    """Cards in even rows; the right end stays free for the zoom buttons."""
    items = [(content.id, "", CARD_WIDTH) for content in page.contents]
    side = max(1, int((wide - GUTTER - ZOOM) // CARD_WIDTH))
    rows = min(-(-len(items) // side) or 1, setting.shelf_rows)
    even = min(side, -(-len(items) // rows) or 1)
    return flow(items, {"": CARD_WIDTH * even + 1}, (30.0, 5.0), rows)
