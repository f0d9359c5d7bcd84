"""Soft outlines around groups: convex hull, then Chaikin's corner cutting."""

from __future__ import annotations

from collections.abc import Iterable

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


def chaikin(points: list[Point], rounds: int = 3) -> list[Point]:
    """Cut every corner of a closed polygon at a quarter of its sides, ``rounds`` times.

    Source: G. Chaikin, An algorithm for high-speed curve generation (1974).
    """
    for _ in range(rounds):
        cut: list[Point] = []
        for here, there in zip(points, points[1:] + points[:1], strict=True):
            cut.append((0.75 * here[0] + 0.25 * there[0], 0.75 * here[1] + 0.25 * there[1]))
            cut.append((0.25 * here[0] + 0.75 * there[0], 0.25 * here[1] + 0.75 * there[1]))
        points = cut
    return points


def outline(boxes: Iterable[Box], pad: float) -> list[Point]:
    """A smooth outline that holds every box (x0, y0, x1, y1), with about ``pad`` to spare.

    Corner cutting stays inside its polygon, so each box gives the eight corners of an octagon
    around it, wide enough that a cut corner still clears the box.
    """
    corners: list[Point] = []
    for x0, y0, x1, y1 in boxes:
        for x, dx in ((x0, -pad), (x1, pad)):
            for y, dy in ((y0, -pad), (y1, pad)):
                corners += [(x + 1.4 * dx, y + 0.4 * dy), (x + 0.4 * dx, y + 1.4 * dy)]
    hull = convex_hull(corners)
    return [(round(x, 1), round(y, 1)) for x, y in chaikin(hull)]
