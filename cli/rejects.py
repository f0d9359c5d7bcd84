"""``coterie rejects``: rows that were refused."""

from __future__ import annotations

import click

from cli.app import App
from cli.options import format_option
from cli.output import field, number, show_rows
from graph.errors import UnknownNameError
from graph.facts.ledger import loads, rejects
from graph.facts.open import open_facts
from graph.queries.names import nearest
from graph.workspace.folder import Workspace

FIELDS = ("file", "line", "reason", "raw")
HELP = """List the rows that loads refused: file, line, reason and raw text. Nothing is lost.

\b
Examples:
  coterie rejects
  coterie rejects --file exports/Lead.csv --format csv > mend.csv
"""


@click.command("rejects", help=HELP)
@click.option("--file", metavar="F", help="Only this file, by its path or the end of it.")
@format_option
@click.pass_obj
def command(app: App, file: str | None, form: str) -> None:
    """List refused rows."""
    with (
        Workspace.open(app.workspace, holder="coterie rejects") as workspace,
        open_facts(workspace.facts_path) as facts,
    ):
        found = rejects(facts, file)
        known = [row["file"] for row in loads(facts)]
    if file and not any(name == file or name.endswith(f"/{file}") for name in known):
        raise UnknownNameError(f"no file {file!r} was loaded", fix=nearest(file, known))
    show_rows(found, form, FIELDS, [field("file"), number("line"), field("reason"), field("raw")])
    app.note(f"{len(found)} row{'' if len(found) == 1 else 's'} refused")
