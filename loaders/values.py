"""How a cell's text becomes a value: one SQL macro per type, null when it cannot.

Text is trimmed first; empty and ``#N/A`` are null. A value that is there but cannot be read
gives null as well, and ``checked`` types then refuse the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from graph.facts.rows import first_row
from graph.workspace.config import YEARS_FIRST

BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279)"

SLASHED = r"'^\d{1,2}([/-]\d{1,2}[/-]\d{4}|/\d{1,2}/\d{2}([ ,]|$))'"
SHORT_YEAR = r"'^\d{1,2}[/.]\d{1,2}[/.]\d{2}([ ,]|$)'"
BROKEN = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
"""What spreadsheets leave, besides ``#N/A``, in a cell that has no value."""
MAILED = "%a, %d %b %Y %H:%M:%S"
"""Time in the head of a mail or an HTTP answer (RFC 5322, RFC 9110), its zone apart."""
NAMED_MONTHS = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
CURRENCIES = (
    "EUR|USD|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|BRL|MXN|ARS|CLP"
    "|COP|ZAR|SGD|HKD|TWD|THB|MYR|PHP|IDR|KRW|ILS|AED|SAR|RUB|UAH|US|kr|zł|Kč|Ft|R"
)
BLANKS_WITHIN = r"\s\x{A0}\x{2009}\x{202F}"
MONEY = rf"'[{BLANKS_WITHIN}''’$€£¥₹₽₺%]|^[{BLANKS_WITHIN}]*({CURRENCIES})|({CURRENCIES})\.?$'"
"""What stands around the digits of an amount, or parts its thousands, and is none of its value."""
TIMES_OF_DAY = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def _formats(day: str) -> str:
    return ", ".join(f"'{day}{time}'" for time in TIMES_OF_DAY)


def _ordered(day: str) -> str:
    """Reads a date with slashes whose column tells day from month, and any other date."""
    if day.startswith("%y"):
        return f"""CASE WHEN NOT c_slashed(x) THEN c_instant(x)
            WHEN c_short_year(x) THEN try_strptime(c_strokes(x), [{_formats(day)}]) END"""
    return f"""CASE WHEN NOT c_slashed(x) THEN c_instant(x)
        WHEN c_short_year(x) THEN try_strptime(c_strokes(x), [{_formats(f"{day}/%y")}])
        ELSE try_strptime(c_strokes(x), [{_formats(f"{day}/%Y")}]) END"""


POINTED = (
    r"'[-+]?([1-9]\d{0,2}(,\d{3})+\.\d+|\d+\.(\d{1,2}|\d{4,})|(0|\d{4,})?\.\d+"
    r"|\d{1,3}(,\d{3}){2,})'"
)
"""Numbers that can only be meant with a point before decimals; ``1.234`` and ``1,234`` are none."""

MACROS: dict[str, str] = {
    "c_blank_at(x, i)": "x[i] <= ' ' OR x[i] IN (chr(160), chr(65279))",
    "c_tidy(x)": "x BETWEEN '!' AND '~' AND x[-1] BETWEEN '!' AND '~'",
    "c_trimmed(x)": f"""CASE WHEN c_tidy(x) THEN x
        WHEN c_blank_at(x, 1) OR c_blank_at(x, -1) THEN trim(x, {BLANKS}) ELSE x END""",
    "c_text(x)": "nullif(nullif(c_trimmed(x), ''), '#N/A')",
    "c_same(x)": "x",
    "c_lower(x)": "lower(x)",
    "c_digits(x)": f"regexp_replace(translate(x, '−', '-'), {MONEY}, '', 'g')",
    "c_bare(x)": r"""regexp_replace(regexp_replace(c_digits(x),
        '^\((.+)\)$', '-\1'), '^([^-+]+)-$', '-\1')""",
    "c_pointed(x)": r"""CASE
        WHEN regexp_full_match(x, '[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?')
        THEN TRY_CAST(x AS DOUBLE)
        WHEN regexp_full_match(x, '[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?')
        THEN TRY_CAST(replace(x, ',', '') AS DOUBLE) END""",
    "c_vague(x)": r"regexp_full_match(c_bare(x), '[-+]?[1-9]\d{0,2}\.\d{3}')",
    "c_number(x)": r"""CASE WHEN regexp_full_match(x, '-?\d+(\.\d\d?)?') THEN TRY_CAST(x AS DOUBLE)
        WHEN NOT c_vague(x) THEN c_pointed(c_bare(x)) END""",
    "c_number_point(x)": "c_pointed(c_bare(x))",
    "c_number_comma(x)": "c_pointed(translate(c_bare(x), ',.', '.,'))",
    "c_integer(x)": "TRY_CAST(round(c_number(x)) AS BIGINT)",
    "c_integer_point(x)": "TRY_CAST(round(c_number_point(x)) AS BIGINT)",
    "c_integer_comma(x)": "TRY_CAST(round(c_number_comma(x)) AS BIGINT)",
    "c_boolean(x)": """CASE WHEN c_lower(x) IN ('true', '1', 'yes', 't', 'y') THEN true
        WHEN c_lower(x) IN ('false', '0', 'no', 'f', 'n') THEN false END""",
    "c_email(x)": r"""CASE
        WHEN regexp_full_match(c_lower(x), '[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+')
        THEN c_lower(x) END""",
    "c_zoned(x)": """coalesce(TRY_CAST(x AS TIMESTAMPTZ) AT TIME ZONE 'UTC',
        try_strptime(x, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p']))""",
    "c_is_utc(x)": """x LIKE '____-__-__' OR (
        x LIKE '____-__-__T%' AND (ends_with(x, 'Z') OR ends_with(x, '+0000')))""",
    "c_hyphens(x)": r"regexp_replace(x, '^(\d{4})[/.](\d{1,2})[/.]', '\1-\2-')",
    "c_mailed(x)": f"""coalesce(try_strptime(x, '{MAILED} %z') AT TIME ZONE 'UTC',
        try_strptime(regexp_replace(x, ' (GMT|UTC|UT|Z)$', ''), '{MAILED}'))""",
    "c_instant(x)": rf"""CASE
        WHEN x LIKE '____-%'
        THEN CASE WHEN c_is_utc(x) THEN coalesce(TRY_CAST(x AS TIMESTAMP), c_zoned(x))
            ELSE c_zoned(x) END
        WHEN regexp_full_match(x, '\d{{8}}')
        THEN try_strptime(x, '%Y%m%d')
        WHEN regexp_full_match(x, '\d{{10}}')
        THEN make_timestamp(TRY_CAST(x AS BIGINT) * 1000000)
        WHEN regexp_full_match(x, '\d{{13}}')
        THEN make_timestamp(TRY_CAST(x AS BIGINT) * 1000)
        WHEN regexp_full_match(x, '\d{{16}}')
        THEN make_timestamp(TRY_CAST(x AS BIGINT))
        WHEN regexp_matches(x, '^\d{{4}}[/.]\d')
        THEN TRY_CAST(c_hyphens(x) AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
        WHEN regexp_matches(x, '^\d{{1,2}}\.\d{{1,2}}\.\d{{4}}')
        THEN try_strptime(x, [{_formats("%d.%m.%Y")}])
        WHEN regexp_matches(x, {SHORT_YEAR}) AND contains(x, '.')
        THEN try_strptime(x, [{_formats("%d.%m.%y")}])
        WHEN regexp_matches(x, '^[A-Za-z]{{3}}, \d')
        THEN c_mailed(x)
        WHEN regexp_matches(x, '^(\d{{1,2}}[ -])?[A-Za-z]{{3,9}}\.?[ -]')
        THEN try_strptime(regexp_replace(regexp_replace(x, '[,.]', '', 'g'), '[ -]+', ' ', 'g'),
            [{", ".join(_formats(day) for day in NAMED_MONTHS)}]) END""",
    "c_slashed(x)": f"regexp_matches(x, {SLASHED})",
    "c_strokes(x)": "replace(replace(x, ',', ''), '-', '/')",
    "c_short_year(x)": f"regexp_matches(x, {SHORT_YEAR})",
    "c_instant_mdy(x)": _ordered("%m/%d"),
    "c_instant_dmy(x)": _ordered("%d/%m"),
    "c_instant_ymd(x)": _ordered("%y/%m/%d"),
    "c_instant_ydm(x)": _ordered("%y/%d/%m"),
    "c_bare_url(x)": r"""nullif(rtrim(CASE WHEN contains(x, '?') OR contains(x, '#')
        THEN regexp_replace(x, '[?#].*$', '', 's') ELSE x END, '/'), '')""",
    "c_host(x)": "regexp_extract(x, '^[A-Za-z]+://[^/]+')",
    "c_low_host(x)": "lower(c_host(x)) || substr(x, 1 + length(c_host(x)))",
    "c_url(x)": """CASE WHEN x <> lower(x) AND regexp_matches(x, '^[^/]*//[^/]*[A-Z]')
        THEN c_low_host(c_bare_url(x)) ELSE c_bare_url(x) END""",
    "c_domain(x)": r"""nullif(regexp_replace(regexp_replace(
        c_lower(x), '^(\[\s*")?([a-z]+://)?(www\.)?', ''), '[/?#:",].*$', ''), '')""",
    "c_shortened(x)": r"contains(x, 'E+') AND regexp_full_match(x, '\d(\.\d+)?E\+\d+')",
    "c_key(x)": "CASE WHEN c_shortened(x) THEN NULL ELSE x END",
    "c_keys(x)": r"""list_filter(
        string_split(regexp_replace(x, '[\[\]"\s]', '', 'g').replace(',', ';'), ';'),
        lambda one: one <> '')""",
    "c_first_key(x)": "c_keys(x)[1]",
    "c_pairs(x)": """TRY_CAST(TRY_CAST(x AS JSON) AS STRUCT(
        name VARCHAR, key VARCHAR, value JSON)[])""",
    "c_paired(x)": """CASE json_type(x) WHEN 'OBJECT'
        THEN coalesce(x->>'string_value', x->>'int_value', x->>'double_value', x->>'float_value')
        ELSE x->>'$' END""",
    "c_inside(x, name)": """CASE json_type(TRY_CAST(x AS JSON))
        WHEN 'OBJECT' THEN json_extract_string(x, '$."' || replace(name, '"', '') || '"')
        WHEN 'ARRAY' THEN c_paired(list_filter(c_pairs(x),
            lambda one: coalesce(one.name, one.key) = name)[1].value) END""",
    "c_capitals(x)": """reverse(regexp_replace(
        regexp_replace(x, '[^A-Z]', '0', 'g'), '[A-Z]', '1', 'g'))""",
    "c_check(x)": """substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
        1 + CAST('0b' || c_capitals(x) AS INTEGER), 1)""",
    "c_id18(x)": """CASE WHEN c_shortened(x) THEN NULL
        WHEN strlen(x) = 18 AND substr(x, 16, 3) = upper(substr(x, 16, 3)) THEN x
        WHEN length(x) = 15 AND regexp_full_match(x, '[A-Za-z0-9]{15}')
        THEN concat(x, c_check(x[1:5]), c_check(x[6:10]), c_check(x[11:15]))
        WHEN length(x) = 18 THEN concat(x[1:15], upper(x[16:18])) ELSE x END""",
}
"""Macros by signature, each built on those before it; all but ``c_text`` take trimmed text.

``c_id18`` appends Salesforce's checksum: one character of ``A-Z0-5`` per five characters, its
bits saying which of them are upper case; the id is then unique without regard to case.
``c_instant`` takes a time without zone as UTC and leaves ``1/2/2026`` null: only its whole column
can tell day from month, see ``styles``; ``c_number`` so leaves ``1.234`` null.
"""

MIXED = "mixed"
"""A column whose values no one style can read; each that needs it is refused or left empty."""
DATES = frozenset({"instant", "day"})
NUMBERS = frozenset({"integer", "number"})
IDS = frozenset({"key", "salesforce_id"})
"""Types of ids: one that a spreadsheet wrote as 5.12E+11 would be that of many rows."""
CHECKED = frozenset({"boolean"}) | NUMBERS | DATES | IDS
"""Types whose unreadable values refuse the row."""

WORDS = {
    "integer": "no number",
    "number": "no number",
    "boolean": "neither true nor false",
    "instant": "no date",
    "day": "no date",
    **dict.fromkeys(
        IDS, "an id that a spreadsheet shortened; make its column text and export again"
    ),
}
"""What an unreadable value of a checked type is."""

TYPES: dict[str, str] = {
    "text": "c_same",
    "lower": "c_lower",
    "email": "c_email",
    "url": "c_url",
    "domain": "c_domain",
    "integer": "c_integer",
    "number": "c_number",
    "boolean": "c_boolean",
    "instant": "c_instant",
    "day": "c_instant",
    "key": "c_key",
    "salesforce_id": "c_id18",
    "first_key": "c_first_key",
    "keys": "c_keys",
}
"""Types that a profile may name, with the macro of each.

A ``day`` may lack its time; of several domains in a JSON list the first counts; a ``key`` or
``salesforce_id`` names a row of the same system; ``keys`` are several of them in one cell, by
``;``, ``,`` or as a JSON list.
"""

LISTS = frozenset({"keys"})
KEYS = frozenset({"key", "salesforce_id", "first_key"}) | LISTS
"""Types whose values get the name of their system put before them."""


def define_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Define the macros for this connection only."""
    for signature, body in MACROS.items():
        con.execute(f"CREATE OR REPLACE TEMP MACRO {signature} AS {body}")


def unwrap(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    """Take the value out of cells that a spreadsheet wrote as a formula; few files have any."""
    for column in columns:
        con.execute(
            f"""UPDATE {table} SET {column} = CASE WHEN {column} IN {BROKEN} THEN NULL
                ELSE replace({column}[3:-2], '""', '"') END
            WHERE {column} IN {BROKEN} OR (starts_with({column}, '="') AND {column}[-1] = '"')"""
        )


def value_of(type_: str, text: str, style: str | None = None) -> str:
    """SQL expression of the value of an SQL expression of text; ``style`` is of ``styles``."""
    macro = TYPES[type_]
    return f"{macro}_{style}({text})" if style not in (None, MIXED) else f"{macro}({text})"


@dataclass(frozen=True)
class Said:
    """What a profile or coterie.toml says of columns that do not tell it themselves.

    Attributes:
        dates: order of day and month, of ``DATE_ORDERS``.
        decimals: the mark before decimals, of ``DECIMALS``.
    """

    dates: str | None = None
    decimals: str | None = None


def styles(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    said: Said,
    values: Mapping[str, object] | None = None,
) -> dict[str, str]:
    """How each column writes its dates or numbers, where the type alone does not say it.

    A column tells when one of its values could be read in one style only; for one that does not,
    ``said`` holds. Columns of which nothing is said are left out.

    Args:
        columns: with the type of each; those of other types are passed over.
    """
    found = {}
    for column, type_ in columns.items():
        if type_ in DATES:
            style = _order(con, table, column, said.dates, values)
        elif type_ in NUMBERS:
            style = _decimals(con, table, column, said.decimals, values)
        else:
            continue
        if style is not None:
            found[column] = style
    return found


def _order(
    con: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    said: str | None,
    values: Mapping[str, object] | None,
) -> str | None:
    """Order of day and month in a column of slashed dates.

    Where years of two digits may stand first, none is told; where no order fits, it is mixed.
    """
    row = first_row(
        con,
        f"""SELECT max(TRY_CAST(split_part(t, '/', 1) AS INTEGER)),
                   max(TRY_CAST(split_part(t, '/', 2) AS INTEGER)),
                   min(TRY_CAST(split_part(t, '/', 1) AS INTEGER)) > 12
                       AND bool_and(c_short_year(t)),
                   bool_and(c_short_year(t))
            FROM (SELECT c_strokes(c_text({column})) AS t FROM {table}
                  WHERE {column} < ':' AND ({column}[2:3] LIKE '%/%'
                      OR {column}[2:3] LIKE '%-%')) WHERE c_slashed(t)""",
        dict(values or {}),
    )
    if row is None or row[0] is None:
        return None
    first, second, years_first, short = row
    if said in YEARS_FIRST:
        if short:
            return said
        said = None
    if years_first:
        return None
    if first > 12 and second > 12:
        return MIXED
    if (first > 12) != (second > 12):
        return "dmy" if first > 12 else "mdy"
    return said


def _decimals(
    con: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    said: str | None,
    values: Mapping[str, object] | None,
) -> str | None:
    """The mark before decimals in a column of numbers, point or comma."""
    row = first_row(
        con,
        f"""SELECT bool_or(regexp_full_match(translate(t, ',.', '.,'), {POINTED})),
                   bool_or(regexp_full_match(t, {POINTED}))
            FROM (SELECT c_bare(c_text({column})) AS t FROM {table}
                  WHERE {column} LIKE '%,%' OR {column} LIKE '%.%')""",
        dict(values or {}),
    )
    comma, point = row or (None, None)
    if comma and point:
        return MIXED
    return "comma" if comma else "point" if point else said
