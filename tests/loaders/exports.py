"""Small exports, and loading them, for the tests of loading."""

import json

from graph.workspace.config import Config
from loaders.load import load
from loaders.resolve import resolve

LEADS = "Id,LastName,Company,Status,Email,CreatedDate\n"


def lead(number, name="Lee", status="Open", created="2026-01-02T03:04:05Z"):
    return f"00Q5e{number:010d}EAA,{name},Acme,{status},ann@acme.example,{created}\n"


def page(number, **more):
    fields = {
        "type": "page",
        "messageId": f"m{number}",
        "anonymousId": "a1",
        "timestamp": "2026-04-01T00:05:10.000Z",
        "context": {"page": {"url": "https://x.example/guide?utm=1", "title": "Guide"}},
    }
    return json.dumps(fields | more) + "\n"


def put(folder, name, text):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def run(con, *paths, **options):
    report = load(con, paths, options.pop("config", Config()), **options)
    for file in report.files:
        assert file.rows == file.loaded + file.duplicates + file.refused + file.skipped
        assert file.skipped == sum(file.skipped_why.values())
    return report


def counts(report):
    return [(f.rows, f.loaded, f.duplicates, f.refused, f.skipped) for f in report.files]


def rows(con, query):
    return con.execute(query).fetchall()


def dump(con):
    tables = [t for (t,) in rows(con, "SELECT table_name FROM duckdb_tables() ORDER BY ALL")]
    schemas = dict(rows(con, "SELECT table_name, schema_name FROM duckdb_tables()"))
    return {t: rows(con, f'FROM {schemas[t]}."{t}" ORDER BY ALL') for t in tables}


def told(con, folder, config=None, **files):
    """Load these texts as files, resolve; gives the report by file name without its ending."""
    for name, text in files.items():
        put(folder, f"{name}.csv" if not text.startswith("{") else f"{name}.jsonl", text)
    report = run(con, folder, config=config or Config())
    resolve(con, config or Config())
    return {file.file.rpartition("/")[2].rpartition(".")[0]: file for file in report.files}
