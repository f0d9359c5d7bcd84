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
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import duckdb
import neo4j

from benchmarks.spent import Spent, spent
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


def bare(driver: neo4j.Driver, con: duckdb.DuckDBPyConnection, server: int) -> Spent:
    """What the bare loop needs; reading and shaping the rows is not counted."""
    nodes = [("Account", "account"), ("Content", "content"), ("Person", "person")]
    total = Spent(0.0, 0.0)
    for label, table in nodes:
        driver.execute_query(
            f"CREATE CONSTRAINT IF NOT EXISTS FOR (x:{label}) REQUIRE x.id IS UNIQUE"
        )
        rows = shaped(con, f"SELECT * FROM graph.{table}")
        text = f"UNWIND $rows AS r CREATE (x:{label}) SET x = r"
        total += spent(lambda t=text, r=rows: send(driver, t, r), server)
    for type_, table, end in (
        ("WORKS_AT", "works_at", "Account"),
        ("ENGAGED", "engaged_person_content", "Content"),
    ):
        rows = shaped(con, f"SELECT * FROM graph.{table} ORDER BY end_id")
        text = (
            f"UNWIND $rows AS r MATCH (a:Person {{id: r.start_id}}) "
            f"MATCH (b:{end} {{id: r.end_id}}) CREATE (a)-[x:{type_}]->(b) SET x = r"
        )
        total += spent(lambda t=text, r=rows: send(driver, t, r), server)
    return total


def shaped(con: duckdb.DuckDBPyConnection, query: str) -> list[dict]:
    found = con.execute(query)
    names = [column[0] for column in found.description]
    return [
        {
            k: v.isoformat() + "Z" if hasattr(v, "isoformat") else v
            for k, v in zip(names, row, strict=True)
            if v is not None
        }
        for row in found.fetchall()
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
    """Each way once to warm the server, then once to be measured."""
    server = Server(running.url.replace("neo4j@", ""), "neo4j", None)
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", running.password)) as driver,
        ServerStore(server, running.password) as store,
    ):

        def projected() -> Spent:
            return spent(lambda: project(con, store, "bench"), running.pid)

        for _ in range(2):
            base = bare(driver, con, running.pid)
            wipe(driver)
            first = projected()
            same = projected()
            change(con)
            some = projected()
            wipe(driver)
    out = sys.stdout.write
    out(f"{platform.machine()}, Python {platform.python_version()}, driver {neo4j.__version__}, ")
    out(f"neo4j-rust-ext {'yes' if find_spec('neo4j._rust') else 'no'}\n")
    out(f"{total} nodes and relationships; ratios of processor seconds (of the wall)\n")
    out(f"bare loop B          {base.cpu:8.2f} s ({base.wall:.2f})  {total / base.cpu:9.0f}/s\n")
    told("first projection", first, base, first, "of B's rate (goal 0.7)")
    told("1 % changed", some, some, first, "of a first load (goal 0.05)")
    told("nothing changed", same, same, first, "of a first load")


def change(con: duckdb.DuckDBPyConnection) -> None:
    """Change one row of a hundred."""
    for statement in (
        "UPDATE graph.person SET title = title || '.' WHERE hash(id) % 100 = 0",
        "UPDATE graph.works_at SET score = score / 2 WHERE hash(start_id) % 100 = 0",
        "UPDATE graph.engaged_person_content SET n = n + 1 WHERE hash(start_id) % 100 = 0",
    ):
        con.execute(statement).fetchall()


def told(what: str, took: Spent, above: Spent, below: Spent, meaning: str) -> None:
    ratio, walls = above.cpu / below.cpu, above.wall / below.wall
    sys.stdout.write(
        f"{what:20} {took.cpu:8.2f} s ({took.wall:.2f})  {ratio:9.3f} ({walls:.3f}) {meaning}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
