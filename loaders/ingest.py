"""Files to facts to people and accounts: what `coterie load` does before the graph is projected.

Loading and resolving commit one after the other. A run that is killed between them leaves facts
that are whole and people of the load before; ``refresh`` notices that and finishes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from graph.facts.corrections import corrections
from graph.facts.open import sparingly
from graph.facts.rows import first_row
from graph.facts.transaction import transaction
from graph.facts.versions import bump_version, get_value, set_value
from graph.pipeline.account_states import show_account_states
from graph.workspace.config import Config
from graph.workspace.config_text import config_text
from loaders.load import load
from loaders.report import LoadReport
from loaders.resolve import resolve

RESOLVED = "loaded_facts"
RESOLVING = 512
"""Megabytes that DuckDB may hold meanwhile; beyond them it spills, as while files are read."""


def ingest(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    config: Config,
    *,
    profile: str | None = None,
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> LoadReport:
    """Load files and folders, then find out who is who; see ``loaders.load.load``."""
    report = load(con, paths, config, profile=profile, dry_run=dry_run, progress=progress)
    if not dry_run:
        refresh(con, config, progress=progress)
    return report


def refresh(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    *,
    progress: Callable[[str], None] | None = None,
) -> bool:
    """Resolve people, accounts and signals anew where facts or configuration changed since."""
    key = _key(con, config)
    if key is None or get_value(con, RESOLVED) == key:
        return False
    if progress is not None:
        progress("people and accounts")
    sparingly(con, lambda: _resolve(con, config, key), RESOLVING)
    return True


def _resolve(con: duckdb.DuckDBPyConnection, config: Config, key: str) -> None:
    with transaction(con):
        resolve(con, config)
        show_account_states(con)
        set_value(con, RESOLVED, key)
        bump_version(con)


def _key(con: duckdb.DuckDBPyConnection, config: Config) -> str | None:
    """What people and accounts depend on; None before the first load."""
    taken = corrections(con)
    last = first_row(con, "SELECT max(load) FROM meta.load")
    if not taken and (not last or last[0] is None):
        return None
    said = hashlib.blake2b(config_text(config).encode(), digest_size=10).hexdigest()
    return f"{last[0] if last else None}:{taken}:{said}"
