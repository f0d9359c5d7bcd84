"""A profile as SQL: from a table of text to rows of a fact table, set by set.

The statement goes in steps, so that nothing is worked out twice: ``cells`` trims, ``read`` gives
each cell its value, ``typed`` each field, ``made`` what fields make of each other, ``timed`` the
times; the last gives the columns of the fact table that differ from row to row, with ``skip_why``
and ``reason`` beside them.
Names and words of profiles and files reach DuckDB as parameters only; columns of the file are
called by their position.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.facts.tables import quoted
from graph.model.registry import FACT_TABLES
from loaders.bound import Bound, Parameters, columns_of, each, first
from loaders.fields import made, read_values, typed
from loaders.profile import Field, used_columns
from loaders.refusals import bad_cell, gone, refusal, skip_why
from loaders.scan import Scan
from loaders.values import MACROS

REVISION = 5
"""Counted up when this module maps the same file to other rows."""


def version(bound: Bound) -> str:
    """Hash of all that decides how a file is mapped; with the file's own, the ledger's key."""
    profile = bound.profile
    dated = bound.file_date if profile.dated_by_name else None
    text = repr((REVISION, profile, sorted(MACROS.items()), dated))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Mapping:
    """A profile as SQL over the rows of one file.

    Attributes:
        sql: SELECT of what differs from row to row; its parameters are ``values``.
        values: by the names that stand for them.
        columns: what it gives of the fact table.
        same: what all rows share, by column of the fact table.
    """

    sql: str
    values: dict[str, object]
    columns: tuple[str, ...]
    same: dict[str, object]


def statement(bound: Bound, scan: Scan | None = None) -> Mapping:
    """The SELECT that maps rows of text.

    Args:
        scan: the rows as they lie in the file; None for those of table ``raw``.
    """
    given = Parameters({} if scan is None else dict(scan.values))
    rows = "raw" if scan is None else scan.numbered
    fields = bound.profile.fields
    read = read_values(bound)
    own = {
        "line": "line",
        "span": "span",
        "skip_why": skip_why(bound, given),
        "gone": gone(bound, given),
        "bad": bad_cell(bound, given),
        **{f"f_{f.name}": typed(bound, f, given) for f in fields.values()},
    }
    mixed = {
        f"f_{name}": sql
        for name, rule in fields.items()
        if (sql := made(bound, rule, given)) is not None
    }
    replaced = f"REPLACE ({columns_of(mixed)})" if mixed else ""
    facts = _facts(bound)
    cells = _cells(bound, given, tidy=scan is not None and scan.tidy)
    sql = f"""WITH cells AS (SELECT line, span, {cells} FROM {rows}),
        read AS (SELECT *{", " + columns_of(read) if read else ""} FROM cells),
        typed AS (SELECT {columns_of(own)} FROM read),
        made AS (SELECT * {replaced} FROM typed),
        timed AS (SELECT *, {columns_of(_times(bound, given))} FROM made)
        SELECT line, span, skip_why, gone, coalesce(bad, {refusal(bound, given)}) AS reason,
            {columns_of(facts)} FROM timed"""
    same: dict[str, object] = {f.name: f.value for f in fields.values() if _is_same(f)}
    same["system"] = bound.profile.system
    return Mapping(sql, given.values, tuple(facts), same)


def _is_same(rule: Field) -> bool:
    """Whether a field has one value in all rows."""
    return rule.value is not None and rule.when is None


def fact_columns(table: str) -> tuple[str, ...]:
    """Columns of a fact table that a mapping gives: all but the number of the load."""
    return tuple(c.name for c in FACT_TABLES[table].columns if c.name != "load")


def _cells(bound: Bound, given: Parameters, *, tidy: bool) -> str:
    """Trimmed text of the used columns; the profile's own words for nothing are null."""
    nothing = given.all(bound.profile.nulls)
    texts = {}
    for i in sorted(used_columns(bound.profile, bound.header)):
        text = f"nullif(c{i}, '')" if tidy else f"c_text(c{i})"
        texts[f"t{i}"] = f"CASE WHEN {text} NOT IN ({nothing}) THEN {text} END" if nothing else text
    return columns_of(texts)


def _times(bound: Bound, given: Parameters) -> dict[str, str]:
    """``event_time``, ``known_time`` and ``known_basis`` by the profile's rules."""
    times = bound.profile.times
    nothing = "CAST(NULL AS TIMESTAMP)"
    stamped = first(list(each(times.stamped)), nothing)
    assumed = first(list(each(times.assumed)), nothing)
    latest = ", ".join([stamped, *each(times.later)])
    if times.otherwise == "timeless":
        at, basis = "NULL", "'assumed'"
    else:
        at, basis = given.add(bound.at), "'load'"
    return {
        "event_time": first(list(each(times.event)), nothing),
        "known_time": f"""CAST(CASE WHEN {stamped} IS NOT NULL THEN greatest({latest})
            WHEN {assumed} IS NOT NULL THEN {assumed} ELSE {at} END AS TIMESTAMP)""",
        "known_basis": f"""CASE WHEN {stamped} IS NOT NULL THEN 'stamped'
            WHEN {assumed} IS NOT NULL THEN 'assumed' ELSE {basis} END""",
    }


def _facts(bound: Bound) -> dict[str, str]:
    """The columns of the fact table that differ from row to row."""
    fields = bound.profile.fields
    declared = {c.name: c for c in FACT_TABLES[bound.profile.table].columns}
    values = {
        name: f"CAST({quoted(f'f_{name}')} AS {column.kind.sql})"
        for name, column in declared.items()
        if name in fields
    }
    own = [*values.values(), "event_time", "CASE WHEN known_basis <> 'load' THEN known_time END"]
    shown = {name: sql for name, sql in values.items() if not _is_same(fields[name])}
    shown |= {name: name for name in ("event_time", "known_time", "known_basis")}
    shown["row_hash"] = f"CAST(hash({', '.join(own)}) >> 1 AS BIGINT)"
    return {name: shown[name] for name in declared if name in shown}


def same_as(table: str) -> dict[str, str]:
    """Columns of a fact table that repeat another one of it, with that one."""
    return {"at": "event_time", "known": "known_time"} if table == "signal" else {}
