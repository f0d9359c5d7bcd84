"""A reliability diagram as SVG: what was said against what was right, by no drawing library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graph.analysis.calibration import BINS, per_bin

_SIDE, _LEFT, _TOP = 320, 60, 40
_COLOURS = ("#1f5fa8", "#b4571d", "#3d7a3d", "#7b4a93")
_Pairs = Sequence[tuple[float, bool]]


def reliability_svg(title: str, series: Mapping[str, _Pairs]) -> str:
    """Circles per bin, their area by the number of candidates; the diagonal is perfection."""
    width, height = _LEFT + _SIDE + 230, _TOP + _SIDE + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="14">{title}</text>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999999" '
        'stroke-dasharray="4 4"/>',
        *_axes(),
    ]
    for n, (name, pairs) in enumerate(series.items()):
        parts += _dots(pairs, _COLOURS[n % len(_COLOURS)])
        y, x = _TOP + 20 + 20 * n, _LEFT + _SIDE + 20
        parts.append(f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{_COLOURS[n % len(_COLOURS)]}"/>')
        parts.append(f'<text x="{x + 12}" y="{y}">{name} ({len(pairs)})</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)


def _axes() -> list[str]:
    middle = _TOP + _SIDE / 2
    parts = [
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIDE}" height="{_SIDE}" fill="none" '
        'stroke="#444444"/>',
        f'<text x="{_x(0.5)}" y="{_y(0) + 42}" text-anchor="middle">confidence said</text>',
        f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
        "share that was right</text>",
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    return parts


def _dots(pairs: _Pairs, colour: str) -> list[str]:
    said = np.array([pair[0] for pair in pairs])
    right = np.array([float(pair[1]) for pair in pairs])
    dots = []
    for number, mean, share in per_bin(said, right) if len(pairs) else [(0, None, None)] * BINS:
        if mean is not None and share is not None:
            radius = round(2.0 + number**0.5, 1)
            dots.append(
                f'<circle cx="{_x(mean)}" cy="{_y(share)}" r="{radius}" fill="{colour}" '
                f'fill-opacity="0.6"><title>{number}: said {mean:.2f}, right {share:.2f}</title>'
                "</circle>"
            )
    return dots
