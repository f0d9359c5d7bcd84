"""Soft outlines around groups: convex hull, then Chaikin's corner cutting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import dist, inf

Point = tuple[float, float]
Box = tuple[float, float, float, float]
_CUTS = (90.0, 70.0, 54.0, 42.0, 32.0, 24.0, 16.0, 10.0, 6.0, 3.0)
_EXTRAS = (0.0, 4.0, 8.0)
_SLACK = 0.5  # places are rounded afterwards


def convex_hull(points: Iterable[Point]) -> list[Point]:
    """Convex hull, counter-clockwise, by Andrew's monotone chain (1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    lower = _chain(ordered)
    upper = _chain(reversed(ordered))
    return lower[:-1] + upper[:-1]


def _chain(points: Iterable[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def chaikin(points: list[Point], rounds: int = 3, cut: float = 46.0) -> list[Point]:
    """Cut every corner of a closed polygon, ``rounds`` times.

    Each side loses a quarter at both ends, at most ``cut``: a long side keeps its direction.
    Source: G. Chaikin, An algorithm for high-speed curve generation (1974).
    """
    for _ in range(rounds):
        smooth: list[Point] = []
        for here, there in zip(points, points[1:] + points[:1], strict=True):
            share = min(0.25, cut / max(dist(here, there), 1e-9))
            smooth += [_between(here, there, share), _between(here, there, 1 - share)]
        points = smooth
    return points


def _between(here: Point, there: Point, share: float) -> Point:
    return here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])


def holds(polygon: list[Point], point: Point) -> bool:
    """Whether a convex, counter-clockwise polygon holds a point."""
    return all(
        _turn(here, there, point) >= 0
        for here, there in zip(polygon, polygon[1:] + polygon[:1], strict=True)
    )


def outline(
    boxes: Sequence[Box], pad: float, limits: tuple[float, float] = (-inf, inf)
) -> list[Point]:
    """A smooth outline that holds every box (x0, y0, x1, y1), ``pad`` or a little more around.

    Corner cutting stays inside its polygon: corners are cut as deep as no box sticks out.

    Args:
        limits: least and greatest y; the outline stays between them.
    """
    room = [(x0 - _SLACK, y0 - _SLACK, x1 + _SLACK, y1 + _SLACK) for x0, y0, x1, y1 in boxes]
    corners = [(x, y) for x0, y0, x1, y1 in room for x in (x0, x1) for y in (y0, y1)]
    for cut, extra in product(_CUTS, _EXTRAS):
        smooth = chaikin(convex_hull(_padded(boxes, (pad + extra, pad), limits)), cut=cut)
        if all(holds(smooth, corner) for corner in corners):
            break
    return [(round(x, 1), round(y, 1)) for x, y in smooth]


def _padded(
    boxes: Sequence[Box], pad: tuple[float, float], limits: tuple[float, float]
) -> list[Point]:
    dx, dy = pad
    return [
        (x, min(max(y, limits[0]), limits[1]))
        for x0, y0, x1, y1 in boxes
        for x in (x0 - dx, x1 + dx)
        for y in (y0 - dy, y1 + dy)
    ]
