"""Facts to graph: only what changed travels, and a graph that fell behind is mended."""

import shutil

import duckdb
import pytest

from graph.errors import StoreError
from graph.facts.versions import bump_version, set_value
from graph.pipeline.project import SPARING, is_current, project, read_stamp
from graph.pipeline.session import Asked, open_session
from graph.store.embedded import EmbeddedStore

ROWS = """
INSERT INTO graph.account (id, name, domains) VALUES ('a1', 'Acme', ['acme.example', NULL]);
INSERT INTO graph.person (id, name, first_seen) VALUES
    ('p1', 'Ann', TIMESTAMP '2026-05-01 12:30:00.25'), ('p2', 'Bo', NULL);
INSERT INTO graph.works_at (start_id, end_id, method) VALUES
    ('p1', 'a1', 'declared'), ('p2', 'a1', 'declared'), ('gone', 'a1', 'declared');
"""


@pytest.fixture
def asked(tmp_path):
    asked = Asked(tmp_path / "ws")
    with open_session(asked, create=True) as session:
        session.facts.execute(ROWS)
        set_value(session.facts, "loaded_facts", "1")
        bump_version(session.facts)
    return asked


def totals(rows):
    return tuple(
        sum(getattr(r, name) for r in rows) for name in ("written", "removed", "unchanged")
    )


def test_a_session_shows_the_facts(asked):
    with open_session(asked) as session:
        assert is_current(session.facts, session.store)
        text = "MATCH (p:Person)-[:WORKS_AT]->(a) RETURN p.id AS p, p.first_seen_ts AS t ORDER BY p"
        assert session.store.read(text).rows == [
            {"p": "p1", "t": 1777638600},
            {"p": "p2", "t": None},
        ]
        domains = session.store.read("MATCH (a:Account) RETURN a.domains AS d").rows
        assert domains == [{"d": ["acme.example"]}]


def test_a_relationship_to_nobody_is_not_shown(asked):
    with open_session(asked) as session:
        found = session.store.read("MATCH ()-[r:WORKS_AT]->() RETURN count(r) AS n").rows
        assert found == [{"n": 2}]


def test_nothing_changed_writes_nothing(asked):
    with open_session(asked) as session:
        assert totals(session.project()) == (0, 0, 5)


def test_only_what_changed_is_written_and_what_is_gone_is_removed(asked):
    with open_session(asked) as session:
        session.facts.execute("UPDATE graph.person SET name = 'Anne' WHERE id = 'p1'")
        session.facts.execute("DELETE FROM graph.person WHERE id = 'p2'")
        assert totals(session.project()) == (1, 2, 2)
        names = session.store.read("MATCH (p:Person) RETURN p.name AS n").rows
        assert names == [{"n": "Anne"}]


def test_a_rebuild_writes_everything(asked):
    with open_session(asked) as session:
        session.store.write("CREATE (:Person {id: 'made by hand'})")
        assert totals(session.project(rebuild=True)) == (5, 0, 0)
        found = session.store.read("MATCH (p:Person) RETURN p.id AS id ORDER BY id").rows
        assert found == [{"id": "p1"}, {"id": "p2"}]


def test_a_lost_graph_is_built_again(asked):
    shutil.rmtree(asked.folder / "graph")
    with open_session(asked) as session:
        assert session.store.read("MATCH (n:Person) RETURN count(n) AS n").rows == [{"n": 2}]


def test_a_damaged_graph_is_built_again_and_said(asked):
    for file in sorted((asked.folder / "graph").glob("*")):
        file.write_bytes(b"not a graph")
    said = []
    with open_session(asked, warn=said.append) as session:
        assert session.store.read("MATCH (n:Person) RETURN count(n) AS n").rows == [{"n": 2}]
    assert len(said) == 1


def test_a_great_loss_is_refused_and_changes_nothing(asked):
    with open_session(asked) as session:
        session.facts.execute("DELETE FROM graph.person")
        with pytest.raises(StoreError, match="--force"):
            project(session.facts, session.store, session.target, most_gone=0.2)
        found = session.store.read("MATCH (p:Person) RETURN count(p) AS n").rows
        assert found == [{"n": 2}]
        project(session.facts, session.store, session.target, most_gone=1.0)
        assert session.store.read("MATCH (p:Person) RETURN count(p) AS n").rows == [{"n": 0}]


class _Killed(StoreError):
    pass


class _DiesAtAccounts(EmbeddedStore):
    def write_relationships(self, type_, pair, rows, *, fresh=False):
        raise _Killed("the power went")


def test_a_run_killed_half_way_leaves_no_stale_row(asked, monkeypatch):
    with open_session(asked) as session:
        session.facts.execute("INSERT INTO graph.person (id, name) VALUES ('p3', 'Cy')")
        session.facts.execute("INSERT INTO graph.works_at (start_id, end_id) VALUES ('p3', 'a1')")
        monkeypatch.setattr(
            EmbeddedStore, "write_relationships", _DiesAtAccounts.write_relationships
        )
        with pytest.raises(_Killed):
            session.project()
        monkeypatch.undo()
        session.facts.execute("DELETE FROM graph.person WHERE id = 'p3'")
        session.project()
        found = session.store.read("MATCH (p:Person) RETURN p.id AS id ORDER BY id").rows
        assert found == [{"id": "p1"}, {"id": "p2"}]


@pytest.mark.parametrize("rebuild", [True, False])
def test_what_is_too_much_for_little_memory_gets_more(asked, monkeypatch, rebuild):
    tried = []
    write = EmbeddedStore.write_relationships

    def hungry(*given, **named):
        with session.facts.cursor() as beside:
            tried.extend(beside.execute("SELECT current_setting('memory_limit')").fetchone())
        if len(tried) == 1:
            raise duckdb.OutOfMemoryException("no room")
        return write(*given, **named)

    with open_session(asked) as session:
        session.facts.execute("INSERT INTO graph.person (id, name) VALUES ('p3', 'Cy')")
        session.facts.execute("INSERT INTO graph.works_at (start_id, end_id) VALUES ('p3', 'a1')")
        monkeypatch.setattr(EmbeddedStore, "write_relationships", hungry)
        session.project(rebuild=rebuild)
        assert tried[0] == f"{SPARING}.0 MiB"
        assert tried[1] != tried[0]
        found = session.store.read("MATCH (p:Person)-[:WORKS_AT]->() RETURN p.id ORDER BY p.id")
        assert [row["p.id"] for row in found.rows] == ["p1", "p2", "p3"]
        assert totals(session.project()) == (0, 0, 7)


def test_the_stamp_says_which_facts_are_shown(asked):
    with open_session(asked) as session:
        stamp = read_stamp(session.store)
        assert stamp["facts_version"] >= 1
        assert stamp["analyzed"] is False
        bump_version(session.facts)
        assert not is_current(session.facts, session.store)
        session.project()
        assert is_current(session.facts, session.store)
