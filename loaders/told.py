"""What other tables and calls tell of signals, deals and people, joined to the rows they are of.

============================  ======================================================
``id_notice``                 calls that say who someone is: identify, group, merge
``id_who``                    signal, record: everyone who took part, where several may
``id_tie``                    record, account, active, since, until: further employers
``id_deal``                   opportunities with account and stage found
``id_contact_role``           contact roles, those of a deal's own row among them
============================  ======================================================
"""

from __future__ import annotations

import duckdb

from graph.model.signals import NOTICES

WEB = "web"
"""Kind of a record that no CRM holds: what people said of themselves on our site."""


def stage_told(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables above, once ``id_record``, ``id_signal``, ``id_crm``, ``id_feed`` stand."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE id_notice AS "
        "SELECT * FROM facts.signal_now WHERE list_contains($notices, kind)",
        {"notices": list(NOTICES)},
    )
    _users(con)
    _web_records(con)
    _groups(con)
    _parts(con)
    _ties(con)
    _deals(con)


def _users(con: duckdb.DuckDBPyConnection) -> None:
    """The address of a signed-in user, where some identify call gave one and only one."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_user AS
        SELECT user_key, min(email) AS email FROM id_notice
        WHERE kind = 'identify' AND user_key IS NOT NULL AND email IS NOT NULL
        GROUP BY user_key HAVING count(DISTINCT email) = 1"""
    )
    for table in ("id_signal", "id_notice"):
        con.execute(
            f"""UPDATE {table} SET email = u.email FROM id_user u
            WHERE {table}.user_key = u.user_key AND {table}.email IS NULL"""
        )


def _web_records(con: duckdb.DuckDBPyConnection) -> None:
    """One record of kind ``web`` per address that an identify or group call names."""
    con.execute(
        f"""INSERT INTO id_record BY NAME
        SELECT '{WEB}:' || left(sha256(email), 16) AS id, '{WEB}' AS kind, email,
            arg_max(name, age) FILTER (kind = 'identify' AND name IS NOT NULL) AS name,
            arg_max(title, age) FILTER (kind = 'identify' AND title IS NOT NULL) AS title,
            arg_max(firm, age) FILTER (firm IS NOT NULL) AS company,
            arg_max(domain, age) FILTER (domain IS NOT NULL) AS website,
            min(coalesce(known_time, event_time)) AS created, min(system) AS system
        FROM (
            SELECT *, if(kind = 'group', coalesce(company, name), company) AS firm,
                (coalesce(known_time, event_time), id) AS age FROM id_notice
            WHERE kind <> 'merge' AND email IS NOT NULL
        ) GROUP BY email"""
    )


def _groups(con: duckdb.DuckDBPyConnection) -> None:
    """A group call of a browser, or a company beside its visit, says where its visitor works."""
    con.execute(
        """INSERT INTO id_feed BY NAME
        SELECT DISTINCT visitor AS id, coalesce(company, name) AS company, domain, system
        FROM id_notice WHERE kind = 'group' AND visitor IS NOT NULL
            AND coalesce(company, name, domain) IS NOT NULL
        UNION SELECT visitor, company, domain, system FROM id_signal
        WHERE kind <> 'intent' AND visitor IS NOT NULL AND coalesce(company, domain) IS NOT NULL"""
    )


def _parts(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE id_part AS SELECT * FROM facts.signal_part_now")
    for column in ("url", "account_key", "agent"):
        con.execute(
            f"""UPDATE id_signal SET {column} = p.{column} FROM (
                SELECT signal_key, min({column}) AS {column} FROM id_part
                WHERE {column} IS NOT NULL GROUP BY signal_key
            ) p WHERE p.signal_key = id_signal.id AND id_signal.{column} IS NULL"""
        )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_who AS
        SELECT p.signal_key AS signal, p.record_key AS record FROM id_part p
        SEMI JOIN id_signal s ON s.id = p.signal_key WHERE p.record_key IS NOT NULL
        UNION SELECT id, unnest(record_keys) FROM id_signal WHERE record_keys IS NOT NULL"""
    )


def _ties(con: duckdb.DuckDBPyConnection) -> None:
    """Employers besides the one that a record's own key names."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_tie AS
        WITH every AS (
            SELECT record_key AS record, account_key AS account,
                coalesce(active, true) AND "until" IS NULL AS active,
                coalesce(since, event_time) AS since, "until", system FROM facts.employment_now
            UNION ALL SELECT id, unnest(account_keys), true, NULL, NULL, system FROM id_record
            WHERE account_keys IS NOT NULL
        )
        SELECT record, account, bool_or(active) AS active, min(since) AS since,
            max("until") AS "until", min(system) AS system
        FROM every GROUP BY record, account"""
    )


def _deals(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_deal AS
        SELECT d.* REPLACE (
            coalesce(d.account_key, a.account) AS account_key,
            coalesce(s.name, d.stage) AS stage,
            coalesce(d.probability, s.probability) AS probability,
            coalesce(d.closed, s.closed, if(w.word LIKE 'closed%', true, NULL)) AS closed,
            coalesce(d.won, s.won, CASE w.word WHEN 'closedwon' THEN true
                WHEN 'closedlost' THEN false END) AS won)
        FROM facts.opportunity_now d
        LEFT JOIN (SELECT opportunity_key, min(account_key) AS account FROM facts.deal_account_now
            GROUP BY 1) a ON a.opportunity_key = d.id
        LEFT JOIN facts.stage_now s ON s.id = d.stage_key,
        LATERAL (SELECT regexp_replace(lower(coalesce(s.name, d.stage)), '[^a-z]', '', 'g')
            AS word) w"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_contact_role AS
        SELECT id, opportunity_key, record_key, role, main, system FROM facts.contact_role_now
        UNION ALL
        SELECT id || '|' || record, id, record, NULL, NULL, system
        FROM (SELECT id, system, unnest(record_keys) AS record FROM id_deal
            WHERE record_keys IS NOT NULL)"""
    )
