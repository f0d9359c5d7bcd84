"""What each engine's driver can do at best with the rows of a graph: no books, nothing compared.

Reading and shaping the rows is not counted, nor is making constraints. A server takes ``UNWIND ...
CREATE`` of maps in batches of 5,000 by two sessions, the embedded engine its batch import.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import neo4j

from benchmarks.projection import send
from benchmarks.spent import Spent, spent
from graph.facts.tables import quoted
from graph.pipeline.parts import Part, parts, shaped
from graph.store.base import Row
from graph.store.embedded import EmbeddedStore
from tests.neo4j.server import Running

CHUNK = 50_000


def rows_of(con: duckdb.DuckDBPyConnection, part: Part) -> Iterator[list[Row]]:
    """A part's rows as maps without nulls, by the chunk."""
    columns = [
        f"{value} AS {quoted(name)}" for column in part.columns for name, value in shaped(column)
    ]
    query = f"SELECT {', '.join(columns)} FROM {part.source}"
    for batch in con.sql(query).to_arrow_reader(CHUNK):
        rows = [{k: v for k, v in row.items() if v is not None} for row in batch.to_pylist()]
        if rows:
            yield rows


def bare_server(con: duckdb.DuckDBPyConnection, running: Running) -> tuple[int, Spent]:
    """Rows written to a server, and what that took of both processes."""
    written, total = 0, Spent(0.0, 0.0)
    uri = running.url.replace("neo4j@", "")
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", running.password)) as driver:
        for part in parts():
            text = f"UNWIND $rows AS r CREATE (x:{part.kind}) SET x = r"
            if part.pair is None:
                driver.execute_query(
                    f"CREATE CONSTRAINT FOR (x:{part.kind}) REQUIRE x.id IS UNIQUE"
                )
            else:
                text = (
                    f"UNWIND $rows AS r MATCH (a:{part.pair[0]} {{id: r.start_id}}) "
                    f"MATCH (b:{part.pair[1]} {{id: r.end_id}}) "
                    f"CREATE (a)-[x:{part.kind}]->(b) SET x = r"
                )
            for rows in rows_of(con, part):
                total += spent(lambda t=text, r=rows: send(driver, t, r), running.pid)
                written += len(rows)
    return written, total


def bare_embedded(con: duckdb.DuckDBPyConnection, store: EmbeddedStore) -> tuple[int, Spent]:
    """Rows written to the embedded engine, and what that took."""
    store.ensure_schema()
    written, total = 0, Spent(0.0, 0.0)
    records: dict[tuple[str, str], str] = {}

    def create(rows: list[Row]) -> None:
        made = batch.create_vertices(part.kind, rows)
        records.update(zip(((part.kind, row["id"]) for row in rows), made, strict=True))

    def connect(rows: list[Row]) -> None:
        starts = [records[part.pair[0], row.pop("start_id")] for row in rows]
        ends = [records[part.pair[1], row.pop("end_id")] for row in rows]
        batch.new_edges(starts, part.kind, ends, rows)

    with store._db.graph_batch(use_wal=True) as batch:  # the engine's own, below the store
        for part in parts():
            for rows in rows_of(con, part):
                work = create if part.pair is None else connect
                total += spent(lambda w=work, r=rows: w(r))
                written += len(rows)
        total += spent(batch.close)
    return written, total
