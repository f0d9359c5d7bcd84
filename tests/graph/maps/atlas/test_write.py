"""The folder: whole or not at all, the same bytes, links that lead somewhere, nothing outside."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from graph.errors import InputError
from graph.maps.atlas import write
from graph.maps.atlas.write import write_atlas
from graph.maps.stem import stem, unique_stems
from tests.graph.maps.atlas.conftest import asked

PAGES = {"index", "portfolio", "waterfall", "second-leads", "missing-roles", "changes", "quality"}


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def written(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "atlas"
    return folder, write_atlas(store, folder, asked())


class Links(HTMLParser):
    """Every address that a page names, and every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.found += [value for name, value in attrs if name in ("href", "src")]


def test_it_says_what_it_wrote(written, portfolio):
    folder, told = written
    maps = [account.map for account in portfolio.accounts if account.map]
    assert told.file == folder / "index.html"
    assert (told.shown, told.total) == (len(maps), 40) and told.nodes > 0
    found = files_of(folder)
    assert {name[:-5] for name in found if name.count("/") == 0 and name.endswith("html")} == PAGES
    assert {name for name in found if name.startswith("accounts/")} == set(maps)
    assert json.loads((folder / "atlas.json").read_text())["maps"] == len(maps)
    assert not [p for p in folder.iterdir() if p.name.startswith(".")]


def test_every_link_is_relative_and_leads_somewhere(written):
    folder, _ = written
    for name, path in files_of(folder).items():
        if not name.endswith(".html"):
            continue
        for link in Links(path.read_text(encoding="utf-8")).found:
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc and not link.startswith("/"), link
            assert not parts.path or (path.parent / unquote(parts.path)).is_file(), (name, link)


def test_scripts_and_styles_are_files_and_data_is_inert(written):
    folder, _ = written
    for name, path in files_of(folder).items():
        if not name.endswith(".html"):
            continue
        text = path.read_text(encoding="utf-8")
        reader = Links(text)
        policy = next(a["content"] for _, a in reader.tags if "http-equiv" in a)
        assert "script-src 'self'; style-src 'self'" in policy and "unsafe" not in policy
        for tag, attributes in reader.tags:
            assert tag != "style" and "style" not in attributes
            assert not any(key.startswith("on") for key in attributes)
            assert (
                tag != "script"
                or attributes.get("src")
                or attributes["type"] == ("application/json")
            )
        for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.S):
            assert not set(block) & set("<>&\u2028\u2029")
            json.loads(block)


def test_shared_files_lie_there_once(written):
    folder, _ = written
    found = files_of(folder)
    big = [name for name, path in found.items() if "vis-network.js" in path.name]
    assert big == ["assets/vis-network.js"]
    assert max(p.stat().st_size for n, p in found.items() if n.startswith("accounts/")) < 100_000


def test_the_same_graph_gives_the_same_bytes(written, store, tmp_path):
    folder, _ = written
    write_atlas(store, tmp_path / "again", asked())
    one, other = files_of(folder), files_of(tmp_path / "again")
    assert sorted(one) == sorted(other)
    assert all(one[name].read_bytes() == other[name].read_bytes() for name in one)


def test_an_atlas_is_replaced_and_old_maps_go(store, tmp_path):
    write_atlas(store, tmp_path / "a", asked())
    (tmp_path / "a" / "accounts" / "gone.html").write_text("old")
    write_atlas(store, tmp_path / "a", asked())
    assert not (tmp_path / "a" / "accounts" / "gone.html").exists()


def test_a_folder_of_other_things_is_refused_and_with_force_kept(store, tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="holds no atlas") as error:
        write_atlas(store, folder, asked())
    assert "--force" in str(error.value)
    assert [p.name for p in folder.iterdir()] == ["mine.txt"]
    write_atlas(store, folder, asked(force=True))
    assert (folder / "mine.txt").read_text() == "mine" and (folder / "index.html").is_file()


def test_a_file_is_no_folder(store, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="this is a file"):
        write_atlas(store, tmp_path / "x", asked())


def test_a_run_that_dies_leaves_the_old_atlas(store, tmp_path, monkeypatch):
    folder = tmp_path / "atlas"
    write_atlas(store, folder, asked())
    before = {name: path.read_bytes() for name, path in files_of(folder).items()}

    def dies(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "lay_out", dies)
    with pytest.raises(KeyboardInterrupt):
        write_atlas(store, folder, asked())
    assert {name: path.read_bytes() for name, path in files_of(folder).items()} == before


def test_what_a_killed_run_left_is_cleared_by_the_next(store, tmp_path):
    folder = tmp_path / "atlas"
    (folder / ".atlas-new-xyz").mkdir(parents=True)
    (folder / ".atlas-new-xyz" / "index.html").write_text("half")
    write_atlas(store, folder, asked())
    assert not [p for p in folder.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Acme Corp.", "acme-corp"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON.example", "account-con.example"),
        ("Müller & Söhne", "muller-sohne"),
        ("株式会社", "account"),
        ("a" * 300, "a" * 80),
        ("", "account"),
    ],
)
def test_file_names_are_plain(name, wanted):
    assert stem(name) == wanted


def test_equal_names_get_files_of_their_own():
    found = unique_stems([("2", "acme.example"), ("1", "ACME.example"), ("3", "b.example")])
    assert found["1"] == "acme.example" and found["3"] == "b.example"
    assert found["2"].startswith("acme.example-") and len(set(found.values())) == 3
