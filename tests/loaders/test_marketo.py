"""Marketo: the bulk export of activities, its two shapes of JSON, and a warehouse's tables."""

from pathlib import Path

import pytest

from tests.loaders.by_hand import OUTSIDE, people
from tests.loaders.exports import rows, run, told

LEADS = (
    "id,email,firstName,lastName,company,createdAt,updatedAt\n"
    "1,ann@acme.example,Ann,Lee,null,2022-01-01T00:00:00Z,null\n"
    "2,ann.lee@acme.example,Ann,Lee,Acme,2022-01-01T00:00:00Z,2022-02-01T00:00:00Z\n"
    "3,bob@acme.example,Bob,Ray,Acme,2022-01-01T00:00:00Z,2022-02-01T00:00:00Z\n"
)
HEAD = (
    "marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,"
    "primaryAttributeValue,attributes\n"
)
BULK = HEAD + (
    '10,1,2022-02-13T14:06:20Z,1,null,1,Guide,"{""Webpage URL"":""/guide?x=1""}"\n'
    '11,1,2022-02-13T14:06:21+0000,11,null,1,Mail,"[{""name"":""Link"",'
    '""value"":""https://us.example/demo""},{""name"":""Step ID"",""value"":4}]"\n'
    "12,2,2013-09-26T06:56:35+0000,2,null,1,Contact us,null\n"
    '13,2,2022-02-14T14:06:20Z,32,null,1,x,"{""Merge IDs"":""[1,3,9]""}"\n'
    "14,1,2022-02-13T14:06:20Z,6,null,1,Mail,null\n"
    "15,1,2022-02-13T14:06:20Z,4711,null,1,What,null\n"
    "16,null,2022-02-13T14:06:20Z,1,null,1,Guide,null\n"
    '17,9,2022-02-13T14:06:20Z,1,null,1,Guide,"{""Webpage URL"":""/pricing""}"\n'
)


def test_activities_become_signals_by_the_table_of_types(con, folder):
    files = told(con, folder, leads=LEADS, activities=BULK)
    activities = files["activities"]
    assert activities.profile == "marketo.Activity"
    assert activities.skipped_why == {
        "our own e-mail": 1,
        "activity type not in the profile's table": 1,
    }
    assert (activities.loaded, activities.refused) == (5, 1)
    assert rows(
        con,
        "SELECT kind, url, strftime(event_time, '%Y-%m-%d %H:%M:%S') FROM facts.signal "
        "ORDER BY line",
    ) == [
        ("page_view", "/guide", "2022-02-13 14:06:20"),
        ("email_click", "https://us.example/demo", "2022-02-13 14:06:21"),
        ("form", None, "2013-09-26 06:56:35"),
        ("merge", None, "2022-02-14 14:06:20"),
        ("page_view", "/pricing", "2022-02-13 14:06:20"),
    ]
    assert rows(con, "SELECT count(*) FROM facts.record WHERE company = 'null'") == [(0,)]


def test_merged_leads_are_one_human_only_under_one_name(con, folder):
    told(con, folder, leads=LEADS, activities=BULK)
    assert people(con) == [["marketo:1", "marketo:2"], ["marketo:3"]]
    assert rows(con, "SELECT count(*) FROM graph.signal WHERE kind = 'merge'") == [(0,)]
    read = rows(
        con,
        "SELECT p.emails, list_sort(list(c.url)) FROM graph.engaged_person_content e "
        "JOIN graph.person p ON p.id = e.start_id JOIN graph.content c ON c.id = e.end_id "
        "GROUP BY 1",
    )
    assert read == [
        (
            ["ann.lee@acme.example", "ann@acme.example"],
            ["/guide", "/pricing", "https://us.example/demo"],
        )
    ]


@pytest.mark.skipif(not OUTSIDE.is_dir(), reason="no ../shared")
def test_every_table_of_the_sample_is_known_and_accounted_for(con):
    report = run(con, OUTSIDE / "data" / "fivetran_marketo")
    for file in report.files:
        if file.file.endswith(".csv"):
            lines = Path(file.file).read_text(encoding="utf-8-sig").splitlines()
            assert file.profile is not None, file.file
            assert file.rows == len(lines) - 1
            assert file.refused == 0
