from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.workspace.config import Config, SolutionConfig
from loaders.contents import clean_url, subject_finder
from tests.loaders.by_hand import broken_ties, lead, resolved, view

CONFIG = Config(
    solutions=(
        SolutionConfig(
            "Cloud Security",
            topics=("zero trust", "cloud"),
            urls=("/security/*",),
            functions=("it", "security"),
            systems=("SIEM",),
        ),
        SolutionConfig("Spend", topics=("procurement",)),
    )
)
CATALOGUE = [
    {"id": "k1", "url": "https://www.us.example/guide/zt", "title": "Zero guide", "kind": "guide"}
    | {"topic": "zero trust"},
    {
        "id": "k2",
        "url": "https://us.example/news",
        "title": "News",
        "kind": "blog",
        "topic": "news",
    },
]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("https://WWW.Us.example/A/b/?x=1#top", "us.example/A/b"),
        ("us.example", "us.example"),
        ("//us.example/a", "us.example/a"),
    ],
)
def test_a_url_is_cleaned(raw: str, cleaned: str) -> None:
    assert clean_url(raw) == cleaned


@given(st.text(max_size=60))
def test_cleaning_a_url_never_raises(text: str) -> None:
    assert not set("?#") & set(clean_url(text))


def test_the_longest_solution_or_topic_in_a_name_is_meant() -> None:
    find = subject_finder(["Cloud Security", "Spend"], {"cloud": "Spend", "zero trust": None})
    assert find("Meeting: CLOUD SECURITY deal") == ("Cloud Security", None)
    assert find("Cloud webinar 3") == ("Spend", "cloud")
    assert find("Zero Trust day") == (None, "zero trust")
    assert find("Suspended clouds") == (None, None)


def contents(con: Any) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Title -> kind, topic, solution."""
    rows = con.execute("SELECT title, kind, topic, solution FROM graph.content").fetchall()
    return {title: (kind, topic, solution) for title, kind, topic, solution in rows}


def test_pages_of_the_catalogue_and_pages_that_were_only_seen() -> None:
    con = resolved(
        CONFIG,
        content=CATALOGUE,
        signal=[
            view("S1", "2026-03-01", visitor="b", url="http://us.example/guide/zt/?utm=1"),
            view("S2", "2026-03-01", visitor="b", url="https://us.example/security/x", label="X"),
            view("S3", "2026-03-01", visitor="b", url="https://us.example/other"),
        ],
    )
    assert contents(con) == {
        "Zero guide": ("guide", "zero trust", "Cloud Security"),
        "News": ("blog", "news", None),
        "X": (None, None, "Cloud Security"),
        "/other": (None, None, None),
    }
    solutions = con.execute(
        """SELECT t.signal, c.title FROM resolved.touch t
        JOIN graph.content c ON c.id = t.content ORDER BY 1"""
    ).fetchall()
    assert solutions == [("S1", "Zero guide"), ("S2", "X"), ("S3", "/other")]
    assert broken_ties(con) == []


def test_without_solutions_each_topic_of_the_catalogue_is_one() -> None:
    con = resolved(content=CATALOGUE)
    assert contents(con)["News"] == ("blog", "news", "news")
    names = con.execute("SELECT name FROM graph.solution ORDER BY 1").fetchall()
    assert names == [("news",), ("zero trust",)]


def test_what_solutions_touch_stands_in_the_graph() -> None:
    con = resolved(CONFIG)
    assert con.execute("SELECT count(*) FROM graph.touches_solution_function").fetchone() == (2,)
    assert con.execute("SELECT name FROM graph.system").fetchall() == [("SIEM",)]
    assert broken_ties(con) == []


def test_campaigns_and_meetings_find_their_content() -> None:
    con = resolved(
        CONFIG,
        content=CATALOGUE,
        record=[lead("L", "Ann", "ann@acme.com")],
        campaign=[
            {"id": "P1", "name": "zero GUIDE"},
            {"id": "P2", "name": "Procurement day", "kind": "Webinar"},
            {"id": "P3", "name": "Summer party"},
        ],
        signal=[
            _answer("S1", campaign_key="P1"),
            _answer("S2", campaign_key="P2"),
            _answer("S3", campaign_key="P3"),
            _answer("S4", kind="meeting", label="Meeting: Cloud Security"),
            _answer("S5", kind="meeting", label="About zero trust"),
            _answer("S6", kind="meeting", label="Lunch"),
        ],
        opportunity=[{"id": "O1", "name": "Spend deal"}, {"id": "O2", "name": "Deal"}],
    )
    touched = dict(
        con.execute(
            """SELECT t.signal, c.title FROM resolved.touch t
            JOIN graph.content c ON c.id = t.content"""
        ).fetchall()
    )
    assert touched == {
        "S1": "Zero guide",
        "S2": "Procurement day",
        "S4": "Meeting: Cloud Security",
        "S5": "Meeting: zero trust",
    }
    assert contents(con)["Procurement day"] == ("webinar", "procurement", "Spend")
    assert contents(con)["Meeting: zero trust"] == ("meeting", "zero trust", "Cloud Security")
    assert con.execute("SELECT count(*) FROM graph.signal").fetchone() == (6,)
    assert con.execute("SELECT start_id FROM graph.for_opportunity_solution").fetchall() == [
        ("O1",)
    ]
    assert broken_ties(con) == []


def _answer(id_: str, **more: Any) -> dict[str, Any]:
    base = {"kind": "campaign_response", "record_key": "L", "url": None}
    return view(id_, "2026-03-01", **{**base, **more})
