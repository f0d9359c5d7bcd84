"""Colours of both themes: one source for stylesheet, canvas and the tests that measure them.

Colour means role alone; everything else is neutral. Names are CSS custom properties.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "champion": "#AD4E00",
    "decision_maker": "#6B0F4A",
    "influencer": "#1E46C4",
    "ratifier": "#0F855A",
    "user": "#687286",
    "undetermined": "#687286",
    "page": "#FFFFFF",
    "map": "#F7F8FC",
    "field": "#F0F1F6",
    "text": "#141A29",
    "soft": "#59637A",
    "line": "#E2E5EE",
    "rule": "#E7E9F1",
    "hull": "#EBEEF6",
    "hull-edge": "#A9B2C8",
    "card": "#FFFFFF",
    "tie": "#98A1B8",
    "bridge": "#77819A",
    "touch": "#8A97C0",
    "on-role": "#FFFFFF",
    "accent": "#2F55E0",
    "bar": "#4C5A85",
    "missing": "#B3261E",
    "present": "#0B6B48",
    "disc": "#FFFFFF",
    "disc-edge": "#8B94A8",
}

DARK: dict[str, str] = {
    "champion": "#EE9B42",
    "decision_maker": "#C658E6",
    "influencer": "#BCDFF5",
    "ratifier": "#5FEFA8",
    "user": "#7C8AA8",
    "undetermined": "#7C8AA8",
    "page": "#151C2C",
    "map": "#0D121D",
    "field": "#1E2739",
    "text": "#EEF2FA",
    "soft": "#A3AEC4",
    "line": "#2A3448",
    "rule": "#1B2334",
    "hull": "#182033",
    "hull-edge": "#4A5A7C",
    "card": "#182033",
    "tie": "#5E6C8C",
    "bridge": "#8593B3",
    "touch": "#5F74B8",
    "on-role": "#0B101A",
    "accent": "#8AA4FF",
    "bar": "#AEBBDD",
    "missing": "#FF8F85",
    "present": "#5FDCA2",
    "disc": "#0D121D",
    "disc-edge": "#6D7A96",
}

ROLE_NAMES = ("champion", "decision_maker", "influencer", "ratifier", "user")


def stylesheet() -> str:
    """Both themes as custom properties: the system's choice, or the reader's."""
    light, dark = _block(LIGHT), _block(DARK)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light])"
        f"{{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
        f"@media print{{:root,:root[data-theme=dark]{{color-scheme:light;{light}}}}}\n"
    )


def _block(colours: dict[str, str]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
