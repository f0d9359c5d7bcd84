"""Amounts in any style: the column tells which, and no row is lost for one that cannot be read."""

import pytest

from graph.workspace.config import Config
from loaders.profile_reader import named
from tests.loaders.exports import put, rows, run

HEAD = "Id;AccountId;StageName;Amount;CloseDate\n"


def deals(*amounts):
    lines = (
        f"006{n};001A;Closed Won;{amount};2026-02-0{n}\n" for n, amount in enumerate(amounts, 1)
    )
    return HEAD + "".join(lines)


def amounts(con):
    return [one for (one,) in rows(con, "SELECT amount FROM facts.opportunity ORDER BY line")]


@pytest.mark.parametrize(
    ("said", "cells", "read", "note"),
    [
        (None, ("1.234,56", "12.500", "99"), [1234.56, 12500, 99], None),
        (None, ("1,234.56", "12.500", "99"), [1234.56, 12.5, 99], None),
        (None, ("1 234,5", "1.200 EUR", "(300)"), [1234.5, 1200, -300], None),
        (None, ("12.500", "99"), [None, 99], "1 cell is thousands or decimals"),
        ("comma", ("12.500", "99"), [12500, 99], None),
        ("point", ("12.500", "99"), [12.5, 99], None),
        (None, ("12,50", "12.50"), [None, 12.5], "1 cell is no number and left empty (line 2)"),
        (None, ("tbd", "to come", "99"), [None, None, 99], "2 cells are no numbers and left empty"),
    ],
)
def test_the_column_tells_and_no_deal_is_lost(con, folder, said, cells, read, note):
    put(folder, "deals.csv", deals(*cells))
    (report,) = run(con, folder, config=Config(decimals=said)).files
    assert (report.loaded, report.refused, amounts(con)) == (len(cells), 0, read)
    assert report.reason is None if note is None else f"Amount: {note}" in report.reason


def test_other_line_ends_change_nothing(con, folder):
    put(folder, "deals.csv", deals("12,50", "x").replace("\n", "\r"))
    (report,) = run(con, folder).files
    assert amounts(con) == [12.5, None]
    assert report.reason == "Amount: 1 cell is no number and left empty (line 3)"


def test_a_number_that_a_row_needs_refuses_it(con, folder):
    put(folder, "surge.csv", "Domain,Topic,Composite Score,Date\na.example,x,high,2026-01-05\n")
    (report,) = run(con, folder).files
    assert (report.profile, report.refused) == ("intent.surge", 1)
    assert rows(con, "SELECT reason FROM meta.reject") == [("Composite Score: high is no number",)]


def test_a_number_of_employees_as_a_range_keeps_the_account(con, folder):
    head = "Id,Name,Website,Industry,NumberOfEmployees\n"
    put(folder, "accounts.csv", head + "001A,Acme,acme.example,Banking,51-200\n")
    (report,) = run(con, folder).files
    assert (report.profile, report.loaded) == (named("salesforce.Account").name, 1)
    assert "NumberOfEmployees: 1 cell is no number" in report.reason
