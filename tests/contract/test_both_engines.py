"""What the command line answers, it answers from either engine alike; a URL alone is enough."""

import pytest

from tests.journeys.conftest import runner
from tests.worlds.__main__ import main as plant

VERBS = (
    ("groups", "--all"),
    ("groups",),
    ("leads",),
    ("accounts",),
    ("changes", "--all"),
    ("groups", "--all", "--as-of", "2100-01-01"),
    ("accounts", "--as-of", "2100-01-01"),
    ("query", "who-champions"),
    ("query", "two-groups"),
    ("query", "lofty-but-alone"),
    ("query", "anonymous-only"),
    ("query", "dead-end-gorgers"),
    ("cypher", "MATCH (a:Account)<-[r:WORKS_AT]-(p) RETURN a.name, r, p ORDER BY p.id LIMIT 20"),
)


@pytest.fixture(scope="module")
def engines(neo4j_server, tmp_path_factory):
    """One world on both: the embedded graph, and a server that is asked without a workspace."""
    server, password = neo4j_server
    folder = tmp_path_factory.mktemp("both")
    plant([str(folder / "world"), "--accounts", "12", "--seed", "2"])
    url = server.uri.replace("://", f"://{server.user}@")
    embedded = runner(folder)
    assert embedded("load", "world").code == 0
    assert embedded("analyze").code == 0
    remote = {"COTERIE_GRAPH": url, "COTERIE_GRAPH_PASSWORD": password}
    done = runner(folder, **remote)("project", "--rebuild")
    assert done.code == 0, done.err
    return embedded, runner(tmp_path_factory.mktemp("elsewhere"), **remote)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_the_same_question_gets_the_same_answer(engines, verb):
    embedded, server = engines
    here = embedded(*verb, "--format", "json")
    there = server(*verb, "--format", "json")
    assert (there.code, there.err.count("coterie:")) == (0, 0), there.err
    assert here.json == there.json


def test_why_and_map_are_the_same(engines, tmp_path):
    embedded, server = engines
    group = embedded("groups", "--all", "--format", "json").json[0]
    for subject in (group["id"], group["members"][0]["id"]):
        asked = ("why", subject, "--format", "json")
        assert embedded(*asked).json == server(*asked).json
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    assert embedded("map", group["account_id"], "-o", one).code == 0
    assert server("map", group["account_id"], "-o", other).code == 0
    assert one.read_bytes() == other.read_bytes()


def test_a_server_refuses_to_write_when_reading(engines):
    _, server = engines
    done = server("cypher", "CREATE (:Topic {id: 'x'})")
    assert done.code == 1
    assert "--write" in done.err


def test_another_workspace_may_look_but_not_replace(engines, neo4j_server, tmp_path):
    _, server = engines
    shown = server("accounts", "--format", "json").json
    plant([str(tmp_path / "world"), "--accounts", "4", "--seed", "9"])
    assert runner(tmp_path)("load", "world").code == 0
    there, password = neo4j_server
    remote = {
        "COTERIE_GRAPH": there.uri.replace("://", f"://{there.user}@"),
        "COTERIE_GRAPH_PASSWORD": password,
    }
    other = runner(tmp_path, **remote)
    looked = other("accounts", "--format", "json")
    assert looked.json == shown
    assert "another workspace" in looked.err
    refused = other("analyze")
    assert refused.code == 1
    assert "--rebuild" in refused.err
    assert server("accounts", "--format", "json").json == shown
