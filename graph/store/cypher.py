"""Cypher statements made from the declared model; both engines take the same text.

Identifiers come from the registry alone, values are always parameters.
"""

from __future__ import annotations

from functools import cache

from graph.errors import ModelError
from graph.model.registry import graph_columns, node, relationship
from graph.model.spec import Kind, Property, RelationshipType


@cache
def write_nodes(label: str, *, fresh: bool = False, stamp: str | None = None) -> str:
    """Create or replace nodes from ``$rows`` by id; returns ``n``, the number of rows met.

    ``fresh`` creates without looking, for rows that are known to be absent; ``stamp`` names a
    property that marks them as ours, for a database with other people's nodes.
    """
    declared = node(label)
    parts = [part for column in graph_columns(declared)[1:] for part in _assignment(column)]
    parts += [f"x.{stamp} = true"] if stamp else []
    assigned = f"SET {', '.join(parts)} " if parts else ""
    return (
        f"UNWIND $rows AS r {_verb(fresh)} (x:{declared.label} {{id: r.id}}) "
        f"{assigned}RETURN count(x) AS n"
    )


@cache
def write_relationships(type_: str, pair: tuple[str, str], *, fresh: bool = False) -> str:
    """Create or replace relationships from ``$rows``; ``n`` misses rows without both ends.

    ``fresh`` creates without looking: MERGE at a node with many relationships reads them all.
    """
    declared = relationship(type_)
    start, end = _checked(declared, pair)
    parts = [part for column in graph_columns(declared) for part in _assignment(column)]
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start_id}}) "
        f"MATCH (b:{end} {{id: r.end_id}}) {_verb(fresh)} (a)-[x:{declared.type}]->(b) "
        f"SET {', '.join(parts)} RETURN count(x) AS n"
    )


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


def _verb(fresh: bool) -> str:
    return "CREATE" if fresh else "MERGE"


def _checked(declared: RelationshipType, pair: tuple[str, str]) -> tuple[str, str]:
    if pair not in declared.pairs:
        raise ModelError(f"({pair[0]})-[:{declared.type}]->({pair[1]}) is not declared")
    return pair


def _assignment(column: Property) -> list[str]:
    name = column.name
    if column.kind is not Kind.INSTANT:
        return [f"x.{name} = r.{name}"]
    return [f"x.{name} = datetime(r.{name})", f"x.{name}_ts = r.{name}_ts"]
