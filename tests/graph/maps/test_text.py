"""Measuring and breaking text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.maps.text import ELLIPSIS, Style, clean, initials, short_name, shorten, width, wrap

LABEL = Style(13, 15, 94, 2, 600)


@given(st.text(max_size=120))
def test_wrapped_lines_fit_and_keep_the_text(text):
    lines = wrap(text, LABEL)
    assert len(lines) <= 2
    assert all(width(line, 13, 600) <= 94 for line in lines)
    kept = "".join(lines).replace(" ", "")
    whole = clean(text).replace(" ", "")
    if kept != whole:
        assert kept.endswith(ELLIPSIS) and whole.startswith(kept.removesuffix(ELLIPSIS))


@given(st.text(max_size=60))
def test_cleaned_text_is_one_line(text):
    assert len(clean(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ruth Sandoval", ("Ruth Sandoval",)),
        ("Maximiliana Featherstonehaugh", ("Maximiliana", "Featherston…")),
        ("a\u2028b\x00c", ("a b c",)),
        ("", ()),
        (None, ()),
    ],
)
def test_names_break_at_words(text, lines):
    assert wrap(text, LABEL) == lines


def test_wide_letters_count_as_wide():
    assert width("漢", 10) > width("W", 10) > width("i", 10)
    assert width("e\u0301", 10) == width("é", 10)
    assert shorten("漢" * 30, LABEL).endswith(ELLIPSIS)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maya Okafor", "MO"),
        ("Ana de la Cruz", "AC"),
        ("Élodie", "É"),
        ("<script>", "?"),
        ("", "?"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Wen Li", "Wen Li"),
        ("Jonas Lindqvist Bergström", "J. Bergström"),
        ("Friedhold Komstadius", "F. Komstadius"),
        ("Maximiliana Featherstonehaugh", "M. Featherst…"),
        ("Featherstonehaughington", "Featherston…"),
        ("", ""),
    ],
)
def test_a_short_name_keeps_the_last_word(name, line):
    assert short_name(name, LABEL) == line


def test_widths_are_known_for_every_weight_in_use():
    assert width("Żółć", 10, 600) > width("Żółć", 10, 400) > 0
    assert all(width("m", 10, weight) > width("i", 10, weight) for weight in (400, 500, 600, 700))
