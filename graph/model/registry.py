"""The declared model, looked up by name; the only source of Cypher and SQL identifiers."""

from __future__ import annotations

from graph.errors import ModelError
from graph.model.links import LINKS
from graph.model.nodes import NODES
from graph.model.relationships import RELATIONSHIPS
from graph.model.spec import FactTable, Kind, NodeType, Property, RelationshipType

SCHEMA_VERSION = 1

NODE_TYPES: dict[str, NodeType] = {node.label: node for node in NODES}
RELATIONSHIP_TYPES: dict[str, RelationshipType] = {rel.type: rel for rel in RELATIONSHIPS}

ID = Property("id", Kind.STRING, "own id, unique within the label")

PROVENANCE: tuple[Property, ...] = (
    Property("event_time", Kind.INSTANT, "when it happened"),
    Property("known_time", Kind.INSTANT, "when our systems knew"),
    Property("known_basis", Kind.STRING, "how known_time is known: stamped, assumed or load"),
    Property("system", Kind.STRING, "system the row came from"),
    Property("load", Kind.INTEGER, "number of the load in the ledger"),
    Property("line", Kind.INTEGER, "line in the file of that load"),
    Property("row_hash", Kind.INTEGER, "hash of the row's own values"),
)


def node(label: str) -> NodeType:
    """The declaration of a label; raises ModelError for an unknown one."""
    found = NODE_TYPES.get(label)
    if found is None:
        raise ModelError(f"no node label {label!r} is declared")
    return found


def relationship(type_: str) -> RelationshipType:
    """The declaration of a relationship type; raises ModelError for an unknown one."""
    found = RELATIONSHIP_TYPES.get(type_)
    if found is None:
        raise ModelError(f"no relationship type {type_!r} is declared")
    return found


def with_provenance(columns: tuple[Property, ...]) -> tuple[Property, ...]:
    """The id, the own columns, then the provenance columns that are not among them."""
    own = (ID, *columns)
    taken = {p.name for p in own}
    return (*own, *(p for p in PROVENANCE if p.name not in taken))


def graph_columns(declared: NodeType | RelationshipType) -> tuple[Property, ...]:
    """Columns that reach the graph: a node's id and properties, a relationship's properties."""
    if isinstance(declared, NodeType):
        return (ID, *declared.properties)
    return declared.properties


FACT_TABLES: dict[str, FactTable] = {
    declared.name: FactTable(declared.name, declared.doc, with_provenance(declared.columns))
    for declared in (
        *(FactTable(n.table, n.doc, (*n.keys, *n.properties)) for n in NODES if n.sourced),
        *LINKS,
    )
}


def _check() -> None:
    for rel in RELATIONSHIPS:
        for start, end in rel.pairs:
            node(start), node(end)


_check()
