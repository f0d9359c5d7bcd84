"""``coterie load``: files and folders into the facts, then the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.app import IN_PART, App
from cli.ingest import ingest, rehearse
from cli.loads import COLUMNS, FIELDS, row_of
from cli.options import adopt_option, format_option
from cli.output import show_rows

HELP = """Load exports into the workspace's facts, then bring the graph up to them.

Files are recognised by what is in them, never by their names; those of no known kind are named
and skipped. rows = loaded + duplicates + refused + skipped. Refused rows are kept ('coterie
rejects'); the same file again writes nothing. A coterie.toml in a folder is taken over. A load
that fails leaves the facts as they were.

\b
Examples:
  coterie load exports/
  coterie load Lead.csv Contact.csv --profile salesforce.Lead
  coterie load exports/ --dry-run --format json
"""


@click.command("load", help=HELP)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--profile", metavar="NAME|FILE", help="Read every file by this profile.")
@click.option("--dry-run", is_flag=True, help="Read and report; write nothing.")
@adopt_option
@format_option
@click.pass_obj
def command(
    app: App, paths: Sequence[Path], profile: str | None, dry_run: bool, adopt: bool, form: str
) -> int | None:
    """Load files."""
    files = rehearse(app, paths, profile) if dry_run else ingest(app, paths, profile, adopt=adopt)
    rows = sorted(map(row_of, files), key=lambda row: str(row["file"]))
    show_rows(rows, form, FIELDS, COLUMNS)
    total = {name: sum(row[name] for row in rows) for name in FIELDS[2:7]}
    unknown = sum(row["profile"] is None for row in rows)
    summary = ", ".join(f"{total[name]} {name}" for name in FIELDS[3:7])
    kinds = f"; {unknown} of no known kind" if unknown else ""
    hint = "; see 'coterie rejects'" if total["refused"] and not dry_run else ""
    files_s, rows_s = ("" if n == 1 else "s" for n in (len(rows), total["rows"]))
    app.note(f"{len(rows)} file{files_s}, {total['rows']} row{rows_s}: {summary}{kinds}{hint}")
    in_part = total["refused"] or any(file.named and file.profile is None for file in files)
    return IN_PART if in_part else None
