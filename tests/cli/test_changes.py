"""``changes``, and ``--as-of`` on verbs that read snapshots."""

from __future__ import annotations

from tests.cli.test_contract import check
from tests.graph.queries.sample import GROUP


def test_changes_say_what_moved_in_calm_words(ask):
    done = ask("changes")
    assert done.code == 0
    assert "Acme Corp" in done.out
    assert "likely group of 2" in done.out
    assert "1 new, 0 risen, 0 fallen, 0 gone, 0 changed" in done.err


def test_changes_as_csv_have_a_header_without_any_row(ask):
    done = ask("changes", "--since", "2026-05-21", "--format", "csv")
    assert done.out.splitlines()[0].startswith("change,unit,account,")
    assert len(done.out.splitlines()) == 1


def test_a_date_before_every_snapshot_is_said(ask):
    done = ask("changes", "--since", "2020-01-01")
    assert "the earliest, 2026-05-14T00:00:00Z, is shown" in done.err


def test_as_of_fits_the_schema_of_its_verb(ask):
    for verb in ("groups", "accounts"):
        done = ask(verb, "--as-of", "2026-05-16", "--format", "json")
        check(verb, done.json)
        assert "as known on 2026-05-14" in done.err
    [row] = ask(
        "groups", "--min-confidence", ".2", "--as-of", "2026-05-16", "--format", "json"
    ).json
    assert (row["id"], row["confidence"]) == (GROUP, 0.3)


def test_as_of_before_every_snapshot_gives_nothing_and_says_so(ask):
    done = ask("groups", "--as-of", "2020-01-01", "--format", "json")
    assert (done.code, done.json) == (0, [])
    assert "no snapshot is as old as that" in done.err


def test_without_snapshots_the_way_to_them_is_told(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    done = run(*ws, "changes", "--format", "json")
    assert (done.code, done.json["changes"]) == (0, [])
    assert "coterie analyze" in done.err
    check("changes", done.json)


def test_analyze_says_when_a_time_shows_nothing(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    assert "nothing can be found" in run(*ws, "analyze", "--as-of", "1999-01-01").err
    assert "nothing is known later than" in run(*ws, "analyze", "--as-of", "2099-01-01").err


def test_facts_of_an_early_year_leave_the_workspace_readable(run, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    export = tmp_path / "Lead.csv"
    head = "Id,LastName,Company,Status,Email,CreatedDate"
    export.write_text(f"{head}\n00Q5e00000000001EAA,Lee,Acme,Open,ann@acme.example,0201-01-02\n")
    run(*ws, "load", export)
    assert run(*ws, "analyze").code == 0
    assert run(*ws, "status", "--format", "json").json["as_of"] == "0201-01-02T00:00:00Z"
