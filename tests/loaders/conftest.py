"""An empty facts file, and a folder to put exports in."""

import pytest
from hypothesis import settings

from graph.facts.open import open_facts

# A busy machine may be slow at any moment; what is tested here is never how long one case takes.
settings.register_profile("loaders", deadline=None)
settings.load_profile("loaders")


@pytest.fixture
def con(tmp_path):
    connection = open_facts(tmp_path / "facts.duckdb")
    yield connection
    connection.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "exports"
    made.mkdir()
    return made
