"""Cypher statements made from the declared model; both engines take the same text.

Identifiers come from the registry alone, values are always parameters.
"""

from __future__ import annotations

from functools import cache

from graph.errors import ModelError
from graph.model.registry import graph_columns, node, relationship
from graph.model.spec import Kind, NodeType, Property, RelationshipType


@cache
def merge_nodes(label: str) -> str:
    """Create or replace nodes from ``$rows`` by id; returns ``n``, the number of rows met."""
    declared = node(label)
    return (
        f"UNWIND $rows AS r MERGE (x:{declared.label} {{id: r.id}}) "
        f"{_assignments(declared)}RETURN count(x) AS n"
    )


@cache
def merge_relationships(type_: str, pair: tuple[str, str]) -> str:
    """Create or replace relationships from ``$rows``; ``n`` misses rows without both ends."""
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start_id}}) "
        f"MATCH (b:{end} {{id: r.end_id}}) MERGE (a)-[x:{declared.type}]->(b) "
        f"{_assignments(declared)}RETURN count(x) AS n"
    )


@cache
def delete_nodes(label: str) -> str:
    """Remove nodes whose id is in ``$ids``, with their relationships."""
    return f"UNWIND $ids AS id MATCH (x:{node(label).label} {{id: id}}) DETACH DELETE x"


@cache
def delete_relationships(type_: str, pair: tuple[str, str]) -> str:
    """Remove relationships whose ends are in ``$rows``."""
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start_id}})"
        f"-[x:{declared.type}]->(b:{end} {{id: r.end_id}}) DELETE x"
    )


@cache
def delete_all(label: str) -> str:
    """Remove every node of a label, with its relationships."""
    return f"MATCH (x:{node(label).label}) DETACH DELETE x"


def row_keys(declared: NodeType | RelationshipType) -> tuple[str, ...]:
    """Keys that a row may hold besides its ends: every property, instants with their seconds."""
    keys: list[str] = []
    for column in graph_columns(declared):
        keys.append(column.name)
        if column.kind is Kind.INSTANT:
            keys.append(f"{column.name}_ts")
    return tuple(keys)


def _checked(declared: RelationshipType, pair: tuple[str, str]) -> tuple[str, str]:
    if pair not in declared.pairs:
        raise ModelError(f"({pair[0]})-[:{declared.type}]->({pair[1]}) is not declared")
    return pair


def _assignments(declared: NodeType | RelationshipType) -> str:
    parts = [
        part
        for column in graph_columns(declared)
        if column.name != "id"
        for part in _assignment(column)
    ]
    return f"SET {', '.join(parts)} " if parts else ""


def _assignment(column: Property) -> list[str]:
    name = column.name
    if column.kind is not Kind.INSTANT:
        return [f"x.{name} = r.{name}"]
    return [f"x.{name} = datetime(r.{name})", f"x.{name}_ts = r.{name}_ts"]
