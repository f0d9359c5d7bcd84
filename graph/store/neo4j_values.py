"""From the Neo4j driver's values to the plain ones of ``graph.store.base.Table``.

The server sends a relationship without the properties of its ends, so their own ids are asked for
afterwards, for all rows at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time

from graph.store.instants import iso


@dataclass
class Reader:
    """Turns values into plain ones; the property ``hidden`` of nodes is left out.

    Attributes:
        ends: own id by the server's element id, as far as it is known.
        waiting: relationships whose ends are still to be named: the dict, key and element id.
    """

    hidden: str
    ends: dict[str, str | None] = field(default_factory=dict)
    waiting: list[tuple[dict[str, Any], str, str]] = field(default_factory=list)

    def plain(self, value: Any) -> Any:
        """A value as JSON could hold it."""
        if isinstance(value, Node):
            return self._node(value)
        if isinstance(value, Relationship):
            return self._relationship(value)
        if isinstance(value, Path):
            return {
                "nodes": [self._node(node) for node in value.nodes],
                "relationships": [self._relationship(r) for r in value.relationships],
            }
        if isinstance(value, dict):
            return {key: self.plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.plain(item) for item in value]
        return _scalar(value)

    def unknown(self) -> list[str]:
        """Element ids whose own ids have to be asked for, sorted."""
        return sorted({element for _, _, element in self.waiting if element not in self.ends})

    def name_ends(self, found: dict[str, str | None]) -> None:
        """Fill in the own ids of every relationship's ends."""
        self.ends.update(found)
        for relationship, key, element in self.waiting:
            relationship[key] = self.ends.get(element)

    def _node(self, node: Node) -> dict[str, Any]:
        self.ends[node.element_id] = node.get("id")
        return {"labels": sorted(node.labels), "properties": self._properties(node)}

    def _relationship(self, value: Relationship) -> dict[str, Any]:
        plain: dict[str, Any] = {"type": value.type, "start": None, "end": None}
        for key, node in zip(("start", "end"), value.nodes, strict=True):
            if node is not None:
                self.waiting.append((plain, key, node.element_id))
        plain["properties"] = self._properties(value)
        return plain

    def _properties(self, entity: Node | Relationship) -> dict[str, Any]:
        return {
            key: self.plain(value) for key, value in sorted(entity.items()) if key != self.hidden
        }


def _scalar(value: Any) -> Any:
    if isinstance(value, DateTime):
        return iso(value.astimezone(UTC).to_native())
    if isinstance(value, Date | Time | Duration):
        return value.iso_format()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
