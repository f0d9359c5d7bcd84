"""One row of a statement, and what it leaves behind."""

import duckdb
import pyarrow as pa

from graph.facts.rows import first_row, row_count


def test_the_connection_is_free_for_other_work_after_one_row():
    con = duckdb.connect()
    assert first_row(con, "SELECT n FROM range($1) AS r(n)", [100_000]) == (0,)
    con.register("other", pa.table({"n": [1, 2]}))  # refused where an answer is half read
    assert row_count(con, "other") == 2
    assert row_count(con, "(SELECT n FROM other WHERE n > 1)") == 1


def test_no_row_is_none():
    assert first_row(duckdb.connect(), "SELECT 1 WHERE false") is None
