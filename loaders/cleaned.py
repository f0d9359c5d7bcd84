"""Temporary tables of cleaned values: the only places where identity runs Python.

Each holds one row per *distinct* raw value, never per signal; all the rest is SQL over them.

====================  =========================================================
``id_email``          raw, email, host, local
``id_host``           raw, host, site, corporate
``id_company``        raw, core, joined (core without spaces), form, words, junk
====================  =========================================================
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from graph.model.signals import NOTICES, OUR_ACTS
from loaders.domains import PLAIN_EMAIL, clean_email, clean_host, names_a_company, registrable
from loaders.merges import stage_merges
from loaders.names import clean_company, country_key
from loaders.temporary import Row, clean_distinct, make
from loaders.told import stage_told

EMAIL_SCHEMA = pa.schema([(c, pa.string()) for c in ("raw", "email", "host", "local")])
COUNTRY_SCHEMA = pa.schema([("raw", pa.string()), ("key", pa.string())])
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


def stage(con: duckdb.DuckDBPyConnection) -> None:
    """Current versions of records and signals, and the three tables of cleaned values."""
    make(con, "id_record", "SELECT * FROM facts.record_now")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE id_signal AS SELECT * FROM facts.signal_now "
        "WHERE kind IS NULL OR NOT list_contains($others, kind)",
        {"others": [*NOTICES, *OUR_ACTS]},
    )
    make(con, "id_crm", "SELECT * FROM facts.account_now")
    make(con, "id_feed", "SELECT * FROM facts.visitor_feed_now")
    stage_told(con)
    stage_merges(con)
    _clean(con)


def _clean(con: duckdb.DuckDBPyConnection) -> None:
    clean_distinct(
        con,
        "id_country",
        "SELECT country FROM id_crm UNION ALL SELECT country FROM id_record",
        lambda raw: (country_key(raw),),
        COUNTRY_SCHEMA,
    )
    clean_distinct(
        con,
        "id_email",
        """SELECT email FROM id_record UNION ALL SELECT email FROM id_signal
        UNION ALL SELECT email FROM id_notice""",
        _email_row,
        EMAIL_SCHEMA,
        (PLAIN_EMAIL, "lower(raw), split_part(lower(raw), '@', 2), split_part(lower(raw), '@', 1)"),
    )
    clean_distinct(
        con,
        "id_host",
        """SELECT host FROM id_email UNION ALL SELECT website FROM id_crm
        UNION ALL SELECT website FROM id_crm_gone UNION ALL SELECT domain FROM id_crm
        UNION ALL SELECT website FROM id_record
        UNION ALL SELECT domain FROM id_feed UNION ALL SELECT domain FROM id_signal""",
        _host_row,
        HOST_SCHEMA,
    )
    clean_distinct(
        con,
        "id_company",
        """SELECT name FROM id_crm UNION ALL SELECT name FROM id_crm_gone
        UNION ALL SELECT company FROM id_record
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
