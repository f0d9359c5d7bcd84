"""Query texts and parameters, as the command line gives them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from graph.errors import InputError


def pairs_of(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and value of each ``-p NAME=VALUE``."""
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="-p")
        yield name.strip().removeprefix("$"), value


def read_parameters(given: Sequence[str]) -> dict[str, Any]:
    """Parameters by name; a value is JSON where it can be read as such, else text."""
    found: dict[str, Any] = {}
    for name, value in pairs_of(given):
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def read_text(text: str | None, file: Path | None) -> str:
    """The query from the argument, a file, or stdin (``-``)."""
    if (text is None) == (file is None):
        raise click.UsageError("Give the query as TEXT, as -f FILE, or as - for stdin.")
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            what = getattr(error, "strerror", None) or "not UTF-8"
            raise InputError(f"cannot be read ({what})", where=str(file), fix="check it") from None
    elif text == "-":
        text = sys.stdin.read()
    if not text or not text.strip():
        raise click.UsageError("The query is empty.")
    return text
