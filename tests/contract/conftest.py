"""Every store that can be had here, empty and with its schema: one suite for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore

ENGINES: dict[str, Callable[[Path], GraphStore]] = {
    "embedded": lambda folder: EmbeddedStore(folder / "graph"),
}


@pytest.fixture(scope="module", params=sorted(ENGINES))
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    store = ENGINES[request.param](tmp_path_factory.mktemp(request.param))
    store.ensure_schema()
    yield store
    store.close()


@pytest.fixture
def store(opened: GraphStore) -> Iterator[GraphStore]:
    yield opened
    opened.clear()
