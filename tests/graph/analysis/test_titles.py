"""Job titles: a labelled sample in several languages, traps, and what must hold for any text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.titles import Title, read_title
from graph.model.vocabulary import FUNCTIONS, SENIORITIES

SAMPLE = Path(__file__).with_name("titles_sample.csv")
# Least share with both right: of titles that the words were mended by, and of those kept from it.
FLOORS = {"first": 0.99, "mended": 0.98, "mended_later": 0.98, "held_out": 0.87}


def _sample() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("part", FLOORS)
def test_the_sample_is_read_as_labelled(part: str) -> None:
    rows = [row for row in _sample() if row["part"] == part]
    wrong = [
        (row["title"], row["seniority"], row["function"], read)
        for row in rows
        if (read := read_title(row["title"]))
        and (read.seniority, read.function) != (row["seniority"], row["function"])
    ]
    assert len(rows) >= 200
    assert 1 - len(wrong) / len(rows) >= FLOORS[part], wrong


def test_the_sample_covers_the_languages_and_keeps_to_the_vocabularies() -> None:
    rows = _sample()
    counts = {lang: sum(row["language"] == lang for row in rows) for lang in ("de", "fr", "es")}
    assert min(counts.values()) >= 100, counts
    assert len(rows) >= 500
    assert {row["seniority"] for row in rows} == set(SENIORITIES)
    assert {row["function"] for row in rows} == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Assistant to the CEO", "cxo"),
        ("Office of the President", "cxo"),
        ("Assistentin des Vorstands", "cxo"),
        ("Product Owner", "owner"),
        ("Data Owner", "owner"),
        ("Partner Manager", "partner"),
        ("HR Business Partner", "partner"),
        ("Channel Partner", "partner"),
        ("Vice President", "cxo"),
        ("Management Trainee", "manager"),
        ("Staff Directory", "director"),
        ("International Sales", "training"),
        ("Sensor Engineer", "senior"),
    ],
)
def test_a_title_is_not_lifted_by_a_word_that_means_something_else(text: str, never: str) -> None:
    assert read_title(text).seniority != never


@pytest.mark.parametrize("text", [None, "", "   ", "-", "n/a", "test", "???", "12345", "😀"])
def test_missing_and_junk_titles_are_unknown(text: str | None) -> None:
    assert read_title(text) == Title("unknown", "unknown", ())


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("Mgr - It", ("mgr", "it")),
        ("Einkaufsleiter", ("einkaufsleiter",)),
        ("Head of Procurment", ("head of", "procurement")),
        ("CISO", ("ciso",)),
    ],
)
def test_the_deciding_words_are_named(text: str, matched: tuple[str, ...]) -> None:
    assert read_title(text).matched == matched


_TITLES = st.sampled_from([row["title"] for row in _sample()])


@given(st.text(max_size=300) | st.lists(_TITLES, max_size=4).map(" ".join))
def test_any_text_is_read_within_the_vocabularies(text: str) -> None:
    read = read_title(text)
    assert read.seniority in SENIORITIES
    assert read.function in FUNCTIONS
    assert bool(read.matched) == (read.seniority != "unknown" or read.function != "unknown")


@given(
    _TITLES, st.sampled_from([" ", "  ", "\t", "\n "]), st.sampled_from(["upper", "lower", "title"])
)
def test_case_and_spaces_do_not_matter(title: str, space: str, case: str) -> None:
    changed = space + space.join(getattr(title, case)().split(" ")) + space
    assert read_title(changed) == read_title(title)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_case_does_not_matter_for_any_text(text: str) -> None:
    assert read_title(text.upper()) == read_title(text.lower())
