"""Names given by hand: the ways they are understood, and what an error offers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UnknownNameError
from graph.queries.names import (
    find_account,
    find_person,
    find_solution,
    find_subject,
    nearest,
)
from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import GROUP, UNFIT


@pytest.mark.parametrize(
    "text",
    [
        "a1",
        " a1 ",
        "acme.example",
        "ACME.example",
        "acme-mail.example",
        "Acme Corp",
        "acme  corp",
        "acme corporation",
    ],
)
def test_an_account_by_id_domain_name_or_alias(store, text):
    assert find_account(store, text).id == "a1"


@pytest.mark.parametrize("text", ["p1", "r2", "ann@acme.example", "ANN.LEE@acme.example"])
def test_a_person_by_id_record_or_email(store, text):
    assert find_person(store, text).id == "p1"


def test_a_crm_id_goes_without_its_system(store):
    store.write_nodes("Account", [{"id": "salesforce:001X", "name": "Xylo"}])
    assert find_account(store, "001X").id == "salesforce:001X"
    store.delete_nodes("Account", ["salesforce:001X"])


def test_a_subject_is_a_group_or_a_person(store):
    assert find_subject(store, GROUP).kind == "group"
    assert find_subject(store, "unfit ltd: cloud security").id == UNFIT
    assert find_subject(store, "bo berg").kind == "person"


def test_an_ambiguous_name_lists_the_candidates_by_id(store):
    with pytest.raises(UnknownNameError) as caught:
        find_account(store, "bolt")
    assert "a2 (Bolt, bolt.example), a4 (Bolt, bolt-two.example)" in caught.value.line()


@pytest.mark.parametrize("text", ["acme.exampel", "acme corpp", "acem.example"])
def test_an_unknown_name_offers_the_nearest(store, text):
    with pytest.raises(UnknownNameError, match=r"did you mean .*(acme\.example|Acme Corp)"):
        find_account(store, text)


def test_solutions(store):
    assert find_solution(store, " cloud  SECURITY ") == "Cloud Security"
    with pytest.raises(UnknownNameError, match="Data Backup"):
        find_solution(store, "data backpu")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_gives_an_account_or_one_clear_line(store, text):
    try:
        assert find_account(store, text).id
    except UnknownNameError as error:
        assert "\n" not in error.line()


def test_an_empty_graph_says_what_to_do(tmp_path):
    with EmbeddedStore(tmp_path / "graph") as empty:
        empty.ensure_schema()
        with pytest.raises(UnknownNameError, match="coterie load"):
            find_account(empty, "acme")


def test_nearest_of_many_and_none():
    assert nearest("x", []) is None
    assert nearest("qqqq", [f"name{n}" for n in range(9)]).endswith("and 4 more")
    assert nearest("nam3", ["name3", "other"]) == "did you mean 'name3'?"
