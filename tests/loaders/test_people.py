from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.workspace.config import CompanyConfig, Config
from loaders.people import roots
from tests.loaders.by_hand import broken_ties, contact, employers, lead, people, resolved, view


def test_one_address_is_one_person_and_both_records_are_kept() -> None:
    con = resolved(
        record=[
            lead("L1", "Ann Lee", "Ann.Lee@acme.com", title="CFO", created="2026-01-01"),
            contact("C1", "Ann Lee", " ann.lee@ACME.com", title="CEO", created="2026-02-01"),
            lead("L2", "Bob Stone", "bob@acme.com"),
        ]
    )
    assert people(con) == [["C1", "L1"], ["L2"]]
    row = con.execute(
        """SELECT name, email, emails, title, seniority FROM graph.person
        WHERE email = 'ann.lee@acme.com'"""
    ).fetchone()
    assert row == ("Ann Lee", "ann.lee@acme.com", ["ann.lee@acme.com"], "CEO", "cxo")
    methods = con.execute("SELECT start_id, method, basis FROM graph.is_record_of ORDER BY 1")
    assert methods.fetchall() == [
        ("C1", "email", "inferred"),
        ("L1", "email", "inferred"),
        ("L2", "own", "observed"),
    ]


def test_a_mailbox_merges_nobody_and_its_signals_are_nobodys() -> None:
    con = resolved(
        record=[lead("L1", "Ann Lee", "info@acme.com"), lead("L2", "Bob Stone", "info@acme.com")],
        signal=[view("S1", "2026-03-01", visitor="v1", email="info@acme.com")],
    )
    assert people(con) == [["L1"], ["L2"]]
    assert con.execute("SELECT known FROM resolved.touch").fetchall() == [(False,)]


def test_short_forms_and_initials_do_not_make_a_mailbox() -> None:
    con = resolved(
        record=[
            lead("L1", "Robert Stone", "r.stone@acme.com"),
            lead("L2", "Bob Stone", "r.stone@acme.com"),
            lead("L3", "R. Stone", "r.stone@acme.com"),
            lead("L4", "", "r.stone@acme.com"),
        ]
    )
    assert people(con) == [["L1", "L2", "L3", "L4"]]


def test_a_conversion_ties_two_addresses_to_one_person() -> None:
    con = resolved(
        record=[
            lead("L1", "Ann Lee", "ann@gmail.com", converted_contact_key="C1"),
            contact("C1", "Ann Lee", "ann.lee@acme.com"),
        ]
    )
    assert people(con) == [["C1", "L1"]]
    emails = con.execute("SELECT email, emails FROM graph.person").fetchall()
    assert emails == [("ann.lee@acme.com", ["ann.lee@acme.com", "ann@gmail.com"])]


def test_a_conversion_into_another_human_is_not_believed() -> None:
    con = resolved(
        record=[
            lead("L1", "Ann Lee", "ann@acme.com", converted_contact_key="C1"),
            contact("C1", "Bob Stone", "bob@acme.com"),
        ]
    )
    assert people(con) == [["C1"], ["L1"]]


def test_a_name_shared_inside_an_account_merges_nobody() -> None:
    con = resolved(
        account=[{"id": "A", "name": "Acme Tools", "website": "acme.com"}],
        record=[
            lead("L1", "Ann Lee", "ann@gmail.com", company="Acme Tools"),
            contact("C1", "Ann Lee", "ann.lee@acme.com", account_key="A"),
        ],
    )
    assert people(con) == [["C1"], ["L1"]]


def test_records_without_an_address_stay_people_of_their_own() -> None:
    con = resolved(record=[lead("L1", "Ann Lee"), lead("L2", "Ann Lee"), lead("L3")])
    assert people(con) == [["L1"], ["L2"], ["L3"]]


def test_an_address_that_only_the_web_knows_is_a_person() -> None:
    con = resolved(
        account=[{"id": "A", "name": "Acme", "website": "https://www.acme.com"}],
        signal=[view("S1", "2026-03-01", email="eve@acme.com", visitor="v1")],
    )
    assert employers(con) == {"eve@acme.com": ("A", "email_domain")}
    assert con.execute('SELECT seniority, "function" FROM graph.person').fetchall() == [
        ("unknown", "unknown")
    ]


def test_ids_hold_no_address_and_do_not_depend_on_order() -> None:
    rows = [
        lead("L1", "Ann Lee", "ann@gmail.com", converted_contact_key="C1"),
        contact("C1", "Ann Lee", "ann.lee@acme.com"),
        lead("L2", "Bob Stone", "bob@acme.com"),
    ]
    one = resolved(record=rows).execute("SELECT id FROM graph.person ORDER BY 1").fetchall()
    other = resolved(record=rows[::-1]).execute("SELECT id FROM graph.person ORDER BY 1").fetchall()
    assert one == other
    assert all(id_.startswith("person:") and "@" not in id_ for (id_,) in one)


def test_own_staff_partners_and_competitors_are_told_apart() -> None:
    company = CompanyConfig(
        domains=("us.example.com",), partners=("agency.com",), competitors=("rival.io",)
    )
    con = resolved(
        Config(company=company),
        record=[
            lead("L1", "A", "a@agency.com"),
            lead("L2", "B", "b@mail.rival.io"),
            lead("L3", "C", "c@acme.com"),
        ],
    )
    found = con.execute("SELECT email, standing FROM graph.person ORDER BY 1").fetchall()
    assert found == [
        ("a@agency.com", "partner"),
        ("b@mail.rival.io", "competitor"),
        ("c@acme.com", None),
    ]


def test_a_former_job_that_the_crm_declares_is_kept_with_its_end() -> None:
    con = resolved(
        account=[{"id": "A", "name": "Acme"}, {"id": "B", "name": "Bolt"}],
        record=[
            contact("C1", "Ann Lee", "ann@mail.me.com", account_key="A", created="2020-01-01"),
            contact("C2", "Ann Lee", "ann@mail.me.com", account_key="B", created="2025-01-01"),
        ],
    )
    rows = con.execute(
        'SELECT end_id, since::DATE::VARCHAR, "until"::DATE::VARCHAR FROM graph.works_at ORDER BY 1'
    ).fetchall()
    assert rows == [("A", "2020-01-01", "2025-01-01"), ("B", "2025-01-01", None)]
    assert con.execute("SELECT id, people FROM graph.account ORDER BY 1").fetchall() == [
        ("A", 0),
        ("B", 1),
    ]


def test_roles_and_reporting_lines_run_between_people() -> None:
    con = resolved(
        record=[
            contact("C1", "Ann Lee", "ann@acme.com", reports_to_key="C2"),
            contact("C2", "Bob Stone", "bob@acme.com", reports_to_key="C2"),
        ],
        opportunity=[{"id": "O1", "name": "New deal"}],
        contact_role=[
            {"id": "R1", "opportunity_key": "O1", "record_key": "C1", "role": "Economic Buyer"},
            {"id": "R2", "opportunity_key": "O1", "record_key": "C1", "role": None, "main": True},
            {"id": "R3", "opportunity_key": "O1", "record_key": "C2", "role": "Other"},
            {"id": "R4", "opportunity_key": "O1", "record_key": "gone", "role": "User"},
        ],
    )
    roles = con.execute("SELECT role, words FROM graph.involved_in ORDER BY role").fetchall()
    assert roles == [("decision_maker", "Economic Buyer"), ("undetermined", "Other")]
    assert con.execute("SELECT count(*) FROM graph.reports_to").fetchone() == (1,)
    assert broken_ties(con) == []


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_roots_are_the_smallest_of_what_is_tied(pairs: list[tuple[str, str]]) -> None:
    found = roots(pairs)
    assert found == roots(pairs[::-1])
    assert all(found[a] == found[b] <= min(a, b) for a, b in pairs)
    assert all(found[root] == root for root in found.values())
