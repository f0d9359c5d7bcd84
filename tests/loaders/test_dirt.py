"""Dirt that exports carry: spellings of ids and dates, rows that only take back."""

from datetime import datetime

import pytest

from loaders.values import define_macros
from tests.loaders.exports import LEADS, lead, put, rows, run


def test_ids_that_differ_only_by_case_stay_apart(con, folder):
    head = "Id,LastName,Company,Status\n"
    put(folder, "a.csv", head + "00Q5e00000abcDE,Lee,Acme,Open\n00Q5e00000ABCde,Ray,Acme,Open\n")
    put(folder, "b.csv", head + "00Q5e00000abcDEeay,Lee,Acme,Open\n")
    report = run(con, folder)
    assert [file.loaded for file in report.files] == [2, 0]
    assert rows(con, "SELECT id FROM facts.record ORDER BY 1") == [
        ("salesforce:00Q5e00000ABCdeEAH",),
        ("salesforce:00Q5e00000abcDEEAY",),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12T14:05:00Z",
        "2026-03-12T14:05:00.000+0000",
        "2026-03-12T16:05:00+02:00",
        "2026-03-12 14:05:00 UTC",
        "2026-03-12 14:05",
        "2026/03/12 14:05",
        "12.03.2026 14:05",
        "12 Mar 2026 14:05",
        "12-Mar-2026 14:05:00",
        "March 12, 2026 2:05 PM",
        "Mar 12, 2026 14:05",
        "1773324300",
        "1773324300000",
        "1773324300000000",
    ],
)
def test_styles_of_dates(con, text):
    define_macros(con)
    assert con.execute("SELECT c_instant(?)", [text]).fetchone() == (datetime(2026, 3, 12, 14, 5),)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("3/4/2026", "25-12-2026", datetime(2026, 4, 3)), ("9-31-2026", "3-4-2026", None)],
)
def test_a_column_tells_the_order_of_day_and_month(con, folder, first, second, kept):
    put(folder, "leads.csv", LEADS + lead(1, created=first) + lead(2, created=second))
    run(con, folder)
    (found, *_) = rows(con, "SELECT created FROM facts.record ORDER BY line")
    assert found == (kept or datetime(2026, 3, 4),)


def test_a_file_that_only_takes_back_changes_the_facts(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    run(con, folder)
    put(folder, "a.csv", LEADS.strip() + ",IsDeleted\n" + lead(1).strip() + ",1\n")
    assert run(con, folder).changed
    assert rows(con, "SELECT count(*) FROM facts.record_now") == [(0,)]
    put(folder, "a.csv", LEADS.strip() + ",IsDeleted\n" + lead(1).strip() + ",TRUE\n")
    assert not run(con, folder).changed
