"""The shipped lists of words and domains in ``loaders/data``, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Lines of ``loaders/data/<name>.txt`` that are neither empty nor a comment."""
    text = files("loaders").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    kept = (line.strip() for line in text.splitlines())
    return tuple(line for line in kept if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The lines of a list as a set."""
    return frozenset(lines(name))
