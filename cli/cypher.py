"""``coterie cypher``: analysts' own questions."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.app import App
from cli.given import read_parameters, read_text
from cli.options import format_option
from cli.output import field, show_rows
from cli.session import session
from graph.store.base import GraphStore, Table

HELP = """Ask the graph in Cypher. It may only read, runs apart with a timeout and a row limit,
and takes values by -p: numbers, true, false, null and JSON as such, all else as text. Labels and
properties are in docs/data-model.md. Nodes come as {labels, properties}, relationships as
{type, start, end, properties}.

\b
Examples:
  coterie cypher 'MATCH (a:Account) RETURN a.name, a.people ORDER BY a.people DESC LIMIT 5'
  coterie cypher -f question.cypher -p domain=acme.example -p n=3 --format json
  echo 'MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n' | coterie cypher -
"""


@click.command("cypher", help=HELP)
@click.argument("text", required=False, metavar="TEXT|-")
@click.option("-f", "--file", type=click.Path(path_type=Path), metavar="FILE", help="Its text.")
@click.option("-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Most rows.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    help="Most seconds.",
)
@click.option("--write", is_flag=True, help="Let it write; the next projection may undo it.")
@format_option
@click.pass_obj
def command(
    app: App, /, text: str | None, file: Path | None, pairs: Sequence[str], form: str, **asked: Any
) -> None:
    """Ask in Cypher."""
    query, values = read_text(text, file), read_parameters(pairs)
    with session(app, "cypher") as opened:
        if asked["write"]:
            found = _write(app, opened.store, query, values)
        else:
            limits = {"limit": asked["limit"], "timeout": asked["timeout"]}
            found = opened.store.read(query, values, **limits)
    show_rows(found.rows, form, found.columns, [field(name, name) for name in found.columns])
    if found.truncated:
        app.warn(f"only the first {asked['limit']} rows are shown; raise --limit for more")
    app.note(f"{len(found.rows)} row{'' if len(found.rows) == 1 else 's'}")


def _write(app: App, store: GraphStore, text: str, values: Mapping[str, Any]) -> Table:
    warning = "edits do not survive: the next projection puts back what the facts say"
    if sys.stdin.isatty():
        click.confirm(f"{warning}. Write?", abort=True, err=True)
    else:
        app.warn(warning)
    return store.write(text, values)
