"""From a URL to a store."""

from __future__ import annotations

from graph.errors import StoreError
from graph.store.base import GraphStore


def connect(url: str) -> GraphStore:
    """A Neo4j server's store.

    Raises:
        StoreError: always, until the server store is there.
    """
    scheme = url.partition("://")[0]
    raise StoreError(
        "this version has the embedded graph only",
        where=f"--graph {scheme}://...",
        fix="leave --graph away",
    )
