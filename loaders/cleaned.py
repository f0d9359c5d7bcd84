"""Temporary tables of cleaned values: the only places where identity runs Python.

Each holds one row per *distinct* raw value, never per signal; all the rest is SQL over them.

====================  =========================================================
``id_email``          raw, email, host, local
``id_host``           raw, host, site, corporate
``id_company``        raw, core, joined (core without spaces), form, words, junk
====================  =========================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa

from loaders.domains import clean_email, clean_host, names_a_company, registrable
from loaders.names import clean_company

Row = Sequence[object]

EMAIL_SCHEMA = pa.schema([(c, pa.string()) for c in ("raw", "email", "host", "local")])
HOST_SCHEMA = pa.schema(
    [("raw", pa.string()), ("host", pa.string()), ("site", pa.string()), ("corporate", pa.bool_())]
)
COMPANY_SCHEMA = pa.schema(
    [
        ("raw", pa.string()),
        ("core", pa.string()),
        ("joined", pa.string()),
        ("form", pa.string()),
        ("words", pa.int32()),
        ("junk", pa.bool_()),
    ]
)


def put(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], schema: pa.Schema) -> None:
    """Make (or replace) a temporary table of these rows."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrow = pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
    con.register("id_arrow", arrow)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM id_arrow")
    con.unregister("id_arrow")


def refill(
    con: duckdb.DuckDBPyConnection,
    table: str,
    select: str,
    values: Mapping[str, object] | None = None,
) -> None:
    """Replace all rows of a table by those of a query, column by name."""
    con.execute(f"DELETE FROM {table}")
    con.execute(f"INSERT INTO {table} BY NAME {select}", dict(values or {}))


def column(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """The first column of a query, as text."""
    return [row[0] for row in con.execute(sql).fetchall()]


def clean_distinct(
    con: duckdb.DuckDBPyConnection,
    table: str,
    sql: str,
    clean: Callable[[str], Row],
    schema: pa.Schema,
) -> None:
    """Clean each distinct value that ``sql`` gives and keep raw value and result."""
    raw = column(con, f"SELECT DISTINCT raw FROM ({sql}) t(raw) WHERE raw IS NOT NULL ORDER BY raw")
    put(con, table, [(value, *clean(value)) for value in raw], schema)


def stage(con: duckdb.DuckDBPyConnection) -> None:
    """Current versions of records and signals, and the three tables of cleaned values."""
    con.execute("CREATE OR REPLACE TEMP TABLE id_record AS SELECT * FROM facts.record_now")
    con.execute("CREATE OR REPLACE TEMP TABLE id_signal AS SELECT * FROM facts.signal_now")
    con.execute("CREATE OR REPLACE TEMP TABLE id_crm AS SELECT * FROM facts.account_now")
    con.execute("CREATE OR REPLACE TEMP TABLE id_feed AS SELECT * FROM facts.visitor_feed_now")
    clean_distinct(
        con,
        "id_email",
        "SELECT email FROM id_record UNION ALL SELECT email FROM id_signal",
        _email_row,
        EMAIL_SCHEMA,
    )
    clean_distinct(
        con,
        "id_host",
        """SELECT host FROM id_email UNION ALL SELECT website FROM id_crm
        UNION ALL SELECT domain FROM id_crm UNION ALL SELECT website FROM id_record
        UNION ALL SELECT domain FROM id_feed UNION ALL SELECT domain FROM id_signal""",
        _host_row,
        HOST_SCHEMA,
    )
    clean_distinct(
        con,
        "id_company",
        """SELECT name FROM id_crm UNION ALL SELECT company FROM id_record
        UNION ALL SELECT company FROM id_feed UNION ALL SELECT company FROM id_signal""",
        _company_row,
        COMPANY_SCHEMA,
    )


def _email_row(raw: str) -> Row:
    email = clean_email(raw)
    if email is None:
        return (None, None, None)
    local, _, host = email.rpartition("@")
    return (email, host, local)


def _host_row(raw: str) -> Row:
    host = clean_host(raw)
    return (host, registrable(host), names_a_company(host))


def _company_row(raw: str) -> Row:
    name = clean_company(raw)
    return (name.core, name.core.replace(" ", ""), name.form, len(name.core.split()), name.junk)
