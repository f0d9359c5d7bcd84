"""``coterie forget``: remove a human from facts, graph, refused rows and results."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import Say, progress, session
from graph.errors import InputError, UnknownNameError
from graph.facts.rewrite import rewrite
from graph.facts.versions import get_value
from graph.pipeline.analyze import analyze
from graph.pipeline.books import IMPORT
from graph.pipeline.orphans import drop_orphans
from graph.pipeline.session import EMBEDDED, Session
from graph.queries.names import find_person
from loaders.domains import clean_email
from loaders.forget import Forgotten, forget
from loaders.ingest import refresh

FIELDS = ("person", "rows", "rejects", "texts", "remembered", "unreachable", "dry_run")
HELP = """Forget one human: remove their records, signals, refused rows and mentions from the
workspace, look for groups anew without them, and write facts and graph anew so that no byte of
theirs is left. PERSON is an e-mail address, name or id; an address that nobody is known by is
forgotten too.

A salted hash of their addresses and ids is kept, so that a later load does not bring them back:
those rows are counted as skipped, 'forgotten'. What coterie cannot reach is listed under
'unreachable'. This cannot be undone; --dry-run says what would go.

\b
Examples:
  coterie forget ann.lee@acme.example --dry-run
  coterie forget ann.lee@acme.example
"""


@click.command("forget", help=HELP)
@click.argument("person", metavar="PERSON")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@format_option
@click.pass_obj
def command(app: App, person: str, dry_run: bool, form: str) -> None:
    """Forget a human."""
    with (
        session(app, "forget", need_workspace=True) as opened,
        progress(app, "forgetting") as say,
    ):
        _, facts = opened.at_hand()
        known, email = _who(opened, person)
        gone = forget(facts, known, email, dry_run=dry_run)
        if not dry_run:
            _renew(opened, say)
        unreachable = list(_unreachable(opened, gone))
    row = {
        "person": gone.person,
        "rows": gone.rows,
        "rejects": gone.rejects,
        "texts": gone.texts,
        "remembered": gone.remembered,
        "unreachable": unreachable,
        "dry_run": dry_run,
    }
    show_object(row, form, FIELDS)
    app.note("coterie cannot reach: " + "; ".join(unreachable))


def _who(opened: Session, asked: str) -> tuple[str | None, str | None]:
    """Id of the person, or the address that nobody is known by."""
    email = clean_email(asked)
    try:
        return find_person(opened.store, asked).id, None
    except UnknownNameError:
        if email is None:
            raise
        return None, email


def _renew(opened: Session, say: Say) -> None:
    """People, groups and graph without them; then every file anew."""
    workspace, facts = opened.at_hand()
    refresh(facts, opened.config, progress=say)
    drop_orphans(facts)
    as_of = get_value(facts, "as_of")
    if as_of is not None:
        try:
            analyze(facts, opened.config, as_of=datetime.fromisoformat(as_of[:-1]))
        except InputError:
            say("nothing left to analyze")
    opened.project(rebuild=opened.target == EMBEDDED, force=True, progress=say)
    if opened.target != EMBEDDED:
        shutil.rmtree(workspace.graph_path, ignore_errors=True)  # built anew when asked
    rewrite(facts, workspace.facts_path)


def _unreachable(opened: Session, gone: Forgotten) -> Iterator[str]:
    for file in gone.files:
        yield f"the file {file}, and wherever it came from"
    query = "SELECT DISTINCT target FROM meta.sent WHERE target <> $1 AND target <> $2 ORDER BY 1"
    _, facts = opened.at_hand()
    for (target,) in facts.execute(query, [EMBEDDED, opened.target]).fetchall():
        files = target.startswith(IMPORT)
        what = "files for an offline import, and a graph" if files else f"the graph {target}"
        made = " made of them" if files else ""
        yield f"{what}{made}: 'coterie --graph URL project' removes them there"
    yield "maps and other files that coterie wrote before"
    yield "copies and backups of the workspace"
