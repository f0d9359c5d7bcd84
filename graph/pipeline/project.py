"""Facts to graph: whatever changed in the ``graph`` tables is written to a Cypher store.

The sender's books (``graph.pipeline.books``) tell which rows changed, and only these travel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import duckdb

from graph.errors import StoreError
from graph.facts.open import sparingly
from graph.facts.tables import quoted
from graph.facts.versions import facts_version, get_value
from graph.model.registry import SCHEMA_VERSION
from graph.model.spec import NodeType
from graph.pipeline.books import (
    FRESH,
    STALE,
    Difference,
    Digest,
    changed,
    compare,
    count_sent,
    digests,
    forget,
    gone_keys,
    has_books,
    keys,
    note_intent,
    note_leaving,
    note_open,
    note_sent,
    note_whole,
    put_away,
    strike_gone,
    take_over,
)
from graph.pipeline.parts import OWN_LABEL, SEPARATOR, STAMP_ID, Part, parts, shaped, stamp
from graph.store.base import GraphStore, Row

CHUNK = 20_000
SPARING = 512
"""Megabytes that DuckDB may hold while rows travel; sorts and joins of more spill."""

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
    return sparingly(
        con, lambda: _bring_up(con, store, target, rebuild, most_gone, progress), SPARING
    )


def _bring_up(
    con: duckdb.DuckDBPyConnection,
    store: GraphStore,
    target: str,
    rebuild: bool,
    most_gone: float,
    progress: Progress | None,
) -> list[ProjectRow]:
    """What ``project`` does; where it failed, a second try goes on from what the books say."""
    shown = read_stamp(store) or {}
    known = _is_ours(con, shown) and _open_books(con, store, target, shown)
    if rebuild or not known:
        store.clear()
        forget(con, target)
    store.ensure_schema()
    written: dict[str, int] = {}
    now = digests(con)
    stale = changed(con, target, now)
    differences = _differences(con, stale, target, now, most_gone)
    if stale:
        note_open(con, stale, target)
        written = _apply(con, store, target, stale, differences, progress)
        note_whole(con, stale, target, now)
    store.write_nodes(OWN_LABEL, [stamp(con, target)])
    return _told(now, written, {table: found.gone for table, found in differences.items()})


def _apply(
    con: duckdb.DuckDBPyConnection,
    store: GraphStore,
    target: str,
    stale: Sequence[Part],
    differences: Mapping[str, Difference],
    progress: Progress | None,
) -> dict[str, int]:
    """Remove, then write, relationships last to come and first to go; rows written by table."""
    going = {table for table, found in differences.items() if found.gone}
    for part in reversed(stale):
        if part.pair is not None and part.table in going:
            _remove(con, store, part, target)
    written = {}
    for part in stale:
        if progress:
            progress(part.kind)
        written[part.table] = _write(con, store, part, target, differences.get(part.table))
    for part in stale:
        if part.pair is None and part.table in going:
            _remove(con, store, part, target)
    put_away(con, stale)
    return written


def _told(
    now: Mapping[str, Digest], written: Mapping[str, int], removed: Mapping[str, int]
) -> list[ProjectRow]:
    """One row per kind, from the numbers of its tables."""
    rows: dict[str, ProjectRow] = {}
    for part in parts():
        before = rows.get(part.kind, ProjectRow(part.kind, 0, 0, 0))
        sent = written.get(part.table, 0)
        rows[part.kind] = ProjectRow(
            part.kind,
            before.written + sent,
            before.removed + removed.get(part.table, 0),
            before.unchanged + now[part.table].rows - sent,
        )
    return list(rows.values())


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


def _open_books(con: duckdb.DuckDBPyConnection, store: GraphStore, target: str, shown: Row) -> bool:
    """Whether the sender's books tell what the graph holds.

    The stamp names the books that do. They are another target's where the graph was imported from
    files, or was reached by another address before; then the target's own begin as their copy.
    """
    books = shown.get("books") or target
    if books == target:
        return has_books(con, target)
    if not take_over(con, target, books):
        return False
    store.write_nodes(OWN_LABEL, [{**shown, "books": target}])
    return True


def _differences(
    con: duckdb.DuckDBPyConnection,
    stale: Sequence[Part],
    target: str,
    now: Mapping[str, Digest],
    most_gone: float,
) -> dict[str, Difference]:
    """What is to be done about each part, by table.

    Where the target was sent nothing yet, only empty parts are known: the others are compared one
    after the other as they are written, since all their differences at once would be all keys.

    Raises:
        StoreError: more than ``most_gone`` of all rows would go; a graph that would lose much was
            probably given the wrong facts.
    """
    sent = count_sent(con, target)
    if not sent:
        return {part.table: Difference() for part in stale if not now[part.table].rows}
    found = {part.table: compare(con, part, target) for part in stale}
    gone = sum(difference.gone for difference in found.values())
    if gone > most_gone * sent:
        raise StoreError(
            f"{gone} of {sent} nodes and relationships would be removed, more than {most_gone:.0%}",
            where=target,
            fix="check the facts; 'coterie project --force' removes them",
        )
    return found


def _remove(con: duckdb.DuckDBPyConnection, store: GraphStore, part: Part, target: str) -> None:
    note_leaving(con, part, target)
    going = gone_keys(con, part)
    if isinstance(part.declared, NodeType):
        store.delete_nodes(part.declared.label, going)
    elif part.pair:
        ends = [(start, end) for start, end in (key.split(SEPARATOR, 1) for key in going)]
        store.delete_relationships(part.declared.type, part.pair, ends)
    strike_gone(con, part, target)


def _write(
    con: duckdb.DuckDBPyConnection,
    store: GraphStore,
    part: Part,
    target: str,
    known: Difference | None,
) -> int:
    """Send the rows that changed; their number. What is not known yet is compared now."""
    difference = known or compare(con, part, target)
    changing = difference.stale + difference.fresh
    if changing:
        note_intent(con, part, target)
        if difference.stale:
            _send(con, store, part, STALE)
        if difference.fresh:
            _send(con, store, part, FRESH)
        note_sent(con, part, target)
    if known is None:
        put_away(con, [part])
    return changing


def _send(con: duckdb.DuckDBPyConnection, store: GraphStore, part: Part, state: str) -> None:
    """Send the changed rows of one state."""
    fresh = state == FRESH
    columns = [
        f"{value} AS {quoted(name)}" for column in part.columns for name, value in shaped(column)
    ]
    query = f"""SELECT {", ".join(columns)} FROM {part.source}
        WHERE {part.key} IN {keys(part, state)}
        ORDER BY {"start_id, end_id" if part.pair else "id"}"""
    rows = chain.from_iterable(batch.to_pylist() for batch in con.sql(query).to_arrow_reader(CHUNK))
    if isinstance(part.declared, NodeType):
        store.write_nodes(part.declared.label, rows, fresh=fresh)
    elif part.pair:
        store.write_relationships(part.declared.type, part.pair, rows, fresh=fresh)
