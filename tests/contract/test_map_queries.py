"""The questions of the map give the same page from every engine."""

from graph.maps.read import make_page, read_page, read_pages
from tests.graph.maps.filled import fill
from tests.graph.maps.fixture import ACCOUNT, answers


def test_the_page_of_a_store_is_the_page_of_its_rows(store):
    given = answers()
    fill(store, given)
    page = read_page(store, ACCOUNT)
    wanted = make_page(given)
    assert page.people == wanted.people
    assert page == wanted


def test_pages_of_many_accounts_are_those_of_each(store):
    fill(store, answers())
    each = [read_page(store, "other"), read_page(store, ACCOUNT)]
    assert read_pages(store, ["other", "nobody", ACCOUNT]) == each
    assert [person.id for person in each[0].people] == []
