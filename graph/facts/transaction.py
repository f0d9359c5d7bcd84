"""One transaction on the facts: kept when all went well, else as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection, *, keep: bool = True) -> Iterator[None]:
    """Everything done inside is kept at the end, or nothing where it fails.

    Args:
        con: a connection in no transaction.
        keep: False undoes all at the end too, for a rehearsal.
    """
    con.execute("BEGIN")
    try:
        yield
        con.execute("COMMIT" if keep else "ROLLBACK")
    except BaseException:
        # A commit that failed, as on a full disk, has ended the transaction itself.
        with suppress(duckdb.TransactionException, duckdb.FatalException):
            con.rollback()
        raise
