"""``coterie export neo4j-import``: a first load of a server without the server."""

from __future__ import annotations

from pathlib import Path

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import progress, session
from graph.pipeline.import_set import write_import_set

FIELDS = ("folder", "script", "files", "nodes", "relationships")
HELP = """Write the graph as CSV files into DIR, with the exact neo4j-admin command that builds a
database of them (import.sh). For a first load beyond some millions of rows it is the fastest way
into a Neo4j server. Afterwards 'coterie --graph URL project' makes the constraints, and sends only
what has changed since.

\b
Example:
  coterie export neo4j-import graph-files
  sh graph-files/import.sh neo4j          where the server is, while it is stopped
"""


@click.command("neo4j-import", help=HELP)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@format_option
@click.pass_obj
def command(app: App, folder: Path, form: str) -> None:
    """Write files for an offline import."""
    if app.graph is not None:
        raise click.UsageError("the files are written from the workspace; leave --graph away.")
    with (
        session(app, "export neo4j-import", need_workspace=True) as opened,
        progress(app, "writing files") as say,
    ):
        _, facts = opened.at_hand()
        written = write_import_set(facts, folder, lambda kind: say(f"writing {kind}"))
    row = {name: getattr(written, name) for name in FIELDS}
    show_object({**row, "folder": str(folder), "script": str(written.script)}, form, FIELDS)
    app.note(f"run 'sh {written.script} DATABASE' where neo4j-admin is, the server stopped")
