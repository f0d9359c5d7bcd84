"""One graph of many accounts, and the atlas of it."""

import pytest

from graph.maps.atlas.quality import FileRead
from graph.maps.atlas.read import read_portfolio
from graph.maps.atlas.write import Asked
from graph.store.embedded import EmbeddedStore
from tests.graph.maps.atlas.world import World

FILES = (
    FileRead("Lead.csv", 10, 7, 1, 1, 1, (("CreatedDate … is no time", 1),)),
    FileRead("Account.csv", 3, 3, 0, 0, 0),
)


def needed(solution: str, employees: int | None) -> int:
    return 3 if (employees or 0) < 500 else 5


def asked(**others):
    return Asked(needed=needed, files=FILES, **others)


@pytest.fixture(scope="package")
def store(tmp_path_factory):
    with EmbeddedStore(tmp_path_factory.mktemp("atlas") / "graph") as store:
        store.ensure_schema()
        World().fill(store)
        yield store


@pytest.fixture(scope="package")
def portfolio(store):
    return read_portfolio(store)
