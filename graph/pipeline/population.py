"""Facts to what detection is given: the resolved signals, cut at a point in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.inputs import CONTENTS, IDENTITIES, PEOPLE, SURGES, TOUCHES, Population
from graph.analysis.signals import DAY
from graph.analysis.waterfall import NEVER
from graph.errors import InputError
from graph.facts.rows import first_row
from graph.pipeline.known import PLACE, SINCE_KNOWN, SINCE_PLACED

_CLOCK = """
    SELECT max("at") FROM (
        SELECT max("at") AS "at" FROM resolved.touch WHERE kind <> 'meeting'
        UNION ALL SELECT max("at") FROM facts.signal_now WHERE kind = 'intent'
        UNION ALL SELECT max(created) FROM facts.account_now
        UNION ALL SELECT max(created) FROM facts.record_now
        UNION ALL SELECT max(created) FROM facts.opportunity_now)"""

_TOUCHES = f"""
    SELECT actor, known, account, content, kind, floor(epoch("at"))::BIGINT AS "at",
        {SINCE_KNOWN} AS known_at, {SINCE_PLACED} AS placed_at
    FROM resolved.touch {PLACE}
    WHERE "at" <= $as_of ORDER BY "at", actor, content, kind, signal"""
_SURGES = f"""
    SELECT account, topic, solution, floor(epoch("at"))::BIGINT AS "at", score,
        {SINCE_KNOWN} AS known_at
    FROM resolved.surge WHERE "at" <= $as_of ORDER BY account, "at", topic, signal"""
_IDENTITIES = f"""
    SELECT start_id AS visitor, end_id AS person,
        coalesce(floor(epoch(known))::BIGINT, {NEVER}) AS known_at
    FROM graph.identified_as ORDER BY 1, 2"""


def data_clock(con: duckdb.DuckDBPyConnection) -> datetime:
    """Latest event time of what has happened: the data's own now (naive, UTC).

    Meetings and close dates are planned and may lie later, so they do not move it.

    Raises:
        InputError: the facts hold nothing that has a time.
    """
    found = first_row(con, _CLOCK)
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
    line = timeline(con, as_of)
    return line.at(line.as_of) if replay else line.whole


@dataclass(frozen=True)
class Timeline:
    """What had happened up to a time, and since when each of it was known.

    Attributes:
        touches: ``TOUCHES`` with ``known_at``, and ``placed_at``: since when the actor was known
            to belong to the account (epoch seconds; ``NEVER`` where that has no date of its own).
        surges: ``SURGES`` with ``known_at``.
        identities: ``IDENTITIES`` with ``known_at``.
    """

    touches: pa.Table
    surges: pa.Table
    identities: pa.Table
    contents: pa.Table
    people: pa.Table
    as_of: int

    @property
    def whole(self) -> Population:
        """Everything, whenever it became known."""
        return self._population(self.touches, self.surges, self.identities, self.as_of)

    def at(self, moment: int, days: int | None = None) -> Population:
        """What was known at an earlier moment (epoch seconds), in the last ``days`` before it.

        Who was not yet known to belong to an account belonged to none.
        """
        touches, surges = (_known(table, moment, days) for table in (self.touches, self.surges))
        place = touches.schema.get_field_index("account")
        placed = pc.if_else(
            pc.less_equal(touches["placed_at"], moment),
            touches["account"],
            pa.scalar(None, pa.string()),
        )
        touches = touches.set_column(place, "account", placed)
        known = pc.less_equal(self.identities["known_at"], moment)
        return self._population(touches, surges, self.identities.filter(known), moment)

    def _population(
        self, touches: pa.Table, surges: pa.Table, identities: pa.Table, as_of: int
    ) -> Population:
        return Population(
            touches=touches.select(TOUCHES.names).cast(TOUCHES),
            contents=self.contents,
            surges=surges.select(SURGES.names).cast(SURGES),
            people=self.people,
            as_of=as_of,
            identities=identities.select(IDENTITIES.names).cast(IDENTITIES),
        )


def _known(table: pa.Table, moment: int, days: int | None) -> pa.Table:
    """Rows that had happened and were known by a moment."""
    kept = pc.and_(pc.less_equal(table["at"], moment), pc.less_equal(table["known_at"], moment))
    if days is not None:
        kept = pc.and_(kept, pc.greater(table["at"], moment - days * DAY))
    return table.filter(kept)


def timeline(con: duckdb.DuckDBPyConnection, as_of: datetime) -> Timeline:
    """Everything that had happened at ``as_of`` (naive, UTC), with when it became known."""
    values = {"as_of": as_of}
    return Timeline(
        touches=_arrow(con, _TOUCHES, values),
        surges=_arrow(con, _SURGES, values),
        identities=_arrow(con, _IDENTITIES),
        contents=_contents(con),
        people=_people(con),
        as_of=int(as_of.replace(tzinfo=UTC).timestamp()),
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
    found: pa.Table = con.sql(query, params=values).to_arrow_table()
    return found
