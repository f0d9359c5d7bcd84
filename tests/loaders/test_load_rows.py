"""What becomes of a row: its values and times, or the reason why it is refused or skipped."""

from datetime import datetime
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ConfigError
from graph.facts import ledger
from graph.workspace.config import Config
from loaders.load import load
from tests.loaders.exports import LEADS, counts, lead, page, put, rows, run


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
        + page(6, type="screen")
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


def test_the_orgs_own_columns_are_read(con, folder):
    columns = MappingProxyType({"salesforce.Account": MappingProxyType({"target": "VIP__c"})})
    text = "Id,Name,Industry,VIP__c\n001000000000001,Acme,Banking,1\n001000000000002,Bolt,,maybe\n"
    put(folder, "a.csv", text)
    assert counts(run(con, folder, config=Config(columns=columns))) == [(2, 1, 0, 1, 0)]
    assert rows(con, "SELECT name, target FROM facts.account") == [("Acme", True)]
    wrong = MappingProxyType({"salesforce.Account": MappingProxyType({"targt": "VIP__c"})})
    with pytest.raises(ConfigError, match="did you mean 'target'"):
        load(con, [folder], Config(columns=wrong))
    unknown = MappingProxyType({"salesforce.Acount": MappingProxyType({"target": "VIP__c"})})
    with pytest.raises(ConfigError, match=r"did you mean 'salesforce\.Account'"):
        load(con, [folder], Config(columns=unknown))


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
