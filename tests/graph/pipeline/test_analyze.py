"""When groups are looked for anew, and when what was found still holds."""

import pytest

from graph.facts.open import open_facts
from graph.pipeline import analyze as module
from graph.workspace.config import Config
from loaders.ingest import ingest
from tests.loaders.exports import LEADS, lead, page, put


@pytest.fixture
def con(tmp_path):
    put(tmp_path, "leads.csv", LEADS + lead(1))
    put(tmp_path, "pages.jsonl", page(1) + page(2))
    with open_facts(tmp_path / "facts.duckdb") as con:
        ingest(con, [tmp_path / "leads.csv", tmp_path / "pages.jsonl"], Config())
        yield con


@pytest.fixture
def runs(monkeypatch):
    seen = []
    detect = module.detect
    monkeypatch.setattr(module, "detect", lambda *a, **k: seen.append(1) or detect(*a, **k))
    return seen


def test_what_was_found_holds_until_something_changes(con, runs, monkeypatch):
    module.analyze(con, Config())
    module.analyze(con, Config())
    assert len(runs) == 1
    module.analyze(con, Config(), everything=True)
    assert len(runs) == 2
    module.analyze(con, Config(list_confidence=0.9, model={"tau_days": 5.0}))
    assert len(runs) == 3


def test_other_shipped_models_look_anew(con, runs, monkeypatch):
    module.analyze(con, Config())
    monkeypatch.setattr(module, "shipped_digest", lambda: "a later release's")
    module.analyze(con, Config())
    assert len(runs) == 2
