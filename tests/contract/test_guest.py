"""On a server, coterie is a guest: nobody else's nodes are touched, and no password is told."""

import dataclasses

import neo4j
import pytest

from graph.errors import StoreError
from graph.store.server import ServerStore
from tests.journeys.conftest import runner
from tests.worlds.__main__ import main as plant


@pytest.fixture
def shared(neo4j_server):
    """A database that holds a stranger's node, and none of ours."""
    server, password = neo4j_server
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        driver.execute_query("CREATE (:Account {name: 'Stranger'})-[:KNOWS]->(:Thing {id: 'x'})")
        yield server, password
        driver.execute_query("MATCH (n) DETACH DELETE n")


def strangers(store):
    return store.read("MATCH (a:Account {name: 'Stranger'})-[:KNOWS]->(t) RETURN t.id AS id").rows


def test_a_database_that_is_not_ours_is_refused(shared):
    with pytest.raises(StoreError, match="--adopt"):
        ServerStore(*shared)


def test_adopted_the_strangers_nodes_stay_as_they_are(shared):
    with ServerStore(*shared, adopt=True) as store:
        store.ensure_schema()
        store.write_nodes("Account", [{"id": "a1", "name": "Acme"}])
        store.delete_nodes("Account", ["a1"])
        store.write_nodes("Coterie", [{"id": "coterie"}])
        store.clear()
        assert strangers(store) == [{"id": "x"}]


def test_once_stamped_it_is_ours_without_asking_again(shared):
    with ServerStore(*shared, adopt=True) as store:
        store.write_nodes("Coterie", [{"id": "coterie"}])
    with ServerStore(*shared) as store:
        assert strangers(store) == [{"id": "x"}]


def test_a_wrong_password_is_one_line_that_does_not_repeat_it(neo4j_server):
    server, _ = neo4j_server
    with pytest.raises(StoreError) as caught:
        ServerStore(server, "hunter2-wrong")
    assert "hunter2" not in caught.value.line()


def test_an_encrypted_address_of_a_plain_server_is_one_line(neo4j_server):
    server, password = neo4j_server
    port = server.uri.rpartition(":")[2]
    plain = dataclasses.replace(server, uri=f"bolt+ssc://127.0.0.1:{port}")
    with pytest.raises(StoreError) as caught:
        ServerStore(plain, password)
    assert password not in caught.value.line()


def test_a_database_that_is_not_there_is_said(neo4j_server):
    server, password = neo4j_server
    with pytest.raises(StoreError, match="no such database"):
        ServerStore(dataclasses.replace(server, database="nowhere"), password)


def test_the_password_is_kept_nowhere(neo4j_server, tmp_path):
    server, password = neo4j_server
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    plant([str(tmp_path / "world"), "--accounts", "2", "--seed", "1"])
    remote = {
        "COTERIE_GRAPH": server.uri.replace("://", f"://{server.user}@"),
        "COTERIE_GRAPH_PASSWORD": password,
    }
    run = runner(tmp_path, **remote)
    said = [
        run("--debug", "load", "world"),
        run("project", "--rebuild"),
        run("status", "--format", "json"),
        run("config"),
        run("--debug", "cypher", "RETURN nonsense(1)"),
        run("--debug", "--graph", server.uri.replace("://", f"://ann:{password}@"), "groups"),
    ]
    assert [done.code for done in said] == [0, 0, 0, 0, 1, 1]
    assert not any(password in done.out + done.err for done in said)
    files = [path for path in (tmp_path / ".coterie").rglob("*") if path.is_file()]
    assert files
    assert not any(password.encode() in path.read_bytes() for path in files)
