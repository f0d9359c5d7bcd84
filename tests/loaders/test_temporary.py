"""Temporary tables show every row that was put into them."""

import duckdb
import pyarrow as pa
import pytest

from loaders.temporary import clean_distinct, make

MANY = 200_000
"""More rows than DuckDB keeps in one group of a table."""
SCHEMA = pa.schema([("raw", pa.string()), ("low", pa.string())])


@pytest.fixture
def con():
    with duckdb.connect() as made:
        made.execute("BEGIN")
        yield made


def shown(con, table):
    return len(con.execute(f"SELECT raw FROM {table}").fetchall())


@pytest.mark.parametrize("dirty", [0, 3])
def test_values_that_need_no_cleaning_are_there_in_any_number(con, dirty):
    every = f"SELECT 'r' || i FROM range({MANY}) t(i)"
    if dirty:
        every += f" UNION ALL SELECT 'x' || i FROM range({dirty}) t(i)"
    plain = ("starts_with(raw, 'r')", "lower(raw)")
    clean_distinct(con, "id_one", every, lambda raw: (raw.lower(),), SCHEMA, plain)
    assert shown(con, "id_one") == MANY + dirty


@pytest.mark.parametrize("first", [0, 1])
def test_rows_may_be_added_to_an_empty_table(con, first):
    con.execute("CREATE TEMP TABLE few AS SELECT i FROM range(9) t(i)")
    make(con, "id_one", f"SELECT 'a' AS raw, [i] AS more FROM few WHERE i < {first}")
    con.execute(f"INSERT INTO id_one SELECT DISTINCT 'r' || i, [i] FROM range({MANY}) t(i)")
    assert shown(con, "id_one") == MANY + first
