"""The declarations agree with each other and with what is made from them."""

import duckdb
import pytest

from graph.errors import ModelError
from graph.facts.create import create_tables
from graph.facts.tables import graph_tables
from graph.model.registry import RELATIONSHIP_TYPES, node, relationship
from graph.model.relationships import COMMON
from graph.model.spec import Kind, NodeType, Property, RelationshipType
from graph.store import cypher


def test_every_relationship_says_where_it_comes_from():
    for rel in RELATIONSHIP_TYPES.values():
        assert rel.properties[-2:] == COMMON


def test_unknown_names_are_refused():
    with pytest.raises(ModelError, match="Persn"):
        node("Persn")
    with pytest.raises(ModelError, match="KNOWS"):
        relationship("KNOWS")


@pytest.mark.parametrize("label", ["person", "Per son", "Person) DETACH DELETE (n", ""])
def test_a_label_that_could_break_a_statement_cannot_be_declared(label):
    with pytest.raises(ModelError):
        NodeType(label, "doc")


def test_twins_are_refused():
    twice = (Property("a", Kind.STRING, ""), Property("a", Kind.FLOAT, ""))
    with pytest.raises(ModelError, match="twice"):
        NodeType("Thing", "doc", twice)


def test_undeclared_pairs_are_refused():
    with pytest.raises(ModelError, match="not declared"):
        cypher.write_relationships("WORKS_AT", ("Account", "Person"))
    with pytest.raises(ModelError, match="not declared"):
        RelationshipType("KNOWS", "doc", (("Person", "Person"),)).table("Person", "Account")


def test_tables_can_be_created_twice_and_have_unique_names():
    con = duckdb.connect()
    create_tables(con)
    create_tables(con)
    names = [name for name, _ in graph_tables()]
    assert len(names) == len(set(names))
    found = con.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'graph'"
    ).fetchone()
    assert found == (len(names),)


def test_instants_travel_with_their_seconds():
    write = cypher.write_relationships("WORKS_AT", ("Person", "Account"))
    assert "x.since = datetime(r[2]), x.since_ts = r[3]" in write.text
    assert write.fields[:4] == ("start_id", "end_id", "since", "since_ts")
    row = {"end_id": "a", "start_id": "p", "since_ts": 1}
    assert write.values(row)[:4] == ["p", "a", None, 1]
