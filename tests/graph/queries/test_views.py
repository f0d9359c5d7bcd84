"""Groups, leads, accounts, ledgers and counts, read from a real store."""

import pytest

from graph.queries.accounts import FIELDS as ACCOUNT_FIELDS
from graph.queries.accounts import read_accounts
from graph.queries.groups import FIELDS as GROUP_FIELDS
from graph.queries.groups import MEMBER_FIELDS, read_groups
from graph.queries.leads import FIELDS as LEAD_FIELDS
from graph.queries.leads import evidence, read_leads
from graph.queries.ledger import FIELDS as LINE_FIELDS
from graph.queries.ledger import read_ledger
from graph.queries.names import Subject
from graph.queries.status import read_counts, read_stamp
from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import GROUP, UNFIT, WEAK, write_sample


@pytest.fixture
def own(tmp_path):
    """A sample that a test may change."""
    with EmbeddedStore(tmp_path / "graph") as opened:
        write_sample(opened)
        yield opened


def lead(rows, person):
    return next(row for row in rows if row["id"] == person)


def test_every_key_is_there_in_order(store):
    assert all(tuple(row) == GROUP_FIELDS for row in read_groups(store))
    assert all(tuple(m) == MEMBER_FIELDS for row in read_groups(store) for m in row["members"])
    assert all(tuple(row) == LEAD_FIELDS for row in read_leads(store))
    assert all(tuple(row) == ACCOUNT_FIELDS for row in read_accounts(store))


def test_groups_by_confidence_then_id(store):
    rows = read_groups(store, unfit=True)
    assert [row["id"] for row in rows] == [UNFIT, GROUP, WEAK]
    assert [row["id"] for row in read_groups(store, least=0.5)] == [GROUP]
    assert [row["id"] for row in read_groups(store)] == [GROUP, WEAK]


def test_members_by_confidence_then_id(store):
    (group,) = read_groups(store, least=0.5)
    assert [m["id"] for m in group["members"]] == ["p1", "p2", "p3"]
    assert group["members"][0]["role"] == "champion"
    assert group["members"][2]["reasons"] == []
    assert (group["account"], group["account_id"]) == ("acme.example", "a1")


def test_a_lead_has_its_match_and_its_rivals(store):
    rows = read_leads(store)
    ann = lead(rows, "p1")
    assert (ann["account"], ann["match_method"], ann["match_score"]) == (
        "acme.example",
        "declared",
        1.0,
    )
    assert [r["account"] for r in ann["rivals"]] == ["bolt.example"]
    dee = lead(rows, "p4")
    assert (dee["account"], dee["match_method"], dee["match_score"]) == (None, None, None)
    assert [r["account_id"] for r in dee["rivals"]] == ["a4", "a2"]


def test_the_status_is_that_of_the_newest_lead_record(store):
    rows = read_leads(store)
    assert (lead(rows, "p1")["status"], lead(rows, "p1")["status_reason"]) == (
        "Disqualified",
        "Duplicate",
    )
    assert lead(rows, "p2")["status"] is None


def test_people_without_a_record_are_no_leads(store):
    assert [row["id"] for row in read_leads(store)] == ["p1", "p2", "p4"]
    assert [row["id"] for row in read_leads(store, account="Acme Corp")] == ["p1", "p2"]


def test_what_is_not_judged_yet_is_null(own):
    own.write_nodes("Coterie", [{"id": "coterie", "analyzed": False}])
    row = read_leads(own)[0]
    assert row["evidence"] == {"code": None, "third_party": None, "anonymous": None, "known": None}
    assert [row[key] for key in ("rung", "score", "unit", "second", "second_all")] == [None] * 5


def test_a_lead_without_activity_on_any_solution_scores_nothing(store):
    row = read_leads(store)[0]
    assert (row["score"], row["unit"], row["evidence"]["code"]) == (0.0, None, 0)
    assert row["rung"] == "not_a_candidate"


@pytest.mark.parametrize("code", range(8))
def test_evidence_tells_the_bits_apart(code):
    found = evidence(code)
    total = found["third_party"] + 2 * found["anonymous"] + 4 * found["known"]
    assert total == code == found["code"]


def test_scores_and_second_leads_show_once_they_are_there(own):
    score = {"score": 0.4, "rung": "good", "code": 1, "basis": "inferred"}
    own.write_relationships(
        "LEAD_IN", ("Person", "DemandUnit"), [{"start_id": "p2", "end_id": "u1", **score}]
    )
    second = {"class": "S3", "words": "dup", "reason": "duplicate", "engaged_before": ["p2"]}
    own.write_relationships(
        "SECOND_LEAD_OF",
        ("Record", "DemandUnit"),
        [
            {"start_id": "r1", "end_id": "u1", **second},
            {"start_id": "r2", "end_id": "u1", **second, "class": "S1"},
        ],
    )
    rows = read_leads(own)
    assert [row["id"] for row in rows] == ["p2", "p1", "p4"]
    assert (rows[0]["score"], rows[0]["unit"], rows[0]["evidence"]["third_party"]) == (
        0.4,
        "u1",
        True,
    )
    ann = lead(rows, "p1")
    assert ann["second"]["class"] == "S1"
    assert [other["class"] for other in ann["second_all"]] == ["S3"]
    assert [row["id"] for row in read_leads(own, second=True)] == ["p1"]
    assert [row["id"] for row in read_leads(own, classes=["S3"])] == ["p1"]
    assert read_leads(own, classes=["S2"]) == []


def test_accounts_by_confidence_then_id_with_listed_groups(store):
    rows = read_accounts(store)
    assert [row["id"] for row in rows] == ["a1", "a4", "a2", "a3"]
    assert [row["groups"] for row in rows] == [1, 0, 0, 1]
    assert read_accounts(store, least=0.1)[0]["groups"] == 2
    assert (rows[0]["fit"], rows[2]["fit"], rows[3]["fit"]) == (True, None, False)


@pytest.mark.parametrize("text", ["acme", "ACME-mail", "corporation", "a1"])
def test_accounts_by_part_of_a_name(store, text):
    assert [row["id"] for row in read_accounts(store, text)] == ["a1"]


def test_the_ledger_of_a_person(store):
    found = read_ledger(store, Subject("person", "p1", "Ann Lee"))
    assert all(tuple(line) == LINE_FIELDS for line in found["lines"])
    facts = "\n".join(line["fact"] for line in found["lines"])
    for text in (
        "likely member (90 %)",
        "first of 3 to engage",
        "works at Acme Corp (acme.example), as the CRM says",
        "may belong to Bolt (bolt.example) instead, by fuzzy name (30 %)",
        "lead r2, status Disqualified (Duplicate)",
        "contact role on Acme 2026: decision maker ('Economic Buyer')",
        "known as visitor v2",
        "form: Demo request",
        "5 x form, page view in 2 weeks: Zero trust guide (guide, Cloud Security)",
    ):
        assert text in facts
    bases = [line["basis"] for line in found["lines"]]
    assert bases.index("observed") > 0


def test_the_ledger_of_a_person_without_an_account(store):
    found = read_ledger(store, Subject("person", "p4", None))
    assert found["lines"][0]["fact"] == "matched to no account"


def test_the_ledger_of_a_group(store):
    found = read_ledger(store, Subject("group", GROUP, None))
    first = found["lines"][0]
    assert (first["weight"], first["when"]) == (7.25, "2026-05-20T08:00:00Z")
    facts = [line["fact"] for line in found["lines"]]
    assert "3 people within 19 days" in facts
    assert "intent at Acme Corp (acme.example): zero trust 74" in facts
    assert any(fact.startswith("Bo Berg: 1 x page view: Zero trust guide") for fact in facts)
    assert not any("Careers" in fact for fact in facts)


def test_evidence_lines_of_a_ledger_show_once_they_are_there(own):
    own.write_nodes("Evidence", [{"id": "e1", "fact": "three came in one week", "weight": 1.5}])
    own.write_relationships(
        "SUPPORTS",
        ("Evidence", "BuyingGroup"),
        [{"start_id": "e1", "end_id": GROUP, "basis": "inferred", "source": "detection"}],
    )
    lines = read_ledger(own, Subject("group", GROUP, None))["lines"]
    assert ("three came in one week", 1.5) in [(line["fact"], line["weight"]) for line in lines]


def test_counts_and_stamp(store, tmp_path):
    assert read_counts(store)["records"] == 4
    assert read_stamp(store)["as_of"] == "2026-05-21T00:00:00Z"
    with EmbeddedStore(tmp_path / "empty") as empty:
        empty.ensure_schema()
        assert set(read_counts(empty).values()) == {0}
        assert read_stamp(empty) == {"facts_version": None, "analyzed": False, "as_of": None}


def test_the_ledger_of_a_person_says_what_matters_first(own):
    own.write_relationships(
        "LEAD_IN", ("Person", "DemandUnit"), [{"start_id": "p4", "end_id": "u1", "score": 0.0}]
    )
    own.write_relationships(
        "ENGAGED",
        ("Person", "Content"),
        [{"start_id": "p4", "end_id": c, "n": 20, "basis": "observed"} for c in ("c1", "c2")],
    )
    own.write_relationships(
        "SECOND_LEAD_OF",
        ("Record", "DemandUnit"),
        [
            {"start_id": "r4", "end_id": "u1", "classes": ["S1"], "reason": "other"}
            | {"words": "Student?", "engaged_before": ["p2", "p1"], "basis": "inferred"}
        ],
    )
    own.write_nodes("Person", [{"id": "p4", "standing": "student", "standing_rule": "title"}])
    own.write_nodes("Quarantine", [{"id": "q1", "reason": "bot", "rule": "agent", "n": 3}])
    own.write_relationships(
        "TAKEN_FROM", ("Quarantine", "Person"), [{"start_id": "q1", "end_id": "p4"}]
    )
    facts = [line["fact"] for line in read_ledger(own, Subject("person", "p4", None))["lines"]]
    assert facts[:5] == [
        "in no credible group: 40 signals on 2 contents of 1 solution, and nobody who reads along",
        "Acme Corp: Cloud Security: lead score 0 %, without all that this lead did",
        "second lead of Acme Corp: Cloud Security (S1): refused though colleagues of the same "
        "likely group had engaged before; the record says 'Student?' (other); "
        "engaged: Ann Lee, Bo Berg",
        "no buyer: student (rule: title)",
        "3 signals were set aside: bot (agent)",
    ]


def test_a_signal_that_is_told_by_itself_is_not_told_again_among_the_contents(store, own):
    """Ann's form is one of five signals on the guide; a lone one would stand there twice."""
    facts = [line["fact"] for line in read_ledger(store, Subject("person", "p1", None))["lines"]]
    assert sum("Zero trust guide" in fact for fact in facts) == 1
    own.write_relationships(
        "ENGAGED", ("Person", "Content"), [{"start_id": "p1", "end_id": "c1", "n": 1}]
    )
    facts = [line["fact"] for line in read_ledger(own, Subject("person", "p1", None))["lines"]]
    assert sum("Zero trust guide" in fact for fact in facts) == 0
    assert "form: Demo request" in facts


def test_leads_say_who_is_no_buyer(own):
    own.write_nodes("Person", [{"id": "p4", "standing": "press"}])
    found = {row["id"]: row["standing"] for row in read_leads(own)}
    assert found == {"p1": None, "p2": None, "p4": "press"}
