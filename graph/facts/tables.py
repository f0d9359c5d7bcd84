"""Tables of the facts file, derived from the declared model.

Four schemas:

``facts``
    what files said, one table per sourced label or link: every version of every row, with
    ``event_time``, ``known_time`` and the load and line it came from. A large load has a table of
    its own (``graph.facts.pieces``), so the views ``<table>_all`` and ``<table>_now`` are read.
``resolved``
    signals with their actor, account and content found: what detection is given.
``graph``
    what the graph shows, one table per label and per pair of a relationship, rebuilt from the
    facts by identity and analysis; columns are exactly the graph's. Relationships have
    ``start_id`` and ``end_id`` first.
``meta``
    the ledger of loads, refused rows, versions and the hashes of what each graph was sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.registry import (
    NODE_TYPES,
    RELATIONSHIP_TYPES,
    graph_columns,
)
from graph.model.spec import Kind, NodeType, Property, RelationshipType

GONE = -1
"""``row_hash`` of the version that closes a row which its source deleted; others are >= 0."""
START = Property("start_id", Kind.STRING, "id of the node it starts from")
END = Property("end_id", Kind.STRING, "id of the node it ends at")

META_TABLES: dict[str, str] = {
    "value": "key VARCHAR PRIMARY KEY, value VARCHAR",
    "load": """load BIGINT PRIMARY KEY, file VARCHAR, profile VARCHAR, file_hash VARCHAR,
        mapping VARCHAR, "rows" BIGINT, loaded BIGINT, duplicates BIGINT, refused BIGINT,
        skipped BIGINT, skipped_why VARCHAR, ignored_columns VARCHAR[], reason VARCHAR,
        seconds DOUBLE, "at" TIMESTAMP""",
    "piece": """name VARCHAR PRIMARY KEY, fact VARCHAR, load BIGINT, same MAP(VARCHAR, VARCHAR),
        twins MAP(VARCHAR, VARCHAR)""",
    "reject": "load BIGINT, file VARCHAR, line BIGINT, reason VARCHAR, raw VARCHAR",
    "forgotten": "hash VARCHAR PRIMARY KEY",
    "run": "as_of TIMESTAMP PRIMARY KEY",
    "run_group": "as_of TIMESTAMP, unit VARCHAR, id VARCHAR, inherited VARCHAR, members VARCHAR[]",
    "account_state": "account VARCHAR PRIMARY KEY, rung VARCHAR, stage VARCHAR",
    "sent": "target VARCHAR, kind VARCHAR, id VARCHAR, hash UBIGINT",
    "sent_table": "target VARCHAR, kind VARCHAR, digest VARCHAR",
}

RESOLVED_TABLES: dict[str, tuple[Property, ...]] = {
    "touch": (
        Property("signal", Kind.STRING, "id of the signal"),
        Property("actor", Kind.STRING, "person id, or visitor id"),
        Property("known", Kind.BOOLEAN, "a known person, not an anonymous visitor"),
        Property("account", Kind.STRING, "account id; null when unmatched"),
        Property("content", Kind.STRING, "content id"),
        Property("kind", Kind.STRING, "signal kind"),
        Property("at", Kind.INSTANT, "when it happened"),
        Property("known_time", Kind.INSTANT, "when our systems knew"),
        Property("known_basis", Kind.STRING, "stamped, assumed or load"),
    ),
    "surge": (
        Property("signal", Kind.STRING, "id of the signal"),
        Property("account", Kind.STRING, "account id"),
        Property("topic", Kind.STRING, "topic, lower case"),
        Property("solution", Kind.STRING, "solution of the topic; null when off every one"),
        Property("score", Kind.FLOAT, "0..100"),
        Property("at", Kind.INSTANT, "date of the snapshot"),
        Property("known_time", Kind.INSTANT, "when our systems knew"),
        Property("known_basis", Kind.STRING, "stamped, assumed or load"),
    ),
}


def quoted(identifier: str) -> str:
    """An SQL identifier from the registry, quoted since some are reserved words."""
    return '"' + identifier.replace('"', '""') + '"'


def column_list(columns: tuple[Property, ...]) -> str:
    """Column definitions of a CREATE TABLE."""
    return ", ".join(f"{quoted(c.name)} {c.kind.sql}" for c in columns)


def graph_tables() -> Iterator[tuple[str, tuple[Property, ...]]]:
    """Name and columns of every table of the ``graph`` schema, in declared order."""
    for node in NODE_TYPES.values():
        yield node.table, graph_columns(node)
    for rel in RELATIONSHIP_TYPES.values():
        for start, end in rel.pairs:
            yield rel.table(start, end), relationship_columns(rel)


def relationship_columns(rel: RelationshipType) -> tuple[Property, ...]:
    """Columns of a relationship's table: both ends, then its properties."""
    return (START, END, *graph_columns(rel))


def table_of(declared: NodeType, schema: str = "graph") -> str:
    """Qualified, quoted table name of a label."""
    return f"{schema}.{quoted(declared.table)}"
