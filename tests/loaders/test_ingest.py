"""Finding out who is who, once files are loaded."""

import duckdb

from graph.workspace.config import Config
from loaders.ingest import RESOLVING, refresh
from loaders.resolve import resolve
from tests.loaders.exports import LEADS, lead, put, rows, run


def test_what_is_too_much_for_little_memory_gets_more(monkeypatch, con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    run(con, folder)
    tried = []

    def hungry(con, config):
        (limit,) = con.execute("SELECT current_setting('memory_limit')").fetchone()
        tried.append(limit)
        if len(tried) == 1:
            raise duckdb.OutOfMemoryException("no room")
        resolve(con, config)

    monkeypatch.setattr("loaders.ingest.resolve", hungry)
    assert refresh(con, Config())
    assert tried[0] == f"{RESOLVING}.0 MiB"
    assert tried[1] != tried[0]
    assert rows(con, "SELECT count(*) FROM graph.person") == [(1,)]
