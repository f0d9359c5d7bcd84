"""``coterie query``: named questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cli.app import App
from cli.given import pairs_of
from cli.options import format_option
from cli.output import Row, field, show_json, show_rows
from cli.session import session
from graph.errors import QueryError
from graph.queries.catalog import NamedQuery
from graph.queries.own import Questions, questions

FIELDS = ("name", "title", "question", "parameters", "columns", "action", "file")
OWN_FOLDER = "queries"
HELP = """Ask a named question; --list names them, --show prints one's Cypher, to run or change
with 'coterie cypher -f'. All are described in docs/queries.md. A team's own stand as *.cypher
files in the folder 'queries' of the workspace, or in --queries DIR, with a header like theirs.

\b
Examples:
  coterie query --list
  coterie query who-champions -p confidence=.7
  coterie query lofty-but-alone --format csv > lofty.csv
  coterie query --show two-groups > .coterie/queries/mine.cypher
"""


@click.command("query", help=HELP)
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the questions.")
@click.option("--show", metavar="NAME", help="Print the Cypher of one.")
@click.option("-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option(
    "--queries",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder of further questions.",
)
@format_option
@click.pass_obj
def command(
    app: App, /, name: str | None, listing: bool, show: str | None, form: str, **own: Any
) -> None:
    """Ask a named question."""
    if sum((name is not None, listing, show is not None)) != 1:
        raise click.UsageError("Give the NAME of a query, --list, or --show NAME.")
    known = _known(app, own["folder"], told=listing)
    if listing:
        rows = [about(query) for query in known.known.values()]
        show_rows(rows, form, FIELDS, [field("name", whole=True), field("title")])
    elif show is not None:
        _show(known.find(show), form)
    elif name is not None:
        _ask(app, known.find(name), own["pairs"], form)


def _known(app: App, folder: Path | None, *, told: bool) -> Questions:
    """Shipped questions, those of the workspace, and those of a folder that was named."""
    found = questions([app.workspace / OWN_FOLDER, *([folder] if folder else [])])
    for error in found.broken.values() if told else ():
        app.warn(f"left out: {error}")
    return found


def about(query: NamedQuery) -> Row:
    """What a question asks, takes and gives."""
    parameters = [{"name": p.name, "default": p.default, "doc": p.doc} for p in query.parameters]
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "parameters": parameters,
        "columns": [{"name": name, "doc": doc} for name, doc in query.columns],
        "action": query.action,
        "file": str(query.path) if query.path else None,
    }


def _show(query: NamedQuery, form: str) -> None:
    if form == "json":
        show_json({**about(query), "text": query.text})
    else:
        click.echo(query.text, nl=False)


def _ask(app: App, query: NamedQuery, pairs: Sequence[str], form: str) -> None:
    values = {name: query.read_value(name, value) for name, value in pairs_of(pairs)}
    with session(app, "query") as opened:
        found = query.run(opened.store, values)
    missing = [name for name in query.fields if found.rows and name not in found.columns]
    if missing:
        what = f"gives no column {', '.join(missing)}, which its header names"
        raise QueryError(what, where=str(query.path), fix="let header and RETURN agree")
    rows = [{name: row[name] for name in query.fields} for row in found.rows]
    show_rows(rows, form, query.fields, [field(name) for name in query.fields])
    app.note(f"{query.title} {len(rows)} row{'' if len(rows) == 1 else 's'}. {query.action}")
