"""From the embedded engine's values to the plain ones of ``graph.store.base.Table``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from graph.model.registry import RELATIONSHIP_TYPES
from graph.store.instants import iso, trimmed

Record = tuple[dict[str, Any], tuple[str, str] | None]
"""A record's raw properties, and for a relationship the record ids of its two ends."""
Lookup = Callable[[str], Record | None]
"""Finds a record by its record id; None when there is none."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z\Z")
_PATH = re.compile(r"\(#\d+:\d+\)(<?-\[#\d+:\d+\]->?\(#\d+:\d+\))*\Z")  # how the engine prints one
_RECORD_ID = re.compile(r"#\d+:\d+")


def plain(value: Any, lookup: Lookup) -> Any:
    """A value as JSON could hold it; records become nodes, relationships and paths."""
    if isinstance(value, dict):
        if "@rid" in value:
            return _record(value, lookup)
        return {key: plain(item, lookup) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, lookup) for item in value]
    if isinstance(value, str):
        return _text(value, lookup)
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _text(value: str, lookup: Lookup) -> Any:
    if _INSTANT.match(value):
        return trimmed(value.removesuffix("Z"))
    if value.startswith("(#") and _PATH.match(value):
        return _path(value, lookup)
    return value


def _record(raw: dict[str, Any], lookup: Lookup) -> dict[str, Any]:
    # A property's text is never read as a path or an instant: it is somebody's own words.
    properties = {
        key: [_scalar(item) for item in value] if isinstance(value, list) else _scalar(value)
        for key, value in sorted(raw.items())
        if key[0] != "@"
    }
    label = raw.get("@type")
    if label not in RELATIONSHIP_TYPES:
        return {"labels": [label], "properties": properties}
    found = lookup(raw["@rid"])
    ends = found[1] if found else None
    start, end = (_own_id(record_id, lookup) for record_id in ends) if ends else (None, None)
    return {"type": label, "start": start, "end": end, "properties": properties}


def _own_id(record_id: str, lookup: Lookup) -> str | None:
    found = lookup(record_id)
    return found[0].get("id") if found else None


def _path(text: str, lookup: Lookup) -> Any:
    """The path that the engine printed; the text itself where it only looks like one."""
    found = [lookup(record_id) for record_id in _RECORD_ID.findall(text)]
    if any(record is None for record in found):
        return text
    records = [plain(record[0], lookup) for record in found if record]
    return {"nodes": records[0::2], "relationships": records[1::2]}
