"""``coterie accounts``: accounts and what is known of them."""

from __future__ import annotations

import click

from cli.app import App
from cli.options import format_option
from cli.output import Column, field, number, share, show_rows
from cli.session import session
from graph.queries.accounts import FIELDS, read_accounts

HELP = """List accounts, or those with TEXT in a name, alias or domain.

'confidence' is that of the account's best candidate group, 'groups' the number of groups of
confidence .5 or more (list.confidence in coterie.toml). 'fit' is yes, no, or empty where it
cannot be known; it never hides a group.

\b
Examples:
  coterie accounts | head -20
  coterie accounts acme
  coterie accounts --format json | jq '[.[] | select(.groups > 1)]'
"""


@click.command("accounts", help=HELP)
@click.argument("text", required=False)
@format_option
@click.pass_obj
def command(app: App, text: str | None, form: str) -> None:
    """List accounts."""
    with session(app, "accounts") as opened:
        found = read_accounts(opened.store, text, least=opened.config.list_confidence)
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
