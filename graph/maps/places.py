"""Where things stand, as data: marks, bands, columns, and the type that labels are set in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.maps.hull import Box, Point
from graph.maps.text import Style

PILL = Style(11, 13, 128, 1, 500)
CARD = Style(10.5, 12.5, 96, 2, 500)
HEADING = Style(15, 18, 260, 2, 700)
SUBHEADING = Style(11.5, 14, 260, 1)


@dataclass(frozen=True)
class Setting:
    """How people are set: the more there are, the less each one takes.

    Attributes:
        name, title: type of members; ``lone_name``, ``lone_title``: of lone leads.
        disc: least and greatest radius of a member's disc.
        cell: room of one person from left to right.
        shelf_rows: rows of content cards, of pills and of visitors.
    """

    name: Style
    title: Style
    lone_name: Style
    lone_title: Style
    disc: tuple[float, float]
    lone_disc: float
    cell: float
    row_gap: float
    shelf_rows: int

    def styles(self, *, lone: bool) -> tuple[Style, Style]:
        """Type of a name and of the title below it."""
        return (self.lone_name, self.lone_title) if lone else (self.name, self.title)


def _setting(room: float, lines: tuple[int, int], disc: tuple[float, float]) -> Setting:
    names, titles = lines
    return Setting(
        name=Style(13, 14.5, room, names, 600),
        title=Style(11, 12.5, room, titles),
        lone_name=Style(13, 14.5, room, names, 600),
        lone_title=Style(11, 12.5, room, titles),
        disc=disc,
        lone_disc=11.0,
        cell=room + 4,
        row_gap=6.0 if titles > 1 else 4.0,
        shelf_rows=2 if titles > 1 else 1,
    )


def widened(setting: Setting, room: float) -> Setting:
    """The same setting with more room for the text of each person."""
    return replace(
        setting,
        cell=room + 4,
        **{
            name: replace(getattr(setting, name), room=room)
            for name in ("name", "title", "lone_name", "lone_title")
        },
    )


SETTINGS = (
    _setting(96, (2, 2), (14.0, 18.0)),
    _setting(90, (1, 2), (13.0, 16.0)),
    _setting(86, (1, 1), (12.0, 15.0)),
    _setting(86, (1, 0), (12.0, 14.0)),
)
"""From roomy to dense; the last leaves titles to the panel."""


@dataclass(frozen=True)
class Mark:
    """One thing on the map: centre, half width and half height, and its label.

    Attributes:
        item: what it stands for; a person of two groups has a mark in each, ``id`` tells them
            apart.
        label: box of the label (x0, y0, x1, y1); for a pill or card it is the mark itself.
        more: below the map, there when all of the account is asked for.
    """

    id: str
    item: str
    kind: str
    column: str
    x: float
    y: float
    rx: float
    ry: float
    lines: tuple[str, ...]
    sublines: tuple[str, ...]
    label: Box
    initials: str = ""
    more: bool = False


@dataclass(frozen=True)
class Strip:
    """A horizontal band with its name; ``kind`` is ``band``, ``shelf`` or ``head``."""

    name: str
    y0: float
    y1: float
    kind: str = "band"
    more: bool = False


@dataclass(frozen=True)
class Column:
    """A column with its heading; ``hull`` is empty for lone leads."""

    id: str
    x0: float
    x1: float
    y: float
    heading: tuple[str, ...]
    sublines: tuple[str, ...]
    hull: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Positions of everything on one page.

    Attributes:
        width, height: of all.
        core: width and height of the map itself, without what stands below it.
    """

    width: float
    height: float
    core: tuple[float, float]
    setting: Setting
    bands: tuple[Strip, ...]
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]

    def as_json(self) -> dict[str, Any]:
        """The layout as plain dicts and lists, with the type that the page must use.

        Marks come without their centre, which the node of the same number has, and with their
        label as half width, top and bottom.
        """
        sizes = {"name": self.setting.name, "title": self.setting.title}
        sizes |= {"pill": PILL, "card": CARD, "heading": HEADING, "subheading": SUBHEADING}
        return {
            "width": self.width,
            "height": self.height,
            "core": self.core,
            "bands": [asdict(band) for band in self.bands],
            "columns": [asdict(column) for column in self.columns],
            "marks": [_mark_json(mark) for mark in self.marks],
            "type": {key: asdict(style) for key, style in sizes.items()},
        }


def _mark_json(mark: Mark) -> dict[str, Any]:
    x0, y0, x1, y1 = mark.label
    return {
        "id": mark.id if mark.id != mark.item else None,
        "item": mark.item,
        "kind": mark.kind,
        "column": mark.column,
        "rx": mark.rx,
        "ry": mark.ry,
        "lines": mark.lines,
        "sublines": mark.sublines,
        "label": [round((x1 - x0) / 2, 1), round(y0 - mark.y, 1), round(y1 - mark.y, 1)],
        "initials": mark.initials,
        "more": mark.more,
    }
