"""Reading keeps every row, and the line it starts at, whichever way it is read."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.examine import examine
from loaders.layout import lay_out
from loaders.read import raw_text, read_csv
from loaders.records import Record, records
from loaders.source import recognise

CELLS = st.text(st.sampled_from('ab,"\n é'), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8)
CON = duckdb.connect()


def read(file: Path, scratch: Path):
    contents = examine(file)
    source = recognise(file, contents)
    raw = read_csv(CON, source, lay_out(source, contents), (0, 2), scratch)
    rows = CON.execute("SELECT line, span, c0, c2 FROM raw ORDER BY line").fetchall()
    return raw, rows


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.lists(st.integers(0, 8), max_size=2))
def test_lines_and_values_are_those_of_the_file(rows, end, damage):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(("one", "two", "three"))
    for number, row in enumerate(rows):
        if number in damage:
            out.write("x" + end)
        writer.writerow(row)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_text(out.getvalue(), encoding="utf-8", newline="")
        raw, found = read(file, Path(folder))
        expected = list(records(io.StringIO(out.getvalue(), newline=""), ",", 3))[1:]
        good = [r for r in expected if isinstance(r, Record)]
        assert found == [(r.line, r.span, r.fields[0] or None, r.fields[2] or None) for r in good]
        assert list(raw.rejects) == [r for r in expected if not isinstance(r, Record)]
        lines = out.getvalue().splitlines(keepends=True)
        texts = raw_text(raw, [(r.line, r.span) for r in good])
        for r in good:
            assert texts[r.line] == "".join(lines[r.line - 1 : r.line - 1 + r.span]).rstrip("\r\n")


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"one,two,three\r1,2,3\r4,5,6\r", [(2, 1, "1", "3"), (3, 1, "4", "6")]),
        (b"one,two,three\r\n1,2,3\n\n4,5,6\r\n", [(2, 1, "1", "3"), (4, 1, "4", "6")]),
        (b"one,two,three\n1,2,3", [(2, 1, "1", "3")]),
        (b"\xef\xbb\xbfone,two,three\n1,2,3\n", [(2, 1, "1", "3")]),
        (b"one,two,three\n", []),
        (b"one,two,three\n\n", []),
    ],
)
def test_line_ends_and_blank_lines(tmp_path, data, rows):
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    assert read(file, tmp_path)[1] == rows


def test_a_cell_of_megabytes_is_a_cell(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("one,two,three\n" + "x" * 6_000_000 + ",2,3\n")
    _, rows = read(file, tmp_path)
    assert [(line, len(cell)) for line, _, cell, _ in rows] == [(2, 6_000_000)]


def test_bytes_that_cp1252_leaves_undefined_are_kept(tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(b"one,two,three\n\x81\x93,2,\xe9\n")
    assert read(file, tmp_path)[1] == [(2, 1, "\x81“", "é")]


def test_one_bad_byte_does_not_garble_the_other_names(tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes("one,two,three\nŚwidnik,2,Müller\n".encode() + b"M\xfcller,2,x\xe2\x82\n")
    assert read(file, tmp_path)[1] == [(2, 1, "Świdnik", "Müller"), (3, 1, "Müller", "xâ‚")]
