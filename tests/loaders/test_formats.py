"""The same facts in other clothes: archives, arrays, delimiters, encodings, other web trackers."""

import gzip
import io
import json
import zipfile
from datetime import datetime

import pytest

from loaders import archives
from tests.loaders.exports import LEADS, counts, lead, page, put, rows, run, told

IDS = "SELECT id FROM facts.record_now ORDER BY 1"
ROWS = [
    {
        "Id": "00Q1",
        "LastName": "Lee",
        "Company": "Acme",
        "Status": "Open",
        "Email": "a@acme.example",
    },
    {"Id": "00Q2", "LastName": "Ray", "Company": "Acme, Inc", "Status": None, "Email": None},
]


def zipped(**members):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return kept.getvalue()


def test_each_member_of_an_archive_is_a_file(con, folder):
    intent = "Company Name,Domain,Topic,Composite Score\nAcme,acme.example,zero trust,70\n"
    inner = zipped(**{"x.csv": LEADS})
    archive = zipped(
        **{
            "crm__leads.csv": LEADS + lead(1),
            "intent__surge-2026-06-01.csv": intent,
            "read me.txt": "hello",
            "inner.zip": inner,
            "__MACOSX__._leads.csv": "x",
            "..__..__escape.csv": LEADS + lead(2),
        }
    )
    file = put(folder, "export.zip", archive)
    report = run(con, file)
    told = {f.file.removeprefix(f"{file.as_posix()} "): f for f in report.files}
    assert told["[crm/leads.csv]"].loaded == 1
    assert told["[../../escape.csv]"].loaded == 1
    assert "archive in an archive" in told["[inner.zip]"].reason
    assert "no known kind" in told["[read me.txt]"].reason
    assert len(told) == 5
    assert rows(con, "SELECT event_time FROM facts.signal") == [(datetime(2026, 6, 1),)]
    assert [f.duplicates for f in run(con, file).files] == [f.loaded for f in report.files]


def test_an_archive_that_would_fill_the_disk_is_refused(con, folder, monkeypatch):
    monkeypatch.setattr(archives, "MOST", 10_000)
    put(folder, "bomb.zip", zipped(**{"a.csv": LEADS + " " * 20_000_000}))
    put(folder, "bomb.csv.gz", gzip.compress((LEADS + " " * 20_000_000).encode()))
    assert [f.reason for f in run(con, folder).files] == [
        "packed data that becomes far too large; unpack it yourself if that is meant"
    ] * 2


def test_a_damaged_archive_loads_nothing(con, folder):
    whole = zipped(**{"a.csv": LEADS + lead(1) * 500})
    put(folder, "cut.zip", whole[: len(whole) // 2])
    (report,) = run(con, folder).files
    assert "cut off or damaged" in report.reason
    assert rows(con, IDS) == []


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_array_of_objects(con, folder, indent, encoding):
    put(folder, "leads.json", json.dumps(ROWS, indent=indent).encode(encoding))
    assert counts(run(con, folder)) == [(2, 2, 0, 0, 0)]
    assert rows(con, "SELECT company, status, line FROM facts.record ORDER BY line") == [
        ("Acme", "Open", 1),
        ("Acme, Inc", None, 2),
    ]


def test_objects_over_several_lines(con, folder):
    text = "\n".join(json.dumps(row, indent=1) for row in ROWS)
    put(folder, "leads.json", text)
    assert counts(run(con, folder)) == [(2, 2, 0, 0, 0)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["records", "results", "data"])
def test_an_answer_of_an_api_around_its_rows(con, folder, name, indent):
    put(folder, "leads.json", json.dumps({"totalSize": 2, "done": True, name: ROWS}, indent=indent))
    assert counts(run(con, folder)) == [(2, 2, 0, 0, 0)]
    assert rows(con, "SELECT line FROM facts.record ORDER BY 1") == [(1,), (2,)]


def test_an_answer_of_hubspot_with_names_under_properties(con, folder):
    ann = {"hs_object_id": "7", "firstname": "Ann", "lastname": "Lee", "email": "a@acme.example"}
    answer = {"results": [{"id": "7", "properties": ann, "archived": False}], "paging": {}}
    put(folder, "contacts.json", json.dumps(answer))
    (report,) = run(con, folder).files
    assert (report.profile, report.loaded) == ("hubspot.Contact", 1)
    assert rows(con, "SELECT first_name, email FROM facts.record") == [("Ann", "a@acme.example")]


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize("indent", [None, 1])
def test_the_pages_of_an_answer_in_one_file(con, folder, between, indent):
    pages = [json.dumps({"results": [row], "paging": {"next": 2}}, indent=indent) for row in ROWS]
    put(folder, "leads.json", between.join(pages))
    assert counts(run(con, folder)) == [(2, 2, 0, 0, 0)]


def test_an_answer_of_any_length(con, folder):
    many = [ROWS[0] | {"Id": f"00Q{n:015d}", "LastName": "Lee " * 2000} for n in range(1200)]
    put(folder, "leads.json", json.dumps({"done": True, "records": many}))
    assert counts(run(con, folder)) == [(1200, 1200, 0, 0, 0)]


def test_events_with_lists_stay_events(con, folder):
    event = json.loads(page(1))
    lines = [event | {"messageId": f"m{n}", "data": [{"sku": "a"}]} for n in range(3)]
    put(folder, "pages.jsonl", "\n".join(map(json.dumps, lines)))
    assert counts(run(con, folder)) == [(3, 3, 0, 0, 0)]


def test_one_event_with_a_list_of_items_is_one_row(con, folder):
    event = json.loads(page(1)) | {f"k{n}": n for n in range(9)} | {"items": [{"sku": "a"}] * 3}
    put(folder, "pages.jsonl", json.dumps(event))
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "empty file"),
        (json.dumps({"records": []}), "empty file"),
        (json.dumps({"records": ROWS})[:-20], "cut off or damaged"),
        (json.dumps({"records": ROWS})[:-1], "cut off or damaged"),
        (json.dumps(ROWS)[:-20], "cut off or damaged"),
        ('[{"a": 1}]', "no known kind"),
        ("[1, 2]", "no known kind"),
    ],
)
def test_arrays_that_give_nothing_say_why(con, folder, text, reason):
    put(folder, "x.json", text)
    (report,) = run(con, folder).files
    assert reason in report.reason
    assert report.rows == 0


def test_an_element_that_is_no_object_is_refused(con, folder):
    put(folder, "x.json", json.dumps([*ROWS, 5]))
    assert counts(run(con, folder)) == [(3, 2, 0, 1, 0)]
    assert rows(con, "SELECT line, raw FROM meta.reject") == [(3, "5")]


def test_a_csv_of_web_events(con, folder):
    put(
        folder,
        "pages.csv",
        "type,messageId,anonymousId,timestamp,receivedAt,context_page_url\n"
        "page,m1,a1,2026-04-01T00:05:10Z,2026-04-01T00:05:11Z,https://x.example/guide\n",
    )
    put(folder, "pages.jsonl", page(2))
    assert [f.profile for f in run(con, folder).files] == ["segment.web", "segment.web"]
    assert rows(con, "SELECT count(DISTINCT url) FROM facts.signal") == [(1,)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(con, folder, delimiter, encoding, end):
    head = delimiter.join(["Id", "LastName", "Company", "Status", "Email"])
    line = delimiter.join(
        ["00Q5e0000000001EAA", "Zoë", '"Bär; Söhne, | GmbH"', "Open", "z@b.example"]
    )
    put(folder, "leads.csv", end.join([head, line, ""]).encode(encoding))
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0)]
    assert rows(con, "SELECT last_name, company FROM facts.record") == [
        ("Zoë", "Bär; Söhne, | GmbH")
    ]


def ga4(**more):
    event = {
        "event_date": "20260401",
        "event_timestamp": 1775001910000000,
        "event_name": "page_view",
        "event_params": [
            {"key": "page_location", "value": {"string_value": "https://x.example/guide?utm=1"}},
            {"key": "page_title", "value": {"string_value": "Guide", "int_value": None}},
            {"key": "ga_session_id", "value": {"int_value": 5}},
        ],
        "user_pseudo_id": "111.222",
        "user_id": None,
    }
    return json.dumps(event | more) + "\n"


def test_ga4_has_pages_and_says_that_visitors_belong_to_no_account(con, folder):
    late = ga4(user_id="ann@acme.example", event_timestamp="1775001920000000")
    put(folder, "ga4.json", ga4() + ga4() + late + ga4(event_name="scroll"))
    (report,) = run(con, folder).files
    assert (report.profile, report.loaded, report.duplicates) == ("ga4.Event", 2, 1)
    assert report.skipped_why == {"event not used": 1}
    assert "no IP" in report.reason
    assert rows(con, 'SELECT url, label, tier, "at" FROM facts.signal ORDER BY "at"') == [
        ("https://x.example/guide", "Guide", "anonymous", datetime(2026, 4, 1, 0, 5, 10)),
        ("https://x.example/guide", "Guide", "known", datetime(2026, 4, 1, 0, 5, 20)),
    ]


def test_ga4_with_a_company_gives_its_visitor_an_account(con, folder):
    put(folder, "accounts.csv", "Id,Name,Website\n001A,Acme,acme.example\n")
    put(folder, "ga4.json", ga4(company_domain="www.acme.example"))
    told(con, folder)
    report = run(con, folder)
    assert not any(f.reason for f in report.files)
    assert rows(con, "SELECT end_id FROM graph.visits_from") == [("salesforce:001A",)]


SNOWPLOW = {
    3: "2026-04-01 00:05:11.000",
    5: "page_view",
    6: "0b7a6a4e-95d9-4b8e-8b6f-1c4a4d1f2e3a",
    15: "b1",
    29: "https://x.example/guide?utm=1",
    30: "Guide",
    52: '{"schema":"iglu:x","data":[{"a":1,"b":"c, d"}]}',
    124: "2026-04-01 00:05:10.000",
    126: "page_view",
}


def test_snowplow_with_and_without_a_header(con, folder):
    cells = [SNOWPLOW.get(i, "") for i in range(131)]
    put(folder, "enriched.tsv", "\t".join(cells) + "\n")
    put(
        folder,
        "atomic.csv",
        "event_id,event_name,collector_tstamp,derived_tstamp,domain_userid,user_id,page_url\n"
        "x2,submit_form,2026-04-01 00:05:12,2026-04-01 00:05:11,b1,ann@acme.example,https://x.example/f\n"
        "x3,page_ping,2026-04-01 00:05:12,2026-04-01 00:05:11,b1,,https://x.example/f\n",
    )
    report = run(con, folder)
    assert [f.profile for f in report.files] == ["snowplow.Event", "snowplow.Event"]
    assert rows(con, 'SELECT kind, visitor, email, url, "at", known_time FROM facts.signal') == [
        *[
            (
                "form",
                "b1",
                "ann@acme.example",
                "https://x.example/f",
                datetime(2026, 4, 1, 0, 5, 11),
                datetime(2026, 4, 1, 0, 5, 12),
            )
        ],
        *[
            (
                "page_view",
                "b1",
                None,
                "https://x.example/guide",
                datetime(2026, 4, 1, 0, 5, 10),
                datetime(2026, 4, 1, 0, 5, 11),
            )
        ],
    ]
