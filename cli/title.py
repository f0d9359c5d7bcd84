"""``coterie title``: how job titles are read."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from cli.app import App
from cli.options import format_option
from cli.output import field, show_rows
from graph.analysis.titles import read_title

FIELDS = ("title", "seniority", "function", "matched")
HELP = """Show how job titles are read: seniority, function and the words that decided. A title
informs the likely role only, never whether a group exists or how good a lead is.

With - the titles come from stdin, one a line.

\b
Examples:
  coterie title "VP, Information Security" "Leiterin Einkauf"
  cut -d, -f5 Lead.csv | coterie title - --format csv
"""


@click.command("title", help=HELP)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...|-")
@format_option
@click.pass_obj
def command(app: App, text: Sequence[str], form: str) -> None:
    """Read titles."""
    del app
    rows = []
    for title in _titles(text):
        found = read_title(title)
        rows.append(
            {
                "title": title,
                "seniority": found.seniority,
                "function": found.function,
                "matched": list(found.matched),
            }
        )
    show_rows(rows, form, FIELDS, [field(name) for name in FIELDS])


def _titles(text: Sequence[str]) -> list[str]:
    if list(text) != ["-"]:
        return list(text)
    return [line.rstrip("\r\n") for line in sys.stdin]
