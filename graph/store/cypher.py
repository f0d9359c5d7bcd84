"""Cypher statements made from the declared model; both engines take the same text.

Identifiers come from the registry alone, values are always parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.errors import ModelError
from graph.model.registry import graph_columns, node, relationship
from graph.model.spec import Kind, Property, RelationshipType

STAMP = "coterie_stamp"
"""Property that marks a node on a server as ours."""
ENDS = ("start_id", "end_id")
_COUNT = "RETURN count(x) AS n"


@dataclass(frozen=True)
class Write:
    """A writing statement, and what its ``$rows`` hold.

    Rows travel as lists: a map repeats every name in every row, which costs both ends twice the
    work of the values.

    Attributes:
        text: gives ``n``, the number of rows that met their nodes.
        fields: name of each item of a row.
    """

    text: str
    fields: tuple[str, ...]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """A row as the statement takes it; what it lacks is null."""
        return list(map(row.get, self.fields))


@cache
def write_nodes(label: str, *, fresh: bool = False, stamp: str | None = None) -> Write:
    """Create or replace nodes by id.

    ``fresh`` creates without looking, for rows that are known to be absent; ``stamp`` names a
    property that marks them as ours, for a database with other people's nodes.
    """
    declared = node(label)
    fields, values = _fields((), graph_columns(declared))
    values += [(stamp, "true")] if stamp else []
    head = f"UNWIND $rows AS r {'CREATE' if fresh else 'MERGE'} (x:{declared.label} "
    if fresh:
        return Write(f"{head}{{{_inline(values)}}}) {_COUNT}", fields)
    return Write(f"{head}{{id: {values[0][1]}}}) {_assigned(values[1:])}{_COUNT}", fields)


@cache
def write_relationships(type_: str, pair: tuple[str, str], *, fresh: bool = False) -> Write:
    """Create or replace relationships; the count misses rows without both ends.

    ``fresh`` creates without looking: MERGE at a node with many relationships reads them all.
    """
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    fields, values = _fields(ENDS, graph_columns(declared))
    ends = f"UNWIND $rows AS r MATCH (a:{start} {{id: r[0]}}) MATCH (b:{end} {{id: r[1]}})"
    if fresh:  # properties in the pattern: half the work of setting them afterwards
        text = f"{ends} CREATE (a)-[x:{declared.type} {{{_inline(values)}}}]->(b) {_COUNT}"
        return Write(text, fields)
    text = f"{ends} MERGE (a)-[x:{declared.type}]->(b) {_assigned(values)}{_COUNT}"
    return Write(text, fields)


@cache
def delete_nodes(label: str, stamp: str | None = None) -> str:
    """Remove nodes whose id is in ``$ids`` (and that bear the stamp), with their relationships."""
    ours = f" WHERE x.{stamp} IS NOT NULL" if stamp else ""
    return f"UNWIND $ids AS id MATCH (x:{node(label).label} {{id: id}}){ours} DETACH DELETE x"


@cache
def delete_relationships(type_: str, pair: tuple[str, str]) -> str:
    """Remove relationships whose ends are in ``$rows``."""
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start_id}})"
        f"-[x:{declared.type}]->(b:{end} {{id: r.end_id}}) DELETE x"
    )


def _checked(declared: RelationshipType, pair: tuple[str, str]) -> tuple[str, str]:
    if pair not in declared.pairs:
        raise ModelError(f"({pair[0]})-[:{declared.type}]->({pair[1]}) is not declared")
    return pair


def _fields(
    first: tuple[str, ...], columns: tuple[Property, ...]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Names of a row's items, and the graph's properties with the expression of each value."""
    fields, values = list(first), []
    for column in columns:
        at = f"r[{len(fields)}]"
        fields.append(column.name)
        if column.kind is not Kind.INSTANT:
            values.append((column.name, at))
            continue
        seconds = f"{column.name}_ts"
        values += [(column.name, f"datetime({at})"), (seconds, f"r[{len(fields)}]")]
        fields.append(seconds)
    return tuple(fields), values


def _inline(values: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values)


def _assigned(values: list[tuple[str, str]]) -> str:
    parts = ", ".join(f"x.{name} = {value}" for name, value in values)
    return f"SET {parts} " if parts else ""
