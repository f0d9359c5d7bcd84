"""Times that cannot be: what was observed lies later than anyone can have observed it.

One row from 2099 would move the data's own clock, and with it every window of evidence.
"""

from __future__ import annotations

import duckdb

from graph.facts.rows import first_row
from loaders.bound import Bound
from loaders.staged import rows_of

PLANNED = ("campaign", "content", "stage")
"""Tables whose times are plans; so are those of meetings."""


def refuse_late(con: duckdb.DuckDBPyConnection, table: str, bound: Bound) -> None:
    """Refuse rows of a staged table that happened after their file, or after the load.

    Where most of a file lies after the load it is the machine's clock that is wrong, not the
    file; but no clock is wrong by ten years.
    """
    if bound.profile.times.never_after:
        _refuse(
            con,
            table,
            "time later than the whole file",
            f"""event_time > (SELECT max(known_time) FILTER (known_basis = 'stamped') FROM {table})
                + INTERVAL 1 DAY""",
            {},
        )
    if bound.profile.table in PLANNED:
        return
    observed = "kind <> 'meeting'" if bound.profile.table == "signal" else "true"
    usable = f"FROM {table} WHERE skip_why IS NULL AND reason IS NULL AND {observed}"
    latest = first_row(con, f"SELECT max(event_time) > $1 + INTERVAL 1 DAY {usable}", [bound.at])
    if latest != (True,):
        return
    (middle,) = first_row(con, f"SELECT median(event_time) {usable}") or (None,)
    far = "INTERVAL 1 DAY" if middle is not None and middle <= bound.at else "INTERVAL 10 YEAR"
    late = f"{observed} AND event_time > $at + {far}"
    _refuse(con, table, "time after tomorrow", late, {"at": bound.at})


def _refuse(
    con: duckdb.DuckDBPyConnection, table: str, reason: str, late: str, values: dict[str, object]
) -> None:
    con.execute(
        f"""UPDATE {rows_of(table)} SET reason = '{reason}' WHERE rowid IN (
            SELECT place FROM {table} WHERE skip_why IS NULL AND reason IS NULL AND {late})""",
        values,
    )
