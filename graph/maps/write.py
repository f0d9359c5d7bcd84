"""The entry point: one account of a graph into one HTML file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.files import write_whole
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
    write_whole(path, render(page, layout), "the map")
    known = page.known
    return MapWritten(path, len(layout.marks), len(page.links), known.shown, known.total)
