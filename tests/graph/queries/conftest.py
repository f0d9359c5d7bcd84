"""A real embedded graph, written once for all of these tests."""

from __future__ import annotations

import pytest

from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import write_sample


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    with EmbeddedStore(tmp_path_factory.mktemp("graph") / "graph") as opened:
        write_sample(opened)
        yield opened
