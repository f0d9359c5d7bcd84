"""``coterie changes``: what moved since a week ago, or since another date."""

from __future__ import annotations

from datetime import datetime

import click

from cli.app import App
from cli.options import Instant, account_option, as_of_option, format_option
from cli.output import Column, Row, field, show_json, show_rows
from cli.past import NO_SNAPSHOTS
from cli.session import session
from graph.queries.changes import FIELDS, Changes, Span, read_changes
from graph.queries.past import Asked

HELP = """Show what moved: groups that are new or gone, units that rose or fell, who came and went.

Two weekly snapshots are compared: the last one at or before --as-of (the latest there is), and the
last one at or before --since (a week before that). Each says only what was known then. A unit is
new when its best candidate became a likely group (confidence .5, or list.confidence), gone when
it is one no more; risen and fallen speak of its rung, else its stage; changed, of members alone.
Units without a likely group show only where a late stage (qualified, pipeline, closed) is entered
or left, unless --all.

\b
Examples:
  coterie changes
  coterie changes --since 2026-05-01
  coterie changes --format json | jq '.changes[] | select(.change == "new") | .account'
"""


@click.command("changes", help=HELP)
@click.option("--since", type=Instant(), metavar="TIME", help="Compare with then; ISO 8601, UTC.")
@as_of_option
@account_option
@click.option("--all", "everything", is_flag=True, help="Every unit, also at unfit accounts.")
@format_option
@click.pass_obj
def command(
    app: App,
    since: datetime | None,
    as_of: datetime | None,
    account: str | None,
    everything: bool,
    form: str,
) -> None:
    """Show what moved."""
    with session(app, "changes") as opened:
        found = read_changes(
            opened.store,
            Span(since, as_of),
            Asked(account=account, unfit=everything),
            least=opened.config.list_confidence,
            everything=everything,
        )
    if form == "json":
        show_json(_document(found))
    else:
        show_rows(found.rows if found else [], form, FIELDS, _columns())
    _tell(app, found)


def _document(found: Changes | None) -> Row:
    if found is None:
        return {"since": None, "as_of": None, "counts": None, "changes": []}
    return {
        "since": found.since.text,
        "as_of": found.until.text,
        "counts": found.counts,
        "changes": found.rows,
    }


def _columns() -> list[Column]:
    return [
        field("change"),
        Column("account", lambda row: row["account_name"] or row["account"] or row["account_id"]),
        field("solution"),
        Column("what", lambda row: row["words"]),
        Column("joined", lambda row: _names(row["joined"])),
        Column("left", lambda row: _names(row["left"])),
        Column("stands there because", lambda row: row["why"]),
    ]


def _names(people: list[Row]) -> str:
    return ", ".join(str(one["name"] or one["email"] or one["id"]) for one in people)


def _tell(app: App, found: Changes | None) -> None:
    if found is None:
        app.warn(NO_SNAPSHOTS)
        return
    for week, side in ((found.since, "--since"), (found.until, "--as-of")):
        if week.first:
            app.warn(f"no snapshot as old as {side} asks; the earliest, {week.text}, is shown")
    counted = ", ".join(f"{number} {kind}" for kind, number in found.counts.items())
    app.note(f"{found.since.text[:10]} to {found.until.text[:10]}: {counted}")
