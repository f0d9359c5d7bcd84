"""The offline import: Neo4j's own tool builds, from our files, what a projection would write."""

import shutil
from contextlib import closing

import pytest

from graph.errors import StoreError
from graph.facts.open import open_facts
from graph.pipeline.import_set import write_import_set
from graph.pipeline.project import is_current, project
from graph.store.embedded import EmbeddedStore
from graph.store.server import Server, ServerStore
from tests.contract.conftest import neo4j_or_skip
from tests.contract.test_same_world import content
from tests.contract.test_store import HOSTILE
from tests.journeys.conftest import runner
from tests.neo4j.server import admin, start, stop
from tests.worlds.__main__ import main as plant


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A world's facts with hostile names among them, its files, and a server built from these."""
    folder = tmp_path_factory.mktemp("import")
    plant([str(folder / "world"), "--accounts", "8", "--seed", "5"])
    run = runner(folder)
    assert run("load", "world").code == 0
    assert run("analyze").code == 0
    with closing(open_facts(folder / ".coterie" / "facts.duckdb")) as con:
        for number, name in enumerate([*HOSTILE, 'a "quoted"\r\nline', "back\\slash", "a;b,c"]):
            con.execute(
                "INSERT INTO graph.person (id, name, emails) VALUES ($1, $2, [$2, 'x', NULL])",
                [f"hostile-{number}", name],
            )
        con.execute("INSERT INTO graph.person (id, emails) VALUES ('no list', [])")
        made = write_import_set(con, folder / "set")
        home = folder / "home"
        neo4j_or_skip(lambda: admin(home, "sh", str(made.script), "neo4j"))
        running = neo4j_or_skip(lambda: start(home))
        server = Server(running.url.replace("neo4j@", ""), "neo4j", None)
        with ServerStore(server, running.password) as store:
            yield con, made, store
        stop(running.pid)


def test_the_imported_graph_is_the_projected_one(imported, tmp_path):
    con, made, store = imported
    assert is_current(con, store)
    mended = project(con, store, "imported")  # the import has no empty list
    assert {row.kind for row in mended if row.written} == {"Person", "Snapshot"}
    assert sum(row.removed for row in mended) == 0
    with EmbeddedStore(tmp_path / "graph") as projected:
        project(con, projected, "embedded copy")
        found = content(store)
        assert found == content(projected)
    assert (len(found[0]) + 1, len(found[1])) == (made.nodes, made.relationships)


def test_a_projection_to_it_sends_only_what_changed(imported):
    con, _, store = imported
    before = content(store)
    con.execute("UPDATE graph.person SET title = 'Changed' WHERE id = 'hostile-0'")
    con.execute("DELETE FROM graph.person WHERE id = 'hostile-1'")
    rows = project(con, store, "imported")
    assert [(row.kind, row.written, row.removed) for row in rows if row.written or row.removed] == [
        ("Person", 1, 1)
    ]
    after = content(store)
    assert (len(before[0]) - len(after[0]), before[1]) == (1, after[1])
    found = store.read("SHOW CONSTRAINTS YIELD labelsOrTypes AS l RETURN l").rows
    assert {"l": ["Person"]} in found


def test_a_set_whose_books_are_lost_is_written_anew(imported):
    con, _, store = imported
    store.write("MATCH (c:Coterie) SET c.books = 'import 999'")
    store.write("CREATE (:Person {id: 'stale', coterie_stamp: true})")
    project(con, store, "lost")
    assert store.read("MATCH (p:Person {id: 'stale'}) RETURN p").rows == []


def test_the_same_facts_give_the_same_bytes(imported, tmp_path):
    con, _, _ = imported
    one, two = write_import_set(con, tmp_path / "one"), write_import_set(con, tmp_path / "two")
    files = sorted(path.name for path in one.folder.iterdir())
    assert files == sorted(path.name for path in two.folder.iterdir())
    assert len(files) == one.files + 1
    for name in files:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()


def test_a_second_set_replaces_the_first_and_nothing_else(imported, tmp_path):
    con, _, _ = imported
    made = write_import_set(con, tmp_path / "set")
    shutil.copy(made.folder / "person.csv", made.folder / "system.csv")
    assert write_import_set(con, tmp_path / "set") == made
    (tmp_path / "set" / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"notes\.txt"):
        write_import_set(con, tmp_path / "set")
    assert (tmp_path / "set" / "person.csv").exists()
