"""A profile bound to one file, and the small pieces of SQL that all steps of a mapping share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from graph.facts.tables import quoted
from loaders.profile import Field, Header, Profile
from loaders.values import DATES, NUMBERS


@dataclass
class Parameters:
    """Values of a statement, by the names that stand for them."""

    values: dict[str, object] = field(default_factory=dict)

    def add(self, value: object) -> str:
        """The placeholder of a value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def all(self, values: Iterable[object]) -> str:
        """Placeholders of several values, separated by commas."""
        return ", ".join(self.add(value) for value in values)


@dataclass(frozen=True)
class Bound:
    """A profile bound to one file.

    Attributes:
        header: columns of the file; table ``raw`` calls the one at position 3 ``c3``.
        file_date: date in the file's name, ISO; None when there is none.
        at: time of the load, naive UTC.
        styles: how dates or numbers are written, by column of table ``raw``; None as long as the
            columns were not looked through as wholes.
    """

    profile: Profile
    header: Header
    file_date: str | None
    at: datetime
    styles: Mapping[str, str] | None = None

    def style(self, position: int) -> str | None:
        """How the column there writes its dates or numbers, where that is known."""
        return (self.styles or {}).get(f"c{position}")


def columns_of(expressions: Mapping[str, str]) -> str:
    """A list of SQL expressions, each under its name."""
    return ", ".join(f"{sql} AS {quoted(name)}" for name, sql in expressions.items())


def cells(bound: Bound, columns: Iterable[str]) -> list[str]:
    """Trimmed text of the columns of these names."""
    return [f"t{i}" for i in bound.header.positions(columns)]


def read_name(rule: Field, position: int) -> str:
    """Name of the value of a cell, read as that field."""
    return f"v{position}_{rule.type}"


def first(expressions: list[str], otherwise: str) -> str:
    """The first of several expressions that has a value."""
    return f"coalesce({', '.join(expressions)})" if expressions else otherwise


def each(names: Iterable[str]) -> Iterator[str]:
    """Columns of fields, by the fields' names."""
    return (quoted(f"f_{name}") for name in names)


def styled_columns(bound: Bound) -> dict[str, str]:
    """Columns of table ``raw`` that hold dates or numbers, with their type."""
    rules = [rule for rule in bound.profile.fields.values() if rule.type in DATES | NUMBERS]
    found = {f"c{i}": rule.type for rule in rules for i in bound.header.positions(rule.columns)}
    return dict(sorted(found.items()))
