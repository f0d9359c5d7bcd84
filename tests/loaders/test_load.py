"""Loading, end to end on real files: counts that add up, versions, refusals, all or nothing."""

import json
from datetime import datetime
from types import MappingProxyType

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ConfigError, InputError, WorkspaceError
from graph.facts import ledger
from graph.facts.open import open_facts
from graph.facts.versions import facts_version
from graph.workspace.config import Config
from loaders.load import load

LEADS = "Id,LastName,Company,Status,Email,CreatedDate\n"


def lead(number, name="Lee", status="Open", created="2026-01-02T03:04:05Z"):
    return f"00Q5e{number:010d}EAA,{name},Acme,{status},ann@acme.example,{created}\n"


def page(number, **more):
    fields = {
        "type": "page",
        "messageId": f"m{number}",
        "anonymousId": "a1",
        "timestamp": "2026-04-01T00:05:10.000Z",
        "context": {"page": {"url": "https://x.example/guide?utm=1", "title": "Guide"}},
    }
    return json.dumps(fields | more) + "\n"


@pytest.fixture
def con(tmp_path):
    connection = open_facts(tmp_path / "facts.duckdb")
    yield connection
    connection.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "exports"
    made.mkdir()
    return made


def put(folder, name, text):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def run(con, *paths, **options):
    report = load(con, paths, options.pop("config", Config()), **options)
    for file in report.files:
        assert file.rows == file.loaded + file.duplicates + file.refused + file.skipped
        assert file.skipped == sum(file.skipped_why.values())
    return report


def counts(report):
    return [(f.rows, f.loaded, f.duplicates, f.refused, f.skipped) for f in report.files]


def rows(con, query):
    return con.execute(query).fetchall()


def dump(con):
    tables = [t for (t,) in rows(con, "SELECT table_name FROM duckdb_tables() ORDER BY ALL")]
    schemas = dict(rows(con, "SELECT table_name, schema_name FROM duckdb_tables()"))
    return {t: rows(con, f'FROM {schemas[t]}."{t}" ORDER BY ALL') for t in tables}


def test_the_same_file_twice_writes_nothing(con, folder):
    put(folder, "leads.csv", LEADS + lead(1) + lead(2) + "bad\n")
    first = run(con, folder)
    assert counts(first) == [(3, 2, 0, 1, 0)]
    assert first.changed
    before = dump(con)
    again = run(con, folder)
    assert counts(again) == [(3, 0, 3, 0, 0)]
    assert not again.changed
    assert dump(con) == before


def test_a_grown_file_adds_what_is_new(con, folder):
    put(folder, "leads.csv", LEADS + lead(1))
    run(con, folder)
    put(folder, "leads.csv", LEADS + lead(1) + lead(2))
    report = run(con, folder)
    assert counts(report) == [(2, 1, 1, 0, 0)]
    assert facts_version(con) == 2


def test_only_duplicates_leave_the_version_of_the_facts_alone(con, folder):
    put(folder, "a.csv", LEADS + lead(1) + lead(2))
    run(con, folder)
    put(folder, "a.csv", LEADS + lead(2) + lead(1))
    report = run(con, folder)
    assert counts(report) == [(2, 0, 2, 0, 0)]
    assert not report.changed
    assert facts_version(con) == 1


def test_a_changed_row_is_a_new_version_and_so_is_the_way_back(con, folder):
    for status in ("Open", "Working", "Open"):
        put(folder, "leads.csv", LEADS + lead(1, status=status) + f"# {status}\n")
        run(con, folder)
        put(folder, "leads.csv", LEADS + lead(9, name=status))
        run(con, folder)
    lead_1 = "WHERE id = 'salesforce:00Q5e0000000001EAA'"
    versions = rows(con, f"SELECT status FROM facts.record {lead_1} ORDER BY load")
    assert versions == [("Open",), ("Working",)]


def test_the_newest_row_of_an_id_counts(con, folder):
    put(folder, "leads.csv", LEADS + lead(1) + lead(1, status="Working") + lead(1) + lead(1))
    report = run(con, folder)
    assert counts(report) == [(4, 3, 1, 0, 0)]
    assert rows(con, "SELECT status, line FROM facts.record_now") == [("Open", 4)]


def test_two_deliveries_of_one_event_are_one(con, folder):
    put(folder, "a.jsonl", page(1) + page(1) + page(2))
    put(folder, "b.jsonl", page(2) + page(3))
    assert counts(run(con, folder)) == [(3, 2, 1, 0, 0), (2, 1, 1, 0, 0)]


def test_two_copies_of_one_file_are_loaded_once(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(1))
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]


def test_every_refused_row_is_kept_with_file_line_reason_and_raw_text(con, folder):
    text = (
        LEADS
        + lead(1, name='"Lee\nthe second"')
        + "00Q5e0000000002EAA,few\n"
        + '00Q5e0000000003EAA,"open,Acme,Open,,\n'
        + ",Lee,Acme,Open,,\n"
        + lead(4, created="2026-02-30")
        + lead(5)
    )
    file = put(folder, "leads.csv", text)
    assert counts(run(con, folder)) == [(6, 2, 0, 4, 0)]
    assert [(r["line"], r["reason"], r["raw"]) for r in ledger.rejects(con)] == [
        (4, "too few fields: 2 instead of 6", "00Q5e0000000002EAA,few"),
        (5, "quote left open", '00Q5e0000000003EAA,"open,Acme,Open,,'),
        (6, "Id is empty", ",Lee,Acme,Open,,"),
        (7, "CreatedDate: 2026-02-30 is no date", lead(4, created="2026-02-30").strip()),
    ]
    assert ledger.rejects(con, "leads.csv") == ledger.rejects(con, file.as_posix())
    assert ledger.rejects(con, "eads.csv") == []
    assert rows(con, "SELECT line FROM facts.record ORDER BY line") == [(2,), (8,)]


def test_json_lines_that_are_cut_or_lack_something_are_refused_by_line(con, folder):
    text = (
        page(1)
        + page(2)[:40]
        + "\n\n[1]\n"
        + page(3, anonymousId=None)
        + page(4, timestamp="1970-01-01T00:00:00Z")
        + page(5, timestamp="soon")
        + page(6, type="identify")
        + page(7, type="track", event="Other")
        + page(8, type="track", event="Form Submitted")
    )
    put(folder, "events.jsonl", text)
    report = run(con, folder)
    assert counts(report) == [(9, 2, 0, 5, 2)]
    assert report.files[0].skipped_why == {"call not used": 1, "event not used": 1}
    assert [(r["line"], r["reason"]) for r in ledger.rejects(con)] == [
        (2, "no whole JSON object"),
        (4, "no whole JSON object"),
        (5, "neither anonymousId nor userId is given"),
        (6, "time before 1990"),
        (7, "timestamp: soon is no date"),
    ]
    assert rows(con, "SELECT kind FROM facts.signal ORDER BY line") == [("page_view",), ("form",)]


def test_a_web_event_knows_its_times_and_actors(con, folder):
    put(
        folder,
        "events.jsonl",
        page(1, userId="Ann@X.example", timestamp="2026-04-01T02:05:10.000+02:00")
        + page(2, userId="user-17", receivedAt="2026-04-01T00:06:00Z"),
    )
    run(con, folder)
    assert rows(
        con,
        """SELECT id, visitor, email, tier, url, label, event_time, known_time, known_basis
           FROM facts.signal ORDER BY line""",
    ) == [
        (
            "segment:m1",
            "a1",
            "ann@x.example",
            "known",
            "https://x.example/guide",
            "Guide",
            datetime(2026, 4, 1, 0, 5, 10),
            datetime(2026, 4, 1, 0, 5, 10),
            "assumed",
        ),
        (
            "segment:m2",
            "a1",
            None,
            "anonymous",
            "https://x.example/guide",
            "Guide",
            datetime(2026, 4, 1, 0, 5, 10),
            datetime(2026, 4, 1, 0, 6),
            "stamped",
        ),
    ]


def test_a_response_is_of_the_day_it_was_given_and_known_no_earlier_than_its_row(con, folder):
    head = "Id,CampaignId,LeadId,ContactId,HasResponded,FirstRespondedDate,CreatedDate,IsDeleted\n"
    line = "00v00000000000{},701000000000001,00Q000000000001,,{},{},2026-05-02T10:00:00Z,{}\n"
    cases = [
        ("A", "true", "2026-05-02", "false"),
        ("B", "TRUE", "2026-05-03", "0"),
        ("C", "1", "2026-05-01", ""),
        ("D", "false", "", "false"),
        ("E", "true", "2026-05-02", "true"),
        ("F", "true", "", ""),
    ]
    put(folder, "members.csv", head + "".join(line.format(*case) for case in cases))
    report = run(con, folder)
    assert report.files[0].skipped_why == {"deleted": 1, "not responded": 1}
    noon = datetime(2026, 5, 2, 10)
    assert rows(
        con,
        "SELECT event_time, known_time, known_basis, record_key FROM facts.signal ORDER BY line",
    ) == [
        (noon, noon, "stamped", "salesforce:00Q000000000001EAA"),
        (datetime(2026, 5, 3), datetime(2026, 5, 3), "stamped", "salesforce:00Q000000000001EAA"),
        (datetime(2026, 5, 1), noon, "stamped", "salesforce:00Q000000000001EAA"),
        (noon, noon, "stamped", "salesforce:00Q000000000001EAA"),
    ]


def test_members_without_any_sign_of_a_response_are_no_evidence(con, folder):
    put(folder, "m.csv", "Id,CampaignId,LeadId,Status\n00v000000000001,701000000000001,00Q,Sent\n")
    assert run(con, folder).files[0].skipped_why == {"no sign of a response": 1}


def test_short_and_long_ids_of_one_lead_are_one(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(1).replace("EAA,", ",") + "\n")
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]


def test_a_row_without_a_date_is_known_from_its_load(con, folder):
    put(folder, "a.csv", LEADS + lead(1, created=""))
    run(con, folder)
    found = rows(
        con,
        """SELECT event_time, known_basis, known_time = "at" FROM facts.record r
           JOIN meta.load l ON r.load = l.load""",
    )
    assert found == [(None, "load", True)]


def test_intent_is_dated_by_a_column_or_by_the_file_name(con, folder):
    head = "Company Name,Domain,Topic,Composite Score"
    put(folder, "surge-2026-04-08.csv", head + "\nAcme,WWW.Acme.example,Zero Trust,66\n")
    put(folder, "b.csv", head + ",Date\n,acme.example,Zero Trust,70,2026-04-15\n,,Zero Trust,7,\n")
    put(folder, "c.csv", head + "\nAcme,acme.example,Zero Trust,66\n")
    assert counts(run(con, folder)) == [(2, 1, 0, 1, 0), (1, 0, 0, 1, 0), (1, 1, 0, 0, 0)]
    assert rows(
        con, "SELECT domain, topic, score, event_time FROM facts.signal ORDER BY event_time"
    ) == [
        ("acme.example", "zero trust", 66.0, datetime(2026, 4, 8)),
        ("acme.example", "zero trust", 70.0, datetime(2026, 4, 15)),
    ]


def test_the_same_scores_of_another_week_are_new(con, folder):
    text = "Company Name,Domain,Topic,Composite Score\nAcme,acme.example,Zero Trust,66\n"
    put(folder, "surge-2026-04-08.csv", text)
    put(folder, "surge-2026-04-15.csv", text)
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0), (1, 1, 0, 0, 0)]


def test_files_of_no_known_kind_are_named_and_left(con, folder):
    put(folder, "README.md", "# Read me\n")
    put(folder, "empty.csv", "")
    put(folder, "photo.png", b"\x89PNG\0\0")
    put(folder, "truth.json", '{"seed": 1, "accounts": []}')
    put(folder, "coterie.toml", "")
    header_only = put(folder, "zz.csv", LEADS)
    report = run(con, folder)
    assert report.config_file == folder / "coterie.toml"
    names = [f.file.rpartition("/")[2] for f in report.files]
    assert names == ["README.md", "empty.csv", "photo.png", "truth.json", "zz.csv"]
    assert [f.profile for f in report.files] == [None] * 4 + ["salesforce.Lead"]
    assert all(f.reason for f in report.files[:4])
    assert counts(run(con, header_only)) == [(0, 0, 0, 0, 0)]
    assert not report.changed


def test_unused_columns_are_named(con, folder):
    put(folder, "a.csv", LEADS.strip() + ",Shoe Size\n" + lead(1).strip() + ",42\n")
    assert run(con, folder).files[0].ignored_columns == ("Shoe Size",)


def test_a_missing_path_is_named_and_nothing_is_written(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    before = dump(con)
    with pytest.raises(InputError, match=r"not-here.*no such file"):
        load(con, [folder, folder / "not-here"], Config())
    assert dump(con) == before


def test_dry_run_reports_and_writes_nothing(con, folder):
    put(folder, "a.csv", LEADS + lead(1) + "bad\n")
    before = dump(con)
    report = run(con, folder, dry_run=True)
    assert counts(report) == [(2, 1, 0, 1, 0)]
    assert not report.changed
    assert dump(con) == before
    assert counts(run(con, folder)) == [(2, 1, 0, 1, 0)]


def test_a_load_that_fails_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    run(con, folder)
    put(folder, "b.csv", LEADS + lead(2))
    put(folder, "c.csv", LEADS + lead(3))
    before = dump(con)
    con.execute("ALTER TABLE meta.load RENAME TO gone")
    con.execute("CREATE VIEW meta.load AS SELECT * FROM meta.gone")
    with pytest.raises(duckdb.Error):
        load(con, [folder], Config())
    con.execute("DROP VIEW meta.load")
    con.execute("ALTER TABLE meta.gone RENAME TO load")
    assert dump(con) == before
    assert counts(run(con, folder)) == [(1, 0, 1, 0, 0), (1, 1, 0, 0, 0), (1, 1, 0, 0, 0)]


def test_a_full_disk_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + "".join(lead(n, name=f"{n:0400d}") for n in range(60_000)))
    before = dump(con)
    con.execute("SET max_temp_directory_size = '1MB'")
    con.execute("SET memory_limit = '64MB'")
    with pytest.raises(WorkspaceError, match="could not be written"):
        load(con, [folder], Config())
    con.execute("SET memory_limit = '1GB'")
    assert dump(con) == before
    assert counts(run(con, folder)) == [(60_000, 60_000, 0, 0, 0)]


def test_an_interrupt_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(2))
    before = dump(con)

    def stop(file):
        if file.endswith("b.csv"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(con, [folder], Config(), progress=stop)
    assert dump(con) == before


def test_the_orgs_own_columns_are_read(con, folder):
    columns = MappingProxyType({"salesforce.Account": MappingProxyType({"target": "VIP__c"})})
    text = "Id,Name,Industry,VIP__c\n001000000000001,Acme,Banking,1\n001000000000002,Bolt,,maybe\n"
    put(folder, "a.csv", text)
    assert counts(run(con, folder, config=Config(columns=columns))) == [(2, 1, 0, 1, 0)]
    assert rows(con, "SELECT name, target FROM facts.account") == [("Acme", True)]
    wrong = MappingProxyType({"salesforce.Account": MappingProxyType({"targt": "VIP__c"})})
    with pytest.raises(ConfigError, match="did you mean 'target'"):
        load(con, [folder], Config(columns=wrong))


def test_another_mapping_reads_the_same_file_again(con, folder):
    put(folder, "a.csv", "Id,Name,Industry,VIP__c\n001000000000001,Acme,Banking,1\n")
    run(con, folder)
    columns = MappingProxyType({"salesforce.Account": MappingProxyType({"target": "VIP__c"})})
    assert counts(run(con, folder, config=Config(columns=columns))) == [(1, 1, 0, 0, 0)]
    assert rows(con, "SELECT target FROM facts.account_now") == [(True,)]


def test_a_named_profile_reads_a_file_of_its_own(con, folder, tmp_path):
    profile = tmp_path / "shop.toml"
    profile.write_text(
        'name = "shop.Customer"\ntable = "record"\nsystem = "shop"\nformat = "csv"\n'
        'required = ["id"]\n[fields]\nid = { columns = ["No"], type = "key" }\n'
        'kind = { value = "contact" }\nname = { columns = ["Who"] }\n'
    )
    file = put(folder, "a.tsv", "No\tWho\n7\tAnn\n\tBob\n")
    other = put(folder, "b.tsv", "Nr\tWho\n7\tAnn\n")
    report = run(con, file, other, profile=str(profile))
    assert counts(report) == [(2, 1, 0, 1, 0), (0, 0, 0, 0, 0)]
    assert report.files[1].reason == "profile shop.Customer needs a column 'No'"
    assert report.files[1].named
    assert rows(con, "SELECT id, name, kind, system FROM facts.record") == [
        ("shop:7", "Ann", "contact", "shop")
    ]


def test_the_ledger_tells_what_was_loaded(con, folder):
    put(folder, "b.csv", LEADS + lead(1) + "bad\n")
    put(folder, "a.jsonl", page(1) + page(2, type="group"))
    report = run(con, folder)
    told = ledger.loads(con)
    assert [entry["file"] for entry in told] == [file.file for file in report.files]
    for entry, file in zip(told, report.files, strict=True):
        assert {**vars(file), **entry} == {
            **vars(file),
            "seconds": entry["seconds"],
            "ignored_columns": list(file.ignored_columns),
        }


DAMAGE = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from([b'"', b",", b"\n", b"\r", b"", b"\xff"])),
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DAMAGE)
def test_whatever_is_damaged_all_rows_are_accounted_for(con, folder, damage):
    head = LEADS.encode()
    data = bytearray("".join(lead(n) for n in range(5)).encode())
    for at, junk in damage:
        data[at : at + 1] = junk
    put(folder, "leads.csv", head + bytes(data))
    con.execute("DELETE FROM meta.reject")
    report = run(con, folder)
    (file,) = report.files
    if file.loaded or file.refused:
        assert file.refused == len(ledger.rejects(con))
    assert file.profile == "salesforce.Lead"
