"""``coterie map``: a picture of one account."""

from __future__ import annotations

from pathlib import Path

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import session
from graph.maps.stem import stem
from graph.maps.write import write_map
from graph.queries.names import find_account
from graph.store.base import GraphStore

FIELDS = ("file", "nodes", "edges", "shown", "total")
HELP = """Draw one account as one HTML file that needs no network: people by seniority, a column
for each likely group, roles, evidence and contents. The file is ACCOUNT.html here, unless -o
names another; a file of that name is replaced.

\b
Examples:
  coterie map acme.example
  coterie map "Acme Corp" -o acme.html
"""


@click.command("map", help=HELP)
@click.argument("account", metavar="ACCOUNT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write.",
)
@format_option
@click.pass_obj
def command(app: App, account: str, output: Path | None, form: str) -> None:
    """Draw an account."""
    with session(app, "map") as opened:
        found = find_account(opened.store, account)
        target = output or Path(f"{_stem(opened.store, found.id)}.html")
        written = write_map(opened.store, found.id, target)
    row = {name: getattr(written, name) for name in FIELDS} | {"file": str(written.file)}
    show_object(row, form, FIELDS)
    app.note(f"open {written.file} in a browser")


def _stem(store: GraphStore, account: str) -> str:
    """Domain, name or id, as the beginning of a file name."""
    text = "MATCH (a:Account {id: $id}) RETURN coalesce(a.domain, a.name, a.id) AS name"
    return stem(str(store.read(text, {"id": account}).rows[0]["name"]))
