"""On a server, coterie is a guest: somebody else's nodes are never touched."""

import neo4j
import pytest

from graph.errors import StoreError
from graph.store.server import ServerStore


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
