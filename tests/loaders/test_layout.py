"""What is said of a file's bytes holds, wherever the blocks they are read in begin and end."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import layout
from loaders.encodings import Encoding
from loaders.examine import examine
from loaders.layout import lay_out
from loaders.profile import Header
from loaders.source import Source

CELLS = st.one_of(
    st.sampled_from(["", "a", "b,c", "d e", "#N/A", "a; b", 'say "x"', "é", "\xa0"]),
    st.text(st.sampled_from('ab,; \t"é|\xa0\ufeff'), max_size=4),
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5)
BLANKS = " \t\xa0\ufeff"


def looked_at(text: str, delimiter: str, block: int):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "BLOCK", block)
        file = Path(folder) / "x.csv"
        file.write_bytes(text.encode())
        header = Header(("one", "two", "three"))
        source = Source(file, Encoding("utf-8"), "csv", header, 1, delimiter)
        return lay_out(source, examine(file))


def trimmed(cell: str) -> bool:
    return cell != "#N/A" and cell == cell.strip(BLANKS)


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.integers(1, 64))
def test_a_file_called_tidy_has_no_cell_to_trim(rows, delimiter, end, block):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([("x", "y", "z"), *rows])
    found = looked_at(out.getvalue(), delimiter, block)
    assert found.newlines == out.getvalue().count("\n")
    assert not found.tidy or all(trimmed(cell) for row in rows for cell in row)


@pytest.mark.parametrize("block", [3, 1 << 18])
@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("one,two\na b,c\n", ","),
        ('one,two\n"Acme, Inc.","x ,y"\n', ","),
        ("\ufeffone,two\r\na,\r\n", ","),
        ("one;two\na, b;c ,d\n", ";"),
        ("one\ttwo\n\tb\n", "\t"),
        ("one,two\n#1,c", ","),
    ],
)
def test_most_files_are_tidy(text, delimiter, block):
    assert looked_at(text, delimiter, block).tidy


def test_a_last_line_without_end_counts():
    assert looked_at("one,two\na,b", ",", 4).lines == 2
    assert looked_at("one,two\na,b\n", ",", 4).lines == 2
