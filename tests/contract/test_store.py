"""What every store must do, whichever engine stands behind it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ModelError, QueryError, ReadOnlyError
from graph.model.registry import NODE_TYPES, RELATIONSHIP_TYPES
from graph.store.base import GraphStore

ALL = "MATCH (n) RETURN n ORDER BY n.id"
WORKS = ("Person", "Account")
ACME = {"id": "a1", "name": "Acme", "domains": ["acme.example", "acme.test"], "employees": 12}
ANN = {"id": "p1", "name": "Ann", "first_seen": "2026-05-01T12:30:00.250Z", "first_seen_ts": 9}


def nodes(store: GraphStore) -> list[dict]:
    return [row["n"] for row in store.read(ALL).rows]


def properties(store: GraphStore, node_id: str) -> dict:
    found = store.read("MATCH (n {id: $id}) RETURN n", {"id": node_id}).rows
    return found[0]["n"]["properties"]


def employ(store: GraphStore, **more: object) -> None:
    store.write_nodes("Account", [ACME])
    store.write_nodes("Person", [ANN])
    row = {"start_id": "p1", "end_id": "a1", "method": "declared", **more}
    store.write_relationships("WORKS_AT", WORKS, [row])


def test_written_twice_it_stands_once(store):
    employ(store)
    employ(store)
    assert [n["labels"] for n in nodes(store)] == [["Account"], ["Person"]]
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n").rows == [{"n": 1}]


def test_fresh_rows_are_created_like_any_other(store):
    store.write_nodes("Account", [ACME], fresh=True)
    store.write_nodes("Person", [ANN], fresh=True)
    row = {"start_id": "p1", "end_id": "a1", "method": "declared"}
    store.write_relationships("WORKS_AT", WORKS, [row], fresh=True)
    store.write_relationships("WORKS_AT", WORKS, [{**row, "method": "alias"}])
    found = store.read("MATCH (p)-[r:WORKS_AT]->(a) RETURN p.id AS p, r.method AS m, a.id AS a")
    assert found.rows == [{"p": "p1", "m": "alias", "a": "a1"}]
    with pytest.raises(ModelError, match="1 of 1"):
        store.write_relationships("WORKS_AT", WORKS, [{**row, "end_id": "no"}], fresh=True)


def test_an_update_replaces_and_null_removes(store):
    store.write_nodes("Account", [ACME])
    store.write_nodes("Account", [{"id": "a1", "name": "Acme Ltd", "domains": ["acme.example"]}])
    assert properties(store, "a1") == {
        "id": "a1",
        "name": "Acme Ltd",
        "domains": ["acme.example"],
    }


def test_instants_come_out_as_utc_and_compare_by_order(store):
    employ(store)
    assert properties(store, "p1")["first_seen"] == "2026-05-01T12:30:00.25Z"
    later = "MATCH (p:Person) WHERE p.first_seen > datetime($t) RETURN p.first_seen AS at"
    assert store.read(later, {"t": "2026-05-01T12:30:00Z"}).rows == [
        {"at": "2026-05-01T12:30:00.25Z"}
    ]
    assert store.read(later, {"t": "2026-05-01T12:31:00Z"}).rows == []


def test_a_moment_is_the_same_in_every_zone(store):
    employ(store)  # first seen at 12:30:00.25 UTC
    text = "MATCH (p:Person) WHERE p.first_seen > datetime($t) RETURN p.id AS id"
    for before in ("2026-05-01T14:30:00+02:00", "2026-05-01T05:30:00-07:00"):
        assert store.read(text, {"t": before}).rows == [{"id": "p1"}], before
    for after in ("2026-05-01T14:31:00+02:00", "2026-05-01T18:01:00+05:30"):
        assert store.read(text, {"t": after}).rows == [], after


def test_lists_and_what_is_absent_come_back_as_they_were(store):
    rows = [
        {"id": "a1", "domains": ["one.example", "", "two.example"], "employees": 0, "fit": False},
        {"id": "a2", "domains": [], "employees": None, "fit": None},
    ]
    store.write_nodes("Account", rows)
    assert properties(store, "a1") == rows[0]
    assert properties(store, "a2") == {"id": "a2", "domains": []}
    found = store.read("MATCH (a:Account {id: 'a2'}) RETURN a.employees AS n, a.name AS name")
    assert found.rows == [{"n": None, "name": None}]


def test_relationships_and_paths_name_their_own_ids(store):
    employ(store, score=0.5)
    row = store.read("MATCH x = (p:Person)-[r:WORKS_AT]->(a:Account) RETURN x, r").rows[0]
    assert row["r"]["type"] == "WORKS_AT"
    assert (row["r"]["start"], row["r"]["end"]) == ("p1", "a1")
    assert row["r"]["properties"] == {"method": "declared", "score": 0.5}
    assert [n["properties"]["id"] for n in row["x"]["nodes"]] == ["p1", "a1"]
    assert row["x"]["relationships"] == [row["r"]]
    alone = store.read("MATCH ()-[r:WORKS_AT]->() RETURN r, [r] AS rs").rows[0]
    assert alone == {"r": row["r"], "rs": [row["r"]]}


def test_what_is_gone_is_removed(store):
    employ(store)
    store.delete_relationships("WORKS_AT", WORKS, [("p1", "a1")])
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n").rows == [{"n": 0}]
    store.delete_nodes("Person", ["p1", "never-there"])
    assert [n["properties"]["id"] for n in nodes(store)] == ["a1"]


def test_removing_a_node_takes_its_relationships(store):
    employ(store)
    store.delete_nodes("Account", ["a1"])
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n").rows == [{"n": 0}]


def test_a_relationship_without_an_end_is_refused_and_nothing_is_written(store):
    store.write_nodes("Person", [ANN])
    with pytest.raises(ModelError, match="1 of 1"):
        store.write_relationships("WORKS_AT", WORKS, [{"start_id": "p1", "end_id": "nobody"}])
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n").rows == [{"n": 0}]


def test_every_declared_label_and_relationship_can_be_written(store):
    for label in NODE_TYPES:
        store.write_nodes(label, [{"id": f"{label}-1"}])
    for rel in RELATIONSHIP_TYPES.values():
        for start, end in rel.pairs:
            row = {"start_id": f"{start}-1", "end_id": f"{end}-1", "basis": "observed"}
            store.write_relationships(rel.type, (start, end), [row])
    expected = sorted(
        (start, rel.type, end) for rel in RELATIONSHIP_TYPES.values() for start, end in rel.pairs
    )
    text = "MATCH (a)-[r]->(b) RETURN labels(a)[0] AS a, type(r) AS r, labels(b)[0] AS b"
    assert sorted((x["a"], x["r"], x["b"]) for x in store.read(text).rows) == expected


def test_more_rows_than_a_batch(store):
    store.write_nodes("Person", [{"id": f"p{n:05}", "name": str(n)} for n in range(12_001)])
    assert store.read("MATCH (p:Person) RETURN count(p) AS n").rows == [{"n": 12_001}]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Person {id: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.name = 'x' RETURN n",
        "MERGE (n:Person {id: 'x'}) RETURN n",
        "MATCH (n) REMOVE n.name",
    ],
)
def test_reading_never_writes(store, text):
    store.write_nodes("Account", [ACME])
    with pytest.raises(ReadOnlyError):
        store.read(text)
    assert properties(store, "a1") == ACME


def test_writing_is_possible_when_meant(store):
    store.write("CREATE (n:Topic {id: $id})", {"id": "t1"})
    assert [n["properties"] for n in nodes(store)] == [{"id": "t1"}]


def test_a_row_limit_cuts_and_says_so(store):
    store.write_nodes("Topic", [{"id": f"t{n}"} for n in range(5)])
    cut = store.read("MATCH (t:Topic) RETURN t.id AS id ORDER BY id", limit=2)
    assert (cut.rows, cut.truncated) == ([{"id": "t0"}, {"id": "t1"}], True)
    whole = store.read("MATCH (t:Topic) RETURN t.id AS id ORDER BY id", limit=5)
    assert (len(whole.rows), whole.truncated) == (5, False)


@pytest.mark.parametrize("text", ["MATCH (n", "RETURN nonsense(1)", "MATCH (n) RETURN n.id = $no"])
def test_a_wrong_text_is_one_line(store, text):
    store.write_nodes("Topic", [{"id": "t"}])
    with pytest.raises(QueryError) as caught:
        store.read(text)
    assert "\n" not in caught.value.line()
    assert "com." not in caught.value.line()


RUNAWAY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n"


def test_a_runaway_query_is_ended_and_the_store_lives_on(store):
    store.write_nodes("Topic", [{"id": "t"}])
    with pytest.raises(QueryError, match="took"):
        store.read(RUNAWAY, timeout=1.0)
    assert store.read("MATCH (t:Topic) RETURN t.id AS id").rows == [{"id": "t"}]


def test_a_bounded_query_answers_like_any_other(store):
    employ(store)
    text = "MATCH x = (p:Person {id: $id})-[:WORKS_AT]->(a) RETURN x, p.name AS name"
    free = store.read(text, {"id": "p1"})
    assert store.read(text, {"id": "p1"}, limit=5, timeout=20.0) == free
    with pytest.raises(ReadOnlyError):
        store.read("CREATE (:Topic {id: 'x'})", timeout=20.0)


HOSTILE = [
    "(#1:1)-[#7:1]->(#4:1)",
    "'; MATCH (n) DETACH DELETE n //",
    "`) DETACH DELETE n",
    "2026-01-01T00:00Z",
    "\u2028\u202e😀 {{7*7}} ${x} <script>",
    "x" * 100_000,
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_text(store, name):
    store.write_nodes("Person", [{"id": "p1", "name": name}])
    assert properties(store, "p1")["name"] == name
    assert len(store.read("MATCH (p:Person {name: $n}) RETURN p", {"n": name}).rows) == 1


@pytest.mark.parametrize("name", [name for name in HOSTILE if 0 < len(name) < 1000])
def test_hostile_ids_and_words_of_a_relationship_are_only_text(store, name):
    store.write_nodes("Person", [{"id": name}, {"id": "bystander"}])
    store.write_nodes("Account", [{"id": name}])
    row = {"start_id": name, "end_id": name, "method": name}
    store.write_relationships("WORKS_AT", WORKS, [row])
    found = store.read("MATCH (p:Person {id: $n})-[r]->() RETURN r", {"n": name}).rows[0]["r"]
    assert (found["start"], found["end"], found["properties"]["method"]) == (name, name, name)
    store.delete_relationships("WORKS_AT", WORKS, [(name, name)])
    store.delete_nodes("Person", [name])
    left = sorted(n["properties"]["id"] for n in nodes(store))
    assert left == sorted(["bystander", name])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_survives(store, text):
    store.write_nodes("Topic", [{"id": "t", "name": text}])
    assert properties(store, "t")["name"] == text


def test_clear_leaves_an_empty_graph_with_its_schema(store):
    employ(store)
    store.clear()
    assert nodes(store) == []
    employ(store)
    assert len(nodes(store)) == 2
