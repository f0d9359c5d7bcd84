"""``coterie export groups``: buying groups as a file for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from cli.app import App
from cli.options import account_option, probability
from cli.output import csv_text
from cli.session import session
from graph.files import write_whole
from graph.queries.group_files import MEMBER_COLUMNS, graphml, member_rows, parquet
from graph.queries.groups import read_groups
from graph.store.base import Row

HELP = """Write the buying groups into FILE, as CSV, JSON, Parquet or GraphML: by the ending of its
name, or by --format. Which groups, as 'coterie groups' says.

CSV and Parquet have one row per member, the group's fields first; JSON is what 'coterie groups
--format json' prints; GraphML has accounts, groups and people as nodes and likely roles on the
edges (for Gephi, yEd, Cytoscape).

\b
Examples:
  coterie export groups groups.parquet
  coterie export groups groups.graphml --min-confidence .7
  coterie export groups everything.txt --format csv --all
"""
WRITERS: Mapping[str, Callable[[Sequence[Row]], str | bytes]] = MappingProxyType(
    {
        "csv": lambda groups: csv_text(member_rows(groups), MEMBER_COLUMNS),
        "json": lambda groups: json.dumps(list(groups), ensure_ascii=False, indent=1) + "\n",
        "parquet": parquet,
        "graphml": graphml,
    }
)


@click.command("groups", help=HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@account_option
@click.option("--solution", metavar="S", help="Only this solution, by its key in coterie.toml.")
@probability("--min-confidence", "From this confidence on, instead of list.confidence.")
@click.option("--all", "everything", is_flag=True, help="Every candidate, also at unfit accounts.")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), help="Instead of the ending.")
@click.pass_obj
def command(app: App, /, file: Path, form: str | None, everything: bool, **asked: Any) -> None:
    """Write the groups into a file."""
    form = form or file.suffix.lower().removeprefix(".")
    if form not in WRITERS:
        kinds = ", ".join(f".{name}" for name in WRITERS)
        raise click.UsageError(f"FILE ends in none of {kinds}; add --format.")
    least = asked["min_confidence"]
    with session(app, "export groups") as opened:
        if least is None and not everything:
            least = opened.config.list_confidence
        found = read_groups(
            opened.store,
            account=asked["account"],
            solution=asked["solution"],
            least=least,
            unfit=everything,
        )
    write_whole(file, WRITERS[form](found), "the groups")
    members = sum(len(group["members"]) for group in found)
    app.note(f"{len(found)} group{'' if len(found) == 1 else 's'}, {members} members in {file}")
