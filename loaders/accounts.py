"""Accounts: which exist, which domains and names are theirs, and how they look in the graph."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from graph.model.signals import SURGE_SCORE
from graph.workspace.config import Config, FitConfig
from loaders.domains import clean_host, registrable
from loaders.names import country_key
from loaders.temporary import put, refill

# How many people of an account, and which share of a domain's declared people, make a domain of
# theirs one by which others are matched (policy: precision first).
PEOPLE_FOR_DOMAIN = 2
SHARE_FOR_DOMAIN = 0.8
PEOPLE_FOR_ALIAS = 3
SHARE_FOR_ALIAS = 0.95
RECORDS_FOR_NAME = 3


def index_accounts(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Make ``id_account`` (one row per account) and ``id_domain`` (whose domain is whose)."""
    if not con.execute("SELECT id FROM id_crm LIMIT 1").fetchall():
        _accounts_from_addresses(con, config.company.domains)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_account AS
        SELECT a.*, coalesce(w.host, d.host) AS host, coalesce(w.site, d.site) AS site,
            c.core, c.joined, c.form, c.words, coalesce(c.junk, true) AS junk
        FROM id_crm a
        LEFT JOIN id_host w ON w.raw = a.website AND w.corporate
        LEFT JOIN id_host d ON d.raw = a.domain AND d.corporate
        LEFT JOIN id_company c ON c.raw = a.name"""
    )
    _declared(con)
    _domains(con)


def _accounts_from_addresses(con: duckdb.DuckDBPyConnection, own: Iterable[str]) -> None:
    """One account per corporate e-mail domain: only where no account row was loaded at all."""
    put(con, "id_own", [(site,) for site in sites(own)], pa.schema([("site", pa.string())]))
    con.execute(
        """INSERT INTO id_crm BY NAME
        SELECT 'account:' || left(sha256(h.site), 16) AS id, h.site AS domain,
            coalesce(mode(r.company ORDER BY r.company) FILTER (NOT c.junk), h.site) AS name,
            'identity' AS system
        FROM id_email e
        JOIN id_host h ON h.raw = e.host AND h.corporate
        LEFT JOIN id_record r ON r.email = e.raw
        LEFT JOIN id_company c ON c.raw = r.company
        WHERE h.site NOT IN (SELECT site FROM id_own)
        GROUP BY h.site"""
    )


def sites(domains: Iterable[str]) -> list[str]:
    """Registrable domains of what a configuration lists, sorted."""
    return sorted({s for s in (registrable(clean_host(d)) for d in domains) if s is not None})


def _declared(con: duckdb.DuckDBPyConnection) -> None:
    """``id_declared``: records whose account the CRM itself names: by a key, by its conversion,
    by being tied to one account only, or by an account's id (15 or 18 characters) in the field
    for the company.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_written_key AS
        WITH bare AS (SELECT id, regexp_replace(id, '^[a-z]+:', '') AS written FROM id_account)
        SELECT written, id FROM (
            SELECT written, id FROM bare
            UNION ALL SELECT written[:15], id FROM bare WHERE length(written) = 18
        ) QUALIFY count(*) OVER (PARTITION BY written) = 1"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_declared AS
        SELECT r.id AS record, coalesce(a.id, c.id, e.account, t.id) AS account
        FROM id_record r
        LEFT JOIN id_account a ON a.id = r.account_key
        LEFT JOIN id_account c ON c.id = r.converted_account_key
        LEFT JOIN (
            SELECT t.record, min(t.account) AS account FROM id_tie t
            SEMI JOIN id_account o ON o.id = t.account
            WHERE t.active GROUP BY t.record HAVING count(*) = 1
        ) e ON e.record = r.id
        LEFT JOIN id_written_key t ON t.written = trim(r.company)
        WHERE coalesce(a.id, c.id, e.account, t.id) IS NOT NULL"""
    )


def _domains(con: duckdb.DuckDBPyConnection) -> None:
    """``id_domain``: domain, account, kind (website, people, alias); and ``id_asked``: the domain
    to ask for a raw host (the host itself where it is known, else what its owner registered).

    A domain belongs to those whose website is just that host; else to those below it; a domain
    that no website claims belongs to the account where its declared people are, if they agree.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_people_domain AS
        SELECT h.site, d.account, a.site AS website,
            count(DISTINCT e.email) AS people,
            count(DISTINCT e.email) / sum(count(DISTINCT e.email)) OVER (PARTITION BY h.site)
                AS share
        FROM id_declared d
        JOIN id_record r ON r.id = d.record
        JOIN id_account a ON a.id = d.account
        JOIN id_email e ON e.raw = r.email
        JOIN id_host h ON h.raw = e.host AND h.corporate
        GROUP BY h.site, d.account, a.site"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_domain AS
        WITH claim AS (
            SELECT host AS domain, id AS account, 'website' AS kind, 0 AS level
            FROM id_account WHERE host IS NOT NULL
            UNION ALL
            SELECT site, id, 'website', 1 FROM id_account WHERE site IS NOT NULL
            UNION ALL
            SELECT h.site, g.id, 'alias', 2 FROM id_crm_gone g
            JOIN id_host h ON h.raw = coalesce(g.website, g.domain) AND h.corporate
            UNION ALL
            SELECT site, account, if(website IS NULL, 'people', 'alias'), 2 FROM id_people_domain
            WHERE (website IS NULL AND people >= $people AND share >= $share)
                OR (people >= $people_alias AND share >= $share_alias)
        )
        SELECT DISTINCT domain, account, kind FROM claim
        QUALIFY level = min(level) OVER (PARTITION BY domain)""",
        {
            "people": PEOPLE_FOR_DOMAIN,
            "share": SHARE_FOR_DOMAIN,
            "people_alias": PEOPLE_FOR_ALIAS,
            "share_alias": SHARE_FOR_ALIAS,
        },
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_asked AS
        SELECT h.raw, h.host, h.site, coalesce(d.domain, h.site) AS domain
        FROM id_host h
        LEFT JOIN (SELECT DISTINCT domain FROM id_domain) d ON d.domain = h.host
        WHERE h.corporate"""
    )


def fill_accounts(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """``graph.account``, once people, visitors and surges have found their accounts."""
    refill(
        con,
        "graph.account",
        f"""WITH known AS (
            SELECT end_id AS id, count(*) AS n FROM graph.works_at WHERE "until" IS NULL GROUP BY 1
        ), anonymous AS (
            SELECT end_id AS id, count(*) AS n FROM graph.visits_from GROUP BY 1
        ), surging AS (
            SELECT account AS id, count(*) AS n FROM resolved.surge WHERE score >= $surge GROUP BY 1
        ), own AS (
            SELECT account AS id, list_sort(list(DISTINCT domain)) AS domains
            FROM id_domain GROUP BY 1
        ), common AS (
            SELECT account AS id, arg_max(site, (people, site)) AS site
            FROM id_people_domain GROUP BY 1
        ), spelt AS ({_ALIASES})
        SELECT a.id, a.name, coalesce(a.site, common.site) AS domain, a.website, a.industry,
            coalesce(own.domains, []) AS domains, coalesce(spelt.names, []) AS aliases,
            a.country, a.type, a.employees, a.target, {fit_sql(config.fit)} AS fit,
            coalesce(known.n, 0) AS people, coalesce(anonymous.n, 0) AS visitors,
            coalesce(surging.n, 0) AS surges, a.created
        FROM id_account a
        LEFT JOIN known USING (id) LEFT JOIN anonymous USING (id) LEFT JOIN surging USING (id)
        LEFT JOIN own USING (id) LEFT JOIN common USING (id) LEFT JOIN spelt USING (id)
        LEFT JOIN id_country country ON country.raw = a.country
        ORDER BY a.id""",
        {"surge": SURGE_SCORE, "records": RECORDS_FOR_NAME, **_fit_values(config.fit)},
    )


_ALIASES = """
    SELECT id, list_sort(list(company)) AS names FROM (
        SELECT a.id, mode(trim(r.company) ORDER BY trim(r.company) DESC) AS company
        FROM id_match m
        JOIN id_account a ON a.id = m.account
        JOIN id_record r ON r.id = m.record
        JOIN id_company c ON c.raw = r.company AND NOT c.junk
        LEFT JOIN id_written_key k ON k.written = trim(r.company)
        WHERE lower(trim(r.company)) <> lower(trim(a.name)) AND k.id IS NULL
        GROUP BY a.id, lower(trim(r.company))
        HAVING bool_or(c.joined = a.joined) OR count(*) >= $records
    ) GROUP BY id"""


def _conditions(fit: FitConfig) -> list[str]:
    """Each condition of ``[fit]`` as SQL that is true, false, or null when it cannot be known."""
    asked = {
        "a.target = $fit_target": fit.target is not None,
        "a.employees >= $fit_min": fit.employees_min is not None,
        "a.employees <= $fit_max": fit.employees_max is not None,
        "list_contains($fit_industry, lower(trim(a.industry)))": bool(fit.industry),
        "list_contains($fit_country, country.key)": bool(fit.country),
    }
    return [sql for sql, wanted in asked.items() if wanted]


def fit_sql(fit: FitConfig) -> str:
    """Fit of account ``a``: false when a condition fails, null when one is unknown, or none is.

    SQL's own three-valued AND does exactly this.
    """
    return " AND ".join(_conditions(fit)) or "CAST(NULL AS BOOLEAN)"


def _fit_values(fit: FitConfig) -> dict[str, object]:
    values: dict[str, object] = {
        "fit_target": fit.target,
        "fit_min": fit.employees_min,
        "fit_max": fit.employees_max,
        "fit_industry": [v.strip().lower() for v in fit.industry],
        "fit_country": [country_key(v) for v in fit.country],
    }
    sql = fit_sql(fit)
    return {name: value for name, value in values.items() if f"${name}" in sql}
