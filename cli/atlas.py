"""``coterie atlas``: a static site over all accounts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import progress, session
from graph.facts.ledger import loads, refused
from graph.maps.atlas.quality import FileRead
from graph.maps.atlas.write import Asked, write_atlas
from graph.pipeline.session import Session
from graph.pipeline.states import needed

FIELDS = ("file", "nodes", "edges", "shown", "total")
HELP = """Write a site over all accounts into a folder, to open from a disk or to mail as a zip: a
table to sort, filter and search, the portfolio as bubbles, waterfall, second leads, missing
roles, changes, data quality, and a map of every account with something to show.

It needs no network. A folder that holds an atlas is replaced when the new one is done; a folder
that holds anything else is refused, unless --force writes the atlas beside it. 'nodes' and
'edges' count marks and lines on all maps, 'shown' accounts with a map, 'total' all accounts.

\b
Examples:
  coterie atlas -o atlas
  coterie --graph neo4j://graph.example:7687 atlas -o /srv/atlas
"""


@click.command("atlas", help=HELP)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="Folder to write.",
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other things too.")
@format_option
@click.pass_obj
def command(app: App, output: Path, force: bool, form: str) -> None:
    """Write an atlas."""
    with session(app, "atlas") as opened, progress(app, "reading the graph") as say:
        asked = Asked(
            needed=partial(needed, opened.config),
            files=_files(opened),
            force=force,
            say=say,
        )
        written = write_atlas(opened.store, output, asked)
    row = {name: getattr(written, name) for name in FIELDS} | {"file": str(written.file)}
    show_object(row, form, FIELDS)
    app.note(
        f"{written.shown} of {written.total} accounts have a map; open {written.file} in a browser"
    )


def _files(opened: Session) -> list[FileRead] | None:
    """What became of the files behind the graph; None where their workspace is not at hand."""
    if opened.facts is None or opened.is_foreign():
        return None
    why: dict[int, list[tuple[str, int]]] = {}
    for load, reason, rows in refused(opened.facts):
        why.setdefault(load, []).append((reason, rows))
    names = ("rows", "loaded", "duplicates", "refused", "skipped")
    return [
        FileRead(
            file=Path(entry["file"]).name,
            reasons=tuple(why.get(entry["load"], ())),
            **{name: entry[name] for name in names},
        )
        for entry in loads(opened.facts)
    ]
