"""Signal hygiene: what no buyer did is set aside with a reason, counted and shown, never deleted.

====================  ====================================================================
``own_staff``         by one of our own people, or from our own network
``test_data``         by a test's address or name
``bot``               the user agent is a program's
``link_scanner``      a click seconds after its mail left, every link of a mail at once, or
                      the same link for many people of one firm at once
``burst``             many contents in seconds by one person or visitor
``duplicate_delivery``  the same act of the same actor in the same second, told again
====================  ====================================================================

The facts keep every signal. Those set aside reach neither detection nor evidence, histories,
second leads or ENGAGED; the graph shows them summed up, as Quarantine. Thresholds are policies
([hygiene] in coterie.toml): a person opens a few pages at once, a scanner opens all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from graph.workspace.config import Config, HygieneConfig
from loaders.accounts import sites
from loaders.temporary import clean_distinct, refill
from loaders.wordlists import words

_AGENT_SCHEMA = pa.schema([("raw", pa.string()), ("bot", pa.bool_())])
_BOT = re.compile(r"(?<!cu)bot\b")


def set_aside(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Move signals of no buyer out of ``id_actor`` and fill ``graph.quarantine``.

    Needs ``id_actor``, ``id_visit``, ``id_standing_of``; ``id_seen`` is made anew.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE id_suspect "
        "(signal VARCHAR, actor VARCHAR, place INTEGER, reason VARCHAR, rule VARCHAR)"
    )
    _ours_and_tests(con, config)
    _bots(con, config.hygiene)
    _scanners(con, config.hygiene)
    _bursts(con, config.hygiene)
    _twins(con)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_aside AS
        SELECT a.*, s.reason, s.rule FROM id_actor a JOIN (
            SELECT * FROM id_suspect
            QUALIFY row_number() OVER (PARTITION BY signal, actor ORDER BY place, rule) = 1
        ) s ON s.signal = a.signal AND s.actor = a.actor
        ANTI JOIN id_allowed w ON w.person = a.person"""
    )
    con.execute(
        """DELETE FROM id_actor USING id_aside s
        WHERE s.signal = id_actor.signal AND s.actor = id_actor.actor"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_seen AS
        SELECT person, min("at") AS first_seen, max("at") AS last_seen
        FROM id_actor WHERE person IS NOT NULL GROUP BY person
        UNION ALL SELECT DISTINCT person, NULL, NULL FROM id_aside
        WHERE person IS NOT NULL AND person NOT IN (
            SELECT person FROM id_actor WHERE person IS NOT NULL)"""
    )


def is_program(agent: str, further: Sequence[str] = ()) -> bool:
    """Whether a user agent is a program's: a crawler, a scanner, a library, or one of ours."""
    text = agent.lower()
    return bool(_BOT.search(text)) or any(word in text for word in (*words("programs"), *further))


def _suspect(
    con: duckdb.DuckDBPyConnection,
    place: int,
    named: tuple[str, str],
    found: str,
    values: Mapping[str, object] | None = None,
) -> None:
    """Note the signals and actors of a query; of several reasons the lowest place is shown."""
    con.execute(
        f"INSERT INTO id_suspect SELECT signal, actor, $place, $reason, $rule FROM ({found})",
        {"place": place, "reason": named[0], "rule": named[1], **(values or {})},
    )


def _ours_and_tests(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """All that own staff and testers did, known or not."""
    for place, standing in enumerate(("own_staff", "test_data")):
        _suspect(
            con,
            place,
            (standing, "all that they did"),
            """SELECT a.signal, a.actor FROM id_actor a
            JOIN id_standing_of s ON s.person = a.person AND s.standing = $reason
            UNION
            SELECT a.signal, a.actor FROM id_actor a
            JOIN id_stitch t ON t.browser = a.browser AND t.people = 1
            JOIN id_standing_of s ON s.person = t.person AND s.standing = $reason
            WHERE a.person IS NULL""",
        )
    _suspect(
        con,
        0,
        ("own_staff", "from our own network"),
        """SELECT a.signal, a.actor FROM id_actor a JOIN id_feed f ON f.id = a.browser
        JOIN id_host h ON h.raw = f.domain
        WHERE a.person IS NULL AND list_contains($ours, h.site)""",
        {"ours": sorted(sites(config.company.domains))},
    )


def _bots(con: duckdb.DuckDBPyConnection, policy: HygieneConfig) -> None:
    """User agents of programs; versions do not matter, so few distinct ones remain."""
    clean_distinct(
        con,
        "id_agent",
        f"SELECT {_AGENT} FROM id_signal",
        lambda agent: (is_program(agent, policy.bots),),
        _AGENT_SCHEMA,
    )
    _suspect(
        con,
        2,
        ("bot", "user agent of a program"),
        f"""SELECT a.signal, a.actor FROM id_actor a JOIN id_signal s ON s.id = a.signal
        JOIN id_agent g ON g.raw = {_AGENT} WHERE g.bot""",
    )


_AGENT = "regexp_replace(agent, '[0-9]+', '0', 'g')"


def _scanners(con: duckdb.DuckDBPyConnection, policy: HygieneConfig) -> None:
    """Clicks of machines that open the links of a mail before, or for, its reader."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_click AS
        SELECT a.signal, a.actor, a."at", a.url, s.mailed, s.record_key, d.email
        FROM id_actor a JOIN id_signal s ON s.id = a.signal
        LEFT JOIN (SELECT person, min(email) AS email FROM id_address GROUP BY 1) d
            ON d.person = a.person
        WHERE a.kind = 'email_click'"""
    )
    soon = {"seconds": policy.click_seconds}
    _suspect(
        con,
        3,
        ("link_scanner", f"click within {policy.click_seconds} s of the mail"),
        """SELECT signal, actor FROM id_click
        WHERE epoch("at") - epoch(mailed) BETWEEN 0 AND $seconds
        UNION SELECT c.signal, c.actor FROM id_click c JOIN facts.signal_now m
            ON m.kind = 'mailing' AND m.record_key = c.record_key
            AND epoch(c."at") - epoch(m.event_time) BETWEEN 0 AND $seconds""",
        soon,
    )
    _suspect(
        con,
        4,
        ("link_scanner", f"{policy.burst_links} links of mails in {policy.burst_seconds} s"),
        _crowded("id_click", "actor", "url"),
        {"least": policy.burst_links, "seconds": policy.burst_seconds},
    )
    _suspect(
        con,
        5,
        ("link_scanner", f"{policy.burst_people} people of a firm in {policy.burst_seconds} s"),
        _crowded(
            "(SELECT *, split_part(email, '@', 2) || ' ' || url AS door FROM id_click)",
            "door",
            "actor",
        ),
        {"least": policy.burst_people, "seconds": policy.burst_seconds},
    )


def _bursts(con: duckdb.DuckDBPyConnection, policy: HygieneConfig) -> None:
    _suspect(
        con,
        6,
        ("burst", f"{policy.burst_contents} contents in {policy.burst_seconds} s"),
        _crowded("(SELECT * FROM id_actor WHERE kind = 'page_view')", "actor", "url"),
        {"least": policy.burst_contents, "seconds": policy.burst_seconds},
    )


def _crowded(source: str, one: str, many: str) -> str:
    """Rows of one ``one`` within ``$seconds`` of which ``$least`` distinct ``many`` lie.

    A window of that length spans two of the buckets counted first, one of which then holds half
    of the rows: few keys are left to be put in order.
    """
    return f"""WITH busy AS (
            SELECT DISTINCT {one} FROM {source} WHERE {one} IS NOT NULL AND {many} IS NOT NULL
            GROUP BY {one}, floor(epoch("at") / $seconds) HAVING 2 * count(*) >= $least
        ), near AS (
            SELECT r.signal, r.actor, r.{one} AS one, r."at",
                count(DISTINCT r.{many}) OVER (PARTITION BY r.{one} ORDER BY r."at"
                    RANGE BETWEEN CURRENT ROW AND to_seconds($seconds) FOLLOWING) AS held
            FROM {source} r SEMI JOIN busy b ON b.{one} = r.{one}
        ), began AS (SELECT DISTINCT one, "at" FROM near WHERE held >= $least)
        SELECT DISTINCT n.signal, n.actor FROM near n JOIN began b ON b.one = n.one
            AND n."at" BETWEEN b."at" AND b."at" + to_seconds($seconds)"""


def _twins(con: duckdb.DuckDBPyConnection) -> None:
    """The same act again; a time without a time of day proves nothing."""
    _suspect(
        con,
        7,
        ("duplicate_delivery", "same act in the same second"),
        """SELECT signal, actor FROM (
            SELECT a.signal, a.actor, row_number() OVER (
                PARTITION BY a.actor, a.kind, a.url, date_trunc('second', a."at")
                ORDER BY a.signal) AS nth
            FROM id_actor a JOIN (
                SELECT hash(actor, kind, url, date_trunc('second', "at")) AS act FROM id_actor
                WHERE kind IN ('page_view', 'email_click', 'form') AND url IS NOT NULL
                    AND "at" <> date_trunc('day', "at")
                GROUP BY 1 HAVING count(*) > 1
            ) h ON h.act = hash(a.actor, a.kind, a.url, date_trunc('second', a."at"))
            WHERE a.actor IS NOT NULL AND a.url IS NOT NULL
                AND a.kind IN ('page_view', 'email_click', 'form')
        ) WHERE nth > 1""",
    )


def fill_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.quarantine`` and whose signals they are; needs ``graph.person``."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_quarantine AS
        SELECT 'quarantine:' || left(sha256(q.reason || '|' || q.actor), 16) AS id,
            q.reason, min(q.rule) AS rule, q.actor, any_value(q.person) AS person,
            min(coalesce(w.end_id, v.account)) AS account,
            count(DISTINCT q.signal) AS n, list_sort(list(DISTINCT q.kind)) AS kinds,
            min(q."at") AS "first", max(q."at") AS "last", min(q.system) AS system
        FROM id_aside q
        LEFT JOIN graph.works_at w ON w.start_id = q.person AND w."until" IS NULL
        LEFT JOIN id_visit v ON v.browser = q.browser AND q.person IS NULL
        GROUP BY q.reason, q.actor"""
    )
    refill(
        con,
        "graph.quarantine",
        """SELECT q.id, q.reason, q.rule, coalesce(p.email, p.name, q.actor) AS who, q.n, q.kinds,
            q."first", q."last"
        FROM id_quarantine q LEFT JOIN graph.person p ON p.id = q.person ORDER BY q.id""",
    )
    for label, column in (("person", "person"), ("account", "account")):
        refill(
            con,
            f"graph.taken_from_quarantine_{label}",
            f"""SELECT id AS start_id, {column} AS end_id, system AS source, 'observed' AS basis
            FROM id_quarantine WHERE {column} IS NOT NULL ORDER BY 1""",
        )
