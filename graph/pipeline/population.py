"""Facts to what detection is given: the resolved signals, cut at a point in time."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from graph.analysis.inputs import CONTENTS, IDENTITIES, PEOPLE, SURGES, TOUCHES, Population
from graph.errors import InputError

_CLOCK = """
    SELECT max("at") FROM (
        SELECT max("at") AS "at" FROM resolved.touch WHERE kind <> 'meeting'
        UNION ALL SELECT max("at") FROM facts.signal_now WHERE kind = 'intent'
        UNION ALL SELECT max(created) FROM facts.account_now
        UNION ALL SELECT max(created) FROM facts.record_now
        UNION ALL SELECT max(created) FROM facts.opportunity_now)"""


def data_clock(con: duckdb.DuckDBPyConnection) -> datetime:
    """Latest event time of what has happened: the data's own now (naive, UTC).

    Meetings and close dates are planned and may lie later, so they do not move it.

    Raises:
        InputError: the facts hold nothing that has a time.
    """
    found = con.execute(_CLOCK).fetchone()
    if not found or found[0] is None:
        raise InputError("nothing to analyze yet", fix="run 'coterie load PATH' first")
    latest: datetime = found[0]
    return latest


def population(
    con: duckdb.DuckDBPyConnection, as_of: datetime, *, replay: bool = False
) -> Population:
    """Everything that had happened at ``as_of`` (naive, UTC).

    Args:
        replay: keep only what our systems knew by then, and knew with a date of its own.
    """
    until = '"at" <= $as_of'
    if replay:
        until += " AND known_time <= $as_of AND known_basis <> 'load'"
    values = {"as_of": as_of}
    touches = _arrow(
        con,
        f"""SELECT actor, known, account, content, kind, floor(epoch("at"))::BIGINT AS "at"
            FROM resolved.touch WHERE {until} ORDER BY "at", actor, content, kind, signal""",
        values,
    )
    surges = _arrow(
        con,
        f"""SELECT account, topic, solution, floor(epoch("at"))::BIGINT AS "at", score
            FROM resolved.surge WHERE {until} ORDER BY account, "at", topic, signal""",
        values,
    )
    known = " WHERE known <= $as_of" if replay else ""
    identities = _arrow(
        con,
        f"""SELECT start_id AS visitor, end_id AS person FROM graph.identified_as{known}
            ORDER BY 1, 2""",
        values if replay else None,
    )
    return Population(
        touches=touches.cast(TOUCHES),
        contents=_contents(con),
        surges=surges.cast(SURGES),
        people=_people(con),
        as_of=int(as_of.replace(tzinfo=UTC).timestamp()),
        identities=identities.cast(IDENTITIES),
    )


def _contents(con: duckdb.DuckDBPyConnection) -> pa.Table:
    query = "SELECT id, kind, topic, solution FROM graph.content ORDER BY id"
    return _arrow(con, query).cast(CONTENTS)


def _people(con: duckdb.DuckDBPyConnection) -> pa.Table:
    query = """
        SELECT person.id, job.account, person.title, person.seniority, person.function,
            person.standing IS NOT NULL AS barred
        FROM graph.person LEFT JOIN (
            SELECT start_id, min(end_id) AS account FROM graph.works_at
            WHERE until IS NULL GROUP BY start_id) job ON job.start_id = person.id
        ORDER BY person.id"""
    return _arrow(con, query).cast(PEOPLE)


def _arrow(
    con: duckdb.DuckDBPyConnection, query: str, values: dict[str, datetime] | None = None
) -> pa.Table:
    # Not con.sql: it refuses to work while another answer of the connection is read half-way.
    found: pa.Table = con.execute(query, values).to_arrow_table()
    return found
