"""What a load says of numbers that no row needs, and that could not be read."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from graph.facts.rows import first_row
from loaders.bound import Bound
from loaders.refusals import spared
from loaders.remarks import LINES, in_lines, join_notes
from loaders.values import value_of


def unread_numbers(
    con: duckdb.DuckDBPyConnection,
    bound: Bound,
    rows: str,
    values: Mapping[str, object] | None = None,
) -> str | None:
    """How many such cells each column has, and in which lines the first of them stand.

    Args:
        rows: table of text, or a SELECT in brackets with its parameters, that has ``line``.
    """
    notes = []
    for rule in bound.profile.fields.values():
        for i in bound.header.positions(rule.columns) if spared(bound, rule) else ():
            value = value_of(rule.type, f"c_text(c{i})", bound.style(i))
            unread = f"""FROM {rows} WHERE c_text(c{i}) IS NOT NULL AND {value} IS NULL
                AND NOT list_contains($nulls, c_text(c{i}))"""
            found = first_row(
                con,
                f"""SELECT count(*), count(*) FILTER (c_vague(c_text(c{i}))),
                    list_sort(min(line, {LINES})) {unread}""",
                {**(values or {}), "nulls": bound.profile.nulls},
            )
            if found and found[0]:
                notes.append(_note(bound.header.columns[i], *found))
    return join_notes(*notes)


def _note(column: str, count: int, vague: int, lines: list[int]) -> str:
    cells = "cell is" if count == 1 else "cells are"
    why = "no number" if count == 1 else "no numbers"
    if vague == count:
        why = 'thousands or decimals (say [files] decimals = "point" or "comma")'
    return f"{column}: {count} {cells} {why} and left empty ({in_lines(lines, count)})"
