"""What a notebook shows: tables and maps, and nothing that a name could run."""

import html
import re

import pytest

from graph.errors import UnknownNameError, WorkspaceError
from graph.notebook import SHOWN, AccountMap, Rows, open_graph
from graph.store.embedded import EmbeddedStore
from tests.graph.maps import fixture
from tests.graph.queries.sample import GROUP, WEAK, write_sample

NASTY = "</td><script>window.__xss=1</script>{{7*7}}\u2028\u202e=1"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook") / "ws"
    with EmbeddedStore(folder / "graph") as store:
        write_sample(store)
    with open_graph(folder) as graph:
        yield graph


def test_groups_are_rows_and_a_table(graph):
    found = graph.groups()
    assert [row["id"] for row in found] == [GROUP] and len(graph.groups(everything=True)) == 3
    assert found[0]["members"][0]["name"] == "Ann Lee"
    shown = found._repr_html_()
    assert shown.count("<tr>") == 2 and "Ann Lee, Bo Berg, Cy Cho" in shown and "91 %" in shown
    assert "Acme Corp" in repr(found) and "Buying groups: 1 row" in repr(found)
    assert isinstance(found[:1], Rows) and found[:1].columns == found.columns


def test_a_group_shows_its_members_with_likely_roles(graph):
    group = graph.group(GROUP)
    assert len(group.members) == 3 and "confidence 91 %" in repr(group)
    shown = group._repr_html_()
    assert "champion" in shown and "72 %" in shown and "first of 3 to engage" in shown
    assert len(graph.group(WEAK).members) == 1
    with pytest.raises(UnknownNameError):
        graph.group("group:none")
    with pytest.raises(UnknownNameError, match="is a person, not a group"):
        graph.group("ann@acme.example")


def test_an_account_shows_its_map_in_a_frame_that_reaches_nothing(graph, tmp_path):
    account = graph.account("acme.example")
    frame = account._repr_html_()
    sandbox = re.search(r'sandbox="([^"]*)"', frame)[1].split()
    assert sandbox == ["allow-scripts", "allow-downloads"]
    inside = html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1])
    assert inside == account.html() and "Content-Security-Policy" in inside
    assert account.save(tmp_path / "acme.html").read_text(encoding="utf-8") == inside
    assert repr(account).startswith("Acme Corp: 1 group")
    with pytest.raises(UnknownNameError):
        graph.account("nobody.example")


def test_answers_are_tables(graph):
    told = graph.query("who-champions", confidence=0.95)
    assert len(told) == 0 and "0 rows" in told._repr_html_() and "<table" not in told._repr_html_()
    assert graph.query("who-champions")[0]["champion"] == "Ann Lee"
    with pytest.raises(UnknownNameError, match=r"takes no parameter 'confidnce'.*confidence"):
        graph.query("who-champions", confidnce=0.95)
    assert [row["id"] for row in graph.accounts("bolt")] == ["a4", "a2"]
    assert len(graph.leads()) == 3 and len(graph.why(GROUP)) > 3
    assert graph.cypher("MATCH (a:Account {id: $id}) RETURN a.name AS name", {"id": "a1"})[0] == {
        "name": "Acme Corp"
    }


def test_names_are_only_ever_text():
    rows = Rows(NASTY, ("name",), [{"name": NASTY}, {"name": None}])
    shown = rows._repr_html_()
    assert "<script" not in shown and "&lt;script&gt;" in shown
    assert "\u2028" not in repr(rows) and len(repr(rows).splitlines()) == 3
    frame = AccountMap(fixture.page(NASTY))._repr_html_()
    assert frame.count("<") == 2 and frame.count("<iframe") == 1


def test_long_tables_are_cut_and_say_so():
    rows = Rows("All", ("n",), [{"n": n} for n in range(SHOWN + 5)])
    assert rows._repr_html_().count("<td>") == SHOWN
    assert f"the first {SHOWN} shown" in rows._repr_html_() and len(rows) == SHOWN + 5


def test_what_was_read_stays_when_the_graph_is_closed(tmp_path):
    with EmbeddedStore(tmp_path / "ws" / "graph") as store:
        write_sample(store)
    graph = open_graph(tmp_path / "ws")
    account = graph.account("a1")
    graph.close()
    assert "<iframe" in account._repr_html_()
    with pytest.raises(WorkspaceError):
        open_graph(tmp_path / "none")
