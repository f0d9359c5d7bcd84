"""Packed files, files without a header or with much around it, garbled letters."""

import gzip
import io
import zipfile
from datetime import datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.mojibake import mended
from tests.loaders.exports import LEADS, counts, lead, page, put, rows, run

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(**sheets):
    """The least that a workbook needs: rows of texts by name of the sheet."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(len(sheets))
        )
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
            'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.sheet.main+xml"/>{parts}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n + 1}" r:id="s{n}"/>' for n, name in enumerate(sheets)
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        tied = "".join(
            f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(len(sheets))
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{tied}</Relationships>',
        )
        for n, lines in enumerate(sheets.values()):
            cells = "".join(
                f'<row r="{r}">' + "".join(_cell(c, r, v) for c, v in enumerate(line)) + "</row>"
                for r, line in enumerate(lines, 1)
            )
            book.writestr(
                f"xl/worksheets/s{n}.xml",
                f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>',
            )
    return kept.getvalue()


def _cell(column, row, value):
    place = f"{chr(65 + column)}{row}"
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_gzip_of_csv_and_json_lines(con, folder):
    put(folder, "leads.csv.gz", gzip.compress((LEADS + lead(1) + "bad\n" + lead(2)).encode()))
    put(folder, "events.jsonl.gz", gzip.compress(page(1).encode()))
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0), (3, 2, 0, 1, 0)]
    assert rows(con, "SELECT line FROM meta.reject") == [(3,)]
    assert counts(run(con, folder)) == [(1, 0, 1, 0, 0), (3, 0, 3, 0, 0)]


@pytest.mark.parametrize("cut", [5, 30, -4, -9])
def test_a_cut_gzip_file_loads_nothing_and_says_so(con, folder, cut):
    packed = gzip.compress((LEADS + "".join(map(lead, range(50)))).encode())
    put(folder, "leads.csv.gz", packed[:cut])
    (file,) = run(con, folder).files
    assert (file.profile, file.rows) == (None, 0)
    assert "cut off or damaged" in file.reason
    assert rows(con, "SELECT count(*) FROM facts.record") == [(0,)]


def test_parquet_flat_and_nested(con, folder):
    duckdb.sql(
        "SELECT '001000000000001' AS Id, 'Acme' AS Name, 7 AS NumberOfEmployees, "
        "TIMESTAMP '2026-01-02 03:04:05' AS CreatedDate"
    ).write_parquet(str(folder / "a.parquet"))
    duckdb.sql(
        "SELECT 'page' AS type, 'm1' AS messageId, 'a1' AS anonymousId, "
        "TIMESTAMPTZ '2026-04-01 02:00:00+02' AS timestamp, "
        "{'page': {'url': 'https://x.example/guide?u=1'}} AS context"
    ).write_parquet(str(folder / "b.parquet"))
    put(folder, "c.parquet", b"PAR1 and no more")
    report = run(con, folder)
    assert counts(report) == [(1, 1, 0, 0, 0), (1, 1, 0, 0, 0), (0, 0, 0, 0, 0)]
    assert "damaged" in report.files[2].reason
    assert rows(con, "SELECT employees, created FROM facts.account") == [
        (7, datetime(2026, 1, 2, 3, 4, 5))
    ]
    assert rows(con, "SELECT url, event_time FROM facts.signal") == [
        ("https://x.example/guide", datetime(2026, 4, 1))
    ]


def test_a_workbook_is_read_sheet_by_sheet(con, folder):
    accounts = [["Id", "Name", "NumberOfEmployees"], ["001000000000001", "Acme", 1200]]
    file = put(folder, "book.xlsx", workbook(Notes=[["Read me"]], Accounts=accounts))
    report = run(con, file)
    assert [(f.file.rpartition("/")[2], f.profile, f.named) for f in report.files] == [
        ("book.xlsx [Notes]", None, False),
        ("book.xlsx [Accounts]", "salesforce.Account", True),
    ]
    assert rows(con, "SELECT name, employees FROM facts.account") == [("Acme", 1200)]
    put(folder, "bad.xlsx", workbook(A=accounts)[:200])
    assert "damaged" in run(con, folder).files[0].reason


BOMBORA = (
    ",acme.example,Large,Banking,Tech,Zero Trust,66,New York[70]|Boston[61],US\n"
    "Bolt GmbH,bolt.example,Small,Retail,Tech,Backup,58.5,,DE\n"
)


def test_an_intent_feed_without_a_header(con, folder):
    put(folder, "surge_20260408.csv", BOMBORA)
    put(folder, "zz_20260408.csv", BOMBORA.replace("58.5", "high"))
    report = run(con, folder)
    assert counts(report) == [(2, 2, 0, 0, 0), (0, 0, 0, 0, 0)]
    assert rows(
        con, "SELECT company, domain, topic, score, line FROM facts.signal ORDER BY line"
    ) == [
        (None, "acme.example", "zero trust", 66.0, 1),
        ("Bolt GmbH", "bolt.example", "backup", 58.5, 2),
    ]


def test_a_report_with_a_preamble_a_footer_and_its_header_again(con, folder):
    text = (
        "Leads of this year\n\nFiltered by: all, open\n"
        + LEADS
        + lead(1)
        + LEADS
        + "few,fields\n"
        + lead(2)
        + "Grand Totals (2 records)\nConfidential Information - Do Not Distribute\n"
    )
    put(folder, "report.csv", text)
    report = run(con, folder)
    assert counts(report) == [(6, 2, 0, 1, 3)]
    assert report.files[0].skipped_why == {"header repeated": 1, "footer": 2}
    assert rows(con, "SELECT line FROM facts.record ORDER BY 1") == [(5,), (8,)]
    assert rows(con, "SELECT line FROM meta.reject") == [(7,)]


def test_text_encoded_twice_is_mended_or_counted(con, folder):
    twice = "Zürich Übersee".encode().decode("cp1252")
    put(
        folder,
        "leads.csv",
        LEADS
        + lead(1, name=twice)
        + lead(2, name="Créée São")
        + lead(3, name="Z\u00c3\u00bcri\ufffdch"),
    )
    (file,) = run(con, folder).files
    assert rows(con, "SELECT last_name FROM facts.record ORDER BY line")[:2] == [
        ("Zürich Übersee",),
        ("Créée São",),
    ]
    assert file.reason == (
        "1 cells were encoded twice and mended; 1 cells have garbled letters that cannot be mended"
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))))
def test_what_was_encoded_twice_comes_back(text):
    try:
        twice = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    if twice != text and mended(text) is None:
        assert mended(twice) == text


def test_formula_cells_and_broken_ones(con, folder):
    put(folder, "leads.csv", LEADS + lead(1, name='"=""007"""', status="#REF!"))
    run(con, folder)
    assert rows(con, "SELECT last_name, status FROM facts.record") == [("007", None)]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_named_however_it_was_packed(con, folder, packing):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packing) as archive:
        archive.writestr("Lead.csv", LEADS + "".join(map(lead, range(50))))
    data = bytearray(kept.getvalue())
    for place in range(60, 90):
        data[place] ^= 0x5A
    put(folder, "leads.zip", bytes(data))
    (report,) = run(con, folder).files
    assert report.reason is not None
    assert "damaged in the archive" in report.reason


@pytest.mark.parametrize("place, byte", [(6, 99), (46, 0xFF)])  # its version; its name
def test_an_archive_with_a_damaged_directory_is_named(con, folder, place, byte):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("L\u00ebad.csv", LEADS + lead(1))
    data = bytearray(kept.getvalue())
    data[data.rfind(b"PK\x01\x02") + place] = byte
    put(folder, "leads.zip", bytes(data))
    (report,) = run(con, folder).files
    assert report.reason is not None
    assert "cut off or damaged" in report.reason
