"""Texts and bytes that the maps are made from, as they lie in the package."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def place(path: str) -> Traversable:
    """A file of the maps by its path inside the package, with slashes."""
    found: Traversable = files("graph.maps")
    for part in path.split("/"):
        found = found / part
    return found


def text(path: str) -> str:
    """The text of such a file."""
    return place(path).read_text(encoding="utf-8")
