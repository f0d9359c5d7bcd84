"""``coterie analyze``: look for buying groups."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import progress, session
from graph.errors import WorkspaceError
from graph.pipeline.analyze import analyze

FIELDS = ("accounts", "people", "groups", "listed", "seconds")


class Instant(click.ParamType[datetime]):
    """An ISO 8601 time or date; UTC where no zone is given. Becomes naive UTC."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The instant, or a usage error."""
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 time, such as 2026-05-31T12:00:00Z", param, ctx)
        return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


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
        if opened.facts is None:
            raise WorkspaceError("no workspace here", fix="run 'coterie load PATH' first")
        found = analyze(
            opened.facts, opened.config, as_of=as_of, everything=everything, progress=say
        )
        opened.project(progress=lambda kind: say(f"writing {kind}"))
    show_object({name: getattr(found, name) for name in FIELDS}, form, FIELDS)
    for note in found.notes:
        app.note(note)
    app.note(f"{found.listed} of {found.groups} candidates are likely groups: 'coterie groups'")
