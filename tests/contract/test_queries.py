"""Every named question, unchanged, gives the same answer on every store."""

import pytest

from graph.queries.catalog import catalog
from tests.contract.conftest import ENGINES, open_engine
from tests.graph.queries.crowd import ASKED, write_crowd


@pytest.fixture(scope="module")
def stores(tmp_path_factory, request):
    """The planted cases on every store; without a server the tests are skipped."""
    opened = [open_engine(name, tmp_path_factory.mktemp(name), request) for name in ENGINES]
    for store in opened:
        store.clear()
        write_crowd(store)
    yield opened
    for store in opened:
        store.clear()
        store.close()


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_a_question_gets_the_same_answer(stores, query):
    for values in ({}, ASKED.get(query.name, {})):
        first, *others = [query.run(store, values) for store in stores]
        for other in others:
            assert other.rows == first.rows
            assert other.columns == query.fields
