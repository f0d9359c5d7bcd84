"""Ways through the map, what is taken along, and what it is like without eyes, mouse or motion."""

import io
import json
import xml.etree.ElementTree as ET
from itertools import pairwise
from urllib.parse import quote

import networkx as nx
import pytest

from graph.maps.layout import lay_out
from tests.browser import chromium
from tests.browser.test_map import at, landed, people_of

pytestmark = pytest.mark.browser

PHONE = (420, 860)


def panel(tab):
    return tab.js("document.getElementById('panel').textContent")


def acts(page):
    graph = nx.Graph()
    graph.add_nodes_from(person.id for person in page.people)
    graph.add_edges_from((link.start, link.end) for link in page.links if link.kind == "acts")
    return graph


@pytest.mark.parametrize(
    ("start", "end"), [("p:p00", "p:p16"), ("p:p08", "p:p24"), ("p:p03", "p:p05")]
)
def test_the_shortest_path_is_as_long_as_networkx_says(tab, files, start, end):
    path, page = files["plain"]
    tab.open(path, f"select={quote(start)}&to={quote(end)}")
    way = tab.js("coterie.path()")
    graph = acts(page)
    assert (way[0], way[-1]) == (start, end)
    assert len(way) - 1 == nx.shortest_path_length(graph, start, end)
    assert all(graph.has_edge(one, other) for one, other in pairwise(way))
    assert f"Shortest path: {len(way) - 1} step" in panel(tab)


def test_a_path_takes_two_clicks_the_second_with_shift(tab, files):
    tab.open(files["plain"][0])
    tab.click(*at(tab, "p:p01"))
    x, y = at(tab, "p:p11")
    for kind in ("mousePressed", "mouseReleased"):
        tab.send(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button="left",
            clickCount=1,
            modifiers=8,
        )
    tab.until("coterie.path() !== null")
    assert tab.js("coterie.path()") == ["p:p01", "p:p11"]
    tab.key("Escape")
    assert tab.js("coterie.path()") is None and tab.js("coterie.selected()") == "p:p01"


def test_a_path_by_keyboard_and_search(tab, files):
    tab.open(files["plain"][0], f"select={quote('p:p00')}")
    tab.key("p")
    tab.key("/")
    tab.type("patel")
    tab.key("Enter")
    assert tab.js("coterie.path()")[-1] == "p:p11"
    tab.until("location.hash.includes('to=')")


def test_lone_leads_without_ties_are_reached_through_content_or_not_at_all(tab, files):
    path, page = files["plain"]
    tab.open(path, f"select={quote('p:q0')}&to={quote('p:p00')}")
    everything = acts(page)
    everything.add_edges_from((link.start, link.end) for link in page.links)
    way = tab.js("coterie.path()")
    if nx.has_path(everything, "p:q0", "p:p00"):
        assert len(way) - 1 == nx.shortest_path_length(everything, "p:q0", "p:p00")
        assert "shared content" in panel(tab)
    else:
        assert way is None and "No path" in panel(tab)


def test_neighbours_and_the_rest_of_the_account_come_onto_the_map(tab, files):
    path, page = files["dense"]
    layout = lay_out(page)
    core = {mark.item for mark in layout.marks if not mark.more}
    tab.open(path)
    assert set(tab.js("coterie.visible()")) == core
    person = next(
        link.start for link in page.links if link.kind == "touch" and link.start in core
        and link.end not in core and link.start.startswith("p:")
    )  # fmt: skip
    near = {link.end for link in page.links if link.start == person} | {
        link.start for link in page.links if link.end == person
    }
    tab.js(f"location.hash = 'select=' + encodeURIComponent({json.dumps(person)})")
    tab.rest()
    tab.key("e")
    assert set(tab.js("coterie.visible()")) == core | near
    tab.key("e")
    assert set(tab.js("coterie.visible()")) == core
    tab.key("a")
    assert set(tab.js("coterie.visible()")) == {mark.item for mark in layout.marks}
    tab.until("location.hash.includes('all=1')")


@pytest.mark.parametrize("name", ["plain", "nasty"])
def test_graphs_and_drawings_can_be_read_by_other_programs(tab, files, name):
    path, page = files[name]
    tab.open(path, "all=1")
    graph = nx.read_graphml(io.BytesIO(tab.js("coterie.text('graphml')").encode()))
    marks = len(page.people) + len(page.visitors) + len(page.surges) + len(page.contents)
    assert graph.number_of_nodes() == marks + len(page.groups)
    members = sum(len(person.memberships) for person in page.people)
    assert graph.number_of_edges() == members + len(page.links)
    data = json.loads(tab.js("coterie.text('json')"))
    assert {n["id"] for n in data["nodes"] if n["kind"] == "person"} == {p.id for p in page.people}
    drawing = ET.fromstring(tab.js("coterie.text('svg')"))
    words = [node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    for line in lay_out(page).columns[0].heading:
        assert line in words
    tags = {node.tag.split("}")[1] for node in drawing.iter()}
    assert tags == {"svg", "title", "path", "text"}
    assert tab.complaints == [] and tab.js("window.__xss") is None


def test_a_nasty_path_and_search_and_menu_show_only_text(tab, files):
    path, page = files["nasty"]
    one, other = page.groups[0].members[0], page.groups[0].members[3]
    tab.open(path, f"select={quote(one)}&to={quote(other)}&week=8&links=1&all=1")
    assert page.people[0].name[:20] in panel(tab)
    tab.press("#save")
    tab.js("location.hash = 'list=1&expand=' + encodeURIComponent(" + json.dumps(one) + ")")
    tab.rest()
    for kind in ("csv", "graphml", "json", "svg"):
        tab.js(f"coterie.text('{kind}').then ? coterie.text('{kind}').then(() => 1) : 1")
    assert tab.js("window.__xss") is None and tab.complaints == []
    assert tab.js("document.querySelectorAll('body img, body svg, body iframe').length") == 0


@pytest.mark.parametrize("name", ["plain", "dense"])
def test_letters_are_as_wide_as_the_layout_counts_on(tab, files, name):
    tab.open(files[name][0])
    labels = tab.js("coterie.labels()")
    assert len(labels) > 30
    rooms = {
        m.id: (m.rx * 2 if m.kind != "person" else None) for m in lay_out(files[name][1]).marks
    }
    for label in labels:
        room = rooms[label["id"]] or label["room"]
        assert label["wide"] <= room + 1.0, label


def test_the_focus_goes_from_the_skip_link_through_the_page_and_the_map(tab, files):
    tab.open(files["plain"][0])
    order = []
    for _ in range(40):
        tab.key("Tab")
        order.append(tab.js("document.activeElement.id || document.activeElement.className"))
        if order[-1] == "week":
            break
    wanted = ["skip", "search", "links", "list", "save", "theme", "map", "zoom-in", "play", "week"]
    assert [name for name in order if name in wanted] == wanted
    assert order.count("chip") == 8


def test_one_key_opens_a_group_and_another_the_list(tab, files):
    tab.open(files["plain"][0])
    tab.key("2")
    assert tab.js("coterie.selected()") == "g:g1"
    tab.key("l")
    text = tab.js("document.getElementById('listing').textContent")
    assert "not found yet: ratifier" in text and "Revenue operations" in text


def test_reduced_motion_moves_at_once(tab, files):
    tab.send(
        "Emulation.setEmulatedMedia",
        features=[{"name": "prefers-reduced-motion", "value": "reduce"}],
    )
    tab.open(files["plain"][0])
    tab.key("/")
    tab.type("lucia")
    tab.key("Enter")
    x, _ = at(tab, "p:q2")
    assert abs(x - 1136 / 2) < 8


def test_printing_leaves_the_map_and_the_details(tab, files):
    tab.open(files["plain"][0])
    tab.send("Emulation.setEmulatedMedia", media="print")
    shown = "e => document.getElementById(e).getClientRects().length > 0"
    assert tab.js(f"['map', 'panel', 'heading'].every({shown})")
    assert not tab.js(f"['time', 'zoom', 'save', 'search'].some({shown})")
    data = tab.send("Page.printToPDF", landscape=True)["data"]
    assert len(data) > 10_000


def test_the_sheet_of_a_phone_is_low_until_it_is_asked_for(address, files):
    tab = chromium.Tab(address, PHONE, touch=True)
    tab.open(files["plain"][0])
    high = "document.getElementById('side').getBoundingClientRect().height"
    assert tab.js(high) < 0.16 * PHONE[1]
    tab.js("document.getElementById('grip').focus()")
    tab.key("Enter")
    assert 0.3 * PHONE[1] < tab.js(high) < 0.5 * PHONE[1]
    chips = tab.js("document.getElementById('chips').getBoundingClientRect().bottom")
    assert chips <= tab.js("document.getElementById('zoom').getBoundingClientRect().top")
    tab.key("Escape")
    tab.js(f"location.hash = 'select=' + encodeURIComponent({json.dumps('p:p11')})")
    _, y = landed(tab, "p:p11")
    assert y + 18 < tab.js("document.getElementById('side').getBoundingClientRect().top")
    tab.close()


def test_who_links_two_groups_is_told_unasked(tab, files):
    path, page = files["dense"]
    tab.open(path)
    text = tab.js("document.querySelector('#panel [data-part=\"Who links groups\"]').textContent")
    column = {person.id: person for person in page.people}
    bridges = [link for link in page.links if link.kind == "acts" and not link.quiet
               and column[link.start].column != column[link.end].column]  # fmt: skip
    assert bridges and any(column[link.start].name in text for link in bridges)
    assert people_of(page, "champion")
