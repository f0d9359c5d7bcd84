"""What an atlas may tell of files: only of those behind the graph that it shows."""

from datetime import datetime

import pytest

from cli.atlas import _files
from graph.facts.ledger import Counts, LoadEntry, Reject, add_load, add_rejects
from graph.facts.open import open_facts
from graph.facts.versions import set_value
from graph.pipeline.session import EMBEDDED, Session
from graph.store.embedded import EmbeddedStore
from graph.workspace.config import Config


@pytest.fixture
def facts(tmp_path):
    con = open_facts(tmp_path / "facts.duckdb")
    set_value(con, "workspace", "mine")
    about = ("/home/ann/exports/Lead.csv", "salesforce.Lead", "hash", "mapping")
    counts = Counts(rows=5, loaded=2, refused=3)
    at = datetime(2026, 1, 1)
    add_load(con, LoadEntry(1, *about, counts, {}, (), None, 0.1, at))
    whys = ["CreatedDate 'ann@x.example' is no time", "CreatedDate 'b' is no time", "no Id"]
    rejects = [Reject(line, why, "raw") for line, why in enumerate(whys)]
    add_rejects(con, 1, about[0], rejects)
    yield con
    con.close()


def session(facts, store, target):
    return Session(store, target, Config(), None, facts)


def test_reasons_are_counted_together_and_tell_nothing_of_the_rows(facts, tmp_path):
    with EmbeddedStore(tmp_path / "graph") as store:
        (told,) = _files(session(facts, store, EMBEDDED))
    assert (told.file, told.rows, told.refused) == ("Lead.csv", 5, 3)
    assert told.reasons == (("CreatedDate … is no time", 2), ("no Id", 1))


def test_files_of_another_workspace_are_not_told(facts, tmp_path):
    with EmbeddedStore(tmp_path / "graph") as store:
        store.ensure_schema()
        store.write_nodes("Coterie", [{"id": "coterie", "workspace": "theirs"}])
        assert _files(session(facts, store, "neo4j://server")) is None
        store.write_nodes("Coterie", [{"id": "coterie", "workspace": "mine"}])
        assert len(_files(session(facts, store, "neo4j://server"))) == 1
    assert _files(session(None, None, "neo4j://server")) is None
