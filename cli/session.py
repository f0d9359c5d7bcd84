"""Workspace and graph for one verb, and telling how the work goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markup import escape

from cli.app import App, clean
from graph.pipeline.session import Asked, Session, open_session
from graph.workspace.config import Config
from loaders.ingest import refresh

Say = Callable[[str], None]


@contextmanager
def session(
    app: App,
    verb: str,
    *,
    create: bool = False,
    need_workspace: bool = False,
    adopt: bool = False,
    heal: bool = True,
) -> Iterator[Session]:
    """Workspace and graph, the graph brought up to date where it fell behind.

    Args:
        adopt: work in a server's database that holds somebody else's nodes too.
        heal: bring a graph that fell behind up to date.
    """
    asked = Asked(app.workspace, app.graph, app.config, f"coterie {verb}", adopt)
    password = _password if sys.stdin.isatty() else None
    with open_session(
        asked,
        create=create,
        need_workspace=need_workspace,
        heal=heal,
        warn=app.warn,
        ask=password,
    ) as opened:
        if heal and opened.workspace is not None:
            # A --config that only a reading verb was given does not rebuild the workspace.
            working = create or need_workspace
            _finish(opened, opened.config if working else opened.workspace.config())
        yield opened


def _finish(opened: Session, config: Config) -> None:
    """Find out who is who where a load was killed before that, or coterie.toml changed since."""
    if opened.facts is not None and refresh(opened.facts, config):
        opened.project()


def _password(whose: str) -> str:
    return str(click.prompt(f"Password of {whose}", hide_input=True, err=True))


@contextmanager
def progress(app: App, start: str) -> Iterator[Say]:
    """Tell what is being done: a spinner on a terminal, nothing elsewhere."""
    if app.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status(escape(start)) as status:
        yield lambda text: status.update(escape(clean(text)))
