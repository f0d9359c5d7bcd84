"""What a property, node and relationship declaration is.

Everything that must agree on the shape of the graph (fact tables, graph schema, Cypher
statements, the data-model reference) is derived from these declarations and from nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from graph.errors import ModelError

_LABEL = re.compile(r"[A-Z][A-Za-z]*\Z")
_TYPE = re.compile(r"[A-Z]+(_[A-Z]+)*\Z")
_PROPERTY = re.compile(r"[a-z][a-z0-9_]*\Z")


class Kind(Enum):
    """Type of a property: its DuckDB column type, and how Cypher must receive it."""

    STRING = "VARCHAR"
    INTEGER = "BIGINT"
    FLOAT = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    INSTANT = "TIMESTAMP"
    DATE = "DATE"
    STRINGS = "VARCHAR[]"

    @property
    def sql(self) -> str:
        """Column type in DuckDB; instants are naive TIMESTAMPs that mean UTC."""
        return self.value


S, N, F, B, T, L = (
    Kind.STRING,
    Kind.INTEGER,
    Kind.FLOAT,
    Kind.BOOLEAN,
    Kind.INSTANT,
    Kind.STRINGS,
)
"""Kinds by a letter, for the long lists of declarations."""


@dataclass(frozen=True)
class Property:
    """One property: name, kind and meaning.

    An INSTANT becomes two graph properties: ``name`` (a Cypher datetime in UTC, to be compared
    by order) and ``name_ts`` (epoch seconds, for arithmetic), since engines differ in what they
    give back for a temporal.
    """

    name: str
    kind: Kind
    doc: str

    def __post_init__(self) -> None:
        if not _PROPERTY.match(self.name):
            raise ModelError(f"{self.name!r} is no property name")


@dataclass(frozen=True)
class FactTable:
    """A fact table: rows as files gave them, each version kept, with where and when."""

    name: str
    doc: str
    columns: tuple[Property, ...]


@dataclass(frozen=True)
class NodeType:
    """A node label.

    Attributes:
        properties: what the graph shows, besides the own string ``id``.
        keys: columns that only the facts keep: foreign keys and raw values that identity needs.
        sourced: rows come from files, so the fact table keeps where and when of each row.
    """

    label: str
    doc: str
    properties: tuple[Property, ...] = ()
    keys: tuple[Property, ...] = ()
    sourced: bool = False

    def __post_init__(self) -> None:
        if not _LABEL.match(self.label):
            raise ModelError(f"{self.label!r} is no node label")
        _refuse_twins(self.label, self.keys + self.properties)

    @property
    def table(self) -> str:
        """Name of the fact table: ``BuyingGroup`` gives ``buying_group``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.label).lower()


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type between declared pairs of labels; one per pair of nodes, always."""

    type: str
    doc: str
    pairs: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = field(default=())

    def __post_init__(self) -> None:
        if not _TYPE.match(self.type):
            raise ModelError(f"{self.type!r} is no relationship type")
        _refuse_twins(self.type, self.properties)

    def table(self, start: str, end: str) -> str:
        """Name of the fact table of one pair, such as ``engaged_visitor_content``."""
        if (start, end) not in self.pairs:
            raise ModelError(f"({start})-[:{self.type}]->({end}) is not declared")
        one = f"{self.type.lower()}"
        return one if len(self.pairs) == 1 else f"{one}_{start.lower()}_{end.lower()}"


def _refuse_twins(owner: str, properties: tuple[Property, ...]) -> None:
    names = [p.name for p in properties]
    twins = sorted({n for n in names if names.count(n) > 1})
    if twins:
        raise ModelError(f"{owner} declares {', '.join(twins)} twice")
