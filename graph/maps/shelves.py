"""Small marks in centred rows: pills above a column, visitors below it, cards on the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Item = tuple[str, str, float]
"""Id, column, width (the space to the next one included)."""


@dataclass(frozen=True)
class Shelf:
    """Offsets from a column's middle and from the first row, and the height of all rows.

    Attributes:
        left: ids for which there was no row any more.
    """

    places: Mapping[str, tuple[float, float]]
    height: float
    left: tuple[str, ...] = ()


def flow(
    items: Iterable[Item], rooms: Mapping[str, float], row: tuple[float, float], most: int = 999
) -> Shelf:
    """Set items into centred rows, each column within its room.

    Args:
        items: in the order in which they are set.
        rooms: width of every column.
        row: height of a row, and the gap below it.
        most: rows at most; what does not fit is left.
    """
    lines: dict[str, list[list[Item]]] = {}
    left: list[str] = []
    for item in items:
        column = lines.setdefault(item[1], [[]])
        if column[-1] and sum(other[2] for other in column[-1]) + item[2] > rooms[item[1]]:
            if len(column) == most:
                left.append(item[0])
                continue
            column.append([])
        column[-1].append(item)
    height, gap = row
    places: dict[str, tuple[float, float]] = {}
    for column in lines.values():
        for number, line in enumerate(column):
            _set(line, number * (height + gap), places)
    rows = max((len(column) for column in lines.values()), default=0)
    return Shelf(places, max(0.0, rows * (height + gap) - gap), tuple(left))


def _set(line: list[Item], y: float, places: dict[str, tuple[float, float]]) -> None:
    x = -sum(item[2] for item in line) / 2
    for id_, _, wide in line:
        places[id_] = (round(x + wide / 2, 1), y)
        x += wide
