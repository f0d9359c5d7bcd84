"""Since when our systems knew of a signal, and whose it was: SQL that every as-of shares.

What is known only since a load has no date of its own and never enters a past as-of. A person
belongs to an account since the first record that said so; an address says by its domain where
its owner works, whenever that is asked.
"""

from __future__ import annotations

from graph.analysis.waterfall import ALWAYS, NEVER

_BY_ADDRESS = ("email_domain", "alias", "parent_domain")

SINCE_KNOWN = f"""CASE WHEN known_basis = 'load' OR known_time IS NULL THEN {NEVER}
    ELSE floor(epoch(known_time))::BIGINT END"""
"""Epoch seconds since which a signal is known."""

PLACE = f"""LEFT JOIN (
        SELECT job.start_id AS worker, job.end_id AS employer, min(job.since) AS since,
            bool_or(job.method IN {_BY_ADDRESS} OR coalesce(list_has_any(
                list_transform(person.emails, lambda x: split_part(x, '@', 2)), account.domains
            ), false)) AS by_address
        FROM graph.works_at job
        JOIN graph.person ON person.id = job.start_id
        JOIN graph.account ON account.id = job.end_id
        WHERE job."until" IS NULL GROUP BY ALL
    ) place ON place.worker = actor AND place.employer = account AND known"""
"""Joins ``resolved.touch`` to how its actor came to belong to its account."""

SINCE_PLACED = f"""CASE WHEN place.worker IS NULL OR place.by_address THEN {ALWAYS}
    WHEN place.since IS NULL THEN {NEVER} ELSE floor(epoch(place.since))::BIGINT END"""
"""Epoch seconds since which the actor is known to belong to the account."""
