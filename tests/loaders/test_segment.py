"""Segment's identify and group calls: who a browser is, and where it works."""

import json

import pytest

from tests.loaders.by_hand import broken_ties, employers
from tests.loaders.exports import page, rows, told

ACCOUNTS = "Id,Name,Website,Industry\n001000000000001,Acme,acme.example,\n"


def call(number, type_, **more):
    fields = {
        "type": type_,
        "messageId": f"c{number}",
        "anonymousId": "a1",
        "timestamp": "2026-04-02T00:00:00Z",
        "receivedAt": "2026-04-02T00:00:01Z",
    }
    return json.dumps(fields | more) + "\n"


def test_identify_makes_a_person_and_ties_the_browser_to_them(con, folder):
    traits = {"email": "Ann@acme.example", "name": "Ann Lee", "title": "CIO", "company": "Acme"}
    told(
        con,
        folder,
        accounts=ACCOUNTS,
        events=page(1)
        + call(2, "identify", userId="u1", traits=traits)
        + page(3, timestamp="2026-04-03T00:00:00Z")
        + page(4, anonymousId=None, userId="u1", timestamp="2026-04-03T00:00:00Z"),
    )
    assert rows(con, "SELECT email, name, title, company FROM graph.person") == [
        ("ann@acme.example", "Ann Lee", "CIO", "Acme")
    ]
    assert employers(con) == {"ann@acme.example": ("salesforce:001000000000001AAA", "email_domain")}
    assert rows(con, "SELECT known::VARCHAR FROM graph.identified_as") == [("2026-04-02 00:00:01",)]
    assert rows(con, "SELECT n FROM graph.engaged_person_content") == [(2,)]
    assert rows(con, "SELECT n FROM graph.engaged_visitor_content") == [(1,)]
    assert rows(con, "SELECT count(*) FROM graph.record") == [(0,)]
    assert rows(con, "SELECT DISTINCT kind FROM resolved.touch") == [("page_view",)]
    assert broken_ties(con) == []


@pytest.mark.parametrize("first", ["firstName", "first_name"])
@pytest.mark.parametrize("title", ["title", "jobTitle", "job_title"])
def test_traits_are_read_in_either_spelling(con, folder, first, title):
    traits = {"email": "ann@acme.example", first: "Ann", "last_name": "Lee", title: "CIO"}
    told(con, folder, accounts=ACCOUNTS, events=call(1, "identify", userId="u1", traits=traits))
    assert rows(con, "SELECT name, title FROM graph.person") == [("Ann Lee", "CIO")]


def test_what_people_type_never_overrides_the_crm_nor_splits_a_human(con, folder):
    told(
        con,
        folder,
        contacts="Id,AccountId,LastName,FirstName,Email,Title,CreatedDate\n"
        "003000000000001,,Lee,Ann,ann@acme.example,Director,2020-01-01\n",
        events=call(1, "identify", traits={"email": "ann@acme.example", "name": "Zed Nick"}),
    )
    assert rows(con, "SELECT name, title FROM graph.person") == [("Ann Lee", "Director")]
    assert rows(con, "SELECT count(*) FROM graph.is_record_of") == [(1,)]


def test_group_says_where_a_browser_works(con, folder):
    told(
        con,
        folder,
        accounts=ACCOUNTS,
        events=page(1) + call(2, "group", groupId="g", traits={"name": "Acme Inc."}),
    )
    assert rows(con, "SELECT end_id FROM graph.visits_from") == [("salesforce:001000000000001AAA",)]


def test_a_time_later_than_the_whole_file_is_a_broken_clock(con, folder):
    files = told(
        con,
        folder,
        events=page(1, receivedAt="2026-04-01T00:05:11Z")
        + page(2, timestamp="2031-01-01T00:00:00Z", receivedAt="2026-04-01T00:05:11Z"),
    )
    assert (files["events"].loaded, files["events"].refused) == (1, 1)
    assert rows(con, "SELECT reason FROM meta.reject") == [("time later than the whole file",)]
