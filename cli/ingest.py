"""The way of a load: facts, then identity, then the graph; or a rehearsal that writes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cli.app import App
from cli.session import Say, progress, session
from graph.facts.open import open_facts
from graph.pipeline.session import Session
from graph.workspace.config import Config
from graph.workspace.config_reader import read_config
from graph.workspace.folder import LOADED_CONFIG, OWN_CONFIG, Workspace, bare_config
from loaders.ingest import ingest as facts_of
from loaders.report import FileReport
from loaders.source import find_config, find_files


def ingest(
    app: App, paths: Sequence[Path], profile: str | None, *, adopt: bool = False
) -> tuple[FileReport, ...]:
    """Load files, find out who is who, and bring the graph up to it."""
    met = _checked(app, paths)
    with (
        session(app, "load", create=True, need_workspace=True, adopt=adopt) as opened,
        progress(app, "reading") as say,
    ):
        workspace, facts = opened.at_hand()
        config = _in_force(app, workspace, met)
        report = facts_of(facts, paths, config, profile=profile, progress=say)
        if met is not None:
            workspace.adopt_config(met)
        _show(opened, say)
        _tell(app, workspace, config, met)
    return report.files


def rehearse(app: App, paths: Sequence[Path], profile: str | None) -> tuple[FileReport, ...]:
    """What a load would do; nothing is written, not even a workspace."""
    met = _checked(app, paths)
    with _facts_to_read(app) as (facts, workspace), progress(app, "reading") as say:
        config = _in_force(app, workspace, met) if workspace else bare_config(app.config or met)
        return facts_of(facts, paths, config, profile=profile, dry_run=True, progress=say).files


def _show(opened: Session, say: Say) -> None:
    opened.project(progress=lambda kind: say(f"writing {kind}"))


def _checked(app: App, paths: Sequence[Path]) -> Path | None:
    """The coterie.toml met in the folders, found right before anything is made."""
    find_files(paths)
    met = find_config(paths)
    for path in (app.config, met):
        if path is not None:
            read_config(path)
    return met


def _in_force(app: App, workspace: Workspace, met: Path | None) -> Config:
    """--config, else the workspace's own file, else the one met, else the one kept."""
    own = workspace.path / OWN_CONFIG
    return bare_config(app.config or (own if own.is_file() else met or workspace.config_path))


def _tell(app: App, workspace: Workspace, config: Config, met: Path | None) -> None:
    if met is not None:
        winner = app.config or workspace.config_path
        wins = f", but {winner} wins over it" if winner and winner.name != LOADED_CONFIG else ""
        app.note(f"took over {met}{wins}")
    if not config.solutions:
        app.note("no [solutions] in coterie.toml: each topic of the catalogue is a solution")


@contextmanager
def _facts_to_read(app: App) -> Iterator[tuple[duckdb.DuckDBPyConnection, Workspace | None]]:
    """The workspace's facts, or empty ones that vanish where there is none yet."""
    if app.workspace.is_dir():
        with (
            Workspace.open(app.workspace, holder="coterie load --dry-run") as workspace,
            open_facts(workspace.facts_path) as facts,
        ):
            yield facts, workspace
    else:
        with (
            tempfile.TemporaryDirectory() as folder,
            open_facts(Path(folder) / "facts.duckdb") as facts,
        ):
            yield facts, None
