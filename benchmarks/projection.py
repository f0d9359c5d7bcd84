"""Projection to a real Neo4j against a bare driver loop, in one run.

``python -m benchmarks.projection`` prints it.

B is what the driver can do at best here: ``UNWIND ... CREATE`` of the same rows in batches of
5,000 by two sessions, instants as text, nothing read from facts, nothing compared. The figures are
ratios to B, since absolute rates move with the machine.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import neo4j

from graph.facts.open import open_facts
from graph.facts.versions import set_value
from graph.pipeline.project import project
from graph.store.server import Server, ServerStore
from tests.neo4j.server import start, stop

BATCH = 5_000
PEOPLE_PER_ACCOUNT = 40
CONTENTS = 500
ENGAGED_PER_PERSON = 8
FILL = """
INSERT INTO graph.account (id, name, created)
    SELECT 'a' || i, 'Account ' || i, TIMESTAMP '2026-01-01' FROM range($accounts) t(i);
INSERT INTO graph.content (id, title, kind) SELECT 'c' || i, 'Content ' || i, 'guide'
    FROM range($contents) t(i);
INSERT INTO graph.person (id, name, email, title, first_seen)
    SELECT 'p' || i, 'Person ' || i, 'p' || i || '@x.example', 'Manager',
        TIMESTAMP '2026-01-01' + INTERVAL (i % 1000) HOUR FROM range($people) t(i);
INSERT INTO graph.works_at (start_id, end_id, since, method, score, source, basis)
    SELECT 'p' || i, 'a' || (i // $each), TIMESTAMP '2026-01-01', 'declared', 1, 'crm', 'asserted'
    FROM range($people) t(i);
INSERT INTO graph.engaged_person_content
        (start_id, end_id, n, "first", "last", weeks, kinds, source, basis)
    SELECT 'p' || i, 'c' || ((i * 7 + j * 13) % $contents), 1 + j, TIMESTAMP '2026-01-01',
        TIMESTAMP '2026-02-01', 1, ['page_view'], 'web', 'observed'
    FROM range($people) t(i), range($engaged) u(j);
"""


def fill(con: duckdb.DuckDBPyConnection, people: int) -> int:
    """Plain rows for the graph tables; the number of nodes and relationships."""
    accounts = max(1, people // PEOPLE_PER_ACCOUNT)
    values = {
        "accounts": accounts,
        "contents": CONTENTS,
        "people": people,
        "each": PEOPLE_PER_ACCOUNT,
        "engaged": ENGAGED_PER_PERSON,
    }
    for statement in FILL.split(";\n"):
        if statement.strip():
            named = {k: v for k, v in values.items() if f"${k}" in statement}
            con.execute(statement, named)
    set_value(con, "workspace", "benchmark")
    return accounts + CONTENTS + people + people + people * ENGAGED_PER_PERSON


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare(driver: neo4j.Driver, con: duckdb.DuckDBPyConnection) -> float:
    """Seconds that the bare loop needs; reading and shaping the rows is not counted."""
    nodes = [("Account", "account"), ("Content", "content"), ("Person", "person")]
    spent = 0.0
    for label, table in nodes:
        driver.execute_query(
            f"CREATE CONSTRAINT IF NOT EXISTS FOR (x:{label}) REQUIRE x.id IS UNIQUE"
        )
        rows = shaped(con, f"SELECT * FROM graph.{table}")
        text = f"UNWIND $rows AS r CREATE (x:{label}) SET x = r"
        spent += timed(lambda t=text, r=rows: send(driver, t, r))
    for type_, table, end in (
        ("WORKS_AT", "works_at", "Account"),
        ("ENGAGED", "engaged_person_content", "Content"),
    ):
        rows = shaped(con, f"SELECT * FROM graph.{table} ORDER BY end_id")
        text = (
            f"UNWIND $rows AS r MATCH (a:Person {{id: r.start_id}}) "
            f"MATCH (b:{end} {{id: r.end_id}}) CREATE (a)-[x:{type_}]->(b) SET x = r"
        )
        spent += timed(lambda t=text, r=rows: send(driver, t, r))
    return spent


def shaped(con: duckdb.DuckDBPyConnection, query: str) -> list[dict]:
    rows = con.sql(query).to_arrow_table().to_pylist()
    return [
        {
            k: v.isoformat() + "Z" if hasattr(v, "isoformat") else v
            for k, v in row.items()
            if v is not None
        }
        for row in rows
    ]


def send(driver: neo4j.Driver, text: str, rows: list[dict]) -> None:
    half = (len(rows) + 1) // 2

    def share(part: list[dict]) -> None:
        with driver.session() as session:
            for at in range(0, len(part), BATCH):
                session.execute_write(
                    lambda tx, p=part[at : at + BATCH]: tx.run(text, rows=p).consume()
                )

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(share, rows[:half]), pool.submit(share, rows[half:])]:
            done.result()


def wipe(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 200 ROWS").consume()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        con = open_facts(Path(folder) / "facts.duckdb")
        total = fill(con, asked.people)
        running = start(Path(folder) / "neo4j", heap="2g")
        try:
            report(con, running, total)
        finally:
            stop(running.pid)
    return 0


def report(con: duckdb.DuckDBPyConnection, running, total: int) -> None:
    server = Server(running.url.replace("neo4j@", ""), "neo4j", None)
    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", running.password)) as driver:
        bare(driver, con)  # the server's own warm-up
        wipe(driver)
        base = bare(driver, con)
        wipe(driver)
    with ServerStore(server, running.password) as store:
        first = timed(lambda: project(con, store, "bench"))
        same = timed(lambda: project(con, store, "bench"))
        con.execute("UPDATE graph.person SET title = 'Director' WHERE hash(id) % 100 = 0")
        con.execute(
            "UPDATE graph.engaged_person_content SET n = n + 1 WHERE hash(start_id) % 100 = 0"
        )
        some = timed(lambda: project(con, store, "bench"))
    out = sys.stdout.write
    out(f"{platform.machine()}, Python {platform.python_version()}, driver {neo4j.__version__}\n")
    out(f"{total} nodes and relationships\n")
    out(f"bare loop B          {base:8.2f} s  {total / base:9.0f}/s\n")
    out(f"first projection     {first:8.2f} s  {base / first:9.2f} of B's rate (goal 0.7)\n")
    out(f"1 % changed          {some:8.2f} s  {some / first:9.3f} of a first load (goal 0.05)\n")
    out(f"nothing changed      {same:8.2f} s  {same / first:9.3f} of a first load\n")


if __name__ == "__main__":
    sys.exit(main())
