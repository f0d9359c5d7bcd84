"""Answers of APIs: their rows wherever they stand, and whether there are more of them."""

import json

import pytest

from tests.loaders.exports import counts, page, put, run

ROWS = [
    {"Id": f"00Q5e{n:010d}EAA", "LastName": "Lee", "Company": "Acme", "Status": "Open"}
    for n in (1, 2)
]
NEXT = "/services/data/v61.0/query/01g-2000"

WHOLE = {
    "records": {"totalSize": 2, "done": True, "records": ROWS},
    "deep": {"response": {"data": {"records": ROWS, "count": 2}, "status": 200}, "took": 3},
    "result": {"requestId": "a#1", "success": True, "result": ROWS, "moreResult": False},
    "results": {"results": ROWS, "paging": None},
    "data": {"data": ROWS, "links": {"next": None, "self": "x"}},
}
PART = {
    "nextRecordsUrl": {"totalSize": 2, "records": ROWS, "nextRecordsUrl": NEXT},
    "done": {"done": False, "records": ROWS},
    "totalSize": {"totalSize": 4000, "records": ROWS},
    "moreResult": {"success": True, "result": ROWS, "moreResult": True},
    "paging.next": {"results": ROWS, "paging": {"next": {"after": "102"}}},
    "nextPageToken": {"nextPageToken": "GIYDAOBN", "result": ROWS},
    "meta.has_more": {"data": ROWS, "meta": {"has_more": True}},
    "next": {"response": {"records": ROWS, "next": "/page/2"}},
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("case", WHOLE)
def test_the_rows_are_found(con, folder, case, indent):
    put(folder, "leads.json", json.dumps(WHOLE[case], indent=indent))
    (report,) = run(con, folder).files
    assert (report.loaded, report.reason) == (2, None)


@pytest.mark.parametrize("case", PART)
def test_what_is_only_a_part_says_so(con, folder, case):
    put(folder, "leads.json", json.dumps(PART[case]))
    (report,) = run(con, folder).files
    said = f"only a part of what was asked for ({case}): fetch the rest too"
    assert (report.loaded, report.reason) == (2, said)


def test_pages_up_to_the_last_are_whole(con, folder):
    first = {"totalSize": 2, "done": False, "records": ROWS[:1], "nextRecordsUrl": NEXT}
    last = {"totalSize": 2, "done": True, "records": ROWS[1:]}
    put(folder, "leads.json", json.dumps(first) + "\n" + json.dumps(last))
    (report,) = run(con, folder).files
    assert (report.loaded, report.reason) == (2, None)


@pytest.mark.parametrize("name", ["items", "data", "results"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_the_lists_of_one_event_are_its_own(con, folder, name, end):
    event = page(1, **{name: [{"sku": 1}, {"sku": 2}]})
    put(folder, "web.jsonl", event.strip() + end)
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0)]
