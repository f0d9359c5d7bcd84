"""Results of analysis that hang on nothing any more, once facts were taken away."""

from __future__ import annotations

import duckdb

_LOST = (
    """graph.demand_unit WHERE id NOT IN (SELECT start_id FROM graph.at_demandunit_account
        SEMI JOIN graph.account ON account.id = end_id)""",
    """graph.buying_group WHERE id NOT IN (SELECT start_id FROM graph.in_unit
        SEMI JOIN graph.demand_unit ON demand_unit.id = end_id)""",
    """graph.snapshot WHERE id NOT IN (SELECT end_id FROM graph.was
        SEMI JOIN graph.demand_unit ON demand_unit.id = start_id)""",
    """graph.evidence WHERE id NOT IN (
        SELECT start_id FROM graph.supports_evidence_buyinggroup
        SEMI JOIN graph.buying_group ON buying_group.id = end_id
        UNION ALL SELECT start_id FROM graph.supports_evidence_person
        SEMI JOIN graph.person ON person.id = end_id
        UNION ALL SELECT start_id FROM graph.supports_evidence_demandunit
        SEMI JOIN graph.demand_unit ON demand_unit.id = end_id)""",
)


def drop_orphans(con: duckdb.DuckDBPyConnection) -> None:
    """Remove units without an account, and whatever belongs to units or people that are gone."""
    for lost in _LOST:
        con.execute(f"DELETE FROM {lost}")
