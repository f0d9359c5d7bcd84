"""The value of each canonical field as SQL: from its own cells, then from other fields."""

from __future__ import annotations

from graph.facts.tables import quoted
from loaders.bound import Bound, Parameters, each, first, read_name
from loaders.profile import Field, Profile
from loaders.values import DATES, KEYS, LISTS, NUMBERS, value_of

SQL_TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "instant": "TIMESTAMP",
    "day": "TIMESTAMP",
    "keys": "VARCHAR[]",
}


def read_values(bound: Bound) -> dict[str, str]:
    """The value of each cell that some field reads, by ``read_name``."""
    return {
        read_name(rule, i): value_of(
            rule.type, f"t{i}", bound.style(i) if rule.type in DATES | NUMBERS else None
        )
        for rule in bound.profile.fields.values()
        for i in bound.header.positions(rule.columns)
    }


def typed(bound: Bound, rule: Field, given: Parameters) -> str:
    """Value of a field from its own columns or constant alone."""
    if rule.value is not None and rule.when is None:
        return given.add(rule.value)
    values = [
        _prefixed(bound.profile, rule, _begins_right(rule, read_name(rule, position), given), given)
        for position in bound.header.positions(rule.columns)
    ]
    values += _inside(bound, rule, given)
    if rule.file_date and bound.file_date is not None:
        values.append(f"CAST({given.add(bound.file_date)} AS TIMESTAMP)")
    value = first(values, f"CAST(NULL AS {SQL_TYPES.get(rule.type, 'VARCHAR')})")
    if rule.values:
        cases = " ".join(f"WHEN {given.add(a)} THEN {given.add(b)}" for a, b in rule.values)
        value = f"CASE {value} {cases} END"
    return value


def _begins_right(rule: Field, value: str, given: Parameters) -> str:
    if not rule.prefixes:
        return value
    return f"CASE WHEN substr({value}, 1, 3) IN ({given.all(rule.prefixes)}) THEN {value} END"


def _inside(bound: Bound, rule: Field, given: Parameters) -> list[str]:
    """Values under these names in a cell of JSON."""
    if rule.inside is None:
        return []
    column, names = rule.inside
    return [
        _prefixed(
            bound.profile,
            rule,
            value_of(rule.type, f"c_text(c_inside(t{i}, {given.add(name)}))"),
            given,
        )
        for i in bound.header.positions((column,))
        for name in names
    ]


def _prefixed(profile: Profile, rule: Field, value: str, given: Parameters) -> str:
    prefix = prefix_of(profile, rule)
    if not prefix:
        return value
    if rule.type in LISTS:
        return f"list_transform({value}, lambda one: {given.add(prefix)} || one)"
    return f"{given.add(prefix)} || {value}"


def prefix_of(profile: Profile, rule: Field) -> str:
    """What is put before a value: the field's own prefix, or a key's system."""
    return rule.prefix or (f"{profile.system}:" if rule.type in KEYS else "")


def made(bound: Bound, rule: Field, given: Parameters) -> str | None:
    """Value of a field that other fields have a say in; None when they have not."""
    own = quoted(f"f_{rule.name}")
    if rule.when is not None:
        other, value = rule.when
        otherwise = given.add(rule.value)
        return f"CASE WHEN f_{other} IS NOT NULL THEN {given.add(value)} ELSE {otherwise} END"
    if rule.join:
        return f"coalesce({own}, nullif(concat_ws(' ', {', '.join(each(rule.join))}), ''))"
    if rule.hash:
        parts = ", ".join(f"coalesce(CAST({f} AS VARCHAR), '')" for f in each(rule.hash))
        prefix = given.add(prefix_of(bound.profile, rule))
        return f"coalesce({own}, {prefix} || md5(concat_ws(chr(31), {parts})))"
    if rule.type == "day" and "created" in bound.profile.fields:
        same_day = f"{own} = date_trunc('day', f_created)"
        return f"CASE WHEN {same_day} THEN f_created ELSE {own} END"
    return None
