"""The entry point: one account of a graph into one HTML file."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.maps.layout import lay_out
from graph.maps.page import Page
from graph.maps.read import read_page
from graph.maps.render import render
from graph.store.base import GraphStore


@dataclass(frozen=True)
class MapWritten:
    """What was written.

    Attributes:
        nodes, edges: marks and lines on the map, hidden content links included.
        shown, total: known people on the map, and known people of the account.
    """

    file: Path
    nodes: int
    edges: int
    shown: int
    total: int


def write_map(store: GraphStore, account_id: str, path: Path) -> MapWritten:
    """Write the map of one account; the file appears whole or not at all.

    Raises:
        UnknownNameError: no account has this id.
        InputError: the file cannot be written.
    """
    return write_page(read_page(store, account_id), path)


def write_page(page: Page, path: Path) -> MapWritten:
    """Write the map of page data that is already read."""
    layout = lay_out(page)
    _write(path, render(page, layout))
    known = page.known
    return MapWritten(path, len(layout.marks), len(page.links), known.shown, known.total)


def _write(path: Path, text: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            part.chmod(0o644)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        fix = "name a file in a folder that exists and can be written to"
        raise InputError(f"cannot write the map: {reason}", where=str(path), fix=fix) from error
