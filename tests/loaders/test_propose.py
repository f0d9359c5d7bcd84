"""Proposing a profile from a header: it can be read, loads the file, and explains itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from loaders.profile_reader import parse_profile
from loaders.propose import propose
from tests.loaders.exports import LEADS, lead, put, rows, run

CUSTOMERS = (
    "Customer No;First Name;Surname;E-Mail;Job Title;Company;Shoe Size;Since\n"
    "K1;Ann;Lee;ann@acme.example;CIO;Acme;42;2026-01-02\n"
    "K2;Bob;Ray;bob@bolt.example;;Bolt;;2026-01-03\n"
)


def test_a_proposal_loads_the_file_it_was_made_from(con, folder, tmp_path):
    file = put(folder, "customers.csv", CUSTOMERS)
    text = propose(file)
    profile = tmp_path / "own.toml"
    profile.write_text(text, encoding="utf-8")
    report = run(con, file, profile=str(profile))
    assert (report.files[0].loaded, report.files[0].refused) == (2, 0)
    assert rows(con, "SELECT id, email, title, company, kind FROM facts.record ORDER BY line") == [
        ("own:K1", "ann@acme.example", "CIO", "Acme", "lead"),
        ("own:K2", "bob@bolt.example", None, "Bolt", "lead"),
    ]
    assert "Shoe Size" in text
    assert "# its values look like dates" in text


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("Firm,Website,Industry,Employees", "account"),
        ("Deal,Stage,Amount,Close Date", "opportunity"),
        ("URL,Title,Topic", "content"),
        ("Mail,Position,Last Name", "record"),
    ],
)
def test_the_table_is_told_by_its_columns(folder, header, table):
    file = put(folder, "a.csv", header + "\n" + ",".join("abcd"[: header.count(",") + 1]) + "\n")
    assert parse_profile(propose(file), "own.toml").table == table


def test_a_known_kind_is_named(folder):
    text = propose(put(folder, "leads.csv", LEADS + lead(1)))
    assert "as salesforce.Lead" in text


def test_what_has_no_header_is_refused(folder):
    with pytest.raises(InputError, match="empty file"):
        propose(put(folder, "a.csv", ""))
    with pytest.raises(InputError, match="no such file"):
        propose(folder / "b.csv")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=6))
def test_every_proposal_is_a_profile_that_can_be_read(folder, names):
    text = ",".join('"' + name.replace('"', '""') + '"' for name in names) + "\n"
    file = put(folder, "a.csv", text.encode("utf-8", "replace"))
    try:
        proposal = propose(file)
    except InputError:
        return
    assert parse_profile(proposal, "own.toml").required == ("id",)
