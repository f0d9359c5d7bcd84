"""Killed writers, and a server that restarts in the middle: the next run makes it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graph.facts.open import open_facts
from graph.pipeline.project import project
from graph.store.server import Server, ServerStore
from tests.contract.conftest import ENGINES, neo4j_or_skip, open_engine
from tests.contract.test_same_world import content
from tests.journeys.conftest import ROOT, runner
from tests.neo4j.server import start, stop
from tests.worlds.__main__ import main as plant

COUNTS = (
    "MATCH (n) RETURN labels(n)[0] AS kind, count(n) AS n ORDER BY kind",
    "MATCH ()-[r]->() RETURN type(r) AS kind, count(r) AS n ORDER BY kind",
)
PEOPLE = [{"id": f"p{n:06}", "name": f"Person {n}"} for n in range(60_000)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_writer_killed_half_way_is_finished_by_the_next_command(engine, request, tmp_path):
    plant([str(tmp_path / "world"), "--accounts", "8", "--seed", "3"])
    variables = {}
    if engine == "neo4j":
        server, password = request.getfixturevalue("neo4j_server")
        variables["COTERIE_GRAPH"] = server.uri.replace("://", f"://{server.user}@")
        variables["COTERIE_GRAPH_PASSWORD"] = password
    run = runner(tmp_path, **variables)
    _kill_when_writing(tmp_path, variables)
    assert run("load", "world").code == 0
    mended = [run("cypher", text, "--format", "json").json for text in COUNTS]
    assert run("project", "--rebuild").code == 0
    assert [run("cypher", text, "--format", "json").json for text in COUNTS] == mended
    assert sum(row["n"] for row in mended[0]) > 1000


def _kill_when_writing(folder: Path, variables: dict[str, str]) -> None:
    """Start a load, and kill it as soon as its graph begins to fill."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "load", "world"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        if (folder / ".coterie" / "facts.duckdb").exists():
            time.sleep(1.5)
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_server_that_restarts_in_the_middle_loses_nothing(tmp_path):
    first = neo4j_or_skip(lambda: start(tmp_path / "neo4j"))
    server = Server(first.url.replace("neo4j://neo4j@", "bolt://"), "neo4j", None)
    pids = [first.pid]

    def restart() -> None:
        stop(first.pid)
        pids.append(start(tmp_path / "neo4j", again=first).pid)

    try:
        with ServerStore(server, first.password) as store:
            store.ensure_schema()
            store.write_nodes("Person", PEOPLE[:1000])
            outage = threading.Thread(target=restart)
            outage.start()
            time.sleep(0.2)
            store.write_nodes("Person", PEOPLE)
            outage.join()
            found = store.read("MATCH (p:Person) RETURN count(p) AS n").rows
            assert found == [{"n": len(PEOPLE)}]
    finally:
        stop(pids[-1])


def test_a_projection_to_two_stores_keeps_two_books(tmp_path, request):
    """One workspace, two graphs: each is sent what it lacks, whatever the other has."""
    plant([str(tmp_path / "world"), "--accounts", "4", "--seed", "3"])
    run = runner(tmp_path)
    assert run("load", "world").code == 0
    server, password = request.getfixturevalue("neo4j_server")
    with (
        open_facts(tmp_path / ".coterie" / "facts.duckdb") as con,
        ServerStore(server, password) as store,
    ):
        project(con, store, "second", rebuild=True)
        before = content(store)
        project(con, store, "second")
        assert content(store) == before
        assert len(before[0]) > 100


@pytest.mark.parametrize("engine", ENGINES)
def test_a_graph_that_is_reached_by_two_addresses_stays_one(engine, request, tmp_path):
    """A server has many addresses; the books of each go on from those of the last."""
    with (
        open_facts(tmp_path / "facts.duckdb") as con,
        open_engine(engine, tmp_path, request) as store,
    ):
        con.execute("INSERT INTO graph.topic (id) VALUES ('t1'), ('t2')")
        project(con, store, "one address", rebuild=True)
        con.execute("DELETE FROM graph.topic WHERE id = 't1'")
        con.execute("INSERT INTO graph.topic (id) VALUES ('t3')")
        for address, written in (("another address", 1), ("one address", 0)):
            rows = project(con, store, address)
            assert sum(row.written for row in rows) == written
            found = store.read("MATCH (t:Topic) RETURN t.id AS id ORDER BY id").rows
            assert found == [{"id": "t2"}, {"id": "t3"}]
