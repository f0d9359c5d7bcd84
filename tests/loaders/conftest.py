"""An empty facts file, and a folder to put exports in."""

import pytest

from graph.facts.open import open_facts


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
