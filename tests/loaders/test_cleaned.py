"""What SQL cleans by itself is what Python would have made of it."""

import duckdb
import pyarrow as pa
import pytest

from loaders.domains import PLAIN_EMAIL, clean_email
from loaders.names import name_key, plain_name
from loaders.temporary import clean_distinct

EMAILS = [
    "Ann.Lee@ACME.com",
    "a@b.co",
    "a..b@acme.example",
    ".a@acme.example",
    "a.@acme.example",
    "a+b_c%d-e@mail.acme-corp.co.uk",
    "a@-acme.example",
    "a@acme-.example",
    "a@1.2.3.4",
    "a@acme",
    " a@acme.example ",
    "<a@acme.example>",
    "mailto:a@acme.example",
    "ä@acme.example",
    "a@b@acme.example",
    f"a@{'x' * 64}.example",
]
NAMES = ["Ann Lee", "ANN  LEE", "Dr Ann Lee", "dr", "J2 Lee", "O'Neil", "Lee, Ann", "Zoë Lee", "A"]


@pytest.mark.parametrize(
    ("raws", "clean", "condition"),
    [(EMAILS, clean_email, PLAIN_EMAIL), (NAMES, name_key, plain_name())],
    ids=["emails", "names"],
)
def test_plain_values_are_cleaned_alike(raws, clean, condition):
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT unnest($1) AS raw", [raws])
    schema = pa.schema([("raw", pa.string()), ("clean", pa.string())])
    seen = []

    def by_python(raw):
        seen.append(raw)
        return (clean(raw),)

    clean_distinct(con, "c", "SELECT raw FROM t", by_python, schema, (condition, "lower(raw)"))
    found = dict(con.execute("SELECT raw, clean FROM c").fetchall())
    assert found == {raw: clean(raw) for raw in raws}
    assert 0 < len(seen) < len(raws)
