import duckdb
import pytest

from loaders import repeats
from loaders.repeats import keep_hashes, repeated


@pytest.mark.parametrize("most", [1 << 25, 64], ids=["one round", "several rounds"])
def test_only_ids_that_come_again_are_found(monkeypatch, most):
    monkeypatch.setattr(repeats, "MOST", most)
    con = duckdb.connect()
    con.execute("CREATE TABLE mine AS SELECT 'm' || (i % 990) AS id FROM range(1000) t(i)")
    con.execute("CREATE TABLE known AS SELECT 'm' || (i * 100) AS id FROM range(50) t(i)")
    keep_hashes(con, "found", repeated(con, "SELECT id FROM mine", "SELECT id FROM known"))
    ids = con.execute(
        "SELECT DISTINCT id FROM mine WHERE hash(id) IN (FROM found) ORDER BY id"
    ).fetchall()
    expected = {f"m{i}" for i in range(10)} | {f"m{i}" for i in range(0, 990, 100)}
    assert {one for (one,) in ids} == expected


def test_no_rows_have_no_repeats():
    con = duckdb.connect()
    con.execute("CREATE TABLE mine (id VARCHAR)")
    assert not len(repeated(con, "SELECT id FROM mine", "SELECT id FROM mine"))
