"""The shared sample worlds and public samples, where they lie beside the repository."""

from pathlib import Path

import pytest

from graph.facts.open import open_facts
from graph.workspace.config import Config
from loaders.load import load

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared")

TABLES = ("account", "record", "campaign", "opportunity", "contact_role", "content", "signal")


@pytest.fixture
def con(tmp_path):
    connection = open_facts(tmp_path / "facts.duckdb")
    yield connection
    connection.close()


@pytest.mark.parametrize("world", ["dev-1", "quiet"])
def test_a_world_loads_whole(con, world):
    report = load(con, [SHARED / "worlds" / world], Config())
    unknown = [f.file.rpartition("/")[2] for f in report.files if f.profile is None]
    assert unknown == ["truth.json"]
    assert sum(f.refused for f in report.files) == 0
    assert {why for f in report.files for why in f.skipped_why} <= {"no domain"}
    for file in report.files:
        assert file.rows == file.loaded + file.duplicates + file.refused + file.skipped
        if file.profile is not None and not file.file.endswith(".jsonl"):
            text = Path(file.file).read_text(encoding="utf-8")
            assert file.rows == len(text.splitlines()) - 1
            assert file.duplicates == 0
    for table in TABLES:
        ids = con.execute(f"SELECT count(*), count(DISTINCT id) FROM facts.{table}").fetchone()
        assert ids is not None
        assert ids[0] == ids[1]
    dangling = con.execute(
        "SELECT count(*) FROM facts.signal WHERE record_key NOT IN (SELECT id FROM facts.record)"
    ).fetchone()
    assert dangling == (0,)


@pytest.mark.parametrize("folder", ["salesforce_workshop", "csv_spectrum", "fivetran_marketo"])
def test_outside_data_is_loaded_or_left_with_a_reason(con, folder):
    if not (SHARED / "data" / folder).is_dir():
        pytest.skip("not there")
    report = load(con, [SHARED / "data" / folder], Config())
    assert report.files
    for file in report.files:
        assert (file.profile is None) == (file.reason is not None)
        assert file.rows == file.loaded + file.duplicates + file.refused + file.skipped
        assert file.refused == 0
