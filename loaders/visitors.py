"""Who gave each signal, where people work, and where anonymous visitors come from.

A page view with an address is its person's; without one it stays the browser's own until that
browser is known to be one person's, and the person's from then on. What a browser did before is
never re-written: nobody knew it then.
"""

from __future__ import annotations

import duckdb

from loaders.temporary import refill


def find_actors(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``id_stitch``, ``id_actor`` (signal -> person or visitor) and ``id_seen``."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_stitch AS
        SELECT s.visitor AS browser, p.person,
            min(coalesce(s.known_time, s.event_time, s."at")) AS known,
            min(s.system) AS system,
            count(*) OVER (PARTITION BY s.visitor) AS people
        FROM (
            SELECT visitor, email, known_time, event_time, "at", system FROM id_signal
            UNION ALL
            SELECT visitor, email, known_time, event_time, "at", system FROM id_notice
            WHERE kind = 'identify'
        ) s
        JOIN id_email e ON e.raw = s.email
        JOIN id_person_of_email p ON p.email = e.email
        WHERE s.visitor IS NOT NULL
        GROUP BY s.visitor, p.person"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_actor AS
        SELECT s.id AS signal, s.kind, s.system, s.url, s.visitor AS browser,
            coalesce(s.event_time, s."at") AS "at",
            coalesce(s.known_time, s.known, s.event_time, s."at") AS known_time, s.known_basis,
            coalesce(r.person, p.person, t.person) AS person,
            coalesce(r.person, p.person, t.person,
                'visitor:' || left(sha256(s.visitor), 16)) AS actor
        FROM id_signal s
        LEFT JOIN id_person_of_record r ON r.record = s.record_key
        LEFT JOIN id_email e ON e.raw = s.email
        LEFT JOIN id_person_of_email p ON p.email = e.email
        LEFT JOIN id_stitch t ON t.browser = s.visitor AND t.people = 1
            AND coalesce(s.event_time, s."at") >= t.known
        WHERE s.kind <> 'intent'"""
    )
    _share(con)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_seen AS
        SELECT person, min("at") AS first_seen, max("at") AS last_seen
        FROM id_actor WHERE person IS NOT NULL GROUP BY person"""
    )


def _share(con: duckdb.DuckDBPyConnection) -> None:
    """Give a signal of several people, such as a meeting, to each of them."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_shared AS
        SELECT DISTINCT a.* REPLACE (r.person AS person, r.person AS actor) FROM id_actor a
        JOIN id_who w ON w.signal = a.signal
        JOIN id_person_of_record r ON r.record = w.record"""
    )
    con.execute(
        """INSERT INTO id_actor SELECT s.* FROM id_shared s
        ANTI JOIN id_actor a ON a.signal = s.signal AND a.actor = s.actor"""
    )
    con.execute(
        """DELETE FROM id_actor WHERE person IS NULL
        AND signal IN (SELECT signal FROM id_shared)"""
    )


def find_employers(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.works_at``: one account per person, and former ones that the CRM declared.

    The surest method decides, then the newest record.
    """
    _claims(con)
    _former(con)
    refill(
        con,
        "graph.works_at",
        """WITH several AS (
            SELECT person FROM id_claim GROUP BY person HAVING count(*) > 1
        ), job AS (
            SELECT person, account, min(rank) AS rank, min(created) AS since,
                max(coalesce(created, TIMESTAMP '1900-01-01')) AS newest,
                arg_min(method, (rank, -score, method, system)) AS method,
                arg_min(score, (rank, -score, method, system)) AS score,
                arg_min(system, (rank, -score, method, system)) AS system
            FROM id_claim SEMI JOIN several USING (person) GROUP BY person, account
        ), placed AS (
            SELECT *, row_number() OVER (w ORDER BY rank, newest DESC, account) AS place,
                lead(since) OVER (w ORDER BY rank DESC, newest, account DESC) AS ended
            FROM job WINDOW w AS (PARTITION BY person)
        ), kept AS (
            SELECT person, account, created AS since, NULL AS "until", method, score, system
            FROM id_claim ANTI JOIN several USING (person)
            UNION ALL
            SELECT person, account, since, if(place = 1, NULL, ended), method, score, system
            FROM placed WHERE place = 1 OR (rank = 0 AND ended IS NOT NULL)
        )
        SELECT person AS start_id, account AS end_id, since, "until", method, score,
            if(method = 'declared', system, 'identity') AS source,
            if(method = 'declared', 'asserted', 'inferred') AS basis
        FROM kept
        UNION ALL
        SELECT f.* FROM id_former f ANTI JOIN kept k ON k.person = f.person
            AND k.account = f.account
        ORDER BY 1, 2""",
    )


def _former(con: duckdb.DuckDBPyConnection) -> None:
    """``id_former``: accounts that a relation of the CRM says someone has left."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_former AS
        SELECT p.person, t.account, min(t.since) AS since,
            coalesce(max(t."until"), min(t.since), max(r.created)) AS "until",
            'declared' AS method, 1.0::DOUBLE AS score, min(t.system) AS source,
            'asserted' AS basis
        FROM id_tie t
        JOIN id_person_of_record p ON p.record = t.record
        JOIN id_record r ON r.id = t.record
        SEMI JOIN id_account a ON a.id = t.account
        WHERE NOT t.active GROUP BY p.person, t.account
        HAVING coalesce(max(t."until"), min(t.since), max(r.created)) IS NOT NULL"""
    )


def _claims(con: duckdb.DuckDBPyConnection) -> None:
    """``id_claim``: accounts of a person by record; without one, by the address's domain."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_claim AS
        SELECT p.person, m.account, m.method, m.score, m.rank, r.created,
            coalesce(r.system, 'identity') AS system
        FROM id_match m
        JOIN id_person_of_record p ON p.record = m.record
        JOIN id_record r ON r.id = m.record
        UNION ALL
        SELECT s.person, d.account, 'email_domain', 0.99, 1, NULL, 'identity'
        FROM id_seen s
        JOIN id_person_of_email p ON p.person = s.person
        JOIN id_asked h ON h.raw = split_part(p.email, '@', 2)
        JOIN id_domain d ON d.domain = h.domain
        ANTI JOIN id_person_of_record o ON o.person = s.person
        QUALIFY count(DISTINCT d.account) OVER (PARTITION BY s.person) = 1"""
    )


def find_places(con: duckdb.DuckDBPyConnection) -> None:
    """``id_place``: company and domain as a feed gave them -> account.

    The domain decides; one that nobody claims, or that several do, leaves it to the exact name.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_told AS
        SELECT p.company, p.domain, h.site, d.account
        FROM (
            SELECT company, domain FROM id_feed
            UNION SELECT company, domain FROM id_signal WHERE kind = 'intent'
        ) p
        LEFT JOIN id_asked h ON h.raw = p.domain
        LEFT JOIN id_domain d ON d.domain = h.domain"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_place AS
        WITH named AS (
            SELECT DISTINCT p.company, p.domain, a.id AS account FROM id_told p
            JOIN id_company c ON c.raw = p.company AND NOT c.junk
            JOIN id_account a ON a.joined = c.joined AND NOT a.junk
                AND (c.form IS NULL OR a.form IS NULL OR c.form = a.form)
            WHERE p.account = a.id OR (p.account IS NULL AND (
                p.site IS NULL OR a.site IS NULL OR c.words > 1
                OR split_part(p.site, '.', 1) = split_part(a.site, '.', 1)))
            QUALIFY count(*) OVER (PARTITION BY p.company, p.domain) = 1
        ), told AS (
            SELECT company, domain, account FROM id_told WHERE account IS NOT NULL
            QUALIFY count(*) OVER (PARTITION BY company, domain) = 1
        )
        SELECT * FROM told
        UNION ALL
        SELECT n.* FROM named n ANTI JOIN told t ON t.company IS NOT DISTINCT FROM n.company
            AND t.domain IS NOT DISTINCT FROM n.domain"""
    )


def find_visits(con: duckdb.DuckDBPyConnection) -> None:
    """``id_visit``: the account that a visitor feed gives a browser, where it gives but one."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_visit AS
        SELECT f.id AS browser, min(p.account) AS account,
            coalesce(min(f.system), 'visitor_feed') AS system
        FROM id_feed f
        JOIN id_place p ON p.company IS NOT DISTINCT FROM f.company
            AND p.domain IS NOT DISTINCT FROM f.domain
        GROUP BY f.id HAVING count(DISTINCT p.account) = 1"""
    )


def fill_visitors(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.visitor``, ``graph.visits_from`` and ``graph.identified_as``."""
    refill(
        con,
        "graph.visitor",
        """SELECT actor AS id, min("at") AS first_seen, max("at") AS last_seen,
            count(DISTINCT "at"::DATE) AS sessions
        FROM id_actor WHERE person IS NULL AND browser IS NOT NULL GROUP BY actor ORDER BY 1""",
    )
    refill(
        con,
        "graph.visits_from",
        """SELECT v.id AS start_id, i.account AS end_id, 'visitor_feed' AS method,
            i.system AS source, 'inferred' AS basis
        FROM id_visit i
        JOIN graph.visitor v ON v.id = 'visitor:' || left(sha256(i.browser), 16) ORDER BY 1""",
    )
    refill(
        con,
        "graph.identified_as",
        """SELECT v.id AS start_id, t.person AS end_id, t.known, t.system AS source,
            'observed' AS basis
        FROM id_stitch t
        JOIN graph.visitor v ON v.id = 'visitor:' || left(sha256(t.browser), 16)
        ORDER BY 1, 2""",
    )
