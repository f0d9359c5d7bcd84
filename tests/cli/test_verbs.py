"""Every reading verb on the sample's graph: contents, order, errors."""

import csv
import io
import json

import pytest

from tests.graph.queries.sample import GROUP, UNFIT, WEAK


def test_groups_lists_the_sure_ones_at_accounts_that_are_not_unfit(ask):
    done = ask("groups", "--format", "json")
    assert [g["id"] for g in done.json] == [GROUP]
    assert "1 group" in done.err
    assert "known after" in done.err


def test_groups_all_is_every_candidate_by_confidence(ask):
    done = ask("groups", "--all", "--format", "json")
    assert [g["id"] for g in done.json] == [UNFIT, GROUP, WEAK]


def test_groups_from_another_confidence_still_keeps_the_unfit_out(ask):
    done = ask("groups", "--min-confidence", ".1", "--format", "json")
    assert [g["id"] for g in done.json] == [GROUP, WEAK]


def test_groups_of_an_account_and_solution(ask):
    args = ("groups", "--all", "--format", "json", "--account", "ACME.example")
    assert [g["id"] for g in ask(*args, "--solution", "cloud security").json] == [GROUP, WEAK]
    assert ask(*args, "--solution", "Data Backup").json == []


def test_the_table_of_groups(ask):
    out = ask("groups").out
    for text in ("91 %", "Acme Corp", "champion Ann Lee", "2026-05-01 to 2026-05-20", GROUP):
        assert text in out


def test_leads_in_csv_are_guarded(ask):
    rows = list(csv.DictReader(io.StringIO(ask("leads", "--format", "csv").out)))
    assert [row["name"] for row in rows] == ["Ann Lee", "Bo Berg", "'=HYPERLINK(1)"]
    assert rows[0]["record_ids"] == "r1; r2"
    assert json.loads(rows[2]["rivals"])[0]["account"] == "bolt-two.example"


def test_leads_says_who_was_matched_to_nothing(ask):
    done = ask("leads")
    assert "1 matched to no account" in done.err
    assert ask("leads", "--second", "--format", "json").json == []


def test_accounts(ask):
    assert [a["id"] for a in ask("accounts", "--format", "json").json] == ["a1", "a4", "a2", "a3"]
    assert [a["id"] for a in ask("accounts", "BOLT", "--format", "json").json] == ["a4", "a2"]
    assert ask("accounts", "nobody", "--format", "json").json == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["groups", "--account", "acme.exampel"], "'acme.example'"),
        (["groups", "--account", "Bolt"], "a2 (Bolt, bolt.example)"),
        (["groups", "--solution", "Cloud"], "'Cloud Security'"),
        (["leads", "--account", "acme.exampel"], "'acme.example'"),
        (["why", "ann lee"], "p5 (Ann Lee, ann@unfit.example)"),
        (["why", "an@acme.example"], "'ann@acme.example'"),
        (["map", "acme.exampel"], "'acme.example'"),
        (["query", "two-group"], "'two-groups'"),
        (["query", "two-groups", "-p", "confidance=1"], "'confidence'"),
        (["query", "two-groups", "-p", "confidence=high"], "a number"),
        (["cypher", "MATCH (n"], "refused"),
        (["cypher", "RETURN $x AS x"], "x"),
        (["cypher", "MATCH (n) DETACH DELETE n"], "--write"),
        (["cypher", "-f", "no-such.cypher"], "no-such.cypher"),
        (["rejects", "--file", "nothing.csv"], "nothing.csv"),
    ],
)
def test_what_cannot_be_done_is_one_line_that_helps(ask, args, words):
    done = ask(*args)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("coterie: ")
    assert done.err.count("\n") == 1
    assert words in done.err


def test_why_a_person(ask):
    done = ask("why", "ann@acme.example", "--format", "json").json
    assert done["subject"] == {"kind": "person", "id": "p1", "name": "Ann Lee"}
    facts = [line["fact"] for line in done["lines"]]
    assert any("likely champion (72 %), else decision maker" in fact for fact in facts)
    assert done["lines"][0]["weight"] == 4.5
    assert {line["basis"] for line in done["lines"]} == {"inferred", "observed"}


def test_why_a_group_as_csv_and_table(ask):
    rows = list(csv.DictReader(io.StringIO(ask("why", GROUP, "--format", "csv").out)))
    assert rows[0]["weight"] == "7.25"
    assert "+7.25" in ask("why", GROUP).out


def test_cypher_gives_nodes_as_objects_and_says_when_it_was_cut(ask):
    done = ask(
        "cypher", "MATCH (a:Account) RETURN a ORDER BY a.id", "--limit", 1, "--format", "json"
    )
    assert done.json[0]["a"]["labels"] == ["Account"]
    assert done.json[0]["a"]["properties"]["id"] == "a1"
    assert "only the first 1 rows" in done.err


@pytest.mark.parametrize(
    ("given", "value"),
    [("5", 5), ("2.5", 2.5), ("true", True), ("acme.example", "acme.example"), ('"5"', "5")],
)
def test_cypher_reads_parameters(ask, given, value):
    done = ask("cypher", "RETURN $x AS x", "-p", f"x={given}", "--format", "json")
    assert done.json == [{"x": value}]


def test_cypher_from_a_file_and_from_stdin(ask, tmp_path, monkeypatch):
    file = tmp_path / "q.cypher"
    file.write_text("MATCH (n:Solution) RETURN n.name AS name ORDER BY name", encoding="utf-8")
    assert [row["name"] for row in ask("cypher", "-f", file, "--format", "json").json] == [
        "Cloud Security",
        "Data Backup",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("RETURN 1 AS one"))
    assert ask("cypher", "-", "--format", "json").json == [{"one": 1}]


def test_cypher_writes_only_when_asked_to_and_says_what_becomes_of_it(ask, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    done = ask("cypher", "CREATE (t:System {id: 'sap'}) RETURN t.id AS id", "--write")
    assert done.code == 0
    assert "do not survive" in done.err
    count = ask("cypher", "MATCH (t:System) RETURN count(t) AS n", "--format", "json")
    assert count.json == [{"n": 1}]


def test_a_runaway_query_is_stopped(ask):
    text = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN max(a * b) AS n"
    done = ask("cypher", text, "--timeout", "0.2")
    assert (done.code, done.out) == (1, "")
    assert "--timeout" in done.err


def test_query_list_and_show(ask, tmp_path):
    names = [query["name"] for query in ask("query", "--list", "--format", "json").json]
    assert names == sorted(names)
    assert {"who-champions", "two-groups", "lofty-but-alone"} <= set(names)
    text = ask("query", "--show", "who-champions").out
    file = tmp_path / "shown.cypher"
    file.write_text(text, encoding="utf-8")
    done = ask("cypher", "-f", file, "-p", "confidence=0.5", "--format", "json")
    assert [row["champion"] for row in done.json] == ["Ann Lee"]


def test_query_takes_parameters_of_their_own_type(ask):
    args = ("query", "two-groups", "--format", "json")
    assert ask(*args).json == []
    (row,) = ask(*args, "-p", "confidence=.1").json
    assert (row["groups"], row["in_several"]) == (2, ["Bo Berg"])


def test_query_without_rows_keeps_its_csv_header(ask):
    out = ask("query", "two-groups", "--format", "csv").out
    assert out.startswith("account,account_name,groups,")


def test_title(run, monkeypatch):
    done = run("title", "CISO", "", "--format", "json").json
    assert [row["seniority"] for row in done] == ["cxo", "unknown"]
    monkeypatch.setattr("sys.stdin", io.StringIO("VP Sales\nCISO\r\n"))
    assert [row["title"] for row in run("title", "-", "--format", "json").json] == [
        "VP Sales",
        "CISO",
    ]


def test_status_of_a_graph_without_facts(ask):
    done = ask("status", "--format", "json").json
    assert done["counts"]["groups"] == 3
    assert (done["loads"], done["stale"]) == ([], False)
    assert "people" in ask("status").out


def test_atlas_writes_a_folder_and_spares_others(ask, tmp_path):
    folder = tmp_path / "atlas"
    done = ask("atlas", "-o", folder, "--format", "json").json
    assert done["file"] == str(folder / "index.html") and (done["shown"], done["total"]) == (1, 4)
    assert (folder / "accounts" / "acme.example.html").is_file()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    refused = ask("atlas", "-o", tmp_path / "notes")
    assert refused.code == 1 and "--force" in refused.err and refused.out == ""
    assert ask("atlas", "-o", tmp_path / "notes", "--force").code == 0
    assert ask("atlas").code == 2


def test_map_writes_a_file(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = ask("map", "Acme Corp", "--format", "json").json
    assert done["file"] == "acme.example.html"
    assert (tmp_path / "acme.example.html").read_text(encoding="utf-8").startswith("<!")
    assert ask("map", "a1", "-o", tmp_path / "no-folder" / "x.html").code == 1
