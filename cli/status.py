"""``coterie status``: what is in the workspace."""

from __future__ import annotations

import click

from cli.app import App
from cli.loads import COLUMNS
from cli.options import format_option
from cli.output import Row, plain, show_csv, show_json, show_table
from cli.session import session
from graph import __version__
from graph.facts.ledger import loads
from graph.pipeline.analyze import is_stale
from graph.pipeline.session import Session
from graph.queries.status import read_counts, read_quarantine, read_stamp

FIELDS = (
    "workspace",
    "graph",
    "version",
    "facts_version",
    "analyzed",
    "as_of",
    "counts",
    "quarantine",
    "loads",
    "stale",
)
NESTED = ("counts", "quarantine", "loads")
HELP = """Show what is in the workspace: counts of the graph's nodes, the loads behind them, and
whether something was loaded since groups were last looked for ('stale').

'signals' counts the Signal nodes of the graph, the few and strong kinds; 'groups' counts every
candidate; 'set aside' counts signals that no buyer gave (bots, scanners, own staff, tests), which
'coterie query quarantine' lists.

\b
Examples:
  coterie status
  coterie status --format json | jq .counts
"""


@click.command("status", help=HELP)
@format_option
@click.pass_obj
def command(app: App, form: str) -> None:
    """Show the workspace."""
    with session(app, "status") as opened:
        found = _status(opened)
    if form == "json":
        show_json(found)
    elif form == "csv":
        show_csv([found], FIELDS)
    else:
        about = {name: found[name] for name in FIELDS if name not in NESTED}
        aside = {f"set aside: {reason}": n for reason, n in found["quarantine"].items()}
        rows = {**about, **found["counts"], **aside}
        width = max(14, *map(len, rows))
        for name, value in rows.items():
            click.echo(f"{name.replace('_', ' '):<{width}} {plain(value)}")
        if found["loads"]:
            click.echo()
            show_table(found["loads"], COLUMNS)
    if found["stale"]:
        app.note("something was loaded since: run 'coterie analyze'")


def _status(opened: Session) -> Row:
    facts = opened.facts
    return {
        "workspace": str(opened.workspace.path) if opened.workspace else None,
        "graph": opened.store.describe(),
        "version": __version__,
        **read_stamp(opened.store),
        "counts": read_counts(opened.store),
        "quarantine": read_quarantine(opened.store),
        "loads": None if facts is None else loads(facts),
        "stale": None if facts is None else is_stale(facts),
    }
