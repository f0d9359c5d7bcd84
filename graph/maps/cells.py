"""Cells of people and the small marks, measured and drawn: what the layout puts in its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.maps.hull import Box
from graph.maps.page import LONE, Content, Membership, Person, Surge, Visitor
from graph.maps.places import CARD, PILL, Mark, Setting
from graph.maps.text import initials, short_name, shorten, width, wrap

BANDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Executive", frozenset({"cxo", "owner", "partner"})),
    ("Vice president", frozenset({"vp"})),
    ("Director", frozenset({"director"})),
    ("Manager", frozenset({"manager"})),
    ("Individual", frozenset({"senior", "entry", "training"})),
    ("Unknown", frozenset({"unknown"})),
)
CARD_WIDTH, DOT_WIDTH = 132.0, 22.0
_BAND = {level: number for number, (_, levels) in enumerate(BANDS) for level in levels}
_ROLE_ORDER = {"decision_maker": 0, "champion": 1, "influencer": 2, "ratifier": 3, "user": 4}


@dataclass(frozen=True)
class Cell:
    """A person in one column; ``height`` covers disc and label."""

    person: Person
    column: str
    radius: float
    name: tuple[str, ...]
    title: tuple[str, ...]
    height: float
    wide: float


def band_of(person: Person) -> int:
    """Number of the band in ``BANDS`` for a person's seniority."""
    return _BAND.get(person.seniority, len(BANDS) - 1)


def radius_of(membership: Membership | None, setting: Setting) -> float:
    """Radius of a person's disc: grows with the confidence of the membership."""
    if membership is None:
        return setting.lone_disc
    low, high = setting.disc
    return round(low + (high - low) * (membership.confidence or 0.0), 2)


def cells_of(people: Iterable[Person], setting: Setting) -> dict[tuple[str, int], list[Cell]]:
    """Cells by column and band, in the order in which they stand.

    A person of two groups has a cell in the column of each.
    """
    placed: list[tuple[tuple[int, float, str, str], int, Cell]] = []
    for person in people:
        parts: tuple[Membership | None, ...] = person.memberships or (None,)
        placed += [
            (_order(person, part), band_of(person), _cell(person, part, setting)) for part in parts
        ]
    grid: dict[tuple[str, int], list[Cell]] = {}
    for _, band, cell in sorted(placed, key=lambda entry: entry[0]):
        grid.setdefault((cell.column, band), []).append(cell)
    return grid


def _order(person: Person, part: Membership | None) -> tuple[int, float, str, str]:
    if part is None:
        return 5, 0.0, person.name, person.id
    return _ROLE_ORDER.get(part.role, 5), -(part.confidence or 0.0), person.name, person.id


def _cell(person: Person, part: Membership | None, setting: Setting) -> Cell:
    name_style, title_style = setting.styles(lone=part is None)
    name = (
        wrap(person.name, name_style)
        if name_style.lines > 1
        else (short_name(person.name, name_style),)
    )
    title = wrap(person.title, title_style) if title_style.lines else ()
    radius = radius_of(part, setting)
    top = setting.disc[1] if part else setting.lone_disc
    height = top + radius + 5 + len(name) * name_style.leading + len(title) * title_style.leading
    wide = max(
        [width(line, name_style.size, name_style.weight) for line in name]
        + [width(line, title_style.size) for line in title],
        default=0.0,
    )
    column = part.group if part else LONE
    return Cell(person, column, radius, name, title, height, min(wide, name_style.room))


def rows_of(cells: list[Cell], side: int) -> list[list[Cell]]:
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


def person_mark(cell: Cell, at: tuple[float, float], setting: Setting, *, more: bool) -> Mark:
    """A person's mark; ``at`` is the middle of its cell and the top of its row."""
    person, radius = cell.person, cell.radius
    lone = cell.column == LONE
    x = float(round(at[0]))
    y = float(round(at[1] + (setting.lone_disc if lone else setting.disc[1])))
    name_style, title_style = setting.styles(lone=lone)
    top = y + radius + 4
    bottom = top + len(cell.name) * name_style.leading + len(cell.title) * title_style.leading
    half = cell.wide / 2
    box = (round(x - half, 1), round(top, 1), round(x + half, 1), round(bottom, 1))
    own = cell.column == person.column
    return Mark(
        person.id if own else f"{person.id}@{cell.column}", person.id, "person", cell.column,
        x, y, radius, radius, cell.name, cell.title, box, initials(person.name), more,
    )  # fmt: skip


def visitor_mark(visitor: Visitor, at: tuple[float, float], *, more: bool) -> Mark:
    """A visitor's ring around ``at``."""
    x, y = at
    box = (x - 7.5, y - 7.5, x + 7.5, y + 7.5)
    id_ = visitor.id
    return Mark(
        id_, id_, "visitor", visitor.column, x, y, 7.5, 7.5, (), (), box, more=more
    )  # fmt: skip


def pill_width(surge: Surge) -> float:
    """Width of a surge's pill."""
    return round(width(shorten(surge.name, PILL), PILL.size, PILL.weight) + 32, 1)


def surge_mark(surge: Surge, at: tuple[float, float], *, more: bool) -> Mark:
    """A surge's pill around ``at``."""
    x, y = at
    half = pill_width(surge) / 2
    box = (round(x - half, 1), y - 9, round(x + half, 1), y + 9)
    line = shorten(surge.name, PILL)
    id_ = surge.id
    return Mark(id_, id_, "surge", surge.column, x, y, half, 9, (line,), (), box, more=more)


def content_mark(content: Content, at: tuple[float, float], *, more: bool) -> Mark:
    """A content's card around ``at``."""
    x, y = at
    half = CARD_WIDTH / 2 - 4
    box = (x - half, y - 15, x + half, y + 15)
    lines = wrap(content.name, CARD)
    id_ = content.id
    return Mark(id_, id_, "content", "", x, y, half, 15, lines, (), box, more=more)


def bounds(mark: Mark) -> Box:
    """Box around a mark and its label."""
    x0, y0, x1, y1 = mark.label
    return (
        min(x0, mark.x - mark.rx), min(y0, mark.y - mark.ry),
        max(x1, mark.x + mark.rx), max(y1, mark.y + mark.ry),
    )  # fmt: skip
