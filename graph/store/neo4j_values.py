"""From the Neo4j driver's values to the plain ones of ``graph.store.base.Table``."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time

from graph.store.instants import iso


def plain(value: Any, hidden: str) -> Any:
    """A value as JSON could hold it; the property ``hidden`` of nodes is left out."""
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": _properties(value, hidden)}
    if isinstance(value, Relationship):
        return _relationship(value, hidden)
    if isinstance(value, Path):
        return {
            "nodes": [plain(node, hidden) for node in value.nodes],
            "relationships": [_relationship(r, hidden) for r in value.relationships],
        }
    if isinstance(value, dict):
        return {key: plain(item, hidden) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, hidden) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, DateTime):
        return iso(value.astimezone(UTC).to_native())
    if isinstance(value, Date | Time | Duration):
        return value.iso_format()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _properties(entity: Node | Relationship, hidden: str) -> dict[str, Any]:
    return {key: plain(value, hidden) for key, value in sorted(entity.items()) if key != hidden}


def _relationship(value: Relationship, hidden: str) -> dict[str, Any]:
    start, end = value.nodes
    return {
        "type": value.type,
        "start": start.get("id") if start else None,
        "end": end.get("id") if end else None,
        "properties": _properties(value, hidden),
    }
