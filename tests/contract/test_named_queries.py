"""Every named question gets the same answer from every store, and from cypher-shell as it is."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph.queries
from graph.facts.open import open_facts
from graph.pipeline.project import project
from graph.queries.catalog import NamedQuery, catalog
from graph.store.base import GraphStore
from graph.store.bolt import serve
from tests.contract.conftest import ENGINES, neo4j_or_skip, open_engine
from tests.journeys.conftest import runner
from tests.neo4j.jars import LTS, fetch_shell, find_java
from tests.worlds.__main__ import main as plant

FOLDER = Path(graph.queries.__file__).parent


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """A planted world, loaded and analyzed."""
    folder = tmp_path_factory.mktemp("named")
    plant([str(folder / "world"), "--accounts", "12", "--seed", "2"])
    run = runner(folder)
    assert run("load", "world").code == 0
    assert run("analyze").code == 0
    return folder / ".coterie"


@pytest.fixture(scope="module")
def answering(workspace, tmp_path_factory, request) -> Iterator[dict[str, GraphStore]]:
    """The world in every store that can be had."""
    folder = tmp_path_factory.mktemp("stores")
    stores = {name: open_engine(name, folder, request) for name in ENGINES}
    with open_facts(workspace / "facts.duckdb") as con:
        for name, store in stores.items():
            project(con, store, f"named {name}", rebuild=True)
    yield stores
    for store in stores.values():
        store.close()


def widest(query: NamedQuery) -> dict[str, float]:
    """Thresholds let down, so that the question finds whatever there is."""
    return {p.name: 0.0 for p in query.parameters if isinstance(p.default, float)}


@pytest.mark.parametrize("name", catalog())
def test_every_store_gives_the_same_answer(answering, name):
    query = catalog()[name]
    for values in ({}, widest(query)):
        first, *others = [query.run(store, values).rows for store in answering.values()]
        for other in others:
            assert other == first


def test_most_questions_find_something(answering):
    store = next(iter(answering.values()))
    found = {name for name, query in catalog().items() if query.run(store, widest(query)).rows}
    assert len(found) > len(catalog()) // 2, sorted(catalog().keys() - found)


def shell(address: list[str], password: str, lines: list[str]) -> str:
    """What cypher-shell prints for lines that are typed into it."""
    jars = neo4j_or_skip(fetch_shell)
    java, _ = neo4j_or_skip(lambda: find_java(LTS))
    done = subprocess.run(
        [java, "-cp", f"{jars}/*", "org.neo4j.shell.Main", *address, "--format", "plain"],
        env={**os.environ, "NEO4J_PASSWORD": password},
        input="\n".join([*lines, ""]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def typed() -> list[str]:
    """Each shipped file after its parameters, with a line between them."""
    lines = []
    for name, query in catalog().items():
        given = {p.name: p.default for p in query.parameters} | widest(query)
        literal = ", ".join(f"{key}: {json.dumps(value)}" for key, value in given.items())
        lines += [f":param {{{literal}}}", f":source {FOLDER / name}.cypher"]
    return lines


def test_shipped_files_work_in_cypher_shell_as_they_are(answering, neo4j_server):
    server, password = neo4j_server
    said = shell(["-a", server.uri, "-u", server.user], password, typed()).splitlines()
    for query in catalog().values():  # an empty answer is printed without its header
        if query.run(answering["neo4j"], widest(query)).rows:
            assert ", ".join(query.fields) in said, query.name


def test_cypher_shell_sees_a_served_graph_as_it_sees_a_server(answering, workspace, neo4j_server):
    """``coterie serve`` lets any client connect; what it shows is what a Neo4j would."""
    server, password = neo4j_server
    with serve(workspace / "graph") as serving:
        address = ["-a", serving.url, "-u", serving.user, "-d", serving.database]
        served = shell(address, serving.password, typed())
    assert served == shell(["-a", server.uri, "-u", server.user], password, typed())
