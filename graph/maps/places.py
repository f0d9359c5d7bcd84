"""Where things stand, as data: marks, bands, columns, and the type that labels are set in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from graph.maps.hull import Box, Point
from graph.maps.text import Style

NAME = Style(13.2, 15, 94, 2, bold=True)
TITLE = Style(10.5, 12, 94, 2)
PILL = Style(10.5, 13, 120, 1)
CARD = Style(10, 12, 92, 2)
HEADING = Style(14.5, 17, 260, 2, bold=True)
SUBHEADING = Style(11, 13.5, 260, 1)


@dataclass(frozen=True)
class Mark:
    """One thing on the map: centre, half width and half height, and its label.

    ``label`` is the box of the label (x0, y0, x1, y1); for a pill or card it is the mark itself.
    """

    id: str
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


@dataclass(frozen=True)
class Strip:
    """A horizontal band with its name."""

    name: str
    y0: float
    y1: float


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
    """Positions of everything on one page."""

    width: float
    height: float
    bands: tuple[Strip, ...]
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]

    def as_json(self) -> dict[str, Any]:
        """The layout as plain dicts and lists, with the type sizes that the page must use."""
        sizes = {"name": NAME, "title": TITLE, "pill": PILL, "card": CARD}
        sizes |= {"heading": HEADING, "subheading": SUBHEADING}
        return asdict(self) | {"type": {key: asdict(style) for key, style in sizes.items()}}
