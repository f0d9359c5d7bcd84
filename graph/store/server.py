"""The server store: a Neo4j through the official driver.

A server may hold other people's data. Every node that coterie writes carries the property
``coterie_stamp``; only such nodes are ever changed or removed. The property is hidden from
results, so that both stores give the same nodes.

Writing follows what was measured (docs/decisions/0004): batches of 5,000 rows, each a list, two
sessions, rows split by the end that they share most, retries by the driver's managed
transactions, instants as text.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.closing import Closing
from graph.errors import ModelError, StoreError
from graph.model.registry import NODE_TYPES
from graph.store import cypher
from graph.store.base import Parameters, Row, Table
from graph.store.cypher import STAMP
from graph.store.neo4j_values import Reader
from graph.store.refusals import explained

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its words may repeat an address

BATCH = 5_000
SESSIONS = 2
FETCH = 1_000
OWN_IDS = "UNWIND $ids AS element MATCH (n) WHERE elementId(n) = element RETURN element, n.id AS id"
CONNECT_SECONDS = 10.0
# The end that rows of a type share most: two sessions that never meet there rarely deadlock.
SHARED_START = frozenset({"ENGAGED", "EMITTED", "OWNED_BY", "TOUCHES"})


@dataclass(frozen=True)
class Server:
    """Where a server is, and as whom to go there; the password is never part of it.

    Attributes:
        uri: scheme, host and port.
        database: None is the user's home database.
    """

    uri: str
    user: str
    database: str | None


class ServerStore(Closing):
    """A graph on a Neo4j server. See ``graph.store.base.GraphStore`` for the methods."""

    def __init__(self, server: Server, password: str, *, adopt: bool = False) -> None:
        """Connect, and make sure that the database is empty, ours or to be adopted.

        Raises:
            StoreError: unreachable, wrong password, or somebody else's database.
        """
        self._server = server
        self._adopt = adopt
        with self._explained():
            self._driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.user, password),
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=60.0,
                notifications_min_severity="OFF",
            )
        try:
            with self._explained():
                self._driver.verify_connectivity()
            self._refuse_strangers()
        except BaseException:
            self._driver.close()
            raise

    def describe(self) -> str:
        where = f"?database={self._server.database}" if self._server.database else ""
        return f"{self._server.uri}{where}"

    def ensure_schema(self) -> None:
        names = {f"coterie_{label.lower()}_id": label for label in NODE_TYPES}
        found = self.read("SHOW CONSTRAINTS YIELD name RETURN name").rows
        missing = sorted(names.keys() - {row["name"] for row in found})
        texts = [
            f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (x:{names[name]}) REQUIRE x.id IS UNIQUE"
            for name in missing
        ]
        if texts:
            with self._explained(), self._session() as session:
                session.execute_write(_run_all, texts)
                session.run("CALL db.awaitIndexes(300)").consume()

    def write_nodes(self, label: str, rows: Iterable[Row], *, fresh: bool = False) -> None:
        self._send(cypher.write_nodes(label, fresh=fresh, stamp=STAMP), rows, "id")

    def write_relationships(
        self, type_: str, pair: tuple[str, str], rows: Iterable[Row], *, fresh: bool = False
    ) -> None:
        end = "start_id" if type_ in SHARED_START and pair[0] == "Account" else "end_id"
        self._send(cypher.write_relationships(type_, pair, fresh=fresh), rows, end)

    def delete_nodes(self, label: str, ids: Sequence[str]) -> None:
        text = cypher.delete_nodes(label, stamp=STAMP)
        for start in range(0, len(ids), BATCH):
            self._change(text, {"ids": list(ids[start : start + BATCH])})

    def delete_relationships(
        self, type_: str, pair: tuple[str, str], ends: Sequence[tuple[str, str]]
    ) -> None:
        text = cypher.delete_relationships(type_, pair)
        for start in range(0, len(ends), BATCH):
            part = ends[start : start + BATCH]
            self._change(text, {"rows": [{"start_id": one, "end_id": two} for one, two in part]})

    def clear(self) -> None:
        """Remove every stamped node, a batch at a time, and nothing else."""
        text = (
            f"MATCH (x) WHERE x.{STAMP} IS NOT NULL "
            f"WITH x LIMIT {BATCH} DETACH DELETE x RETURN count(*) AS n"
        )
        while self._change(text):
            pass

    def read(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        query = neo4j.Query(text, timeout=timeout)
        with self._explained(), self._session(neo4j.READ_ACCESS) as session:
            return _table(session, session.run(query, dict(parameters or {})), limit)

    def write(self, text: str, parameters: Parameters | None = None) -> Table:
        with self._explained(), self._session() as session:
            return _table(session, session.run(text, dict(parameters or {})), None)

    def close(self) -> None:
        self._driver.close()

    def _refuse_strangers(self) -> None:
        """Never work in a database that holds somebody else's data, unless told to."""
        if self._adopt or self.read("MATCH (s:Coterie) RETURN 1 AS n LIMIT 1").rows:
            return
        if self.read(f"MATCH (x) WHERE x.{STAMP} IS NULL RETURN 1 AS n LIMIT 1").rows:
            raise StoreError(
                "the database is not empty and was not written by coterie",
                where=self.describe(),
                fix="name another ?database=, or add --adopt to live beside what is there",
            )

    def _send(self, write: cypher.Write, rows: Iterable[Row], shared: str) -> None:
        """Write rows by two sessions at once, each with its own share of the keys."""
        values = map(write.values, rows)
        first = list(islice(values, BATCH))
        if len(first) < BATCH:
            if first:
                with self._explained(), self._session() as session:
                    session.execute_write(_send_batch, write.text, first)
            return
        with self._explained(), ExitStack() as stack:
            shares = [_Share(stack.enter_context(self._session())) for _ in range(SESSIONS)]
            pool = stack.enter_context(ThreadPoolExecutor(SESSIONS))
            at = write.fields.index(shared)
            for row in chain(first, values):
                share = shares[zlib.crc32(row[at].encode()) % SESSIONS]
                share.rows.append(row)
                if len(share.rows) == BATCH:
                    share.send(pool, write.text)
            for share in shares:
                share.send(pool, write.text)
            for share in shares:
                share.wait()

    def _change(self, text: str, parameters: Parameters | None = None) -> int:
        """Run one writing statement; the number of nodes that it removed."""
        with self._explained(), self._session() as session:
            return session.execute_write(_run_change, text, dict(parameters or {}))

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(
            database=self._server.database, default_access_mode=access, fetch_size=FETCH
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (Neo4jError, DriverError, ValueError) as error:
            raise explained(error, self.describe()) from None


@dataclass
class _Share:
    """One session's rows: one batch on its way while the next is gathered."""

    session: neo4j.Session
    rows: list[list[Any]] = field(default_factory=list)
    running: Future[None] | None = None

    def send(self, pool: Executor, text: str) -> None:
        """Send what was gathered, once the batch before it has arrived."""
        self.wait()
        if self.rows:
            self.running = pool.submit(self.session.execute_write, _send_batch, text, self.rows)
            self.rows = []

    def wait(self) -> None:
        """Return when nothing is on its way; raises what went wrong there."""
        if self.running is not None:
            self.running.result()
            self.running = None


def _run_all(tx: neo4j.ManagedTransaction, texts: Sequence[str]) -> None:
    for text in texts:
        tx.run(text).consume()


def _send_batch(tx: neo4j.ManagedTransaction, text: str, rows: list[list[Any]]) -> None:
    found = tx.run(text, rows=rows).single()
    met = found["n"] if found else 0
    if met != len(rows):
        raise ModelError(f"{len(rows) - met} of {len(rows)} rows met no node: {text}")


def _run_change(tx: neo4j.ManagedTransaction, text: str, parameters: dict[str, Any]) -> int:
    summary = tx.run(text, parameters).consume()
    return summary.counters.nodes_deleted


def _table(session: neo4j.Session, result: neo4j.Result, limit: int | None) -> Table:
    columns, reader = tuple(result.keys()), Reader(STAMP)
    rows: list[Row] = []
    truncated = False
    for record in result:
        if limit is not None and len(rows) == limit:
            truncated = True
            break
        rows.append({key: reader.plain(value) for key, value in dict(record).items()})
    result.consume()
    unknown = reader.unknown()
    found: dict[str, str | None] = {}
    for start in range(0, len(unknown), BATCH):
        for record in session.run(OWN_IDS, ids=unknown[start : start + BATCH]):
            found[record["element"]] = record["id"]
    reader.name_ends(found)
    return Table(columns, rows, truncated)
