from __future__ import annotations

from typing import Any

import pytest

from graph.workspace.config import CompanyConfig, Config
from loaders.matching import near_names
from tests.loaders.by_hand import broken_ties, contact, lead, record_matches, resolved, rivals

ACME: dict[str, Any] = {"id": "A", "name": "Acme Tools LLC", "website": "https://www.acme.com/x"}
BOLT: dict[str, Any] = {"id": "B", "name": "Bolt GmbH", "website": "bolt.co.uk"}


@pytest.mark.parametrize(
    ("record", "method"),
    [
        (contact("R", "Ann", account_key="A"), "declared"),
        (lead("R", "Ann", converted_account_key="A"), "declared"),
        (lead("R", "Ann", "ann@acme.com"), "email_domain"),
        (lead("R", "Ann", "ann@ACME.COM", company="Bolt"), "email_domain"),
        (lead("R", "Ann", "ann@mail.acme.com"), "parent_domain"),
        (lead("R", "Ann", "ann@gmail.com", website="http://acme.com/about"), "website_domain"),
        (lead("R", "Ann", "ann@gmail.com", company="ACME TOOLS"), "exact_name"),
        (lead("R", "Ann", "ann@gmail.com", company="Acme Tools, L.L.C."), "exact_name"),
        (lead("R", "Ann", company="AcmeTools"), "exact_name"),
    ],
)
def test_each_tier_finds_the_account(record: dict[str, Any], method: str) -> None:
    con = resolved(account=[ACME, BOLT], record=[record])
    assert record_matches(con) == {"R": method}
    assert con.execute("SELECT end_id, method FROM graph.works_at").fetchall() == [("A", method)]
    assert broken_ties(con) == []


@pytest.mark.parametrize(
    "record",
    [
        lead("R", "Ann", "ann@gmail.com"),
        lead("R", "Ann", "ann@gmail.com", company="n/a"),
        lead("R", "Ann", "ann@mailinator.com", company="self"),
        lead("R", "Ann", "ann@unknown-firm.com", company="Wholly Other"),
        lead("R", "Ann", account_key="gone"),
        lead("R", "Ann", website="https://www.linkedin.com/company/acme"),
    ],
)
def test_what_says_nothing_matches_nothing(record: dict[str, Any]) -> None:
    shared = {"id": "G", "name": "n/a", "website": "gmail.com"}
    social = {"id": "S", "name": "Self", "website": "linkedin.com/company/self"}
    con = resolved(account=[ACME, BOLT, shared, social], record=[record])
    assert record_matches(con) == {"R": None}
    assert rivals(con) == set()


def test_two_accounts_of_one_domain_stay_rivals() -> None:
    twin = {"id": "T", "name": "Acme Services", "website": "acme.com"}
    con = resolved(
        account=[ACME, twin],
        record=[
            lead("R1", "Ann", "ann@acme.com"),
            lead("R2", "Bob", "bob@acme.com", company="Acme Services"),
        ],
    )
    assert record_matches(con) == {"R1": None, "R2": "exact_name"}
    assert rivals(con) == {
        ("R1", "A", "email_domain"),
        ("R1", "T", "email_domain"),
        ("R2", "A", "email_domain"),
    }


def test_two_accounts_of_one_name_stay_rivals_unless_the_legal_form_tells() -> None:
    twin = {"id": "T", "name": "Acme Tools GmbH"}
    con = resolved(
        account=[ACME, twin],
        record=[
            lead("R1", "Ann", company="Acme Tools"),
            lead("R2", "Bob", company="ACME TOOLS GMBH"),
        ],
    )
    assert record_matches(con) == {"R1": None, "R2": "exact_name"}
    assert rivals(con) == {("R1", "A", "exact_name"), ("R1", "T", "exact_name")}


def test_a_near_name_or_another_legal_form_is_a_rival_only() -> None:
    con = resolved(
        account=[ACME, BOLT],
        record=[
            lead("R1", "Ann", company="Acme Toolz"),
            lead("R2", "Bob", company="Acme Tools AG"),
            lead("R3", "Cid", "cid@boltbakery.com", company="Bolt"),
        ],
    )
    assert set(record_matches(con).values()) == {None}
    assert rivals(con) == {
        ("R1", "A", "fuzzy_name"),
        ("R2", "A", "fuzzy_name"),
        ("R3", "B", "fuzzy_name"),
    }


def test_a_declared_account_wins_and_the_address_is_its_rival() -> None:
    con = resolved(
        account=[ACME, BOLT], record=[contact("R", "Ann", "ann@bolt.co.uk", account_key="A")]
    )
    assert record_matches(con) == {"R": "declared"}
    assert rivals(con) == {("R", "B", "email_domain")}


def test_an_account_without_website_learns_its_domain_from_its_people() -> None:
    staff = [contact(f"C{i}", f"P{i}", f"p{i}@novo.dk", account_key="N") for i in range(3)]
    con = resolved(
        account=[{"id": "N", "name": "Novo"}, ACME],
        record=[*staff, lead("R", "Ann", "ann@novo.dk")],
    )
    assert record_matches(con)["R"] == "email_domain"
    assert con.execute("SELECT domain, domains, people FROM graph.account ORDER BY id").fetchall()[
        1
    ] == ("novo.dk", ["novo.dk"], 4)


def test_one_stray_contact_teaches_no_domain() -> None:
    con = resolved(
        account=[ACME, {"id": "N", "name": "Novo"}],
        record=[
            contact("C1", "P", "p@agency.com", account_key="A"),
            contact("C2", "Q", "q@agency.com", account_key="N"),
            lead("R", "Ann", "ann@agency.com"),
        ],
    )
    assert record_matches(con)["R"] is None


def test_a_company_field_that_holds_an_accounts_id_declares_it() -> None:
    account = {"id": "salesforce:0015e0000000001AAA", "name": "Acme"}
    con = resolved(
        account=[account],
        record=[
            lead("R1", "Ann", company="0015e0000000001AAA"),
            lead("R2", "Bob", company="0015e0000000001"),
            lead("R3", "Cid", company="0015E0000000001"),
        ],
    )
    assert record_matches(con) == {"R1": "declared", "R2": "declared", "R3": None}
    companies = con.execute("SELECT company FROM graph.person ORDER BY name").fetchall()
    assert companies == [("Acme",), ("Acme",), ("0015E0000000001",)]


def test_without_account_rows_corporate_domains_make_accounts() -> None:
    con = resolved(
        Config(company=CompanyConfig(domains=("vendor.com",))),
        record=[
            lead("R1", "Ann", "ann@acme.com", company="Acme"),
            lead("R2", "Bob", "bob@mail.acme.com", company="Acme"),
            lead("R3", "Cid", "cid@gmail.com", company="Acme"),
            lead("R4", "Dee", "dee@vendor.com", company="Vendor"),
            lead("R5", "Eve", "eve@bolt.co.uk", company="self"),
        ],
    )
    accounts = con.execute("SELECT name, domain, people FROM graph.account ORDER BY 2").fetchall()
    assert accounts == [("Acme", "acme.com", 3), ("bolt.co.uk", "bolt.co.uk", 1)]
    assert record_matches(con)["R4"] is None


def test_accounts_are_never_made_where_account_rows_were_loaded() -> None:
    con = resolved(account=[BOLT], record=[lead("R1", "Ann", "ann@acme.com", company="Acme")])
    assert con.execute("SELECT id FROM graph.account").fetchall() == [("B",)]


def test_other_spellings_of_a_name_become_aliases() -> None:
    con = resolved(
        account=[ACME],
        record=[
            lead("R1", "Ann", "ann@acme.com", company="ACME Tools L.L.C."),
            lead("R2", "Bob", "bob@acme.com", company="Consulting Bob"),
        ],
    )
    assert con.execute("SELECT aliases FROM graph.account").fetchall() == [(["ACME Tools L.L.C."],)]


def test_near_names_are_found_through_shared_words_or_first_letters() -> None:
    accounts = [("acme tools", "A"), ("bolt", "B"), ("acme toys", "C")]
    assert near_names(["acme toolz"], accounts) == [("acme toolz", "A", 0.9)]
    assert near_names(["wholly other"], accounts) == []
