"""Which account a record belongs to: tiers of evidence, the first that speaks decides.

Every candidate of every tier is kept with method and score. A tier that names one account
asserts it; one that names several asserts only where the company name is that of just one of
them; all other candidates stay as rivals for a person to confirm. Scores are policies: how sure
a method is thought to be, before a team's own data says otherwise.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz

from loaders.temporary import make, put

FUZZY_THRESHOLD = 85.0
FUZZY_RIVALS = 3
BLOCK_LIMIT = 200
RIVAL_RANK = 9

_FUZZY_SCHEMA = pa.schema(
    [("core", pa.string()), ("account", pa.string()), ("score", pa.float64())]
)


def match_records(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``id_match`` (record, account, method, score) and ``id_rival`` (the same columns)."""
    _by_key_and_domain(con)
    _by_name(con)
    _decide(con)
    _fuzzy(con)
    _rivals(con)


def _by_key_and_domain(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_address AS
        SELECT r.id AS record, e.email, h.host, h.site, w.domain AS web_domain
        FROM id_record r
        LEFT JOIN id_email e ON e.raw = r.email
        LEFT JOIN id_host h ON h.raw = e.host AND h.corporate
        LEFT JOIN id_asked w ON w.raw = r.website"""
    )
    make(
        con,
        "id_candidate",
        """SELECT record, account, 'declared' AS method, 0 AS rank, 1.0::DOUBLE AS score
        FROM id_declared
        UNION ALL
        SELECT record, account, 'email_domain', 1, 0.99
        FROM id_address JOIN id_domain ON domain = host WHERE kind <> 'alias'
        UNION ALL
        SELECT record, account, 'website_domain', 2, 0.97
        FROM id_address JOIN id_domain ON domain = web_domain
        UNION ALL
        SELECT record, account, 'alias', 3, 0.96
        FROM id_address JOIN id_domain ON domain = site WHERE kind = 'alias'
        UNION ALL
        SELECT record, account, 'parent_domain', 4, 0.96
        FROM id_address JOIN id_domain ON domain = site WHERE kind <> 'alias' AND host <> site""",
    )


def _by_name(con: duckdb.DuckDBPyConnection) -> None:
    """Exact cleaned names; a clash of legal forms or addresses makes a rival only.

    A single word ("Hill") that meets a corporate address elsewhere is as likely another company.
    Of several accounts of one name, those of the record's own country go first. The name of an
    account that was merged away names its master.
    """
    con.execute(
        f"""INSERT INTO id_candidate
        WITH pair AS (
            SELECT r.id AS record, a.id AS account,
                CASE WHEN c.form IS NULL OR c.form = a.form THEN 0
                    WHEN a.form IS NULL THEN 1 ELSE 2 END AS level,
                CASE WHEN k.key = f.key THEN 0 WHEN k.key IS NULL OR f.key IS NULL THEN 1
                    ELSE 2 END AS away,
                c.words = 1 AND t.site IS NOT NULL AND a.site IS NOT NULL
                    AND split_part(t.site, '.', 1) <> split_part(a.site, '.', 1) AS elsewhere
            FROM id_record r
            JOIN id_company c ON c.raw = r.company AND NOT c.junk
            JOIN id_account a ON a.joined = c.joined AND NOT a.junk
            JOIN id_address t ON t.record = r.id
            LEFT JOIN id_country k ON k.raw = r.country
            LEFT JOIN id_country f ON f.raw = a.country
        ), nearest AS (
            SELECT *, level = 2 OR elsewhere
                OR away > min(away) OVER (PARTITION BY record) AS unsure
            FROM pair QUALIFY level = min(level) OVER (PARTITION BY record)
        )
        SELECT record, account, if(unsure, 'fuzzy_name', 'exact_name'),
            if(unsure, {RIVAL_RANK}, 5), if(unsure, 0.8, 0.95)
        FROM nearest
        UNION ALL
        SELECT r.id, g.id, 'alias', 6, 0.95 FROM id_crm_gone g
        JOIN id_company o ON o.raw = g.name AND NOT o.junk
        JOIN id_company c ON c.joined = o.joined AND NOT c.junk
        JOIN id_record r ON r.company = c.raw
        UNION ALL
        SELECT t.record, t.account, 'declared', {RIVAL_RANK}, 0.5 FROM id_tie t
        JOIN id_account a ON a.id = t.account
        SEMI JOIN id_record r ON r.id = t.record
        ANTI JOIN id_declared d ON d.record = t.record AND d.account = t.account
        WHERE t.active"""
    )


def _decide(con: duckdb.DuckDBPyConnection) -> None:
    """The first tier that speaks; ambiguous, it asserts only what the name singles out."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE id_match AS
        WITH best AS (
            SELECT record, min(rank) AS rank FROM id_candidate WHERE rank < {RIVAL_RANK}
            GROUP BY record
        ), first AS (
            SELECT c.* FROM id_candidate c
            SEMI JOIN best b ON b.record = c.record AND b.rank = c.rank
        ), several AS (
            SELECT record FROM first GROUP BY record HAVING count(*) > 1
        ), top AS (
            SELECT DISTINCT * FROM first SEMI JOIN several USING (record)
        ), named AS (
            SELECT top.record, top.account FROM top
            JOIN id_candidate n ON n.record = top.record AND n.account = top.account
                AND n.method = 'exact_name'
            QUALIFY count(*) OVER (PARTITION BY top.record) = 1
        )
        SELECT record, account, method, score, rank FROM first ANTI JOIN several USING (record)
        UNION ALL
        SELECT record, account, method, score, rank FROM top
        QUALIFY count(*) OVER (PARTITION BY record) = 1
        UNION ALL
        SELECT top.record, top.account, 'exact_name', 0.95, top.rank
        FROM top JOIN named USING (record, account)
        WHERE top.record IN (SELECT record FROM top GROUP BY 1 HAVING count(*) > 1)"""
    )


def _fuzzy(con: duckdb.DuckDBPyConnection) -> None:
    """Near names for records that nothing else speaks for; never more than rivals."""
    names = con.execute(
        """SELECT DISTINCT c.core FROM id_record r
        JOIN id_company c ON c.raw = r.company AND NOT c.junk
        WHERE r.id NOT IN (SELECT record FROM id_candidate) ORDER BY 1"""
    ).fetchall()
    accounts = con.execute(
        "SELECT core, id FROM id_account WHERE NOT junk ORDER BY core, id"
    ).fetchall()
    found = near_names([n for (n,) in names], accounts)
    put(con, "id_fuzzy", found, _FUZZY_SCHEMA)
    con.execute(
        f"""INSERT INTO id_candidate
        SELECT r.id, f.account, 'fuzzy_name', {RIVAL_RANK}, f.score FROM id_record r
        JOIN id_company c ON c.raw = r.company AND NOT c.junk
        JOIN id_fuzzy f ON f.core = c.core
        WHERE r.id NOT IN (SELECT record FROM id_candidate)"""
    )


def near_names(names: list[str], accounts: list[tuple[str, str]]) -> list[tuple[str, str, float]]:
    """For each name, up to three accounts whose names are near: (name, account id, 0..1).

    Names are compared only where they share a word that is not too common, or the first four
    letters, so the cost stays about linear.
    """
    blocks: dict[str, list[int]] = {}
    for index, (core, _) in enumerate(accounts):
        for key in _keys(core):
            blocks.setdefault(key, []).append(index)
    found: list[tuple[str, str, float]] = []
    for name in names:
        near = {
            index
            for key in _keys(name)
            if len(blocks.get(key, ())) <= BLOCK_LIMIT
            for index in blocks.get(key, ())
        }
        scored = ((fuzz.token_sort_ratio(name, accounts[i][0]), accounts[i][1]) for i in near)
        best = sorted((-s, account) for s, account in scored if s >= FUZZY_THRESHOLD)
        found.extend((name, account, round(-s / 100, 4)) for s, account in best[:FUZZY_RIVALS])
    return found


def _keys(core: str) -> set[str]:
    return {*core.split(), "^" + core.replace(" ", "")[:4]}


def _rivals(con: duckdb.DuckDBPyConnection) -> None:
    """Every candidate that was not asserted, unless its tier names the asserted account too.

    Where the asserting tier itself was ambiguous, the others of that tier stay rivals.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_rival AS
        SELECT c.record, c.account, c.method, c.score FROM id_candidate c
        LEFT JOIN id_match m ON m.record = c.record
        LEFT JOIN id_candidate s ON s.record = c.record AND s.account = m.account
            AND s.rank = c.rank AND s.rank <> m.rank
        WHERE m.account IS DISTINCT FROM c.account AND s.record IS NULL
        QUALIFY row_number() OVER (
            PARTITION BY c.record, c.account ORDER BY c.score DESC, c.method) = 1"""
    )
