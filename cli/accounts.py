"""``coterie accounts``: accounts and what is known of them."""

from __future__ import annotations

from datetime import datetime

import click

from cli.app import App
from cli.options import as_of_option, format_option
from cli.output import Column, field, number, share, show_rows
from cli.past import asked_week
from cli.session import session
from graph.queries.accounts import FIELDS, read_accounts
from graph.queries.past import accounts_at

HELP = """List accounts, or those with TEXT in a name, alias or domain.

'confidence' is that of the account's best candidate group, 'groups' the number of groups of
confidence .5 or more (list.confidence in coterie.toml). 'fit' is yes, no, or empty where it
cannot be known; it never hides a group. --as-of gives confidence, groups, rung and stage of the
weekly snapshot, and the people, visitors and surges seen by then.

\b
Examples:
  coterie accounts | head -20
  coterie accounts acme
  coterie accounts --format json | jq '[.[] | select(.groups > 1)]'
"""


@click.command("accounts", help=HELP)
@click.argument("text", required=False)
@as_of_option
@format_option
@click.pass_obj
def command(app: App, text: str | None, as_of: datetime | None, form: str) -> None:
    """List accounts."""
    with session(app, "accounts") as opened:
        least = opened.config.list_confidence
        if as_of is None:
            found = read_accounts(opened.store, text, least=least)
        else:
            week = asked_week(app, opened.store, as_of)
            found = accounts_at(opened.store, week, text, least) if week else []
    columns = [
        share("confidence"),
        Column("account", lambda row: row["name"] or row["id"]),
        field("domain"),
        field("fit"),
        number("groups"),
        number("people"),
        number("visitors"),
        number("surges"),
        field("rung"),
        field("stage"),
    ]
    show_rows(found, form, FIELDS, columns)
    about = f" with {text!r} in a name, alias or domain" if text else ""
    app.note(f"{len(found)} account{'' if len(found) == 1 else 's'}{about}")
