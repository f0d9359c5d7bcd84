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
--rebuild writes everything anew, and so undoes what was edited by hand and takes over a server's
graph that another workspace wrote. A server's graph never loses more than a fifth without --force.

\b
Examples:
  coterie project
  coterie project --rebuild
  coterie --graph neo4j://ann@127.0.0.1:7687 project
"""


@click.command("project", help=HELP)
@click.option("--rebuild", is_flag=True, help="Write everything anew.")
@click.option("--force", is_flag=True, help="Remove however much is gone.")
@adopt_option
@format_option
@click.pass_obj
def command(app: App, rebuild: bool, force: bool, adopt: bool, form: str) -> None:
    """Project the facts."""
    with (
        session(app, "project", need_workspace=True, adopt=adopt, heal=False) as opened,
        progress(app, "writing the graph") as say,
    ):
        found = opened.project(
            rebuild=rebuild, force=force, progress=lambda kind: say(f"writing {kind}")
        )
    rows = [asdict(row) for row in found]
    show_rows(rows, form, FIELDS, [field("kind"), *(number(name) for name in FIELDS[1:])])
    totals = (sum(row[name] for row in rows) for name in FIELDS[1:])
    app.note("{} written, {} removed, {} unchanged".format(*totals))
