"""The same facts, projected into every store, give the same graph: compared by content."""

import json

import pytest

from graph.errors import StoreError
from graph.facts.open import open_facts
from graph.facts.versions import set_value
from graph.pipeline.project import is_current, project
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest
from tests.contract.conftest import ENGINES, open_engine
from tests.worlds.__main__ import main as plant

NODES = "MATCH (n) WHERE NOT n:Coterie RETURN n"
RELATIONSHIPS = "MATCH ()-[r]->() RETURN r"


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """A small planted world as facts, in two versions of one table."""
    folder = tmp_path_factory.mktemp("world")
    plant([str(folder / "world"), "--accounts", "8", "--seed", "5"])
    con = open_facts(folder / "facts.duckdb")
    set_value(con, "workspace", "contract")
    ingest(con, [folder / "world"], read_config(folder / "world" / "coterie.toml"))
    return con


def content(store) -> tuple[list[str], list[str]]:
    nodes = [json.dumps(row["n"], sort_keys=True) for row in store.read(NODES).rows]
    rels = [json.dumps(row["r"], sort_keys=True) for row in store.read(RELATIONSHIPS).rows]
    return sorted(nodes), sorted(rels)


@pytest.fixture
def stores(tmp_path, request):
    """Every store that can be had, empty."""
    opened = {name: open_engine(name, tmp_path, request) for name in ENGINES}
    for store in opened.values():
        store.clear()
    yield opened
    for store in opened.values():
        store.clear()
        store.close()


def shown_by_all(facts, stores):
    """What the stores show, once they were found to show the same."""
    for name, store in stores.items():
        project(facts, store, name)
    first, *others = [content(store) for store in stores.values()]
    for other in others:
        assert other == first
    return first


def test_every_store_shows_the_same_graph_before_and_after_a_change(facts, stores):
    before = shown_by_all(facts, stores)
    assert len(before[0]) > 1000
    facts.execute("UPDATE graph.person SET title = 'Changed' WHERE id < 'person:8'")
    facts.execute("DELETE FROM graph.visitor WHERE id < 'visitor:8'")
    after = shown_by_all(facts, stores)
    assert len(after[0]) < len(before[0])
    assert any("Changed" in node for node in after[0])


def test_a_store_that_dies_half_way_is_finished_by_the_next_run(facts, stores):
    for name, store in stores.items():
        written = store.write_relationships

        def dies(type_, pair, rows, *, fresh=False, written=written):
            given = list(rows)
            written(type_, pair, given[: len(given) // 2], fresh=fresh)
            raise StoreError("the server went away")

        store.write_relationships = dies
        with pytest.raises(StoreError):
            project(facts, store, f"dying-{name}")
        store.write_relationships = written
        assert not is_current(facts, store)
        project(facts, store, f"dying-{name}")
        mended = content(store)
        project(facts, store, f"dying-{name}", rebuild=True)
        assert content(store) == mended
