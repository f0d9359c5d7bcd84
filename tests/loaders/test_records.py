"""A damaged CSV file, taken apart: one bad row costs one row, and every line is accounted for."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.ledger import Reject
from loaders.records import Record, records

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)


def parse(text, width=3, delimiter=","):
    return list(records(io.StringIO(text, newline=""), delimiter, width))


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([",", ";", "\t"]))
def test_what_was_written_is_read(rows, end, delimiter):
    out = io.StringIO()
    csv.writer(out, lineterminator=end, delimiter=delimiter).writerows(rows)
    found = parse(out.getvalue(), 3, delimiter)
    assert [record.fields for record in found] == rows
    line = 1
    for record in found:
        assert record.line == line
        line += record.span


@given(st.text('ab",\n', max_size=60))
def test_every_line_is_accounted_for(text):
    lines = io.StringIO(text, newline="").readlines()
    counted = sum(1 for line in lines if not line.strip("\r\n"))
    covered: list[int] = []
    for found in parse(text, 2):
        span = found.span if isinstance(found, Record) else found.raw.count("\n") + 1
        covered.extend(range(found.line, found.line + span))
    inside_blank = sum(1 for n in covered if not lines[n - 1].strip("\r\n"))
    assert len(covered) == len(set(covered))
    assert len(covered) + counted - inside_blank == len(lines)


def test_a_quote_left_open_costs_one_line():
    found = parse('a,b,c\n1,"open,x\n2,"y",z\n3,"two\nlines",z\n')
    assert found[1] == Reject(2, "quote left open", '1,"open,x')
    assert [f.fields for f in found if isinstance(f, Record)] == [
        ("a", "b", "c"),
        ("2", "y", "z"),
        ("3", "two\nlines", "z"),
    ]


def test_a_quote_left_open_in_the_last_line():
    assert parse('1,2,"3') == [Reject(1, "quote left open", '1,2,"3')]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,2", "too few fields: 2 instead of 3"),
        ("1,2,3,4", "too many fields: 4 instead of 3"),
        ('1,"2"x,3', "text after a closing quote"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(line, reason):
    found = parse(f"{line}\n7,8,9\n")
    assert found == [Reject(1, reason, line), Record(2, 1, ("7", "8", "9"))]


def test_empty_fields_beyond_the_last_column_are_dropped():
    assert parse("1,2,3,,\n") == [Record(1, 1, ("1", "2", "3"))]


def test_a_quote_inside_a_plain_field_is_a_character():
    assert parse('5" pipe,2,3\n') == [Record(1, 1, ('5" pipe', "2", "3"))]
