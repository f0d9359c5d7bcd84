from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.names import clean_company, fold, may_be_one_human, name_key
from loaders.wordlists import lines
from tests.loaders.by_hand import OUTSIDE

PAIRS = OUTSIDE / "data/company_names/pairs.csv"
LATIN = st.text(st.characters(max_codepoint=0x17F, categories=["L", "N", "P", "Zs"]), max_size=40)


@pytest.mark.parametrize(
    ("raw", "core", "form"),
    [
        ("East Industries L.L.C.", "east industries", "llc"),
        ("EAST INDUSTRIES LLC", "east industries", "llc"),
        ("East Industries", "east industries", None),
        ("Müller GmbH & Co. KG", "muller", "gmbh_kg"),
        ("Samsung Electronics Co., Ltd.", "samsung electronics", "limited"),
        ("Société Générale S.A.", "societe generale", "sa"),
        ("Świdnik Group", "swidnik group", None),
        ("Hołubowicz Inc.", "holubowicz", "corporation"),
        ("The Coca-Cola Company", "coca cola", "corporation"),
        ("J. P. Morgan & Co.", "jp morgan", "corporation"),
        ("Procter & Gamble", "procter and gamble", None),
        ("OAO Gazprom", "gazprom", "jsc"),
        ('ООО "АЯС 2000"', "аяс 2000", "llc"),
        ("株式会社トヨタ", "トヨタ", None),
        ("3M", "3m", None),
    ],
)
def test_a_company_is_taken_apart(raw: str, core: str, form: str | None) -> None:
    name = clean_company(raw)
    assert (name.core, name.form, name.junk) == (core, form, False)


@pytest.mark.parametrize(
    "raw",
    [
        *("", "  ", "n/a", "N.A.", "-", "...", "self", "Self-Employed", "STUDENT", "test", "none"),
        *("unknown", "x", "12345", "Test Inc.", "[not provided]", "Étudiant"),
    ],
)
def test_junk_names_no_company(raw: str) -> None:
    assert clean_company(raw).junk


@pytest.mark.parametrize("raw", ["Limited", "GmbH & Co. KG", "AG", "Co., Ltd."])
def test_a_name_of_legal_words_only_is_kept_whole(raw: str) -> None:
    name = clean_company(raw)
    assert name.core == clean_company(name.core).core != ""
    assert name.form is None


@given(st.text(max_size=60))
def test_cleaning_a_company_never_raises_and_is_idempotent(text: str) -> None:
    core = clean_company(text).core
    assert clean_company(core).core == core
    assert fold(fold(text)) == fold(text)


@given(LATIN)
def test_case_of_a_company_does_not_matter(text: str) -> None:
    assert clean_company(text.lower()).core == clean_company(text.upper().lower()).core
    assert clean_company(text.casefold()).core == clean_company(text).core


@given(st.sampled_from([w for w in lines("junk_companies") if w.isalpha()]))
def test_listed_junk_is_junk_in_any_case(word: str) -> None:
    assert clean_company(word.upper()).junk
    assert clean_company(f" {word}. ").junk


@pytest.mark.parametrize(
    ("one", "other", "local"),
    [
        ("John Smith", "john  SMITH", ""),
        ("Smith, John", "John Smith", ""),
        ("J. Smith", "John Smith", ""),
        ("Bob Smith", "Robert Smith", ""),
        ("Łukasz Kuś", "Lukasz Kus", ""),
        ("Ann Lee", "Ann Lee-Jones", ""),
        ("Dr. Ann Lee", "Ann Lee", ""),
        ("Ann Lee", "Ann Stone", "ann.lee"),
        ("Ann", "Ann Lee", ""),
        ("", "Ann Lee", ""),
        ("Jonathan Meier", "Jonathon Meier", ""),
    ],
)
def test_names_that_may_be_one_human(one: str, other: str, local: str) -> None:
    assert may_be_one_human(name_key(one), name_key(other), local)
    assert may_be_one_human(name_key(other), name_key(one), local)


@pytest.mark.parametrize(
    ("one", "other", "local"),
    [
        ("Ann Lee", "Bob Stone", "info"),
        ("John Smith", "Mary Smith", "smith"),
        ("John Smith", "John Doe", "info"),
        ("Ann", "Bob", "sales"),
    ],
)
def test_names_that_are_clearly_two_humans(one: str, other: str, local: str) -> None:
    assert not may_be_one_human(name_key(one), name_key(other), local)
    assert not may_be_one_human(name_key(other), name_key(one), local)


@pytest.mark.skipif(not PAIRS.exists(), reason="outside data are not here")
def test_equal_cores_of_one_form_are_one_company() -> None:
    """Precision of normalised-exact names on labelled pairs, at least .95."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    right = wrong = 0
    for pair in pairs:
        one, other = clean_company(pair["name1"]), clean_company(pair["name2"])
        if one.core != other.core or (one.form and other.form and one.form != other.form):
            continue
        right += pair["is_match"] == "true"
        wrong += pair["is_match"] != "true"
    assert right >= 60
    assert right / (right + wrong) >= 0.95
