"""Facts written by hand, and what identity makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from graph.facts.create import create_tables
from graph.facts.tables import quoted
from graph.model.registry import RELATIONSHIP_TYPES
from graph.workspace.config import Config
from loaders.resolve import resolve

Rows = list[dict[str, Any]]
OUTSIDE = Path(__file__).resolve().parents[3] / "shared"
"""Data written by others, beside the checkout; tests that need it are skipped without it."""


def facts(**tables: Rows) -> duckdb.DuckDBPyConnection:
    """A facts file in memory that holds these rows."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    create_tables(con)
    for table, rows in tables.items():
        for line, row in enumerate(rows, start=2):
            full = {"system": "crm", "load": 1, "line": line, **row}
            columns = ", ".join(quoted(c) for c in full)
            marks = ", ".join("?" for _ in full)
            con.execute(
                f"INSERT INTO facts.{quoted(table)} ({columns}) VALUES ({marks})",
                list(full.values()),
            )
    return con


def resolved(config: Config | None = None, **tables: Rows) -> duckdb.DuckDBPyConnection:
    """The same, resolved."""
    con = facts(**tables)
    resolve(con, config or Config())
    return con


def lead(id_: str, name: str = "", email: str | None = None, **more: Any) -> dict[str, Any]:
    """A lead as the fact table has it."""
    return {"id": id_, "kind": "lead", "name": name or None, "email": email, **more}


def contact(id_: str, name: str = "", email: str | None = None, **more: Any) -> dict[str, Any]:
    """A contact as the fact table has it."""
    return {**lead(id_, name, email, **more), "kind": "contact"}


def view(id_: str, at: str, **more: Any) -> dict[str, Any]:
    """A page view as the fact table has it."""
    page = {"url": "https://us.example/guide", "event_time": at, "known_time": at, "at": at}
    return {"id": id_, "kind": "page_view", "known_basis": "stamped", **page, **more}


def employers(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """E-mail address -> account and method, for people who have one now."""
    return {
        email: (account, method)
        for email, account, method in con.execute(
            """SELECT p.email, w.end_id, w.method FROM graph.works_at w
            JOIN graph.person p ON p.id = w.start_id WHERE w."until" IS NULL"""
        ).fetchall()
    }


def record_matches(con: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """Record -> method of its match."""
    return dict(con.execute("SELECT id, match_method FROM graph.record").fetchall())


def rivals(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    """Record, account, method of every rival."""
    return set(con.execute("SELECT start_id, end_id, method FROM graph.may_belong_to").fetchall())


def people(con: duckdb.DuckDBPyConnection) -> list[list[str]]:
    """The records of each person, sorted."""
    return [
        row[0]
        for row in con.execute(
            """SELECT list_sort(list(start_id)) FROM graph.is_record_of
            GROUP BY end_id ORDER BY 1"""
        ).fetchall()
    ]


def snapshot(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that identity makes, in an order of its own."""
    names = con.execute(
        """SELECT table_schema, table_name FROM information_schema.tables
        WHERE table_schema IN ('graph', 'resolved') ORDER BY 1, 2"""
    ).fetchall()
    return {
        f"{schema}.{name}": con.execute(
            f"SELECT * FROM {schema}.{quoted(name)} ORDER BY ALL"
        ).fetchall()
        for schema, name in names
    }


def broken_ties(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What is wrong with the relationships: lost ends, twins, no source or basis."""
    wrong = []
    for rel in RELATIONSHIP_TYPES.values():
        for start, end in rel.pairs:
            table = rel.table(start, end)
            twins = con.execute(
                f"""SELECT count(*) FROM (SELECT 1 FROM graph.{quoted(table)}
                GROUP BY start_id, end_id HAVING count(*) > 1)"""
            ).fetchone()
            lost = con.execute(
                f"""SELECT count(*) FROM graph.{quoted(table)}
                WHERE start_id NOT IN (SELECT id FROM {_node(start)})
                    OR end_id NOT IN (SELECT id FROM {_node(end)})
                    OR source IS NULL OR basis NOT IN ('observed', 'inferred', 'asserted')
                    OR basis IS NULL"""
            ).fetchone()
            if twins != (0,) or lost != (0,):
                wrong.append(f"{table}: {twins} twins, {lost} without end, source or basis")
    return wrong


def _node(label: str) -> str:
    return f"graph.{quoted(''.join('_' + c.lower() if c.isupper() else c for c in label)[1:])}"
