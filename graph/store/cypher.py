"""Cypher statements made from the declared model; both engines take the same text.

Identifiers come from the registry alone, values are always parameters.
"""

from __future__ import annotations

from functools import cache

from graph.errors import ModelError
from graph.model.registry import graph_columns, node, relationship
from graph.model.spec import Kind, Property, RelationshipType

STAMP = "coterie_stamp"
"""Property that marks a node on a server as ours."""


@cache
def write_nodes(label: str, *, fresh: bool = False, stamp: str | None = None) -> str:
    """Create or replace nodes from ``$rows`` by id; returns ``n``, the number of rows met.

    ``fresh`` creates without looking, for rows that are known to be absent; ``stamp`` names a
    property that marks them as ours, for a database with other people's nodes.
    """
    declared = node(label)
    values = [value for column in graph_columns(declared)[1:] for value in _values(column)]
    parts = [f"x.{name} = {value}" for name, value in values]
    parts += [f"x.{stamp} = true"] if stamp else []
    assigned = f"SET {', '.join(parts)} " if parts else ""
    return (
        f"UNWIND $rows AS r {'CREATE' if fresh else 'MERGE'} (x:{declared.label} {{id: r.id}}) "
        f"{assigned}RETURN count(x) AS n"
    )


@cache
def write_relationships(type_: str, pair: tuple[str, str], *, fresh: bool = False) -> str:
    """Create or replace relationships from ``$rows``; ``n`` misses rows without both ends.

    ``fresh`` creates without looking: MERGE at a node with many relationships reads them all.
    """
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    values = [value for column in graph_columns(declared) for value in _values(column)]
    ends = (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start_id}}) MATCH (b:{end} {{id: r.end_id}})"
    )
    if fresh:  # properties in the pattern: half the work of setting them afterwards
        inline = ", ".join(f"{name}: {value}" for name, value in values)
        return f"{ends} CREATE (a)-[x:{declared.type} {{{inline}}}]->(b) RETURN count(x) AS n"
    assigned = ", ".join(f"x.{name} = {value}" for name, value in values)
    return f"{ends} MERGE (a)-[x:{declared.type}]->(b) SET {assigned} RETURN count(x) AS n"


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


def _values(column: Property) -> list[tuple[str, str]]:
    """The graph properties of a column, each with the expression that gives its value."""
    name = column.name
    if column.kind is not Kind.INSTANT:
        return [(name, f"r.{name}")]
    return [(name, f"datetime(r.{name})"), (f"{name}_ts", f"r.{name}_ts")]
