"""Rows that repeat their keys, made small: names of the columns once, then the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.maps.page import Page

_TABLES = ("people", "visitors", "surges", "contents", "weeks")


def pack(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``{"keys": [...], "rows": [[...], ...]}``; every row has the keys of the first.

    Columns that hold one value throughout stand under ``same``.
    """
    if not rows:
        return {"keys": [], "rows": [], "same": {}}
    same = {key: value for key, value in rows[0].items() if all(r[key] == value for r in rows)}
    keys = [key for key in rows[0] if key not in same]
    return {"keys": keys, "rows": [[row[key] for key in keys] for row in rows], "same": same}


def packed_page(page: Page) -> dict[str, Any]:
    """A page as the template embeds it: tables packed, links left to the edges, sentences once."""
    data = page.as_json()
    del data["links"]
    phrases: dict[str, int] = {}
    for person in data["people"]:
        person["lines"] = [phrases.setdefault(line, len(phrases)) for line in person["lines"]]
    data["phrases"] = list(phrases)
    return data | {key: pack(data[key]) for key in _TABLES}
