"""Soft outlines around groups: convex hull, then Chaikin's corner cutting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import dist

Point = tuple[float, float]
Box = tuple[float, float, float, float]


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


def outline(boxes: Sequence[Box], pad: float) -> list[Point]:
    """A smooth outline that holds every box (x0, y0, x1, y1), ``pad`` or a little more around.

    Corner cutting stays inside its polygon, so the room is widened until no box sticks out.
    """
    corners = [(x, y) for x0, y0, x1, y1 in boxes for x in (x0, x1) for y in (y0, y1)]
    for extra in range(0, 40, 2):
        smooth = chaikin(convex_hull(_padded(boxes, pad + extra)))
        if all(holds(smooth, corner) for corner in corners):
            break
    return [(round(x, 1), round(y, 1)) for x, y in smooth]


def _padded(boxes: Sequence[Box], pad: float) -> list[Point]:
    return [
        (x, y)
        for x0, y0, x1, y1 in boxes
        for x in (x0 - pad, x1 + pad)
        for y in (y0 - pad, y1 + pad)
    ]
