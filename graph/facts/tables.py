"""Tables of the facts file, derived from the declared model.

Four schemas:

``facts``
    what files said, one table per sourced label or link: every version of every row, with
    ``event_time``, ``known_time`` and the load and line it came from.
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

import duckdb

from graph.model.registry import (
    FACT_TABLES,
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


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every schema and table that is not there yet."""
    for schema in ("facts", "resolved", "graph", "meta"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, body in META_TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS meta.{quoted(name)} ({body})")
    for table in FACT_TABLES.values():
        con.execute(
            f"CREATE TABLE IF NOT EXISTS facts.{quoted(table.name)} ({column_list(table.columns)})"
        )
    for name, columns in RESOLVED_TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS resolved.{quoted(name)} ({column_list(columns)})")
    for name, columns in graph_tables():
        con.execute(f"CREATE TABLE IF NOT EXISTS graph.{quoted(name)} ({column_list(columns)})")
    _add_columns(con)
    for table in FACT_TABLES.values():
        con.execute(_current_view(table.name))


def _add_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Columns that the model gained since the file was made; what was loaded has none there."""
    found = con.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name IN ('facts', 'graph', 'resolved')"
    ).fetchall()
    there = set(found)
    declared = [("facts", table.name, table.columns) for table in FACT_TABLES.values()]
    declared += [("resolved", name, columns) for name, columns in RESOLVED_TABLES.items()]
    declared += [("graph", name, columns) for name, columns in graph_tables()]
    for schema, name, columns in declared:
        for column in columns:
            if (schema, name, column.name) not in there:
                new = f"{quoted(column.name)} {column.kind.sql}"
                con.execute(f"ALTER TABLE {schema}.{quoted(name)} ADD COLUMN {new}")


def _current_view(table: str) -> str:
    """``facts.<table>_now``: the newest version of each row that is still there."""
    return f"""CREATE OR REPLACE VIEW facts.{quoted(table + "_now")} AS
        SELECT * FROM (
            SELECT * FROM facts.{quoted(table)}
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY load DESC, line DESC) = 1
        ) WHERE row_hash IS DISTINCT FROM {GONE}"""


def table_of(declared: NodeType, schema: str = "graph") -> str:
    """Qualified, quoted table name of a label."""
    return f"{schema}.{quoted(declared.table)}"
