"""Facts to graph: whatever changed in the ``graph`` tables is written to a Cypher store.

The sender keeps a hash of each row that a target was sent (``meta.sent``), so that only changed
rows travel. Ids are noted before they are written, so a run that was killed half-way leaves no
row in the graph that the next run does not know of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb

from graph.errors import StoreError
from graph.facts.tables import quoted
from graph.facts.versions import facts_version, get_value
from graph.model.registry import SCHEMA_VERSION
from graph.model.spec import NodeType
from graph.pipeline.books import forget, row_hash, take_over
from graph.pipeline.parts import OWN_LABEL, SEPARATOR, STAMP_ID, Part, parts, shaped, stamp
from graph.store.base import GraphStore, Row

CHUNK = 20_000

Progress = Callable[[str], None]


@dataclass(frozen=True)
class ProjectRow:
    """What one label or relationship type needed: rows written, removed and left alone."""

    kind: str
    written: int
    removed: int
    unchanged: int


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
    shown = read_stamp(store) or {}
    known = _is_ours(con, shown) and _take_over_import(con, store, target, shown)
    if rebuild or not known:
        store.clear()
        forget(con, target)
    store.ensure_schema()
    _carry_over(con)
    whole = list(parts())
    counts: dict[str, list[int]] = {part.kind: [0, 0, 0] for part in whole}
    for part in whole:
        _compare(con, part, target)
    _refuse_great_loss(con, whole, target, most_gone)
    for part in reversed(whole):
        if part.pair is not None:
            counts[part.kind][1] += _remove(con, store, part)
    for part in whole:
        if progress:
            progress(part.kind)
        written, unchanged = _write(con, store, part, target)
        counts[part.kind][0] += written
        counts[part.kind][2] += unchanged
    for part in whole:
        if part.pair is None:
            counts[part.kind][1] += _remove(con, store, part)
        _settle(con, part, target)
    store.write_nodes(OWN_LABEL, [stamp(con)])
    return [ProjectRow(kind, *numbers) for kind, numbers in counts.items()]


def read_stamp(store: GraphStore) -> Row | None:
    """Properties of the graph's Coterie node, or None where there is none."""
    found = store.read("MATCH (c:Coterie {id: $id}) RETURN c", {"id": STAMP_ID}).rows
    shown: Row | None = found[0]["c"]["properties"] if found else None
    return shown


def is_current(con: duckdb.DuckDBPyConnection, store: GraphStore) -> bool:
    """Whether the graph shows these facts as they are now."""
    shown = read_stamp(store) or {}
    return _is_ours(con, shown) and shown.get("facts_version") == facts_version(con)


def _is_ours(con: duckdb.DuckDBPyConnection, shown: Row) -> bool:
    """Whether the sender's books speak of this graph: same workspace, same model."""
    return (
        bool(shown)
        and shown.get("workspace") == get_value(con, "workspace")
        and shown.get("schema_version") == SCHEMA_VERSION
    )


def _take_over_import(
    con: duckdb.DuckDBPyConnection, store: GraphStore, target: str, shown: Row
) -> bool:
    """A graph that was imported from files begins with their books; False where they are lost."""
    if not shown.get("books"):
        return True
    if not take_over(con, target, shown["books"]):
        return False
    store.write_nodes(OWN_LABEL, [{**shown, "books": None}])
    return True


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


def _compare(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
    """Make ``<table>_change``: changed rows with key and hash, gone keys with a null hash.

    ``fresh`` marks rows that the target was never sent; not even by a run that was killed.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_change(part)} AS
            WITH now AS (SELECT {part.key} AS key, {row_hash(part)} AS hash FROM {part.source}),
            sent AS (SELECT id, hash FROM meta.sent WHERE target = $1 AND kind = $2)
            SELECT coalesce(now.key, sent.id) AS key, now.hash AS hash, sent.id IS NULL AS fresh
            FROM now FULL JOIN sent ON now.key = sent.id
            WHERE now.hash IS DISTINCT FROM sent.hash OR now.key IS NULL""",
        [target, part.table],
    )


def _refuse_great_loss(
    con: duckdb.DuckDBPyConnection, whole: list[Part], target: str, most_gone: float
) -> None:
    """A graph that would lose much was probably given the wrong facts."""
    if most_gone >= 1.0:
        return
    gone = sum(
        con.execute(f"SELECT count(*) FROM {_change(p)} WHERE hash IS NULL").fetchall()[0][0]
        for p in whole
    )
    query = "SELECT count(*) FROM meta.sent WHERE target = ?"
    sent = con.execute(query, [target]).fetchall()[0][0]
    if gone > most_gone * sent:
        raise StoreError(
            f"{gone} of {sent} nodes and relationships would be removed, more than {most_gone:.0%}",
            where=target,
            fix="check the facts; 'coterie project --force' removes them",
        )


def _change(part: Part) -> str:
    return quoted(f"{part.table}_change")


def _remove(con: duckdb.DuckDBPyConnection, store: GraphStore, part: Part) -> int:
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
    con: duckdb.DuckDBPyConnection, store: GraphStore, part: Part, target: str
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


def _send(con: duckdb.DuckDBPyConnection, store: GraphStore, part: Part, fresh: bool) -> int:
    """Send the changed rows that are fresh, or those that are not; their number."""
    chosen = f"hash IS NOT NULL AND {'fresh' if fresh else 'NOT fresh'}"
    query = f"""SELECT {", ".join(_chosen(part))} FROM {part.source}
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


def _chosen(part: Part) -> Iterator[str]:
    for column in part.columns:
        for name, value in shaped(column):
            yield f"{value} AS {quoted(name)}"


def _settle(con: duckdb.DuckDBPyConnection, part: Part, target: str) -> None:
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
