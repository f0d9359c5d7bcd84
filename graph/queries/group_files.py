"""Buying groups as files for other programs: rows of members, Parquet, GraphML."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq

from graph.store.base import Row

_OF_GROUP = (
    ("group", "id", pa.string()),
    ("unit", "unit", pa.string()),
    ("account", "account", pa.string()),
    ("account_id", "account_id", pa.string()),
    ("account_name", "account_name", pa.string()),
    ("solution", "solution", pa.string()),
    ("confidence", "confidence", pa.float64()),
    ("rung", "rung", pa.string()),
    ("evidence_code", "evidence_code", pa.int64()),
    ("quorum", "quorum", pa.string()),
    ("stage", "stage", pa.string()),
    ("first_seen", "first_seen", pa.string()),
    ("last_seen", "last_seen", pa.string()),
    ("tiers", "tiers", pa.list_(pa.string())),
    ("seniorities", "seniorities", pa.list_(pa.string())),
    ("functions", "functions", pa.list_(pa.string())),
    ("active_weeks", "active_weeks", pa.int64()),
    ("window_weeks", "window_weeks", pa.int64()),
    ("persistence", "persistence", pa.float64()),
    ("burst", "burst", pa.bool_()),
    ("group_reasons", "reasons", pa.list_(pa.string())),
)
_OF_MEMBER = (
    ("person", "id", pa.string()),
    ("email", "email", pa.string()),
    ("emails", "emails", pa.list_(pa.string())),
    ("name", "name", pa.string()),
    ("title", "title", pa.string()),
    ("role", "role", pa.string()),
    ("role_confidence", "role_confidence", pa.float64()),
    ("membership", "confidence", pa.float64()),
    ("reasons", "reasons", pa.list_(pa.string())),
)
_ON_NODE = (
    "solution",
    "confidence",
    "rung",
    "evidence_code",
    "quorum",
    "stage",
    "first_seen",
    "last_seen",
    "active_weeks",
    "persistence",
)
MEMBER_COLUMNS = tuple(name for name, _, _ in (*_OF_GROUP, *_OF_MEMBER))
"""Columns of one row per member: the group's, then the person's."""


def member_rows(groups: Sequence[Row]) -> list[Row]:
    """One row per member and group, in the order of the groups."""
    return [
        {
            **{name: group[key] for name, key, _ in _OF_GROUP},
            **{name: member[key] for name, key, _ in _OF_MEMBER},
        }
        for group in groups
        for member in group["members"]
    ]


def parquet(groups: Sequence[Row]) -> bytes:
    """One row per member, typed; times are ISO 8601 text, as everywhere else."""
    schema = pa.schema([(name, kind) for name, _, kind in (*_OF_GROUP, *_OF_MEMBER)])
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(member_rows(groups), schema=schema), sink)
    return sink.getvalue()


def graphml(groups: Sequence[Row]) -> bytes:
    """Accounts, groups and people as nodes of GraphML; membership with its role as edges."""
    graph = nx.DiGraph()
    for group in groups:
        account = {"kind": "account", "name": group["account_name"], "domain": group["account"]}
        graph.add_node(group["account_id"], **_known(account))
        shown = {name: group[name] for name in _ON_NODE}
        graph.add_node(group["id"], kind="group", **_known(shown))
        graph.add_edge(group["id"], group["account_id"], kind="at")
        for member in group["members"]:
            about = {name: member[name] for name in ("name", "email", "title")}
            graph.add_node(member["id"], kind="person", **_known(about))
            told = {name: member[name] for name in ("role", "role_confidence", "confidence")}
            graph.add_edge(member["id"], group["id"], kind="member_of", **_known(told))
    return "\n".join(_lines(graph)).encode()


def _lines(graph: nx.DiGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from nx.generate_graphml(graph, named_key_ids=True)
    yield ""


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Values that are there, text without the characters that XML forbids."""
    return {
        name: _xml(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def _xml(text: str) -> str:
    return "".join(
        char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else "\ufffd"
        for char in text
    )
