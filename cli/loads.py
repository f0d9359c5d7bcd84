"""What loads did, as rows and for eyes: shared by ``load`` and ``status``."""

from __future__ import annotations

from pathlib import Path

from cli.output import Column, Row, count, field
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
    "load",
)


def row_of(file: FileReport) -> Row:
    """One file's row."""
    row = {name: getattr(file, name) for name in FIELDS}
    return row | {"file": str(file.file), "ignored_columns": list(file.ignored_columns)}


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
    count("load"),
    Column("file", _short, whole=True),
    field("profile", whole=True),
    *map(count, FIELDS[2:7]),
    Column("remarks", _remark),
]
