"""The answer of a named question as a table of the atlas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.maps.atlas.read import Account, Portfolio
from graph.maps.atlas.table import Column, Table
from graph.maps.text import clean
from graph.queries.catalog import NamedQuery, find_query
from graph.store.base import GraphStore, Row

MOST = 2_000
"""Rows that a page carries of one answer."""
_IDS = ("id", "person", "unit", "record", "account_id", "group_id", "group_ids", "visitor")
_KINDS = ("gap", "reason", "standing", "stage", "status")
_TIMES = ("first", "last", "last_seen", "when", "since", "until")


def answer(store: GraphStore, name: str, portfolio: Portfolio) -> Table:
    """Ask a named question with its own parameters; a column ``account`` leads to the maps."""
    query = find_query(name)
    accounts = {account.row["domain"]: account for account in portfolio.accounts}
    rows = query.run(store, {}).rows
    told = [(field, doc) for field, doc in query.columns if field not in _IDS]
    columns = [_column(field, [row[field] for row in rows]) for field, _ in told]
    cells = [[_cell(column, row, accounts) for column in columns] for row in rows[:MOST]]
    return Table(
        name,
        query.title,
        ("row", "rows"),
        tuple(columns),
        cells,
        empty=_empty(query),
        short=True,
        total=len(rows),
    )


def _empty(query: NamedQuery) -> str:
    return f"None. {query.question}"


def _column(field: str, values: Sequence[Any]) -> Column:
    """A column whose kind follows from its values."""
    held = [value for value in values if value is not None]
    label = "How many" if field == "n" else field.replace("_", " ").capitalize()
    kind = "text"
    if field in _KINDS:
        values = tuple(sorted({_words(value) for value in held}))
        return Column(field, label, "choice", values, filter=True, nothing="")
    if field == "account":
        kind = "name"
    elif held and all(isinstance(value, int) and not isinstance(value, bool) for value in held):
        kind = "count"
    elif held and all(isinstance(value, int | float) and 0 <= value <= 1 for value in held):
        kind = "share"
    elif field in _TIMES:
        kind = "date"
    return Column(field, label, kind, nothing="")


def _cell(column: Column, row: Row, accounts: dict[str, Account]) -> Any:
    value = row[column.key]
    if value is None or column.kind in ("count", "share", "date"):
        return value
    if column.kind == "choice":
        return column.values.index(_words(value))
    if column.kind == "name":
        account = accounts.get(value)
        return [value, None, account.map if account else None]
    if isinstance(value, list | tuple):
        told = ", ".join(str(item) for item in value)
        return (_words(told) if column.key == "kinds" else clean(told)) or None
    return clean(str(value)) or None


def _words(value: Any) -> str:
    return clean(str(value).replace("_", " "))
