"""The page as text: policy, data, escaping, determinism."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from graph.maps.layout import lay_out
from graph.maps.pack import pack
from graph.maps.read import make_page
from graph.maps.render import VENDOR, embed, network, page_parts, render
from tests.graph.maps import fixture

NASTY = "</script><script>alert(1)</script><!--<img src=x>&amp;{{7*7}}{% raw %}\u2028\u2029 href "


class Reader(HTMLParser):
    """Scripts, styles and outside addresses of a page, as a browser would find them."""

    def __init__(self, html):
        super().__init__()
        self.kind, self.scripts, self.styles, self.data, self.tags = None, [], [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.kind = (tag, dict(attrs).get("type"), dict(attrs).get("id"))

    def handle_endtag(self, tag):
        self.kind = None

    def handle_data(self, data):
        if self.kind is None:
            return
        tag, type_, name = self.kind
        if tag == "style":
            self.styles.append(data)
        elif type_ == "application/json":
            self.data[name] = data
        else:
            self.scripts.append(data)


def unpack(table):
    """Rows of a packed table, keys and all."""
    return [table["same"] | dict(zip(table["keys"], row, strict=True)) for row in table["rows"]]


@pytest.fixture(scope="module", params=["", NASTY], ids=["plain", "nasty"])
def built(request):
    page = fixture.page(request.param)
    html = render(page, lay_out(page))
    return page, html, Reader(html)


def test_the_policy_names_exactly_the_scripts_and_styles(built):
    _, _, reader = built
    meta = next(a for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    policy = dict(part.strip().split(" ", 1) for part in meta["content"].split(";"))

    def hashes(texts):
        return {f"'sha256-{b64encode(sha256(t.encode()).digest()).decode()}'" for t in texts}

    assert policy["default-src"] == "'none'"
    assert set(policy["script-src"].split()) == hashes(reader.scripts)
    assert set(policy["style-src"].split()) == hashes(reader.styles)
    assert "unsafe" not in meta["content"]
    assert len(reader.scripts) == 2 and len(reader.styles) == 1


def test_nothing_points_outside(built):
    _, _, reader = built
    for tag, attributes in reader.tags:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}, tag
        assert "src" not in attributes and "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")


def test_data_comes_back_whole(built):
    page, _, reader = built
    data = json.loads(reader.data["data-page"])
    whole = json.loads(json.dumps(page.as_json()))
    del whole["links"]
    phrases = data.pop("phrases")
    for table in ("people", "visitors", "surges", "contents", "weeks"):
        data[table] = unpack(data[table])
    for person in data["people"]:
        person["lines"] = [phrases[number] for number in person["lines"]]
    assert data == whole
    marks = unpack(json.loads(reader.data["data-layout"])["marks"])
    nodes = unpack(json.loads(reader.data["data-nodes"]))
    placed = [(m["id"] or m["item"], n["x"], n["y"]) for m, n in zip(marks, nodes, strict=True)]
    assert placed == [(m.id, m.x, m.y) for m in lay_out(page).marks]
    edges = unpack(json.loads(reader.data["data-edges"]))
    ends = {frozenset((marks[e["from"]]["item"], marks[e["to"]]["item"])) for e in edges}
    assert ends == {frozenset((link.start, link.end)) for link in page.links}
    assert json.loads(reader.data["data-options"])["physics"] == {"enabled": False}


def test_data_blocks_hold_nothing_that_html_knows(built):
    _, html, _ = built
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S):
        assert not set(block) & set("<>&\u2028\u2029")


def test_the_title_is_text():
    page = fixture.page(NASTY)
    html = render(page, lay_out(page))
    assert "&lt;script&gt;alert(1)" in html.split("</title>")[0]
    assert "<script>alert(1)" not in html and "49" not in html.split("</title>")[0][-200:]


def test_the_same_page_gives_the_same_bytes():
    one, other = fixture.page(), fixture.page()
    assert render(one, lay_out(one)) == render(other, lay_out(other))


def test_a_map_of_65_nodes_is_small():
    page = fixture.crowd(3)
    layout = lay_out(page)
    assert len(layout.marks) >= 64
    assert len(render(page, layout).encode()) <= 700_000


def test_pyvis_holds_every_node_and_edge():
    page = fixture.page()
    net = network(page, lay_out(page))
    assert len(net.nodes) == 30 + 14 + 6 + len(page.contents)
    assert [node["id"] for node in net.nodes] == list(range(len(net.nodes)))
    assert len(net.edges) == len(page.links)
    assert {edge["kind"] for edge in net.edges} == {"acts", "bridge", "touch"}


def test_a_person_of_two_groups_stands_in_both_and_is_tied_to_itself():
    base = fixture.answers()
    extra = dict(base.members[0], group_id="g1", confidence=0.4, role="influencer")
    page = make_page(replace(base, members=[*base.members, extra]))
    layout = lay_out(page)
    own = [mark for mark in layout.marks if mark.item == "p:p00"]
    assert {mark.column for mark in own} == {"g:g0", "g:g1"}
    assert {mark.id for mark in own} == {"p:p00", "p:p00@g:g1"}
    (tie,) = [edge for edge in network(page, layout).edges if edge["kind"] == "same"]
    assert {layout.marks[tie[end]].id for end in ("from", "to")} == {mark.id for mark in own}
    for edge in network(page, layout).edges:
        if edge["kind"] == "touch":
            assert layout.marks[edge["from"]].id == layout.marks[edge["from"]].item


def test_packing_keeps_rows():
    rows = [{"a": 1, "b": None}, {"a": 1, "b": "x"}]
    assert pack(rows) == {"keys": ["b"], "rows": [[None], ["x"]], "same": {"a": 1}}
    assert unpack(pack(rows)) == rows and unpack(pack([])) == []


def test_embedding_escapes_every_letter_of_html():
    hard = {"<": ">", "&": "\u2028\u2029"}
    text = str(embed(hard))
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == hard


def test_our_scripts_never_make_html_from_text():
    script = page_parts()["script"]
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert word not in script
    assert "sourceMappingURL" not in page_parts()["vendor_script"]
    assert VENDOR.split("-")[-1].startswith("10.1.5")
