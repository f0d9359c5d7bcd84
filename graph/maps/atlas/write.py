"""The entry point: a graph into a folder of pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.maps.atlas.accounts import accounts_table, units_table
from graph.maps.atlas.bubbles import draw
from graph.maps.atlas.folder import check_folder, replacing
from graph.maps.atlas.missing import missing
from graph.maps.atlas.moves import read_moves
from graph.maps.atlas.quality import FileRead, read_quality
from graph.maps.atlas.read import Portfolio, read_portfolio
from graph.maps.atlas.render import Sheet, assets, render_sheet
from graph.maps.atlas.seconds import Needed, read_seconds
from graph.maps.atlas.waterfall import waterfalls
from graph.maps.layout import lay_out
from graph.maps.read import read_pages
from graph.maps.render import render, shared_parts
from graph.maps.wording import counted, day
from graph.store.base import GraphStore

TOGETHER = 50
"""Accounts whose maps are read with one set of questions."""


@dataclass(frozen=True)
class Asked:
    """What an atlas is made with.

    Attributes:
        needed: people that make a quorum, by solution and headcount.
        files: what became of the files that were loaded; None where only the graph is at hand.
        force: write into a folder that holds other things too.
        say: told how the work goes.
    """

    needed: Needed
    files: Sequence[FileRead] | None = None
    force: bool = False
    say: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class AtlasWritten:
    """What was written.

    Attributes:
        file: the page to open first.
        nodes, edges: marks and lines on all maps.
        shown, total: accounts with a map, and all accounts.
    """

    file: Path
    nodes: int
    edges: int
    shown: int
    total: int


def write_atlas(store: GraphStore, folder: Path, asked: Asked) -> AtlasWritten:
    """Write the atlas of a graph; a folder that holds one is replaced.

    Raises:
        InputError: the folder holds something else, or cannot be written.
    """
    check_folder(folder, force=asked.force)
    asked.say("reading accounts")
    portfolio = read_portfolio(store)
    mapped = [account.id for account in portfolio.accounts if account.map]
    manifest = {
        "as_of": portfolio.stamp.get("as_of"),
        "accounts": len(portfolio.accounts),
        "maps": len(mapped),
    }
    with replacing(folder, manifest) as begun:
        asked.say("writing pages")
        _write_assets(begun)
        heading = _heading(portfolio)
        for sheet in _sheets(store, portfolio, asked):
            _write(begun / sheet.file, render_sheet(sheet, heading))
        nodes, edges = _write_maps(store, portfolio, begun, asked.say)
    return AtlasWritten(folder / "index.html", nodes, edges, len(mapped), len(portfolio.accounts))


def _heading(portfolio: Portfolio) -> dict[str, Any]:
    as_of = portfolio.stamp.get("as_of")
    groups = sum(len(unit.listed) for _, unit in portfolio.units)
    facts = [
        counted(len(portfolio.accounts), "account"),
        counted(groups, "likely group"),
        f"as of {day(as_of)}" if as_of else "not analyzed yet",
    ]
    told = "Made by coterie from the graph alone. Everything inferred is likely, not certain."
    return {"facts": " · ".join(facts), "colophon": told}


def _sheets(store: GraphStore, portfolio: Portfolio, asked: Asked) -> Sequence[Sheet]:
    seconds = read_seconds(store, portfolio, asked.needed)
    roles = missing(portfolio)
    moves = read_moves(store, portfolio)
    quality = read_quality(store, portfolio, asked.files)
    return (
        Sheet(
            "index.html",
            "Who is buying, account by account",
            tables=(accounts_table(portfolio), units_table(portfolio)),
        ),
        Sheet("portfolio.html", "The portfolio at a glance", {"picture": draw(portfolio)}),
        Sheet(
            "waterfall.html",
            "How far demand units have come",
            {"falls": waterfalls(store, portfolio), "unstaged": _unstaged(portfolio)},
        ),
        Sheet(
            "second-leads.html",
            "Second leads: thrown away too soon",
            {"seconds": seconds},
            (seconds.whole, seconds.alive, seconds.leads),
        ),
        Sheet("missing-roles.html", "Who is missing", {"missing": roles}, (roles.table,)),
        Sheet("changes.html", "What moved since last week", {"moves": moves}, (moves.table,)),
        Sheet(
            "quality.html",
            "What to doubt, and what is not known",
            {"quality": quality},
            quality.tables,
        ),
    )


def _unstaged(portfolio: Portfolio) -> str:
    n = sum(unit.stage is None for _, unit in portfolio.units)
    return f"{counted(n, 'unit')} at accounts that do not fit have no stage." if n else ""


def _write_assets(begun: Path) -> None:
    place = begun / "assets"
    place.mkdir()
    for name, text in (assets() | shared_parts()).items():
        _write(place / name, text)


def _write_maps(
    store: GraphStore, portfolio: Portfolio, begun: Path, say: Callable[[str], None]
) -> tuple[int, int]:
    """One map per account with something to show; gives marks and lines in all."""
    (begun / "accounts").mkdir()
    addresses = {account.id: account.map for account in portfolio.accounts if account.map}
    wanted = list(addresses)
    nodes = edges = 0
    for start in range(0, len(wanted), TOGETHER):
        say(f"drawing maps: {start} of {len(wanted)}")
        ids = wanted[start : start + TOGETHER]
        for id_, page in zip(ids, read_pages(store, ids), strict=True):
            layout = lay_out(page)
            _write(begun / addresses[id_], render(page, layout, shared="../"))
            nodes, edges = nodes + len(layout.marks), edges + len(page.links)
    return nodes, edges


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
