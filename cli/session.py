"""Workspace and graph for one verb, and telling how the work goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.markup import escape

from cli.app import App, clean
from graph.pipeline.session import Asked, Session, open_session

Say = Callable[[str], None]


def session(
    app: App, verb: str, *, create: bool = False, need_workspace: bool = False
) -> AbstractContextManager[Session]:
    """Workspace and graph, the graph brought up to date where it fell behind."""
    asked = Asked(app.workspace, app.graph, app.config, f"coterie {verb}")
    return open_session(asked, create=create, need_workspace=need_workspace, warn=app.warn)


@contextmanager
def progress(app: App, start: str) -> Iterator[Say]:
    """Tell what is being done: a spinner on a terminal, nothing elsewhere."""
    if app.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status(escape(start)) as status:
        yield lambda text: status.update(escape(clean(text)))
