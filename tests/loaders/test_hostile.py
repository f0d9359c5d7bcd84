"""Hostile files, one row of a table each: read exactly, or refused in words."""

import gzip
import os
from datetime import datetime

import pytest

from graph.workspace.config import Config
from loaders.resolve import resolve
from tests.loaders.exports import LEADS, counts, put, rows, run

HEAD = LEADS
GOOD = "00Q5e0000000001EAA,Lee,Acme,Open,a@acme.example,2026-01-02T03:04:05Z\n"
MORE = GOOD.replace("0001EAA", "0002EAA")
PAGE = '{"type":"page","messageId":"M","anonymousId":"a","timestamp":"T"}\n'
WHEN = datetime(2026, 1, 2, 3, 4, 5)


def named(name):
    return GOOD.replace("Lee", name)


def pages(*times):
    lines = (PAGE.replace("M", f"m{n}").replace('"T"', f'"{t}"') for n, t in enumerate(times))
    return "".join(lines)


# name: bytes, (rows, loaded, duplicates, refused, skipped), last names that were read
EXACT = {
    "byte order mark": ("\ufeff" + HEAD + GOOD, (1, 1, 0, 0, 0), ["Lee"]),
    "UTF-16 little": ((HEAD + named("Zoë")).encode("utf-16-le"), (1, 1, 0, 0, 0), ["Zoë"]),
    "UTF-16 big": ((HEAD + named("Zoë")).encode("utf-16-be"), (1, 1, 0, 0, 0), ["Zoë"]),
    "cp1252": ((HEAD + named("O’Neil €")).encode("cp1252"), (1, 1, 0, 0, 0), ["O’Neil €"]),
    "latin-1": ((HEAD + named("Müller")).encode("latin-1"), (1, 1, 0, 0, 0), ["Müller"]),
    "two encodings": (
        (HEAD + named("Ünal")).encode() + MORE.replace("Lee", "Müller").encode("latin-1"),
        (2, 2, 0, 0, 0),
        ["Ünal", "Müller"],
    ),
    "carriage returns only": ((HEAD + GOOD).replace("\n", "\r"), (1, 1, 0, 0, 0), ["Lee"]),
    "mixed line ends": (HEAD + GOOD.replace("\n", "\r\n") + MORE, (2, 2, 0, 0, 0), ["Lee", "Lee"]),
    "no last line end": ((HEAD + GOOD).rstrip(), (1, 1, 0, 0, 0), ["Lee"]),
    "line break in quotes": (HEAD + named('"Le\ne"'), (1, 1, 0, 0, 0), ["Le\ne"]),
    "doubled quotes": (HEAD + named('"Le""e"'), (1, 1, 0, 0, 0), ['Le"e']),
    "blank lines": (HEAD + "\n" + GOOD + "\n\n" + MORE, (2, 2, 0, 0, 0), ["Lee", "Lee"]),
    "commas at the end": (
        HEAD.strip() + ",,\n" + GOOD.strip() + ",,\n",
        (1, 1, 0, 0, 0),
        ["Lee"],
    ),
    "commas at the end of the header alone": (
        HEAD.strip() + ",,\n" + GOOD + MORE,
        (2, 2, 0, 0, 0),
        ["Lee", "Lee"],
    ),
    "commas at the end of some lines": (
        HEAD.strip() + ",,\n" + GOOD + MORE.strip() + ",,\n",
        (2, 2, 0, 0, 0),
        ["Lee", "Lee"],
    ),
    "data under a nameless column": (
        HEAD.strip() + ",\n" + GOOD + MORE.strip() + ",note\n",
        (2, 2, 0, 0, 0),
        ["Lee", "Lee"],
    ),
    "rows of blanks": (HEAD + GOOD + ",,,,,\n , ,,,,\n", (3, 1, 0, 0, 2), ["Lee"]),
    "sep= line": (
        ("sep=;\n" + HEAD + GOOD).replace(",", ";"),
        (1, 1, 0, 0, 0),
        ["Lee"],
    ),
    "preamble and footer": (
        "Leads\nas of 1 Jan\n\n" + HEAD + GOOD + "\nGrand Totals (1 record)\n",
        (2, 1, 0, 0, 1),
        ["Lee"],
    ),
    "header again": (HEAD + GOOD + HEAD + MORE, (3, 2, 0, 0, 1), ["Lee", "Lee"]),
    "a cell of 1 MB": (HEAD + named("x" * 1_000_000) + MORE, (2, 2, 0, 0, 0), ["x" * 10**6, "Lee"]),
    "10,000 columns": (
        HEAD.strip() + ",c" * 10_000 + "\n" + GOOD.strip() + "," * 10_000,
        (1, 1, 0, 0, 0),
        ["Lee"],
    ),
    "a NUL": (HEAD + named("Le\0e"), (1, 1, 0, 0, 0), ["Le\ufffde"]),
    "odd separators": (HEAD + named("Le\u2028e\x0c!"), (1, 1, 0, 0, 0), ["Le\u2028e\x0c!"]),
    "direction marks": (HEAD + named("\u202eeeL 😀"), (1, 1, 0, 0, 0), ["\u202eeeL 😀"]),
    "formula of a spreadsheet": (HEAD + named('"=""Lee"""'), (1, 1, 0, 0, 0), ["Lee"]),
    "an attack": (HEAD + named("=cmd|'/C calc'!A0"), (1, 1, 0, 0, 0), ["=cmd|'/C calc'!A0"]),
    "nothing, in words": (HEAD + named("#N/A"), (1, 1, 0, 0, 0), [None]),
    "broken formula": (HEAD + named("#REF!"), (1, 1, 0, 0, 0), [None]),
    "the same key again": (HEAD + GOOD + GOOD + named("Ray"), (3, 2, 1, 0, 0), ["Lee", "Ray"]),
    "header only": (HEAD, (0, 0, 0, 0, 0), []),
    "header without line end": (HEAD.strip(), (0, 0, 0, 0, 0), []),
    "control-Z at the end": (HEAD + GOOD + "\x1a", (2, 1, 0, 1, 0), ["Lee"]),
}  # fmt: skip

# name: bytes, rows that are loaded all the same, the reason of the refused row, its line
REFUSED = {
    "too few fields": (HEAD + GOOD + "00Q5,Ray\n" + MORE, 2, "too few fields: 2 instead of 6", 3),
    "too many fields": (HEAD + GOOD.strip() + ",x\n" + MORE, 1, "too many fields: 7", 2),
    "a quote left open": (HEAD + named('"Lee') + MORE, 1, "quote left open", 2),
    "text after a quote": (HEAD + named('"Le"e'), 0, "text after a closing quote", 2),
    "no id": (HEAD + GOOD.replace("00Q5e0000000001EAA", "#N/A"), 0, "Id is empty", 2),
    "no such day": (HEAD + GOOD.replace("2026-01-02T03:04:05Z", "2026-02-30"), 0, "is no date", 2),
    "a shortened id": (HEAD + GOOD.replace("00Q5e0000000001EAA", "5.12E+17"), 0, "shortened", 2),
    "a serial number": (HEAD + GOOD.replace("2026-01-02T03:04:05Z", "46113"), 0, "is no date", 2),
    "after tomorrow": (HEAD + GOOD.replace("2026", "2999", 1), 0, "time after tomorrow", 2),
    "an event in 1980": (pages("1980-01-01T00:00:00Z"), 0, "time before 1990", 1),
    "an event in 2099": (
        pages("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"), 1, "time after tomorrow", 2
    ),
    "half an object": (pages("2026-01-01T00:00:00Z") + '{"type":', 1, "no whole JSON object", 2),
}  # fmt: skip

# name: bytes, words of the reason why nothing of the file is read
UNREAD = {
    "empty": (b"", "empty file"),
    "blank": (b" \n\n", "empty file"),
    "cut gzip": (gzip.compress((HEAD + GOOD * 999).encode())[:90], "cut off or damaged"),
    "PDF": (b"%PDF-1.4", "a PDF"),
    "old workbook": (b"\xd0\xcf\x11\xe0abc", "workbook"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "web page": (b"<html><td>Id</td></html>", "no known kind"),
    "numbers": (b"1,2,3\n4,5,6\n", "no known kind"),
    "one endless line": (b"x" * 3_000_000, "no known kind"),
}


def given(content):
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize("case", EXACT)
def test_read_exactly(con, folder, case):
    content, expected, names = EXACT[case]
    put(folder, "leads.csv", given(content))
    assert counts(run(con, folder)) == [expected]
    assert rows(con, "SELECT last_name FROM facts.record ORDER BY line") == [(n,) for n in names]


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_words(con, folder, case):
    content, loaded, reason, line = REFUSED[case]
    put(folder, "leads.csv", given(content))
    (report,) = run(con, folder).files
    assert (report.loaded, report.refused) == (loaded, 1)
    ((where, why, raw),) = rows(con, "SELECT line, reason, raw FROM meta.reject")
    assert (where, reason in why) == (line, True)
    assert raw == content.splitlines()[line - 1]


@pytest.mark.parametrize("case", UNREAD)
def test_not_read_at_all_and_named(con, folder, case):
    content, reason = UNREAD[case]
    put(folder, "leads.csv", content)
    (report,) = run(con, folder).files
    assert (report.profile, report.rows) == (None, 0)
    assert reason in report.reason


def days(*dates):
    return HEAD + "".join(
        GOOD.replace("0001EAA", f"000{n}EAA").replace("2026-01-02T03:04:05Z", date)
        for n, date in enumerate(dates)
    )


@pytest.mark.parametrize(
    ("said", "dates", "kept"),
    [
        (None, ("3/4/2026", "5/6/2026"), []),
        ("dmy", ("3/4/2026", "5/6/2026"), [datetime(2026, 4, 3), datetime(2026, 6, 5)]),
        ("mdy", ("3/4/2026", "5/6/2026"), [datetime(2026, 3, 4), datetime(2026, 5, 6)]),
        ("mdy", ("3/4/2026", "25/6/2026"), [datetime(2026, 4, 3), datetime(2026, 6, 25)]),
        ("mdy", ("13/4/2026", "4/13/2026"), []),
        (None, ("3/4/26", "3/25/26"), [datetime(2026, 3, 4), datetime(2026, 3, 25)]),
        (None, ("26/03/04", "26/03/25"), []),
        ("dmy", ("26/03/04", "26/03/25"), []),
        ("ymd", ("26/03/04", "26/03/25"), [datetime(2026, 3, 4), datetime(2026, 3, 25)]),
        ("ydm", ("26/03/04", "26/03/05"), [datetime(2026, 4, 3), datetime(2026, 5, 3)]),
    ],
)
def test_an_order_of_day_and_month_is_never_guessed_row_by_row(con, folder, said, dates, kept):
    put(folder, "leads.csv", days(*dates))
    (report,) = run(con, folder, config=Config(dates=said)).files
    assert (report.loaded, report.refused) == (len(kept), 2 - len(kept))
    assert rows(con, "SELECT created FROM facts.record ORDER BY line") == [(d,) for d in kept]


def test_a_column_that_no_order_fits_says_so(con, folder):
    put(folder, "leads.csv", days("13/4/2026", "4/13/2026"))
    run(con, folder)
    ((first,), _) = rows(con, "SELECT reason FROM meta.reject ORDER BY line")
    assert "of which some dates can only be day first, others month first" in first


def test_an_order_that_is_said_later_reads_what_was_refused(con, folder):
    put(folder, "leads.csv", days("3/4/2026", "5/6/2026"))
    run(con, folder)
    assert run(con, folder, config=Config(dates="dmy")).files[0].loaded == 2
    assert 'dates = "dmy"' in rows(con, "SELECT reason FROM meta.reject")[0][0]


OWN = """
name = "own.people"
table = "record"
system = "own"
format = "csv"
[fields]
id = { hash = ["email", "name"], type = "key" }
email = { columns = ["Mail"], type = "email" }
name = { columns = ["Who"] }
kind = { value = "lead" }
[times]
"""


def test_a_blank_row_is_no_person_where_ids_are_made_of_cells(con, folder):
    profile = put(folder.parent, "own.toml", OWN)
    put(folder, "people.csv", "Mail,Who\nlee@acme.example,Lee\n,\n \t,\n")
    assert counts(run(con, folder, profile=str(profile))) == [(3, 1, 0, 0, 2)]


def test_one_id_for_two_people_is_said_and_one_whose_name_changed_is_not(con, folder):
    ray = GOOD.replace("Lee", "Ray").replace("a@acme", "ray@acme")
    put(folder, "leads.csv", HEAD + GOOD + ray + MORE + MORE.replace("Lee", "Day"))
    (report,) = run(con, folder).files
    assert report.reason == (
        "1 id stands for people of different names and addresses; the last row counts (line 3)"
    )


def test_a_planned_meeting_may_lie_ahead(con, folder):
    put(
        folder,
        "event.csv",
        "Id,WhoId,Subject,StartDateTime,CreatedDate\n"
        "00U1,00Q1,Demo,2031-01-01T10:00:00Z,2026-01-01T10:00:00Z\n",
    )
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0)]


def test_where_the_machine_is_behind_its_files_none_of_them_is_refused(con, folder, monkeypatch):
    put(folder, "web.jsonl", pages("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))
    monkeypatch.setattr("loaders.load.datetime", Behind)
    assert counts(run(con, folder)) == [(2, 2, 0, 0, 0)]


class Behind(datetime):
    """A clock that stands in 2020."""

    @classmethod
    def now(cls, tz=None):
        return cls(2020, 1, 1, tzinfo=tz)


def test_circles_and_keys_that_lead_nowhere_end(con, folder):
    put(
        folder,
        "account.csv",
        "Id,Name,Website,ParentId,MasterRecordId\n"
        "001A,Acme,acme.example,001B,\n001B,Bolt,bolt.example,001A,\n"
        "001C,Cask,cask.example,001C,001D\n001D,Dune,dune.example,001X,001C\n",
    )
    put(
        folder,
        "contact.csv",
        "Id,AccountId,LastName,Email,ReportsToId,MasterRecordId\n"
        "003A,001A,Lee,lee@acme.example,003B,\n003B,001Z,Ray,ray@acme.example,003A,\n"
        "003C,001D,Cho,cho@dune.example,003C,003D\n003D,001C,Cho,cho@dune.example,,003C\n",
    )
    run(con, folder)
    resolve(con, Config())
    assert rows(con, "SELECT id FROM graph.account ORDER BY 1") == [
        ("salesforce:001A",), ("salesforce:001B",), ("salesforce:001C",)
    ]  # fmt: skip
    assert rows(con, "SELECT count(*) FROM graph.reports_to") == [(2,)]
    assert rows(con, "SELECT count(*) FROM graph.person") == [(3,)]
    assert rows(con, "SELECT count(*) FROM graph.works_at WHERE until IS NULL") == [(3,)]


def test_folders_that_contain_themselves_and_names_that_bite(con, folder):
    put(folder, "a'; DROP TABLE x; --.csv", HEAD + GOOD)
    put(folder, "$(rm)\n`x` 'q\" [b]*?.csv", HEAD + MORE)
    put(folder, "-rf", "x")
    (folder / "folder.csv").mkdir()
    (folder / "folder.csv" / "loop").symlink_to(folder)
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.csv")
    report = run(con, folder)
    assert sorted(f.loaded for f in report.files) == [0, 0, 0, 1, 1]
    why = {f.file.rpartition("/")[2]: f.reason for f in report.files}
    assert why["gone.csv"] == "a link that leads nowhere; nothing was read"
    assert why["pipe.csv"] == "no file of bytes; nothing was read"
    assert sorted(f.duplicates for f in run(con, folder).files) == [0, 0, 0, 1, 1]


@pytest.mark.parametrize("name", ["[a].csv", "*.csv", "?.csv", "a{b}.csv", "s3:x.csv", "a%20.csv"])
def test_a_name_is_never_a_pattern(con, folder, name):
    put(folder, "b.csv", HEAD + MORE)
    assert counts(run(con, put(folder, name, HEAD + GOOD))) == [(1, 1, 0, 0, 0)]
    assert rows(con, "SELECT id FROM facts.record") == [("salesforce:00Q5e0000000001EAA",)]
