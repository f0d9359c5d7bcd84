"""From a real store to one file."""

import pytest

from graph.errors import InputError, UnknownNameError
from graph.maps.write import write_map, write_page
from graph.store.embedded import EmbeddedStore
from tests.graph.maps import fixture
from tests.graph.maps.filled import fill


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with EmbeddedStore(tmp_path_factory.mktemp("map") / "graph") as store:
        store.ensure_schema()
        fill(store, fixture.answers())
        yield store


def test_a_map_is_one_file_that_says_what_it_shows(store, tmp_path):
    path = tmp_path / "northwind.html"
    written = write_map(store, fixture.ACCOUNT, path)
    assert (written.file, written.shown, written.total) == (path, 30, 30)
    assert written.nodes == 30 + 14 + 6 + len(fixture.page().contents)
    assert written.edges == len(fixture.page().links)
    assert [p.name for p in tmp_path.iterdir()] == ["northwind.html"]
    assert path.stat().st_size <= 700_000


def test_the_same_graph_gives_the_same_bytes(store, tmp_path):
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    write_map(store, fixture.ACCOUNT, one)
    write_map(store, fixture.ACCOUNT, other)
    assert one.read_bytes() == other.read_bytes()


def test_an_account_without_anything_still_has_a_map(store, tmp_path):
    written = write_map(store, "other", tmp_path / "other.html")
    assert (written.edges, written.shown, written.total) == (0, 0, 1)


def test_an_unknown_account_writes_nothing(store, tmp_path):
    with pytest.raises(UnknownNameError, match="no account has the id 'nobody'"):
        write_map(store, "nobody", tmp_path / "x.html")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/map.html", "folder"])
def test_a_path_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "folder").mkdir()
    path = tmp_path / name
    with pytest.raises(InputError) as error:
        write_page(fixture.page(), path)
    assert str(path) in str(error.value)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]
