"""Facts to graph: whatever changed in the ``graph`` tables is written to a Cypher store.

The sender keeps a hash of each row that a target was sent (``meta.sent``), so that only changed
rows travel. Ids are noted before they are written, so a run that was killed half-way leaves no
row in the graph that the next run does not know of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from graph.errors import StoreError
from graph.facts.tables import quoted, relationship_columns
from graph.facts.versions import facts_version, get_value
from graph.model.registry import (
    NODE_TYPES,
    RELATIONSHIP_TYPES,
    SCHEMA_VERSION,
    graph_columns,
)
from graph.model.spec import Kind, NodeType, Property, RelationshipType
from graph.store.base import GraphStore, Row

CHUNK = 20_000
SEPARATOR = "\x1f"
STAMP_ID = "coterie"
OWN_LABEL = "Coterie"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class ProjectRow:
    """What one label or relationship type needed: rows written, removed and left alone."""

    kind: str
    written: int
    removed: int
    unchanged: int


@dataclass(frozen=True)
class _Part:
    """One table on its way to the store."""

    kind: str
    table: str
    columns: tuple[Property, ...]
    declared: NodeType | RelationshipType
    pair: tuple[str, str] | None

    @property
    def key(self) -> str:
        """SQL of the row's key: its id, or both ends."""
        return f"start_id || '{SEPARATOR}' || end_id" if self.pair else "id"

    @property
    def source(self) -> str:
        """SQL of the rows to show: a relationship only where both ends are there."""
        own = f"graph.{quoted(self.table)}"
        if self.pair is None:
            return f"(SELECT * FROM {own} WHERE id IS NOT NULL)"
        start, end = (f"graph.{quoted(NODE_TYPES[label].table)}" for label in self.pair)
        return (
            f"(SELECT * FROM {own} WHERE start_id IN (SELECT id FROM {start}) "
            f"AND end_id IN (SELECT id FROM {end}))"
        )


def project(
    con: duckdb.DuckDBPyConnection,
    store: GraphStore,
    target: str,
    *,
    rebuild: bool = False,
    most_gone: float = 1.0,
    progress: Progress | None = None,
) -> list[ProjectRow]:
    """Bring a store up to the facts; ``target`` names it in the sender's books.

    Args:
        rebuild: write everything anew.
        most_gone: share of what was sent that may be removed at once.
        progress: told the kind at hand.

    Raises:
        StoreError: more than that share would go; nothing was changed.

    Returns:
        One row per label and relationship type, in declared order.
    """
    stamp = read_stamp(store)
    if rebuild or not _is_ours(con, stamp):
        store.clear()
        con.execute("DELETE FROM meta.sent WHERE target = ?", [target])
    store.ensure_schema()
    _carry_over(con)
    parts = list(_parts())
    counts: dict[str, list[int]] = {part.kind: [0, 0, 0] for part in parts}
    for part in parts:
        _compare(con, part, target)
    _refuse_great_loss(con, parts, target, most_gone)
    for part in reversed(parts):
        if part.pair is not None:
            counts[part.kind][1] += _remove(con, store, part)
    for part in parts:
        if progress:
            progress(part.kind)
        written, unchanged = _write(con, store, part, target)
        counts[part.kind][0] += written
        counts[part.kind][2] += unchanged
    for part in parts:
        if part.pair is None:
            counts[part.kind][1] += _remove(con, store, part)
        _settle(con, part, target)
    _write_stamp(con, store)
    return [ProjectRow(kind, *numbers) for kind, numbers in counts.items()]


def read_stamp(store: GraphStore) -> Row | None:
    """Properties of the graph's Coterie node, or None where there is none."""
    found = store.read("MATCH (c:Coterie {id: $id}) RETURN c", {"id": STAMP_ID}).rows
    stamp: Row | None = found[0]["c"]["properties"] if found else None
    return stamp


def is_current(con: duckdb.DuckDBPyConnection, store: GraphStore) -> bool:
    """Whether the graph shows these facts as they are now."""
    stamp = read_stamp(store)
    ours = _is_ours(con, stamp)
    return bool(ours and stamp and stamp.get("facts_version") == facts_version(con))


def _is_ours(con: duckdb.DuckDBPyConnection, stamp: Row | None) -> bool:
    """Whether the sender's books speak of this graph: same workspace, same model."""
    return (
        stamp is not None
        and stamp.get("workspace") == get_value(con, "workspace")
        and stamp.get("schema_version") == SCHEMA_VERSION
    )


def _parts() -> Iterator[_Part]:
    for node in NODE_TYPES.values():
        if node.label != OWN_LABEL:
            yield _Part(node.label, node.table, graph_columns(node), node, None)
    for rel in RELATIONSHIP_TYPES.values():
        for pair in rel.pairs:
            yield _Part(rel.type, rel.table(*pair), relationship_columns(rel), rel, pair)


def _carry_over(con: duckdb.DuckDBPyConnection) -> None:
    """Accounts show their best unit's state, also when a load rebuilt their rows."""
    con.execute(
        """UPDATE graph.account SET confidence = best.confidence, rung = best.rung,
               stage = best.stage
           FROM (
               SELECT own.id, held.confidence, state.stage,
                   coalesce(state.rung, if($analyzed, 'not_a_candidate', NULL)) AS rung
               FROM graph.account own
               LEFT JOIN meta.account_state state ON state.account = own.id
               LEFT JOIN (
                   SELECT end_id, max(unit.confidence) AS confidence
                   FROM graph.at_demandunit_account
                   JOIN graph.demand_unit unit ON unit.id = start_id GROUP BY end_id
               ) held ON held.end_id = own.id) best
           WHERE account.id = best.id AND (account.confidence IS DISTINCT FROM best.confidence
               OR account.rung IS DISTINCT FROM best.rung
               OR account.stage IS DISTINCT FROM best.stage)""",
        {"analyzed": get_value(con, "as_of") is not None},
    )


def _compare(con: duckdb.DuckDBPyConnection, part: _Part, target: str) -> None:
    """Make ``<table>_change``: changed rows with key and hash, gone keys with a null hash.

    ``fresh`` marks rows that the target was never sent; not even by a run that was killed.
    """
    values = ", ".join(quoted(c.name) for c in part.columns)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_change(part)} AS
            WITH now AS (SELECT {part.key} AS key, hash({values}) AS hash FROM {part.source}),
            sent AS (SELECT id, hash FROM meta.sent WHERE target = $1 AND kind = $2)
            SELECT coalesce(now.key, sent.id) AS key, now.hash AS hash, sent.id IS NULL AS fresh
            FROM now FULL JOIN sent ON now.key = sent.id
            WHERE now.hash IS DISTINCT FROM sent.hash OR now.key IS NULL""",
        [target, part.table],
    )


def _refuse_great_loss(
    con: duckdb.DuckDBPyConnection, parts: list[_Part], target: str, most_gone: float
) -> None:
    """A graph that would lose much was probably given the wrong facts."""
    if most_gone >= 1.0:
        return
    gone = sum(
        con.execute(f"SELECT count(*) FROM {_change(p)} WHERE hash IS NULL").fetchall()[0][0]
        for p in parts
    )
    query = "SELECT count(*) FROM meta.sent WHERE target = ?"
    sent = con.execute(query, [target]).fetchall()[0][0]
    if gone > most_gone * sent:
        raise StoreError(
            f"{gone} of {sent} nodes and relationships would be removed, more than {most_gone:.0%}",
            where=target,
            fix="check the facts; 'coterie project --force' removes them",
        )


def _change(part: _Part) -> str:
    return quoted(f"{part.table}_change")


def _remove(con: duckdb.DuckDBPyConnection, store: GraphStore, part: _Part) -> int:
    query = f"SELECT key FROM {_change(part)} WHERE hash IS NULL ORDER BY key"
    keys = [key for (key,) in con.execute(query).fetchall()]
    if not keys:
        return 0
    if isinstance(part.declared, NodeType):
        store.delete_nodes(part.declared.label, keys)
    elif part.pair:
        ends = [(start, end) for start, end in (key.split(SEPARATOR, 1) for key in keys)]
        store.delete_relationships(part.declared.type, part.pair, ends)
    return len(keys)


def _write(
    con: duckdb.DuckDBPyConnection, store: GraphStore, part: _Part, target: str
) -> tuple[int, int]:
    """Send the changed rows; the number sent, and the number that needed nothing."""
    con.execute(
        f"""INSERT INTO meta.sent SELECT $1, $2, key, NULL FROM {_change(part)}
            WHERE key NOT IN (SELECT id FROM meta.sent WHERE target = $1 AND kind = $2)""",
        [target, part.table],
    )
    written = sum(_send(con, store, part, fresh) for fresh in (False, True))
    total = con.execute(f"SELECT count(*) FROM {part.source}").fetchone()
    return written, (total[0] if total else 0) - written


def _send(con: duckdb.DuckDBPyConnection, store: GraphStore, part: _Part, fresh: bool) -> int:
    """Send the changed rows that are fresh, or those that are not; their number."""
    chosen = f"hash IS NOT NULL AND {'fresh' if fresh else 'NOT fresh'}"
    query = f"""SELECT {", ".join(_expressions(part.columns))} FROM {part.source}
        WHERE {part.key} IN (SELECT key FROM {_change(part)} WHERE {chosen}) ORDER BY {part.key}"""
    sent = 0
    for batch in con.sql(query).to_arrow_reader(CHUNK):
        rows = batch.to_pylist()
        if isinstance(part.declared, NodeType):
            store.write_nodes(part.declared.label, rows, fresh=fresh)
        elif part.pair:
            store.write_relationships(part.declared.type, part.pair, rows, fresh=fresh)
        sent += len(rows)
    return sent


def _expressions(columns: tuple[Property, ...]) -> Iterator[str]:
    for column in columns:
        name = quoted(column.name)
        if column.kind is Kind.INSTANT:
            yield f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%gZ') AS {name}"
            yield f"floor(epoch({name}))::BIGINT AS {quoted(column.name + '_ts')}"
        elif column.kind is Kind.DATE:
            yield f"strftime({name}, '%Y-%m-%d') AS {name}"
        elif column.kind is Kind.STRINGS:
            yield f"list_filter({name}, lambda x: x IS NOT NULL) AS {name}"
        else:
            yield name


def _settle(con: duckdb.DuckDBPyConnection, part: _Part, target: str) -> None:
    """Note in the books what the graph now holds."""
    con.execute("BEGIN")
    con.execute(
        f"""DELETE FROM meta.sent WHERE target = $1 AND kind = $2
            AND id IN (SELECT key FROM {_change(part)})""",
        [target, part.table],
    )
    con.execute(
        f"""INSERT INTO meta.sent
            SELECT $1, $2, key, hash FROM {_change(part)} WHERE hash IS NOT NULL""",
        [target, part.table],
    )
    con.execute("COMMIT")
    con.execute(f"DROP TABLE {_change(part)}")


def _write_stamp(con: duckdb.DuckDBPyConnection, store: GraphStore) -> None:
    as_of = get_value(con, "as_of")
    stamp: dict[str, Any] = {
        "id": STAMP_ID,
        "schema_version": SCHEMA_VERSION,
        "facts_version": facts_version(con),
        "workspace": get_value(con, "workspace"),
        "analyzed": as_of is not None,
        "as_of": as_of,
        "as_of_ts": None,
    }
    if as_of is not None:
        found = con.execute("SELECT floor(epoch($1::TIMESTAMP))::BIGINT", [as_of[:-1]]).fetchone()
        stamp["as_of_ts"] = found[0] if found else None
    store.write_nodes(OWN_LABEL, [stamp])
