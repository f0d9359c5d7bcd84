"""Tables, JSON and CSV."""

import csv
import io
import json
import math
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.output import field, plain, share, show_csv, show_json, show_rows, show_table

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"))
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(name=TEXT)
def test_csv_gives_text_back_but_no_formula(name, capsys):
    show_csv([{"name": name}], ["name"])
    (header, *rows) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["name"]
    cell = rows[0][0] if rows and rows[0] else ""
    assert cell.removeprefix("'") == name.removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (-1.5, "-1.5"),
        (math.nan, ""),
        (["a", "b"], "a; b"),
        (["=1"], "'=1"),
        ([], ""),
        ([{"a": None}], '[{"a": null}]'),
    ],
)
def test_csv_cells(value, cell, capsys):
    show_csv([{"x": value}], ["x"])
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:] == [[cell] if cell else [""]]


@QUICK
@given(name=TEXT)
def test_json_gives_everything_back(name, capsys):
    show_json([{"name": name, "x": None}])
    assert json.loads(capsys.readouterr().out) == [{"name": name, "x": None}]


def test_json_is_valid_even_for_numbers_that_it_does_not_know(capsys):
    show_json({"x": [math.nan, math.inf, 1.5]})
    assert json.loads(capsys.readouterr().out) == {"x": [None, None, 1.5]}


def test_json_is_written_as_utf8(capsys):
    show_json(["Świdnik"])
    assert "Świdnik" in capsys.readouterr().out


@QUICK
@given(value=TEXT)
def test_cells_for_eyes_hold_no_control_character(value):
    shown = {unicodedata.category(char) for char in plain(value) if char not in "\u200c\u200d"}
    assert shown & {"Cc", "Cf", "Zl", "Zp"} == set()
    assert "\x1b" not in plain({"a": value})


def test_a_table_away_from_a_terminal_is_plain_and_uncut(capsys):
    rows = [{"name": "[bold]x[/bold]" + "y" * 300, "p": 0.724}]
    show_table(rows, [field("name"), share("p")])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert rows[0]["name"] in out
    assert "72 %" in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_no_rows(capsys):
    for form, out in {"json": "[]\n", "csv": "name\n", "table": ""}.items():
        show_rows([], form, ["name"], [field("name")])
        assert capsys.readouterr().out == out
