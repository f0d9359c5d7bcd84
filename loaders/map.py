"""A profile as SQL: from a table of text to rows of a fact table, set by set.

The statement goes in steps, so that nothing is worked out twice: ``cells`` trims, ``read`` gives
each cell its value, ``typed`` each field, ``made`` what fields make of each other, ``timed`` the
times; the last gives the columns of the fact table, with ``skip_why`` and ``reason`` beside them.
Names and words of profiles and files reach DuckDB as parameters only; columns of the file are
called by their position.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph.facts.tables import quoted
from graph.model.registry import FACT_TABLES
from loaders.profile import Field, Header, Profile, Skip, used_columns
from loaders.values import CHECKED, DATES, KEYS, MACROS, WORDS, value_of

REVISION = 1
"""Counted up when this module maps the same file to other rows."""
EARLIEST = "TIMESTAMP '1990-01-01'"
"""No event of a CRM or web site is older; such times are defects of a clock."""
OF_LOAD = frozenset({"load", "line", "row_hash", "event_time", "known_time", "known_basis"})


@dataclass
class Parameters:
    """Values of a statement, by the names that stand for them."""

    values: dict[str, object] = field(default_factory=dict)

    def add(self, value: object) -> str:
        """The placeholder of a value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def all(self, values: Iterable[object]) -> str:
        """Placeholders of several values, separated by commas."""
        return ", ".join(self.add(value) for value in values)


@dataclass(frozen=True)
class Bound:
    """A profile bound to one file.

    Attributes:
        header: columns of the file; table ``raw`` calls the one at position 3 ``c3``.
        file_date: date in the file's name, ISO; None when there is none.
        at: time of the load, naive UTC.
        orders: order of day and month by column of table ``raw``, where they are slashed.
    """

    profile: Profile
    header: Header
    file_date: str | None
    at: datetime
    orders: Mapping[str, str] = field(default_factory=dict)


def version(profile: Profile, file_date: str | None) -> str:
    """Hash of all that decides how a file is mapped; with the file's own, the ledger's key."""
    dated = file_date if profile.dated_by_name else None
    text = repr((REVISION, profile, sorted(MACROS.items()), dated))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def statement(mapping: Bound) -> tuple[str, dict[str, object]]:
    """The SELECT that maps table ``raw``, and its parameters."""
    given = Parameters()
    profile = mapping.profile
    used = sorted(used_columns(profile, mapping.header))
    cells = _columns({f"t{i}": f"c_text(c{i})" for i in used})
    read = _columns(_values(mapping))
    typed = _columns(
        {
            "line": "line",
            "span": "span",
            "skip_why": _skip_why(mapping, given),
            "bad": _bad(mapping, given),
            **{f"f_{f.name}": _typed(mapping, f, given) for f in profile.fields.values()},
        }
    )
    made = {
        f"f_{name}": made
        for name, rule in profile.fields.items()
        if (made := _made(mapping, rule, given)) is not None
    }
    replaced = f"REPLACE ({_columns(made)})" if made else ""
    sql = f"""WITH cells AS (SELECT line, span, {cells} FROM raw),
        read AS (SELECT *, {read} FROM cells),
        typed AS (SELECT {typed} FROM read),
        made AS (SELECT * {replaced} FROM typed),
        timed AS (SELECT *, {_columns(_times(mapping, given))} FROM made)
        SELECT span, skip_why, coalesce(bad, {_refusal(mapping, given)}) AS reason,
            {_columns(_facts(mapping, given))} FROM timed"""
    return sql, given.values


def fact_columns(table: str) -> tuple[str, ...]:
    """Columns of a fact table that a mapping gives: all but the number of the load."""
    return tuple(c.name for c in FACT_TABLES[table].columns if c.name != "load")


def _columns(expressions: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {quoted(name)}" for name, sql in expressions.items())


def _cells(mapping: Bound, columns: Iterable[str]) -> list[str]:
    """Trimmed text of the columns of these names."""
    return [f"t{i}" for i in mapping.header.positions(columns)]


def _values(mapping: Bound) -> dict[str, str]:
    """The value of each cell, by ``_read``'s names."""
    return {
        _read(rule, i): value_of(rule.type, f"t{i}", mapping.orders.get(f"c{i}"))
        if rule.type in DATES
        else value_of(rule.type, f"t{i}")
        for rule in mapping.profile.fields.values()
        for i in mapping.header.positions(rule.columns)
    }


def _read(rule: Field, position: int) -> str:
    """Name of the value of a cell, read as that field."""
    return f"v{position}_{rule.type}"


def date_columns(mapping: Bound) -> list[str]:
    """Columns of table ``raw`` that hold dates."""
    dates = [rule for rule in mapping.profile.fields.values() if rule.type in DATES]
    return sorted({f"c{i}" for rule in dates for i in mapping.header.positions(rule.columns)})


def _first(expressions: list[str], otherwise: str) -> str:
    return f"coalesce({', '.join(expressions)})" if expressions else otherwise


def _typed(mapping: Bound, rule: Field, given: Parameters) -> str:
    """Value of a field from its own columns or constant alone."""
    if rule.value is not None and rule.when is None:
        return given.add(rule.value)
    prefix = _prefix(mapping.profile, rule)
    values = []
    for position in mapping.header.positions(rule.columns):
        value = _read(rule, position)
        if rule.prefixes:
            value = (
                f"CASE WHEN substr({value}, 1, 3) IN ({given.all(rule.prefixes)}) THEN {value} END"
            )
        values.append(f"{given.add(prefix)} || {value}" if prefix else value)
    if rule.file_date and mapping.file_date is not None:
        values.append(f"CAST({given.add(mapping.file_date)} AS TIMESTAMP)")
    value = _first(values, f"CAST(NULL AS {_sql_type(rule)})")
    if rule.values:
        cases = " ".join(f"WHEN {given.add(a)} THEN {given.add(b)}" for a, b in rule.values)
        value = f"CASE {value} {cases} END"
    return value


def _sql_type(rule: Field) -> str:
    named = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
    named |= {"instant": "TIMESTAMP", "day": "TIMESTAMP"}
    return named.get(rule.type, "VARCHAR")


def _prefix(profile: Profile, rule: Field) -> str:
    return rule.prefix or (f"{profile.system}:" if rule.type in KEYS else "")


def _made(mapping: Bound, rule: Field, given: Parameters) -> str | None:
    """Value of a field that other fields have a say in; None when they have not."""
    own = quoted(f"f_{rule.name}")
    if rule.when is not None:
        other, value = rule.when
        otherwise = given.add(rule.value)
        return f"CASE WHEN f_{other} IS NOT NULL THEN {given.add(value)} ELSE {otherwise} END"
    if rule.join:
        return f"coalesce({own}, nullif(concat_ws(' ', {_fields(rule.join)}), ''))"
    if rule.hash:
        parts = ", ".join(f"coalesce(CAST({f} AS VARCHAR), '')" for f in _each(rule.hash))
        prefix = given.add(_prefix(mapping.profile, rule))
        return f"coalesce({own}, {prefix} || md5(concat_ws(chr(31), {parts})))"
    if rule.type == "day" and "created" in mapping.profile.fields:
        same_day = f"{own} = date_trunc('day', f_created)"
        return f"CASE WHEN {same_day} THEN f_created ELSE {own} END"
    return None


def _each(names: Iterable[str]) -> Iterator[str]:
    return (quoted(f"f_{name}") for name in names)


def _fields(names: Iterable[str]) -> str:
    return ", ".join(_each(names))


def _times(mapping: Bound, given: Parameters) -> dict[str, str]:
    """``event_time``, ``known_time`` and ``known_basis`` by the profile's rules."""
    times = mapping.profile.times
    nothing = "CAST(NULL AS TIMESTAMP)"
    stamped = _first(list(_each(times.stamped)), nothing)
    assumed = _first(list(_each(times.assumed)), nothing)
    latest = ", ".join([stamped, *_each(times.later)])
    if times.otherwise == "timeless":
        at, basis = "NULL", "'assumed'"
    else:
        at, basis = given.add(mapping.at), "'load'"
    return {
        "event_time": _first(list(_each(times.event)), nothing),
        "known_time": f"""CAST(CASE WHEN {stamped} IS NOT NULL THEN greatest({latest})
            WHEN {assumed} IS NOT NULL THEN {assumed} ELSE {at} END AS TIMESTAMP)""",
        "known_basis": f"""CASE WHEN {stamped} IS NOT NULL THEN 'stamped'
            WHEN {assumed} IS NOT NULL THEN 'assumed' ELSE {basis} END""",
    }


def _facts(mapping: Bound, given: Parameters) -> dict[str, str]:
    """The columns of the fact table, ``load`` left out."""
    profile = mapping.profile
    columns = FACT_TABLES[profile.table].columns
    same = {"at": "event_time", "known": "known_time"} if profile.table == "signal" else {}
    values: dict[str, str] = {}
    for column in columns:
        name = column.name
        if name in profile.fields:
            values[name] = f"CAST({quoted(f'f_{name}')} AS {column.kind.sql})"
        elif name in same:
            values[name] = same[name]
        elif name not in OF_LOAD:
            values[name] = f"CAST(NULL AS {column.kind.sql})"
    values["system"] = given.add(profile.system)
    own = [values[name] for name in values if name in profile.fields]
    own.append("event_time")
    own.append("CASE WHEN known_basis <> 'load' THEN known_time END")
    values |= {name: name for name in ("event_time", "known_time", "known_basis", "line")}
    values["row_hash"] = f"CAST(hash({', '.join(own)}) >> 1 AS BIGINT)"
    return {name: values[name] for name in fact_columns(profile.table)}


def _skip_why(mapping: Bound, given: Parameters) -> str:
    """Why a row is left out, null when it is not."""
    cases = []
    for skip in mapping.profile.skips:
        condition = _skipped(mapping, skip, given)
        if condition is not None:
            cases.append(f"WHEN {condition} THEN {given.add(skip.why)}")
    for rule in mapping.profile.fields.values():
        if rule.otherwise is not None:
            cell = _first(_cells(mapping, rule.columns), "NULL")
            unknown = f"{cell} IS NOT NULL AND {_typed(mapping, rule, given)} IS NULL"
            cases.append(f"WHEN {unknown} THEN {given.add(rule.otherwise)}")
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _skipped(mapping: Bound, skip: Skip, given: Parameters) -> str | None:
    """Condition of one skip rule; None when the file lacks its column."""
    cells = _cells(mapping, skip.columns)
    if not cells:
        return "true" if skip.absent else None
    text = _first([f"c_lower({cell})" for cell in cells], "NULL")
    if skip.empty:
        return f"{text} IS NULL"
    if skip.is_:
        return f"{text} IN ({given.all(skip.is_)})"
    return f"coalesce({text} NOT IN ({given.all(skip.is_not)}), true)"


def _bad(mapping: Bound, given: Parameters) -> str:
    """What is wrong with the first unreadable cell of a row, null when all can be read."""
    cases = []
    for rule in mapping.profile.fields.values():
        if rule.type not in CHECKED:
            continue
        for i in mapping.header.positions(rule.columns):
            unread = f"t{i} IS NOT NULL AND {_read(rule, i)} IS NULL"
            shown = f"{given.add(f'{mapping.header.columns[i]}: ')} || left(t{i}, 60)"
            if rule.type in DATES and f"c{i}" not in mapping.orders:
                words = given.add(" may be day or month first; write 2026-12-31")
                cases.append(f"WHEN {unread} AND c_slashed(t{i}) THEN {shown} || {words}")
            words = given.add(f" is {WORDS[rule.type]}")
            cases.append(f"WHEN {unread} THEN {shown} || {words}")
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _refusal(mapping: Bound, given: Parameters) -> str:
    """Why a row without some field is refused, null when nothing is missing."""
    profile = mapping.profile
    cases = []
    for name in profile.required:
        value = "event_time" if name == "at" else quoted(f"f_{name}")
        cases.append(f"WHEN {value} IS NULL THEN {given.add(_missing(mapping, name))}")
    for group in profile.one_of:
        none = " AND ".join(f"{value} IS NULL" for value in _each(group))
        names = " nor ".join(_label(mapping, (name,)) for name in group)
        cases.append(f"WHEN {none} THEN {given.add(f'neither {names} is given')}")
    if profile.table == "signal":
        cases.append(f"WHEN event_time < {EARLIEST} THEN 'time before 1990'")
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _missing(mapping: Bound, name: str) -> str:
    if name == "at" and mapping.profile.dated_by_name:
        return "no date, neither in a column nor in the file's name"
    names = mapping.profile.times.event if name == "at" else (name,)
    return f"{_label(mapping, names)} is empty"


def _label(mapping: Bound, names: Sequence[str]) -> str:
    """The file's own name of the first column that these fields could come from."""
    columns = [c for name in names for c in mapping.profile.fields[name].columns]
    positions = mapping.header.positions(columns)
    return mapping.header.columns[positions[0]] if positions else columns[0]
