"""``calibrate`` end to end: refuses, refits, is used by the next run, and is revoked."""

from __future__ import annotations

import duckdb
import pytest

from graph.pipeline import calibrate
from tests.cli.test_contract import check
from tests.worlds.make import write_world
from tests.worlds.settings import Settings

WON = """
    UPDATE graph.opportunity SET won = true, closed = true,
        created = (SELECT max("at") FROM resolved.touch WHERE kind = 'page_view') - INTERVAL 60 DAY,
        closes = (SELECT max("at") FROM resolved.touch WHERE kind = 'page_view') - INTERVAL 1 DAY"""


def test_too_few_won_deals_are_refused_in_a_line(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    done = run(*ws, "calibrate")
    assert done.code == 1
    assert "0 closed-won opportunities with contact roles, 50 are needed" in done.err
    assert run(*ws, "calibrate", "--dry-run", "--revoke").code == 2


@pytest.mark.slow
def test_a_refit_is_used_by_the_next_run_until_it_is_revoked(run, tmp_path, monkeypatch):
    write_world(tmp_path / "world", Settings(seed=61, accounts=30, people=900, groups=0.9))
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", tmp_path / "world")
    with duckdb.connect(str(tmp_path / "ws" / "facts.duckdb")) as con:
        con.execute(WON)
    monkeypatch.setattr(calibrate, "NEEDED", 5)
    monkeypatch.setattr(calibrate, "LEAST", 2)
    run(*ws, "analyze")
    before = run(*ws, "groups", "--all", "--format", "json").json
    tried = run(*ws, "calibrate", "--dry-run", "--format", "json")
    assert (tried.code, tried.json["stored"], tried.json["in_force"]) == (0, False, None)
    done = run(*ws, "calibrate", "--format", "json")
    check("calibrate", done.json)
    assert done.json["stored"]
    assert "closed-won opportunities" in done.json["in_force"]
    run(*ws, "analyze")
    after = run(*ws, "groups", "--all", "--format", "json").json
    assert {g["id"] for g in after} & {g["id"] for g in before}
    assert [g["confidence"] for g in after] != [g["confidence"] for g in before]
    back = run(*ws, "calibrate", "--revoke", "--format", "json")
    check("calibrate", back.json)
    assert (back.json["stored"], back.json["in_force"]) == (False, None)
    run(*ws, "analyze")
    assert run(*ws, "groups", "--all", "--format", "json").json == before
