"""The questions of the map give the same page from every engine."""

from graph.maps.read import make_page, read_page
from tests.graph.maps.filled import fill
from tests.graph.maps.fixture import ACCOUNT, answers


def test_the_page_of_a_store_is_the_page_of_its_rows(store):
    given = answers()
    fill(store, given)
    page = read_page(store, ACCOUNT)
    wanted = make_page(given)
    assert page.people == wanted.people
    assert page == wanted
