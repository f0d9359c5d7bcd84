"""Why a row is left out or refused, as SQL that gives the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

from graph.facts.tables import quoted
from loaders.bound import Bound, Parameters, cells, each, first, read_name
from loaders.fields import typed
from loaders.profile import Field, Skip, used_columns
from loaders.values import CHECKED, DATES, IDS, MIXED, NUMBERS, WORDS

EARLIEST = "TIMESTAMP '1990-01-01'"
"""No event of a CRM or web site is older; such times are defects of a clock."""
NOTHING = "CAST(NULL AS VARCHAR)"
DAY_OR_MONTH = (
    ' may be day or month first; say [files] dates = "dmy" or "mdy" in coterie.toml, or dates in '
    "the profile"
)
SHORT_YEAR = (
    ' may be day, month or year first; say [files] dates = "dmy", "mdy", "ymd" or "ydm" in '
    "coterie.toml, or dates in the profile"
)
MIXED_DATES = " stands in a column of which some dates can only be day first, others month first"
THOUSANDS = (
    ' may have decimals or thousands; say [files] decimals = "point" or "comma" in coterie.toml, '
    "or decimals in the profile"
)
NO_NUMBER = " is no number"
BY_COLUMN = (DAY_OR_MONTH, SHORT_YEAR, THOUSANDS, NO_NUMBER)
"""What may be wrong with a cell only until its whole column is looked at."""


def skip_why(bound: Bound, given: Parameters) -> str:
    """Why a row is left out, null when it is not."""
    cases = _repeated_header(bound, given)
    for skip in bound.profile.skips:
        condition = _skipped(bound, skip, given)
        if condition is not None:
            cases.append(f"WHEN {condition} THEN {given.add(skip.why)}")
    for rule in bound.profile.fields.values():
        if rule.otherwise is not None:
            cell = first(cells(bound, rule.columns), "NULL")
            unknown = f"{cell} IS NOT NULL AND {typed(bound, rule, given)} IS NULL"
            cases.append(f"WHEN {unknown} THEN {given.add(rule.otherwise)}")
    if bound.profile.format == "csv":
        empty = " AND ".join(f"t{i} IS NULL" for i in used_columns(bound.profile, bound.header))
        cases.append(f"WHEN {empty or 'false'} THEN 'empty'")
    return f"CASE {' '.join(cases)} END" if cases else NOTHING


def _repeated_header(bound: Bound, given: Parameters) -> list[str]:
    """The header again between rows, as files pasted together have it."""
    columns = bound.header.columns
    if bound.profile.format != "csv" or bound.profile.headerless == columns:
        return []
    used = [i for i in used_columns(bound.profile, bound.header) if columns[i]][:4]
    if len(used) < 2:
        return []
    same = " AND ".join(f"t{i} = {given.add(columns[i])}" for i in used)
    return [f"WHEN {same} THEN 'header repeated'"]


def gone(bound: Bound, given: Parameters) -> str:
    """Whether a row says that what it names is no more."""
    conditions = [
        condition
        for skip in bound.profile.skips
        if skip.deletes and (condition := _skipped(bound, skip, given)) is not None
    ]
    return f"coalesce({' OR '.join(conditions)}, false)" if conditions else "false"


def _skipped(bound: Bound, skip: Skip, given: Parameters) -> str | None:
    """Condition of one skip rule; None when the file lacks its column."""
    if skip.always:
        return "true"
    condition = _compared(bound, skip, given)
    kept = cells(bound, skip.unless)
    if condition is None or not kept:
        return condition
    return f"({condition}) AND {first(kept, 'NULL')} IS NULL"


def _compared(bound: Bound, skip: Skip, given: Parameters) -> str | None:
    found = cells(bound, skip.columns)
    if not found:
        return "true" if skip.absent else None
    text = first([f"c_lower({cell})" for cell in found], "NULL")
    if skip.empty:
        return f"{text} IS NULL"
    if skip.is_:
        return f"{text} IN ({given.all(skip.is_)})"
    return f"coalesce({text} NOT IN ({given.all(skip.is_not)}), true)"


def bad_cell(bound: Bound, given: Parameters) -> str:
    """What is wrong with the first unreadable cell of a row, null when all can be read.

    Numbers that are not needed refuse no row once their columns are known to hold no better.
    """
    cases = []
    for rule in bound.profile.fields.values():
        if rule.type not in CHECKED or (bound.styles is not None and spared(bound, rule)):
            continue
        for i in bound.header.positions(rule.columns):
            lost = f"t{i} IS NOT NULL AND {read_name(rule, i)} IS NULL"
            unread = f"c_shortened(t{i})" if rule.type in IDS else lost
            shown = f"{given.add(f'{bound.header.columns[i]}: ')} || left(t{i}, 60)"
            cases.append(f"WHEN {unread} THEN {shown} || {_wrong(bound, rule, i, given)}")
    return f"CASE {' '.join(cases)} END" if cases else NOTHING


def spared(bound: Bound, rule: Field) -> bool:
    """Whether a field is a number that no row of the profile needs."""
    needed = {*bound.profile.required, *(name for group in bound.profile.one_of for name in group)}
    return rule.type in NUMBERS and rule.name not in needed


def _wrong(bound: Bound, rule: Field, i: int, given: Parameters) -> str:
    """In words, what an unreadable cell of a field is."""
    plain = given.add(f" is {WORDS[rule.type]}")
    if rule.type in NUMBERS:
        return f"CASE WHEN c_vague(t{i}) THEN {given.add(THOUSANDS)} ELSE {plain} END"
    if rule.type not in DATES or bound.style(i) not in (None, MIXED):
        return plain
    if bound.style(i) == MIXED:
        return f"CASE WHEN c_slashed(t{i}) THEN {given.add(MIXED_DATES)} ELSE {plain} END"
    short, words = given.add(SHORT_YEAR), given.add(DAY_OR_MONTH)
    return f"""CASE WHEN NOT c_slashed(t{i}) THEN {plain}
        WHEN c_short_year(t{i}) THEN {short} ELSE {words} END"""


def refusal(bound: Bound, given: Parameters) -> str:
    """Why a row without some field, or of an impossible time, is refused; else null."""
    profile = bound.profile
    cases = []
    for name in profile.required:
        value = "event_time" if name == "at" else quoted(f"f_{name}")
        cases.append(f"WHEN {value} IS NULL THEN {given.add(_missing(bound, name))}")
    for group in profile.one_of:
        none = " AND ".join(f"{value} IS NULL" for value in each(group))
        names = " nor ".join(dict.fromkeys(_label(bound, (name,)) for name in group))
        cases.append(f"WHEN {none} THEN {given.add(f'neither {names} is given')}")
    if profile.table == "signal":
        cases.append(f"WHEN event_time < {EARLIEST} THEN 'time before 1990'")
    return f"CASE {' '.join(cases)} END" if cases else NOTHING


def _missing(bound: Bound, name: str) -> str:
    if name == "at" and bound.profile.dated_by_name:
        return "no date, neither in a column nor in the file's name (as 2026-05-02 or 20260502)"
    names = bound.profile.times.event if name == "at" else (name,)
    return f"{_label(bound, names)} is empty"


def _label(bound: Bound, names: Sequence[str]) -> str:
    """The file's own name of the first column that these fields could come from."""
    columns = [c for name in names for c in bound.profile.fields[name].columns]
    positions = bound.header.positions(columns)
    if positions:
        return bound.header.columns[positions[0]]
    return columns[0] if columns else names[0]
