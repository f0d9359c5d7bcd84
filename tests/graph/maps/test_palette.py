"""Colours, measured: WCAG 2 contrast, and distance for three kinds of colour blindness."""

from itertools import combinations
from math import dist

import pytest

from graph.maps.palette import DARK, LIGHT, ROLE_NAMES, stylesheet

THEMES = {"light": LIGHT, "dark": DARK}
# Linear RGB as seen with full dichromacy (Machado, Oliveira and Fernandes 2009, severity 1).
BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(colour, matrix):
    rgb = linear(colour)
    mixed = [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in matrix]
    return lab([min(1.0, max(0.0, c)) for c in mixed])


@pytest.mark.parametrize("theme", THEMES)
def test_texts_reach_aa(theme):
    colours = THEMES[theme]
    pairs = [
        ("text", "page"),
        ("text", "map"),
        ("text", "hull"),
        ("text", "card"),
        ("text", "field"),
    ]
    pairs += [
        ("soft", "page"),
        ("soft", "map"),
        ("soft", "hull"),
        ("soft", "card"),
        ("soft", "field"),
    ]
    pairs += [("missing", "page"), ("present", "page"), ("accent", "page")]
    pairs += [("on-role", role) for role in ROLE_NAMES]
    assert {p: round(contrast(*(colours[n] for n in p)), 2) for p in pairs
            if contrast(*(colours[n] for n in p)) < 4.5} == {}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_marks_reach_three_to_one(theme):
    colours = THEMES[theme]
    for role in (*ROLE_NAMES, "disc-edge", "bar"):
        for ground in ("map", "hull", "card"):
            assert contrast(colours[role], colours[ground]) >= 3 or role == "disc-edge", (
                role,
                ground,
            )
    assert contrast(colours["disc-edge"], colours["map"]) >= 2.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", BLIND)
def test_roles_differ_for_every_eye(theme, sight):
    points = {role: seen(THEMES[theme][role], BLIND[sight]) for role in ROLE_NAMES}
    near = {
        (one, other): round(dist(points[one], points[other]), 1)
        for one, other in combinations(ROLE_NAMES, 2)
    }
    assert {pair: distance for pair, distance in near.items() if distance < 15} == {}


def test_hulls_are_neutral_so_that_colour_means_role():
    for colours in THEMES.values():
        for name in ("hull", "hull-edge", "tie", "bridge", "bar"):
            red, green, blue = (int(colours[name][i : i + 2], 16) for i in (1, 3, 5))
            assert max(red, green, blue) - min(red, green, blue) <= 64, name


def test_both_themes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
    assert stylesheet().count("--champion:") == 4
