"""The embedded graph over Bolt: the official driver sees what the store wrote."""

import socket

import neo4j
import pytest
from neo4j.exceptions import AuthError

from graph.errors import StoreError
from graph.store.bolt import serve
from graph.store.embedded import EmbeddedStore


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph"
    with EmbeddedStore(path) as store:
        store.ensure_schema()
        store.write_nodes("Topic", [{"id": "t1", "name": "zero trust"}])
    return path


def test_the_official_driver_connects_and_reads(graph):
    with serve(graph) as serving:
        assert serving.url.startswith("bolt://127.0.0.1:")
        auth = (serving.user, serving.password)
        with neo4j.GraphDatabase.driver(serving.url, auth=auth) as driver:
            found = driver.execute_query(
                "MATCH (t:Topic {id: $id}) RETURN t.name AS name",
                id="t1",
                database_=serving.database,
            )
    assert [record["name"] for record in found.records] == ["zero trust"]
    with EmbeddedStore(graph) as store:
        assert store.read("MATCH (t:Topic) RETURN count(t) AS n").rows == [{"n": 1}]


def test_another_password_is_refused(graph):
    with serve(graph) as serving, pytest.raises(AuthError):
        wrong = (serving.user, "wrong-password")
        with neo4j.GraphDatabase.driver(serving.url, auth=wrong) as driver:
            driver.execute_query("RETURN 1", database_=serving.database)


def test_a_taken_port_is_said(graph):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StoreError, match="taken"), serve(graph, taken.getsockname()[1]):
            pass
