"""Which ids come more than once: by their hashes, so that any number takes 64 MB.

Grouping by the ids themselves would hold every one of them in memory, to find the few that repeat.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.facts.rows import row_count

Hashes = npt.NDArray[np.uint64]
MOST = 1 << 23
"""Hashes that are sorted at once, 64 MB; more go in several rounds."""
BATCH = 1 << 18


def repeated(con: duckdb.DuckDBPyConnection, ids: str, known: str | None = None) -> Hashes:
    """Hashes of ids that come twice in ``ids``, or in ``known`` too; sorted, each once.

    Args:
        ids, known: SELECTs of one column ``id``.
    """
    total = row_count(con, f"({ids})")
    rounds = -(-total // MOST)
    found: list[Hashes] = []
    for number in range(rounds):
        share = f"hash(id) % {rounds} = {number}" if rounds > 1 else "true"
        mine = _all(con, ids, share)
        found.append(mine[1:][mine[1:] == mine[:-1]])
        if known is not None:
            found.extend(_in_both(mine, batch) for batch in _hashes(con, known, share))
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint64)


def keep_hashes(con: duckdb.DuckDBPyConnection, name: str, hashes: Hashes) -> None:
    """A temporary table of hashes, its column ``h``."""
    con.register("hashes", pa.table({"h": pa.array(hashes, pa.uint64())}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM hashes")
    con.unregister("hashes")


def _all(con: duckdb.DuckDBPyConnection, ids: str, share: str) -> Hashes:
    mine = np.empty(row_count(con, f"(SELECT id FROM ({ids}) WHERE {share})"), np.uint64)
    filled = 0
    for batch in _hashes(con, ids, share):
        mine[filled : filled + len(batch)] = batch
        filled += len(batch)
    mine.sort()
    return mine


def _hashes(con: duckdb.DuckDBPyConnection, ids: str, share: str) -> Iterator[Hashes]:
    query = f"SELECT hash(id) AS h FROM ({ids}) WHERE {share}"
    for batch in con.sql(query).to_arrow_reader(BATCH):
        yield batch.column(0).to_numpy()


def _in_both(mine: Hashes, batch: Hashes) -> Hashes:
    """What of a batch is in the sorted ``mine``."""
    if not len(mine):
        return mine
    wanted = np.sort(batch)
    at = np.minimum(np.searchsorted(mine, wanted), len(mine) - 1)
    both: Hashes = wanted[mine[at] == wanted]
    return both
