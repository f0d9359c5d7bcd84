"""Identity, end to end: from the facts to people, accounts, contents and signals.

Everything is rebuilt, set by set, inside the caller's transaction; temporary tables ``id_*``
carry the steps. The same facts give the same rows in any order of loading.
"""

from __future__ import annotations

import duckdb

from graph.workspace.config import Config
from loaders.accounts import fill_accounts, index_accounts
from loaders.cleaned import stage
from loaders.contents import fill_contents, fill_topics, stage_contents
from loaders.hygiene import fill_quarantine, set_aside
from loaders.links import fill_deals, fill_records, fill_ties
from loaders.matching import match_records
from loaders.people import fill_people, identify_people
from loaders.standings import find_seekers, find_standings
from loaders.touches import fill_signals, fill_surges, fill_touches
from loaders.visitors import (
    fill_visitors,
    find_actors,
    find_employers,
    find_places,
    find_visits,
)


def resolve(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Rebuild the ``graph`` tables that identity owns, ``resolved.touch`` and ``resolved.surge``.

    Args:
        con: facts with their tables made; a transaction of the caller's may be open.
        config: what the team says about itself.
    """
    stage(con)
    index_accounts(con, config)
    match_records(con)
    identify_people(con)
    find_actors(con)
    find_employers(con)
    find_places(con)
    stage_contents(con, config)
    fill_contents(con)
    find_visits(con)
    find_standings(con, config)
    set_aside(con, config)
    fill_visitors(con)
    fill_touches(con)
    find_seekers(con)
    fill_surges(con)
    fill_people(con)
    fill_quarantine(con)
    fill_accounts(con, config)
    fill_records(con)
    fill_topics(con, config)
    fill_deals(con)
    fill_ties(con)
    fill_signals(con, config.graph_signals)
    drop_stages(con)


def drop_stages(con: duckdb.DuckDBPyConnection) -> None:
    """Let go of the temporary tables."""
    names = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name LIKE 'id\\_%' "
        "ESCAPE '\\' ORDER BY 1"
    ).fetchall()
    for (name,) in names:
        con.execute(f"DROP TABLE temp.{name}")
