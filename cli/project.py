"""``coterie project``: the graph brought up to the facts."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.app import App
from cli.options import adopt_option, format_option
from cli.output import field, number, show_rows
from cli.session import progress, session

FIELDS = ("kind", "written", "removed", "unchanged")
HELP = """Bring the graph up to the facts. Every command does this by itself where it is needed;
--rebuild writes everything anew, and so undoes what was edited by hand.

\b
Examples:
  coterie project
  coterie project --rebuild
"""


@click.command("project", help=HELP)
@click.option("--rebuild", is_flag=True, help="Write everything anew.")
@adopt_option
@format_option
@click.pass_obj
def command(app: App, rebuild: bool, adopt: bool, form: str) -> None:
    """Project the facts."""
    with (
        session(app, "project", need_workspace=True, adopt=adopt) as opened,
        progress(app, "writing the graph") as say,
    ):
        found = opened.project(rebuild=rebuild, progress=lambda kind: say(f"writing {kind}"))
    rows = [asdict(row) for row in found]
    show_rows(rows, form, FIELDS, [field("kind"), *(number(name) for name in FIELDS[1:])])
    totals = (sum(row[name] for row in rows) for name in FIELDS[1:])
    app.note("{} written, {} removed, {} unchanged".format(*totals))
