"""``coterie serve``: the embedded graph over Bolt on loopback, for any Neo4j client."""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import asdict
from types import FrameType

import click

from cli.app import App
from cli.options import format_option
from cli.output import show_object
from cli.session import session
from graph.errors import WorkspaceError
from graph.store.bolt import serve

FIELDS = ("url", "user", "password", "database")
HELP = """Let any Neo4j client look at the workspace's graph, until Ctrl-C.

Listens on this machine only, with a password made anew each time and shown once. Other coterie
commands wait meanwhile. A client may write; the next projection undoes what it wrote.

\b
Examples:
  coterie serve
  coterie serve --port 7687
"""


@click.command("serve", help=HELP)
@click.option("--port", type=click.IntRange(1, 65535), help="Loopback port; default a free one.")
@format_option
@click.pass_obj
def command(app: App, port: int | None, form: str) -> None:
    """Serve the embedded graph."""
    if app.graph is not None:
        raise click.UsageError("serve is for the workspace's own graph; leave --graph away.")
    with session(app, "serve", need_workspace=True) as opened:
        if opened.workspace is None:
            raise WorkspaceError("no workspace here", fix="run 'coterie load PATH' first")
        opened.store.close()
        with serve(opened.workspace.graph_path, port) as serving:
            show_object(asdict(serving), form, FIELDS)
            sys.stdout.flush()
            app.note("serving until Ctrl-C")
            _wait()


def _wait() -> None:
    """Return when somebody asks this process to end."""
    asked = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    asked.wait()
