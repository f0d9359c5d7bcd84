"""From a server's URL to its store; the password comes from anywhere but the URL."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from graph.errors import StoreError
from graph.store.base import GraphStore

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
PASSWORD = "COTERIE_GRAPH_PASSWORD"  # noqa: S105  the name of a variable, no password
PASSWORD_FILE = "COTERIE_GRAPH_PASSWORD_FILE"  # noqa: S105
DEFAULT_USER = "neo4j"
DEFAULT_PORT = 7687

Ask = Callable[[str], str]
Warn = Callable[[str], None]


def connect(
    url: str, *, adopt: bool = False, ask: Ask | None = None, warn: Warn | None = None
) -> GraphStore:
    """Open the store of ``neo4j://[USER@]HOST[:PORT][?database=NAME]``.

    Args:
        adopt: work in a database that already holds somebody else's nodes, beside them.
        ask: asks a person for the password of the named server when no variable gives it.
        warn: told when the password would travel in the clear.

    Raises:
        StoreError: no such address, a password inside the URL, unreachable or refused.
    """
    from graph.store.server import Server, ServerStore  # noqa: PLC0415  the driver loads slowly

    uri, user, database = parse(url)
    if warn and "+" not in uri.partition("://")[0] and not _is_loopback(uri):
        warn(f"{uri} is not encrypted: the password can be read on the way; use a +s address")
    server = Server(uri, user, database)
    return ServerStore(server, _password(f"{user} at {uri}", ask), adopt=adopt)


def parse(url: str) -> tuple[str, str, str | None]:
    """Address without user, the user, and the database of a URL; errors never repeat it."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path not in ("", "/"):
        raise _no_address()
    if parts.password is not None:
        raise StoreError(
            "a password must not stand in the URL, where others can read it",
            where="--graph",
            fix=f"put it into {PASSWORD}",
        )
    query = parse_qs(parts.query, keep_blank_values=True)
    if set(query) - {"database"}:
        raise StoreError("only ?database=NAME is known", where="--graph", fix="leave the rest away")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    database = query.get("database", [""])[0] or None
    return f"{parts.scheme}://{host}:{port}", parts.username or DEFAULT_USER, database


def _no_address() -> StoreError:
    return StoreError(
        "that is no Neo4j address",
        where="--graph",
        fix="use neo4j://HOST:PORT, bolt://HOST:PORT or their +s forms",
    )


def _password(whose: str, ask: Ask | None) -> str:
    given = os.environ.get(PASSWORD)
    if given:
        return given
    file = os.environ.get(PASSWORD_FILE)
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError:
            raise StoreError("cannot be read", where=PASSWORD_FILE, fix="check the path") from None
    if ask is None:
        fix = f"set {PASSWORD} or {PASSWORD_FILE}"
        raise StoreError(f"no password for {whose}", fix=fix)
    return ask(whose)


def _is_loopback(uri: str) -> bool:
    host = urlsplit(uri).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
