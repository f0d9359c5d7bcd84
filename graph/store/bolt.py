"""The embedded graph over Bolt on loopback, so that any Neo4j client can look at it.

The engine's own Bolt server does the talking. It holds the graph while it runs, knows one user,
and does not enforce read access: what a client writes there stays until the next projection.
"""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.store.engine import arcadedb

HOST = "127.0.0.1"
USER = "root"
_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"


@dataclass(frozen=True)
class Serving:
    """Where clients connect, and with what; the password is new for every run."""

    url: str
    user: str
    password: str
    database: str


@contextmanager
def serve(graph: Path, port: int | None = None) -> Iterator[Serving]:
    """Serve the graph in the folder ``graph``, which nothing else may hold, until the block ends.

    Args:
        port: loopback port; None takes a free one.

    Raises:
        StoreError: the port is taken, or the graph is in use.
    """
    chosen = _free_port() if port is None else port
    if port is not None and _is_taken(port):
        raise StoreError("the port is taken", where=f"{HOST}:{port}", fix="name another --port")
    serving = Serving(f"bolt://{HOST}:{chosen}", USER, secrets.token_urlsafe(18), graph.name)
    with tempfile.TemporaryDirectory(prefix="coterie-serve-") as root:
        server = arcadedb.create_server(root, serving.password, _settings(graph, chosen))
        try:
            server.start()
        except arcadedb.ArcadeDBError as error:
            raise StoreError(
                f"the graph cannot be served ({str(error).splitlines()[0]})", where=str(graph)
            ) from error
        try:
            yield serving
        finally:
            server.stop()


def _settings(graph: Path, port: int) -> dict[str, object]:
    return {
        "mode": "production",
        "host": HOST,
        "http_port": _free_port(),
        "server_plugins": _PLUGIN,
        "bolt_host": HOST,
        "bolt_port": port,
        "server_databaseDirectory": str(graph.parent.resolve()),
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
