"""``coterie why``: the ledger behind a person, a group or a demand unit."""

from __future__ import annotations

import click

from cli.app import App
from cli.options import format_option
from cli.output import Column, date, field, show_csv, show_json, show_table
from cli.session import session
from graph.queries.ledger import FIELDS, read_ledger
from graph.queries.names import find_subject

HELP = """Show every line behind a person, a group or a unit: fact, time, weight, basis, source.

The weight is the log-likelihood ratio in nats that detection gave (positive speaks for, negative
against), where it gave one. The basis says whether the line was observed, inferred or asserted.
A person is named by e-mail, name or id; a group or demand unit by its id or name. Of a unit it also
tells what is not known.

\b
Examples:
  coterie why ann@acme.example
  coterie why group:0123456789abcdef0123
"""


@click.command("why", help=HELP)
@click.argument("subject", metavar="PERSON|GROUP|UNIT")
@format_option
@click.pass_obj
def command(app: App, subject: str, form: str) -> None:
    """Show a ledger."""
    with session(app, "why") as opened:
        found = read_ledger(opened.store, find_subject(opened.store, subject))
    if form == "json":
        show_json(found)
    elif form == "csv":
        show_csv(found["lines"], FIELDS)
    else:
        show_table(
            found["lines"],
            [
                Column("fact", lambda row: row["fact"]),
                Column("when", lambda row: date(row["when"]), whole=True),
                Column("weight", lambda row: weight(row["weight"]), right=True, whole=True),
                field("basis"),
                field("source"),
            ],
        )
    about = found["subject"]
    app.note(f"{about['kind']} {about['name'] or ''} ({about['id']}): {len(found['lines'])} lines")


def weight(nats: float | None) -> str:
    """A signed weight with two decimals; nothing for null."""
    return "" if nats is None else f"{nats:+.2f}"
