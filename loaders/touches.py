"""Signals with actor, account and content found: what detection and the graph are given."""

from __future__ import annotations

import duckdb

from graph.model.signals import SIGNAL_KINDS, Tier
from loaders.temporary import refill

_TOPIC_ID = "'topic:' || left(sha256({}), 16)"


def fill_touches(con: duckdb.DuckDBPyConnection) -> None:
    """``resolved.touch``: every signal of a person or visitor that has a content."""
    refill(
        con,
        "resolved.touch",
        """SELECT a.signal, a.actor, a.person IS NOT NULL AS known,
            coalesce(w.end_id, v.end_id) AS account, c.content, a.kind, a."at", a.known_time,
            a.known_basis
        FROM id_actor a
        JOIN id_content_of c ON c.signal = a.signal AND c.content IS NOT NULL
        LEFT JOIN graph.works_at w ON w.start_id = a.person AND w."until" IS NULL
        LEFT JOIN graph.visits_from v ON v.start_id = a.actor
        WHERE a.actor IS NOT NULL""",
    )


def fill_surges(con: duckdb.DuckDBPyConnection) -> None:
    """``resolved.surge``: every intent row whose account is found, by key, domain or name."""
    refill(
        con,
        "resolved.surge",
        """SELECT s.id AS signal, coalesce(k.id, p.account) AS account,
            lower(trim(s.topic)) AS topic, t.solution, s.score,
            coalesce(s.event_time, s."at") AS "at",
            coalesce(s.known_time, s.known, s.event_time, s."at") AS known_time, s.known_basis
        FROM id_signal s
        LEFT JOIN id_account k ON k.id = s.account_key
        LEFT JOIN id_place p ON p.company IS NOT DISTINCT FROM s.company
            AND p.domain IS NOT DISTINCT FROM s.domain
        LEFT JOIN id_topic t ON t.topic = lower(trim(s.topic))
        WHERE s.kind = 'intent' AND coalesce(k.id, p.account) IS NOT NULL""",
    )


def fill_signals(con: duckdb.DuckDBPyConnection, signals: str) -> None:
    """``graph.signal`` and its ties: the strong kinds, or every kind with ``signals = "all"``."""
    kinds = [k.name for k in SIGNAL_KINDS if k.strong or signals == "all"]
    _signal_nodes(con, kinds)
    _emitted(con)
    _on_content(con)
    _engaged(con)


def _signal_nodes(con: duckdb.DuckDBPyConnection, kinds: list[str]) -> None:
    """Only signals that someone gave: an intent row of an unknown company stays in the facts.

    A meeting of which the CRM names the account only is the account's.
    """
    refill(
        con,
        "graph.signal",
        """SELECT a.signal AS id, a.kind, if(a.person IS NULL, $anonymous, $known) AS tier,
            coalesce(nullif(concat_ws(': ', m.name, s.label), ''), n.title, s.url, a.kind)
                AS label,
            s.score, a."at", a.known_time AS known
        FROM id_actor a
        JOIN id_signal s ON s.id = a.signal
        LEFT JOIN id_campaign m ON m.id = s.campaign_key
        LEFT JOIN id_content_of c ON c.signal = a.signal
        LEFT JOIN graph.content n ON n.id = c.content
        WHERE a.actor IS NOT NULL AND list_contains($kinds, a.kind)
        QUALIFY row_number() OVER (PARTITION BY a.signal ORDER BY a.actor) = 1
        UNION ALL
        SELECT a.signal, a.kind, $known, coalesce(s.label, a.kind), s.score, a."at", a.known_time
        FROM id_actor a
        JOIN id_signal s ON s.id = a.signal
        JOIN id_account o ON o.id = s.account_key
        WHERE a.actor IS NULL AND list_contains($kinds, a.kind)
        UNION ALL
        SELECT u.signal, 'intent', $third, u.topic || ' ' || round(u.score)::BIGINT, u.score,
            u."at", u.known_time
        FROM resolved.surge u
        ORDER BY id""",
        {
            "anonymous": Tier.ANONYMOUS.value,
            "known": Tier.KNOWN.value,
            "third": Tier.THIRD_PARTY.value,
            "kinds": kinds,
        },
    )


def _emitted(con: duckdb.DuckDBPyConnection) -> None:
    for label, known in (("person", True), ("visitor", False)):
        refill(
            con,
            f"graph.emitted_{label}_signal",
            """SELECT a.actor AS start_id, a.signal AS end_id, a.system AS source,
                'observed' AS basis
            FROM id_actor a JOIN graph.signal g ON g.id = a.signal
            WHERE (a.person IS NOT NULL) = $known ORDER BY 1, 2""",
            {"known": known},
        )
    refill(
        con,
        "graph.emitted_account_signal",
        """SELECT coalesce(u.account, s.account_key) AS start_id, s.id AS end_id,
            s.system AS source, 'observed' AS basis
        FROM id_signal s
        JOIN graph.signal g ON g.id = s.id
        LEFT JOIN resolved.surge u ON u.signal = s.id
        LEFT JOIN id_actor a ON a.signal = s.id
        WHERE u.signal IS NOT NULL OR a.actor IS NULL ORDER BY 1, 2""",
    )


def _on_content(con: duckdb.DuckDBPyConnection) -> None:
    """``on``, ``about_signal_topic`` and ``in_campaign`` of the signals in the graph."""
    refill(
        con,
        'graph."on"',
        """SELECT c.signal AS start_id, c.content AS end_id, s.system AS source, 'observed' AS basis
        FROM id_content_of c
        JOIN graph.signal g ON g.id = c.signal
        JOIN id_signal s ON s.id = c.signal
        WHERE c.content IS NOT NULL ORDER BY 1""",
    )
    refill(
        con,
        "graph.about_signal_topic",
        f"""SELECT u.signal AS start_id, {_TOPIC_ID.format("u.topic")} AS end_id,
            s.system AS source, 'observed' AS basis
        FROM resolved.surge u JOIN id_signal s ON s.id = u.signal
        WHERE u.topic IS NOT NULL ORDER BY 1""",
    )
    refill(
        con,
        "graph.in_campaign",
        """SELECT s.id AS start_id, m.id AS end_id, s.system AS source, 'observed' AS basis
        FROM id_signal s
        JOIN id_campaign m ON m.id = s.campaign_key
        JOIN graph.signal g ON g.id = s.id ORDER BY 1""",
    )


def _engaged(con: duckdb.DuckDBPyConnection) -> None:
    """``engaged_person_content`` and ``engaged_visitor_content``: one row per pair, always."""
    for label, known in (("person", True), ("visitor", False)):
        refill(
            con,
            f"graph.engaged_{label}_content",
            """SELECT t.actor AS start_id, t.content AS end_id, count(*) AS n,
                min(t."at") AS "first", max(t."at") AS "last",
                count(DISTINCT date_trunc('week', t."at")) AS weeks,
                list_sort(list(DISTINCT t.kind)) AS kinds, min(a.system) AS source,
                'observed' AS basis
            FROM resolved.touch t JOIN id_actor a ON a.signal = t.signal AND a.actor = t.actor
            WHERE t.known = $known GROUP BY t.actor, t.content ORDER BY 1, 2""",
            {"known": known},
        )
