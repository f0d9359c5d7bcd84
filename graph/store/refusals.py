"""What a server or the way to it refused, in words.

A driver's own text may hold the password, and is not repeated.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ServiceUnavailable,
    TransientError,
)

from graph.errors import QueryError, ReadOnlyError, StoreError


def explained(error: Exception, where: str) -> StoreError:
    """The error to raise for a driver's; ``where`` is the server's address."""
    if isinstance(error, AuthError):
        fix = "check the user, and COTERIE_GRAPH_PASSWORD"
        return StoreError("the server refused the password", where=where, fix=fix)
    if isinstance(error, ServiceUnavailable):
        return _unreachable(error, where)
    if isinstance(error, ConfigurationError | ValueError):
        fix = "use neo4j://HOST:PORT, bolt://HOST:PORT or their +s forms"
        return StoreError("that is no Neo4j address", where="--graph", fix=fix)
    if isinstance(error, ClientError):
        return _statement(error)
    if isinstance(error, TransientError) and "TransactionTimedOut" in (error.code or ""):
        return QueryError("the query took too long", fix="narrow it, or raise --timeout")
    return StoreError(f"the server gave up ({type(error).__name__})", where=where, fix="try again")


def _unreachable(error: Exception, where: str) -> StoreError:
    tls = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLError)), None)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return StoreError(
            f"the server's certificate is not trusted ({tls.verify_message})",
            where=where,
            fix="name its issuer's file in SSL_CERT_FILE; a +ssc address takes any certificate",
        )
    if tls is not None:
        fix = "use the address without +s or +ssc"
        return StoreError("the server takes no encrypted connections", where=where, fix=fix)
    fix = "check that it runs"
    if "+" not in where.partition("://")[0]:
        fix += "; one that takes encrypted connections alone wants a +s address"
    return StoreError("no server answers there", where=where, fix=fix)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it; a routing driver groups what each server said."""
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [one.__cause__, one.__context__]
        left += one.exceptions if isinstance(one, BaseExceptionGroup) else []


def _statement(error: ClientError) -> StoreError:
    code, message = error.code or "", (error.message or "").splitlines() or [""]
    if code.endswith(".AccessMode"):
        return ReadOnlyError("this text would write", fix="add --write if that is meant")
    if "TransactionTimedOut" in code:
        return QueryError("the query took too long", fix="narrow it, or raise --timeout")
    if code.endswith("DatabaseNotFound"):
        return StoreError("there is no such database", fix="check ?database=")
    return QueryError(f"the query was refused: {message[0]}", fix="mend the query")
