"""``unload`` end to end: graph and views follow the facts."""

from tests.cli.test_contract import check


def test_a_load_goes_with_people_accounts_and_groups(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    run(*ws, "analyze")
    loads = {
        row["file"].rsplit("/", 1)[-1]: row["load"]
        for row in run(*ws, "status", "--format", "json").json["loads"]
    }
    asked = run(*ws, "unload", loads["Lead.csv"], "--dry-run", "--format", "json")
    assert (asked.code, asked.json["removed"]) == (0, 2)
    assert len(run(*ws, "leads", "--format", "json").json) == 2
    done = run(*ws, "unload", "Lead.csv", "--format", "json")
    check("unload", done.json)
    assert run(*ws, "leads", "--format", "json").json == []
    assert run(*ws, "rejects", "--format", "json").json == []
    run(*ws, "unload", "Account.csv")
    counts = run(*ws, "status", "--format", "json").json["counts"]
    assert (counts["accounts"], counts["people"], counts["groups"]) == (0, 0, 0)
    assert run(*ws, "unload", "Account.csv").code == 1
    assert len(run(*ws, "load", exports, "--format", "json").json) == 3
    assert len(run(*ws, "accounts", "--format", "json").json) == 2
