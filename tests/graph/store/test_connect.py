"""Server addresses: what is read from them, and that no password ever shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.store.connect import connect, parse


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("neo4j://host", ("neo4j://host:7687", "neo4j", None)),
        ("bolt+s://ann@host:1?database=crm", ("bolt+s://host:1", "ann", "crm")),
        ("neo4j://[::1]:7687", ("neo4j://[::1]:7687", "neo4j", None)),
    ],
)
def test_addresses(url, expected):
    assert parse(url) == expected


@pytest.mark.parametrize(
    "url",
    ["http://host", "host:7687", "neo4j://", "neo4j://host:port", "neo4j://h/x", "neo4j://h?a=1"],
)
def test_what_is_no_address(url):
    with pytest.raises(StoreError, match="--graph"):
        parse(url)


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=3))
def test_a_password_in_the_url_is_refused_and_not_repeated(secret):
    with pytest.raises(StoreError) as caught:
        parse(f"neo4j://ann:SECRET{secret}@host")
    assert "SECRET" not in caught.value.line()


def test_no_password_says_where_to_put_it(monkeypatch):
    monkeypatch.delenv("COTERIE_GRAPH_PASSWORD", raising=False)
    monkeypatch.delenv("COTERIE_GRAPH_PASSWORD_FILE", raising=False)
    with pytest.raises(StoreError, match="COTERIE_GRAPH_PASSWORD"):
        connect("neo4j://127.0.0.1:1")


def test_an_unreachable_host_is_one_line(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("pass-word\n")
    monkeypatch.delenv("COTERIE_GRAPH_PASSWORD", raising=False)
    monkeypatch.setenv("COTERIE_GRAPH_PASSWORD_FILE", str(secret))
    with pytest.raises(StoreError, match="no server answers") as caught:
        connect("bolt://127.0.0.1:1")
    assert "pass-word" not in caught.value.line()


def test_a_plain_address_elsewhere_warns(monkeypatch):
    monkeypatch.setenv("COTERIE_GRAPH_PASSWORD", "x")
    said: list[str] = []
    with pytest.raises(StoreError):
        connect("bolt://coterie.invalid:1", warn=said.append)
    assert "not encrypted" in said[0]
