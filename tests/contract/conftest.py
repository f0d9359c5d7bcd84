"""Every store that can be had here, empty and with its schema: one suite for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.server import Server, ServerStore
from tests.neo4j.jars import Unavailable
from tests.neo4j.server import start, stop

ENGINES = ("embedded", "neo4j")
GIVEN = "COTERIE_TEST_NEO4J"
Had = TypeVar("Had")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests that share the server run in one worker, so that one server is started."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("server"))


def neo4j_or_skip(begin: Callable[[], Had]) -> Had:
    """What was started or fetched; else the test is skipped with the reason, or fails in CI."""
    try:
        return begin()
    except Unavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Neo4j: {reason}; set {GIVEN} to 'URI USER PASSWORD' to use one")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server to test against: ``COTERIE_TEST_NEO4J`` (URI USER PASSWORD), else our own."""
    given = os.environ.get(GIVEN)
    if given:
        uri, user, password = given.split()
        yield Server(uri, user, None), password
        return
    running = neo4j_or_skip(lambda: start(tmp_path_factory.mktemp("neo4j")))
    yield Server(running.url.replace("neo4j@", ""), "neo4j", None), running.password
    stop(running.pid)


def open_engine(name: str, folder: Path, request: pytest.FixtureRequest) -> GraphStore:
    if name == "embedded":
        return EmbeddedStore(folder / "graph")
    return ServerStore(*request.getfixturevalue("neo4j_server"))


@pytest.fixture(scope="module", params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    store = open_engine(request.param, tmp_path_factory.mktemp(request.param), request)
    store.clear()
    store.ensure_schema()
    yield store
    store.close()


@pytest.fixture
def store(opened: GraphStore) -> Iterator[GraphStore]:
    yield opened
    opened.clear()
