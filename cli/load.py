"""``coterie load``: files and folders into the facts, then the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.app import App
from cli.ingest import ingest, rehearse
from cli.options import format_option
from cli.output import Column, Row, count, field, show_rows
from loaders.report import FileReport

FIELDS = (
    "file",
    "profile",
    "rows",
    "loaded",
    "duplicates",
    "refused",
    "skipped",
    "skipped_why",
    "ignored_columns",
    "reason",
    "seconds",
)
IN_PART = 3
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


def _remark(row: Row) -> str:
    why = [f"{count} {reason}" for reason, count in (row["skipped_why"] or {}).items()]
    ignored = row["ignored_columns"] or []
    unread = f"{len(ignored)} column{'s' if len(ignored) > 1 else ''} not used" if ignored else None
    return "; ".join(part for part in (row["reason"], *why, unread) if part)


def _short(row: Row) -> str:
    """The end of a long path: its folder and its name."""
    path = Path(row["file"])
    long = len(row["file"]) > 32 and len(path.parts) > 3
    return f"…/{path.parent.name}/{path.name}" if long else row["file"]


COLUMNS = [
    Column("file", _short, whole=True),
    field("profile", whole=True),
    *map(count, FIELDS[2:7]),
    Column("remarks", _remark),
]


@click.command("load", help=HELP)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--profile", metavar="NAME|FILE", help="Read every file by this profile.")
@click.option("--dry-run", is_flag=True, help="Read and report; write nothing.")
@format_option
@click.pass_obj
def command(
    app: App, paths: Sequence[Path], profile: str | None, dry_run: bool, form: str
) -> int | None:
    """Load files."""
    files = (rehearse if dry_run else ingest)(app, paths, profile)
    rows = sorted((_row(file) for file in files), key=lambda row: str(row["file"]))
    show_rows(rows, form, FIELDS, COLUMNS)
    total = {name: sum(row[name] for row in rows) for name in FIELDS[2:7]}
    unknown = sum(row["profile"] is None for row in rows)
    summary = ", ".join(f"{total[name]} {name}" for name in FIELDS[3:7])
    kinds = f"; {unknown} of no known kind" if unknown else ""
    hint = "; see 'coterie rejects'" if total["refused"] and not dry_run else ""
    app.note(f"{len(rows)} files, {total['rows']} rows: {summary}{kinds}{hint}")
    in_part = total["refused"] or any(file.named and file.profile is None for file in files)
    return IN_PART if in_part else None


def _row(file: FileReport) -> Row:
    row = {name: getattr(file, name) for name in FIELDS}
    return row | {"file": str(file.file), "ignored_columns": list(file.ignored_columns)}
