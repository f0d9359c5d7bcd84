"""``coterie unload``: take one load back."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.app import IN_PART, App
from cli.options import format_option
from cli.output import show_object
from cli.session import progress, session
from graph.pipeline.orphans import drop_orphans
from loaders.ingest import refresh
from loaders.unload import unload

FIELDS = ("load", "file", "profile", "removed", "rejects", "restored", "unread")
HELP = """Take one load back, as if its file had never been loaded, then bring people, accounts and
graph up to that. LOAD is its number or file as 'coterie status' shows them.

Rows that a later load met again (its 'duplicates') are read once more from that load's file and
stay. Where that file is gone or has changed it is named under 'unread' (exit code 3): load it
again. Groups are looked for again by the next 'coterie analyze'.

\b
Examples:
  coterie unload 3
  coterie unload exports/Lead.csv --dry-run
"""


@click.command("unload", help=HELP)
@click.argument("load", metavar="LOAD")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@format_option
@click.pass_obj
def command(app: App, load: str, dry_run: bool, form: str) -> int | None:
    """Take a load back."""
    with (
        session(app, "unload", need_workspace=True) as opened,
        progress(app, "taking back") as say,
    ):
        _, facts = opened.at_hand()
        gone = unload(facts, opened.config, load, dry_run=dry_run)
        if not dry_run:
            refresh(facts, opened.config, progress=say)
            drop_orphans(facts)
            opened.project(force=True, progress=say)
    show_object({**asdict(gone), "unread": list(gone.unread)}, form, FIELDS)
    if gone.unread:
        app.warn(f"load again, they had the same rows: {', '.join(gone.unread)}")
    if not dry_run:
        app.note("run 'coterie analyze' to look for groups without it")
    return IN_PART if gone.unread else None
