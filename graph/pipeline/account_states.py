"""What an account shows of its units: confidence, rung and stage of the best of them."""

from __future__ import annotations

import duckdb

from graph.facts.versions import get_value


def show_account_states(con: duckdb.DuckDBPyConnection) -> None:
    """Put the kept states into the accounts' rows, which every load builds anew."""
    con.execute(
        """UPDATE graph.account SET confidence = best.confidence, rung = best.rung,
               stage = best.stage
           FROM (
               SELECT own.id, held.confidence, state.stage,
                   coalesce(state.rung, if($analyzed, 'not_a_candidate', NULL)) AS rung
               FROM graph.account own
               LEFT JOIN meta.account_state state ON state.account = own.id
               LEFT JOIN (
                   SELECT end_id, max(unit.confidence) AS confidence
                   FROM graph.at_demandunit_account
                   JOIN graph.demand_unit unit ON unit.id = start_id GROUP BY end_id
               ) held ON held.end_id = own.id) best
           WHERE account.id = best.id AND (account.confidence IS DISTINCT FROM best.confidence
               OR account.rung IS DISTINCT FROM best.rung
               OR account.stage IS DISTINCT FROM best.stage)""",
        {"analyzed": get_value(con, "as_of") is not None},
    )
