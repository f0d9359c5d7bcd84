"""Who is no buyer, and on what ground; who only looks like it stays a buyer."""

from __future__ import annotations

from typing import Any

import pytest

from graph.workspace.config import CompanyConfig, Config, HygieneConfig
from loaders.standings import is_test_address, is_test_name, title_standing
from tests.loaders.by_hand import contact, lead, resolved, view

COMPANY = CompanyConfig(
    domains=("us.example",), partners=("agency.example",), competitors=("rival.example",)
)
ACME = {"id": "a1", "name": "Acme", "website": "acme.example"}


def standings(con: Any) -> dict[str, tuple[str, str, float | None]]:
    """Main address -> standing, basis, p, of those who have one."""
    rows = con.execute(
        """SELECT email, standing, standing_basis, standing_p FROM graph.person
        WHERE standing IS NOT NULL"""
    ).fetchall()
    return {email: (standing, basis, p) for email, standing, basis, p in rows}


@pytest.mark.parametrize("name", ["test test", "Test Lead", "Tester Two Test 2", "asdf asdf"])
def test_names_of_testers(name: str) -> None:
    assert is_test_name(name) == (name != "Tester Two Test 2")


@pytest.mark.parametrize("name", ["Test", "Ann Test", "Testa Rossi", "Lead User", ""])
def test_names_that_humans_bear(name: str) -> None:
    assert not is_test_name(name)


def test_addresses_of_testers() -> None:
    assert all(map(is_test_address, ("test", "test1", "Testing", "test.user", "test+1", "tester")))
    assert not any(map(is_test_address, ("testa", "ann.test", "contest", "latest", "quality")))


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        ("Student", "student"),
        ("Werkstudentin", "student"),
        ("Director of Student Services", None),
        ("Journalist", "press"),
        ("Head of Press Relations", None),
        ("Senior Consultant", "consultant"),
        ("Consultant Manager Sales", None),
        ("Job seeker", "job_seeker"),
        ("CISO", None),
    ],
)
def test_titles_that_say_it(title: str, standing: str | None) -> None:
    assert title_standing(title) == standing


def test_domains_of_the_team_assert_and_win() -> None:
    records = [
        lead("l1", "A B", "a@us.example"),
        lead("l2", "C D", "c@sub.rival.example", title="Student"),
        lead("l3", "E F", "e@agency.example"),
        lead("l4", "G H", "g@acme.example"),
    ]
    assert standings(resolved(Config(company=COMPANY), account=[ACME], record=records)) == {
        "a@us.example": ("own_staff", "asserted", None),
        "c@sub.rival.example": ("competitor", "asserted", None),
        "e@agency.example": ("partner", "asserted", None),
    }


def test_a_consultant_by_title_alone_is_one_only_without_an_employer() -> None:
    records = [
        contact("c1", "A B", "a@acme.example", title="Consultant"),
        lead("l2", "C D", "c@gmail.com", title="Senior Consultant"),
        lead("l3", "E F", "e@elsewhere.example", title="Consultant"),
    ]
    found = standings(resolved(account=[ACME], record=records))
    assert {email: said[0] for email, said in found.items()} == {
        "c@gmail.com": "consultant",
        "e@elsewhere.example": "consultant",
    }
    assert all(basis == "inferred" and p for _, basis, p in found.values())


def test_an_academic_address_makes_a_student_but_not_where_the_university_is_an_account() -> None:
    university = {"id": "a2", "name": "Harbour University", "website": "harbour.edu"}
    records = [
        lead("l1", "A B", "a@inland.edu", title="Professor"),
        lead("l2", "C D", "c@harbour.edu", title="Head of IT"),
        lead("l3", "E F", "e@students.harbour.edu"),
    ]
    found = standings(resolved(account=[university], record=records))
    assert {email: said[0] for email, said in found.items()} == {
        "a@inland.edu": "student",
        "e@students.harbour.edu": "student",
    }


def reads(who: str, *pages: str) -> list[dict[str, Any]]:
    return [
        view(
            f"{who}{n}", f"2026-05-{n + 1:02d}T10:00:00", email=who, url=f"https://us.example{url}"
        )
        for n, url in enumerate(pages)
    ]


def test_who_mainly_reads_careers_pages_seeks_a_job() -> None:
    signals = [
        *reads("a@acme.example", "/careers", "/careers/1", "/jobs/2", "/guide"),
        *reads("b@acme.example", "/careers", "/careers/1", "/guide"),
        *reads(
            "c@acme.example", "/careers", "/careers/1", "/jobs/2", *[f"/g{n}" for n in range(5)]
        ),
    ]
    assert standings(resolved(account=[ACME], signal=signals)) == {
        "a@acme.example": ("job_seeker", "inferred", 0.7)
    }


def test_whom_the_team_allows_is_nothing_but_a_buyer() -> None:
    config = Config(company=COMPANY, hygiene=HygieneConfig(allow=("a@us.example",)))
    records = [lead("l1", "A B", "a@us.example"), lead("l2", "C D", "c@us.example")]
    assert list(standings(resolved(config, record=records))) == ["c@us.example"]
