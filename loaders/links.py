"""Rows of the CRM that identity only passes on: records, deals, campaigns, owners, roles."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from graph.facts.tables import quoted, table_of
from graph.model.registry import graph_columns, node
from loaders.temporary import Row, clean_distinct, refill

_ROLE_SCHEMA = pa.schema([("raw", pa.string()), ("role", pa.string())])

# Salesforce's contact roles and HubSpot's buying roles in coterie's words (product.md).
CONTACT_ROLES = {
    "business user": "user",
    "end user": "user",
    "user": "user",
    "decision maker": "decision_maker",
    "economic buyer": "decision_maker",
    "economic decision maker": "decision_maker",
    "executive sponsor": "decision_maker",
    "budget holder": "decision_maker",
    "evaluator": "influencer",
    "technical buyer": "influencer",
    "influencer": "influencer",
    "champion": "champion",
    "legal and compliance": "ratifier",
    "procurement": "ratifier",
}


def role_of(words: str | None) -> str:
    """coterie's name for a contact role; of several (``;``), the first that it knows."""
    for word in (words or "").lower().replace("_", " ").replace("&", "and").split(";"):
        found = CONTACT_ROLES.get(" ".join(word.split()))
        if found:
            return found
    return "undetermined"


def fill_records(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.record`` with how its account was found, and ``graph.may_belong_to``."""
    refill(
        con,
        "graph.record",
        """SELECT r.id, r.kind, r.system,
            coalesce(nullif(trim(r.name), ''),
                nullif(concat_ws(' ', r.first_name, r.last_name), '')) AS name,
            coalesce(e.email, r.email) AS email, r.title, r.company, r.status, r.status_reason,
            r.lead_source, r.converted, m.method AS match_method, m.score AS match_score,
            r.created
        FROM id_record r
        LEFT JOIN id_email e ON e.raw = r.email
        LEFT JOIN id_match m ON m.record = r.id
        WHERE r.kind IS DISTINCT FROM 'web'
        ORDER BY r.id""",
    )
    refill(
        con,
        "graph.may_belong_to",
        """SELECT record AS start_id, account AS end_id, method, score, 'identity' AS source,
            'inferred' AS basis
        FROM id_rival SEMI JOIN graph.record r ON r.id = id_rival.record ORDER BY 1, 2""",
    )


def fill_deals(con: duckdb.DuckDBPyConnection) -> None:
    """``user``, ``campaign``, ``opportunity`` and where an opportunity belongs."""
    for label, source in (
        ("User", "facts.user_now"),
        ("Campaign", "id_campaign"),
        ("Opportunity", "id_deal"),
    ):
        shown = ", ".join(quoted(p.name) for p in graph_columns(node(label)))
        refill(con, table_of(node(label)), f"SELECT {shown} FROM {source} ORDER BY id")
    refill(
        con,
        "graph.at_opportunity_account",
        """SELECT d.id AS start_id, a.id AS end_id, d.system AS source, 'asserted' AS basis
        FROM id_deal d JOIN id_account a ON a.id = d.account_key ORDER BY 1""",
    )
    refill(
        con,
        "graph.for_opportunity_solution",
        """SELECT d.id AS start_id, s.id AS end_id, 'identity' AS source, 'inferred' AS basis
        FROM id_deal d
        JOIN id_subject t ON t.raw = d.name
        JOIN graph.solution s ON s.name = t.solution ORDER BY 1""",
    )


def fill_ties(con: duckdb.DuckDBPyConnection) -> None:
    """Owners, contact roles, reporting lines and parent accounts."""
    for label, source in (
        ("account", "id_crm"),
        ("record", "id_record"),
        ("opportunity", "id_deal"),
    ):
        refill(
            con,
            f"graph.owned_by_{label}_user",
            f"""SELECT r.id AS start_id, u.id AS end_id, r.system AS source, 'asserted' AS basis
            FROM {source} r JOIN graph."user" u ON u.id = r.owner_key ORDER BY 1""",
        )
    refill(
        con,
        "graph.subsidiary_of",
        """SELECT a.id AS start_id, p.id AS end_id, a.system AS source, 'asserted' AS basis
        FROM id_crm a JOIN id_crm p ON p.id = a.parent_key WHERE p.id <> a.id ORDER BY 1""",
    )
    refill(
        con,
        "graph.reports_to",
        """SELECT p.person AS start_id, b.person AS end_id, min(r.system) AS source,
            'asserted' AS basis
        FROM id_record r
        JOIN id_person_of_record p ON p.record = r.id
        JOIN id_person_of_record b ON b.record = r.reports_to_key
        WHERE b.person <> p.person GROUP BY 1, 2 ORDER BY 1, 2""",
    )
    _roles(con)


def _roles(con: duckdb.DuckDBPyConnection) -> None:
    """``involved_in``: one row per person and opportunity; a named role before a blank one, and
    where the deal names none, the buying role that the contact's own row names.
    """
    clean_distinct(
        con,
        "id_role",
        "SELECT role FROM id_contact_role UNION ALL SELECT role FROM id_record",
        _role_row,
        _ROLE_SCHEMA,
    )
    refill(
        con,
        "graph.involved_in",
        """SELECT p.person AS start_id, d.id AS end_id, coalesce(t.role, 'undetermined') AS role,
            coalesce(c.role, r.role) AS words, c.system AS source, 'asserted' AS basis
        FROM id_contact_role c
        JOIN id_deal d ON d.id = c.opportunity_key
        JOIN id_person_of_record p ON p.record = c.record_key
        LEFT JOIN id_record r ON r.id = c.record_key
        LEFT JOIN id_role t ON t.raw = coalesce(c.role, r.role)
        QUALIFY row_number() OVER (PARTITION BY p.person, d.id ORDER BY
            coalesce(t.role, 'undetermined') = 'undetermined', NOT coalesce(c.main, false), c.id
        ) = 1 ORDER BY 1, 2""",
    )


def _role_row(raw: str) -> Row:
    return (role_of(raw),)
