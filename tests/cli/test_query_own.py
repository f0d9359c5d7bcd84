"""A team's own questions: in the workspace, in a folder that is named, broken ones left out."""

import shutil

import pytest

OWN = """// title: Who works there?
// question: Who works at one account?
// action: Say hello.
// parameter: domain = "acme.example" | web domain
// column: name | full name
MATCH (p:Person)-[:WORKS_AT]->(:Account {domain: $domain})
RETURN p.name AS name ORDER BY p.id
"""


@pytest.fixture
def ask(run, workspace, tmp_path):
    """A copy of the sample's workspace with a question of its own."""
    copy = tmp_path / "ws"
    shutil.copytree(workspace, copy)
    (copy / "queries").mkdir()
    (copy / "queries" / "colleagues.cypher").write_text(OWN, encoding="utf-8")

    def command(*args):
        return run("--workspace", copy, *args)

    command.folder = copy / "queries"
    return command


def test_an_own_question_is_listed_shown_and_asked(ask):
    listed = ask("query", "--list", "--format", "json").json
    (own,) = [row for row in listed if row["file"]]
    assert (own["name"], own["title"]) == ("colleagues", "Who works there?")
    assert [row["name"] for row in listed] == sorted(row["name"] for row in listed)
    assert ask("query", "--show", "colleagues").out == OWN
    found = ask("query", "colleagues", "--format", "json").json
    assert [row["name"] for row in found] == ["Ann Lee", "Bo Berg", "Cy Cho"]
    other = ask("query", "colleagues", "-p", "domain=unfit.example", "--format", "json")
    assert other.json == [{"name": "Ann Lee"}]


def test_a_folder_that_is_named_wins_over_the_workspace_and_over_coterie(ask, tmp_path):
    for name in ("colleagues", "maximal"):
        (tmp_path / f"{name}.cypher").write_text(OWN.replace("acme", "unfit"), encoding="utf-8")
    for name in ("colleagues", "maximal"):
        found = ask("query", name, "--queries", tmp_path, "--format", "json")
        assert found.json == [{"name": "Ann Lee"}]
    assert ask("query", "maximal", "--format", "json").json == []


def test_a_broken_one_is_named_and_takes_nothing_away(ask):
    bad = {
        "plain": "RETURN 1 AS x",
        "default": OWN.replace('"acme.example"', "acme.example"),
        "bytes": None,
    }
    for name, text in bad.items():
        path = ask.folder / f"{name}.cypher"
        path.write_bytes(b"// title: \xff") if text is None else path.write_text(text)
    (ask.folder / "folder.cypher").mkdir()
    done = ask("query", "--list", "--format", "json")
    assert done.code == 0
    assert {"who-champions", "colleagues"} <= {row["name"] for row in done.json}
    for name in (*bad, "folder"):
        assert f"{name}.cypher" in done.err
        asked = ask("query", name)
        assert (asked.code, asked.out, asked.err.count("\n")) == (1, "", 1)
    assert "not JSON" in ask("query", "default").err
    assert "UTF-8" in ask("query", "bytes").err


def test_an_own_question_may_only_read_and_must_keep_its_columns(ask):
    path = ask.folder / "colleagues.cypher"
    path.write_text(OWN.replace("RETURN p.name AS name", "SET p.name = 'x' RETURN p.name AS name"))
    assert ask("query", "colleagues").code == 1
    path.write_text(OWN.replace("AS name", "AS other"))
    done = ask("query", "colleagues")
    assert done.code == 1
    assert "gives no column name" in done.err


def test_an_unknown_name_offers_an_own_question(ask):
    assert "'colleagues'" in ask("query", "colleges").err
