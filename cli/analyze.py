"""``coterie analyze``: look for buying groups."""

from __future__ import annotations

from datetime import datetime

import click

from cli.app import App
from cli.options import Instant, format_option
from cli.output import show_object
from cli.session import progress, session
from graph.pipeline.analyze import analyze

FIELDS = ("accounts", "people", "groups", "listed", "seconds")


HELP = """Look for buying groups, and bring the graph up to what was found.

TIME defaults to the data's own clock (its latest event), never the machine's; an earlier TIME
uses only what was known by then. Nothing changed since the last run: nothing is done, unless
--all. 'groups' counts every candidate, 'listed' those that 'coterie groups' lists.

\b
Examples:
  coterie analyze
  coterie analyze --as-of 2026-03-31T00:00:00Z
"""


@click.command("analyze", help=HELP)
@click.option("--as-of", type=Instant(), metavar="TIME", help="ISO 8601; a date is its midnight.")
@click.option("--all", "everything", is_flag=True, help="Look again, though nothing changed.")
@format_option
@click.pass_obj
def command(app: App, as_of: datetime | None, everything: bool, form: str) -> None:
    """Analyze."""
    with (
        session(app, "analyze", need_workspace=True) as opened,
        progress(app, "looking for buying groups") as say,
    ):
        _, facts = opened.at_hand()
        found = analyze(facts, opened.config, as_of=as_of, everything=everything, progress=say)
        opened.project(progress=lambda kind: say(f"writing {kind}"))
    show_object({name: getattr(found, name) for name in FIELDS}, form, FIELDS)
    for note in found.notes:
        app.note(note)
    app.note(f"{found.listed} of {found.groups} candidates are likely groups: 'coterie groups'")
