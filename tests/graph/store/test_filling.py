"""A first load by batch import gives the graph that statements give, or none at all."""

import os
import signal
import subprocess
import sys

import pytest

from graph.errors import ModelError, StoreError
from graph.store.embedded import EmbeddedStore
from tests.contract.test_same_world import content

PEOPLE = [
    {"id": "p1", "name": "Ann", "first_seen": "2026-05-01T12:30:00.250Z", "first_seen_ts": 9},
    {"id": "p2", "name": 'O"Neil; \\ \n\x00 \u2028 😀', "emails": ["a;b", '"', ""], "title": ""},
    {"id": "p3", "emails": [], "name": None, "undeclared": "never kept"},
    {"id": "#5:1;#5:2", "name": "2026-05-01T12:30Z", "title": "x" * 70_000},
    {"id": "p5", "name": "{'@rid': '#1:1'}", "title": "2026-05-01"},
]
ACCOUNTS = [{"id": "a1", "name": "Acme", "employees": 2**40, "fit": True, "domains": ["é.example"]}]
WORKS = [
    {"start_id": person["id"], "end_id": "a1", "since": "2026-01-01T00:00:00.000Z", "score": score}
    for person, score in zip(PEOPLE, (1.0, 0.1, 1e-300, None, 0.5), strict=True)
]
PAIR = ("Person", "Account")
READ = (
    "MATCH (p:Person)-[r:WORKS_AT]->(a:Account) RETURN p.id AS id, r.score AS score ORDER BY id",
    "MATCH (a:Account)<-[r:WORKS_AT]-(p:Person) RETURN p.id AS id, r.score AS score ORDER BY id",
    "MATCH (p:Person) WHERE p.first_seen < datetime('2026-05-01T12:30:01Z') RETURN p.id AS id",
    "MATCH (p:Person {id: 'p1'}) RETURN p.first_seen.epochSeconds AS s, valueType(p.name) AS t",
    "MATCH (a:Account) RETURN valueType(a.employees) AS e, valueType(a.domains) AS d",
    "MATCH ()-[r:WORKS_AT]->() RETURN valueType(r.since) AS t, count(*) AS n",
)
WRITER = """
import sys
from pathlib import Path
from graph.store.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
store.clear()
store.write_nodes("Account", [{"id": "a1"}], fresh=True)
def rows():
    for n in range(1_000_000):
        if n == 30_000:
            print("half", flush=True)
            sys.stdin.read()
        yield {"id": f"p{n}"}
store.write_nodes("Person", rows(), fresh=True)
"""


def filled(store):
    store.write_nodes("Account", ACCOUNTS, fresh=True)
    store.write_nodes("Person", PEOPLE, fresh=True)
    store.write_relationships("WORKS_AT", PAIR, WORKS, fresh=True)
    return content(store), [store.read(text).rows for text in READ]


@pytest.fixture
def store(tmp_path):
    with EmbeddedStore(tmp_path / "graph") as opened:
        yield opened


def test_it_gives_the_graph_that_statements_give(store, tmp_path):
    store.clear()
    by_batch = filled(store)
    with EmbeddedStore(tmp_path / "statements") as other:
        other.ensure_schema()
        assert filled(other) == by_batch
    assert len(by_batch[1][0]) == len(WORKS)


def test_what_was_filled_is_changed_by_statements_like_any_other(store):
    store.clear()
    filled(store)
    store.write_relationships("WORKS_AT", PAIR, WORKS)
    store.write_nodes("Person", [{**PEOPLE[0], "name": "Anna"}])
    store.delete_nodes("Person", ["p2"])
    with pytest.raises(ModelError, match="1 of 1"):
        store.write_relationships(
            "WORKS_AT", PAIR, [{"start_id": "p2", "end_id": "a1"}], fresh=True
        )
    found = store.read("MATCH (p:Person)-[:WORKS_AT]->() RETURN p.name AS name ORDER BY p.id").rows
    assert [row["name"] for row in found] == [
        "2026-05-01T12:30:00Z",
        "Anna",
        None,
        PEOPLE[4]["name"],
    ]


def test_a_relationship_without_an_end_is_refused_and_what_stands_stays_whole(store, tmp_path):
    store.clear()
    store.write_nodes("Account", ACCOUNTS, fresh=True)
    store.write_nodes("Person", PEOPLE, fresh=True)
    with pytest.raises(ModelError, match="1 of 6 rows"):
        lost = {"start_id": "nobody", "end_id": "a1"}
        store.write_relationships("WORKS_AT", PAIR, [*WORKS, lost], fresh=True)
    store.close()
    with EmbeddedStore(tmp_path / "graph") as again:
        assert len(again.read("MATCH (p:Person) RETURN p.id AS id").rows) == len(PEOPLE)


@pytest.mark.parametrize("half_removed", [False, True])
def test_a_filling_that_a_kill_cut_short_leaves_an_empty_graph(tmp_path, half_removed):
    graph = tmp_path / "graph"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(graph)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with writer:
        assert writer.stdout.readline() == b"half\n"
        with pytest.raises(StoreError, match="in use"):  # never taken from who is filling it
            EmbeddedStore(graph)
        writer.send_signal(signal.SIGKILL)
    for file in sorted(graph.glob("dictionary*")) if half_removed else []:
        file.unlink()  # so does a second kill leave it, while it is removed
    with EmbeddedStore(graph) as store:
        assert store.read("MATCH (n) RETURN count(n) AS n").rows == [{"n": 0}]
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]
