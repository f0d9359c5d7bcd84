"""A table of the atlas as data: the page sorts, filters, searches and pages it.

A cell's form follows its column's kind:

========= =====================================================================================
text      string or None
name      ``[text, small print or None, address or None]``
count     integer or None
share     0..1 or None
date      ISO 8601 UTC or None
choice    place in the column's ``values``, or None; sorted by place
several   list of places in the column's ``values``; sorted by how many
tiers     evidence code 0..7 (1 third-party, 2 anonymous, 4 known people), or None
========= =====================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("text", "name", "count", "share", "date", "choice", "several", "tiers")
TIERS = ((4, "Known people"), (2, "Anonymous visitors"), (1, "Third-party intent"))


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        kind: one of ``KINDS``.
        values: what a ``choice`` or ``several`` cell can say, in the order of sorting.
        filter: whether the page offers its values as filters.
        nothing: what an empty cell says.
    """

    key: str
    label: str
    kind: str = "text"
    values: tuple[str, ...] = ()
    filter: bool = False
    nothing: str = "not known yet"


@dataclass(frozen=True)
class Table:
    """Rows under columns.

    Attributes:
        noun: what a row is, singular and plural.
        empty: what the page says where there is no row at all.
        total: how many rows there are, where ``rows`` is only a part.
        short: shown ten rows at a time, since it shares its page with others.
    """

    id: str
    caption: str
    noun: tuple[str, str]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    empty: str = "Nothing found."
    total: int | None = None
    short: bool = False

    def as_json(self) -> dict[str, Any]:
        """The table for the page, without columns of text that no row fills."""
        kept = [
            n
            for n, column in enumerate(self.columns)
            if column.kind != "text" or not self.rows or any(row[n] for row in self.rows)
        ]
        return {
            "id": self.id,
            "caption": self.caption,
            "noun": self.noun,
            "empty": self.empty,
            "total": len(self.rows) if self.total is None else self.total,
            "short": self.short,
            "columns": [_column(self.columns[n]) for n in kept],
            "rows": [[row[n] for n in kept] for row in self.rows],
        }


def _column(column: Column) -> dict[str, Any]:
    """A column, with only those traits that differ from the usual."""
    told: dict[str, Any] = {"key": column.key, "label": column.label, "kind": column.kind}
    if column.values:
        told["values"] = column.values
    if column.filter:
        told["filter"] = True
    return told | {"nothing": column.nothing}


def place(values: Sequence[str], value: str | None) -> int | None:
    """Place of a word in a vocabulary; None where it is not known."""
    return values.index(value) if value in values else None
