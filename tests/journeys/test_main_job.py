"""From exports to groups, Cypher and a map, with the counts and the truth held beside."""

import json
import re

from tests.journeys.conftest import runner
from tests.worlds.score import score


def test_every_row_is_accounted_for_and_truth_is_no_input(tmp_path, world):
    done = runner(tmp_path)("load", world, "--format", "json")
    assert done.code == 0
    for row in done.json:
        parts = row["loaded"] + row["duplicates"] + row["refused"] + row["skipped"]
        assert row["rows"] == parts, row["file"]
    unknown = [row for row in done.json if row["profile"] is None]
    assert [row["file"].rsplit("/", 1)[-1] for row in unknown] == ["truth.json"]
    assert unknown[0]["reason"]


def test_the_same_files_again_write_nothing(coterie, world):
    before = coterie("status", "--format", "json").json
    again = coterie("load", world, "--format", "json").json
    assert all(row["rows"] == row["duplicates"] for row in again)
    after = coterie("status", "--format", "json").json
    assert (after["counts"], after["stale"]) == (before["counts"], before["stale"])


def test_after_load_alone_people_content_and_signals_stand_in_the_graph(tmp_path, world):
    run = runner(tmp_path)
    run("load", world)
    text = "MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n ORDER BY label"
    counts = {row["label"]: row["n"] for row in run("cypher", text, "--format", "json").json}
    for label in ("Account", "Person", "Record", "Visitor", "Content", "Topic", "Signal"):
        assert counts[label] > 0, label
    assert "BuyingGroup" not in counts


def test_groups_are_found_and_lie_near_the_truth(coterie, world):
    groups = coterie("groups", "--all", "--format", "json").json
    truth = json.loads((world / "truth.json").read_text(encoding="utf-8"))
    found = score(truth, groups)
    assert found.f1 >= 0.3
    assert found.auc >= 0.75
    listed = coterie("groups", "--format", "json").json
    assert listed == [g for g in groups if g["confidence"] >= 0.5 and g in listed]
    assert all(len(g["members"]) >= 3 for g in listed)


def test_nobody_of_ours_is_in_a_group(coterie):
    groups = coterie("groups", "--all", "--format", "json").json
    addresses = {e for g in groups for m in g["members"] for e in m["emails"]}
    assert addresses
    assert not [e for e in addresses if e.endswith("@lumenfold.example")]


def test_one_analysis_twice_is_the_same_to_the_byte(coterie):
    first = coterie("groups", "--all", "--format", "json").out
    assert coterie("analyze", "--all").code == 0
    assert coterie("groups", "--all", "--format", "json").out == first


def test_free_mail_and_junk_names_make_no_account(coterie):
    accounts = coterie("accounts", "--format", "json").json
    assert accounts
    domains = {domain for row in accounts for domain in row["domains"]}
    assert not {"gmail.com", "yahoo.com", "outlook.com"} & domains
    assert not {"n/a", "-", "self", "test", "student"} & {r["name"].lower() for r in accounts}


def test_cypher_reads_with_a_limit_and_refuses_to_write(coterie):
    cut = coterie("cypher", "MATCH (p:Person) RETURN p.id AS id", "--limit", 3, "--format", "json")
    assert len(cut.json) == 3
    assert "first 3 rows" in cut.err
    refused = coterie("cypher", "CREATE (:Topic {id: 'x'})")
    assert refused.code == 1
    assert "--write" in refused.err
    assert refused.err.count("\n") == 1


def test_why_opens_a_number(coterie):
    group = coterie("groups", "--format", "json").json[0]
    ledger = coterie("why", group["id"], "--format", "json").json
    assert ledger["subject"]["id"] == group["id"]
    assert ledger["lines"]
    person = coterie("why", group["members"][0]["id"], "--format", "json").json
    assert any(line["basis"] == "observed" for line in person["lines"])


def test_the_map_is_one_quiet_file_and_the_same_twice(coterie, tmp_path):
    account = coterie("groups", "--format", "json").json[0]["account_id"]
    first, second = tmp_path / "one.html", tmp_path / "two.html"
    drawn = coterie("map", account, "-o", first, "--format", "json").json
    coterie("map", account, "-o", second)
    assert drawn["nodes"] > 0
    assert first.read_bytes() == second.read_bytes()
    page = first.read_text(encoding="utf-8")
    assert "unsafe-inline" not in page
    assert not re.findall(r"""(?:src|href)=["']https?://""", page)


def test_every_named_query_answers(coterie):
    names = [row["name"] for row in coterie("query", "--list", "--format", "json").json]
    assert {"who-champions", "two-groups", "lofty-but-alone"} <= set(names)
    for name in names:
        done = coterie("query", name, "--format", "json")
        assert done.code == 0, done.err
        assert isinstance(done.json, list)


def test_results_alone_go_to_stdout(coterie):
    for verb in (["groups"], ["leads"], ["accounts"], ["status"]):
        done = coterie(*verb, "--format", "json")
        json.loads(done.out)
        assert done.code == 0
