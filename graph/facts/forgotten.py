"""Who was forgotten, and how rows of theirs are told from all others without knowing who.

Of a forgotten human only salted hashes are kept: of e-mail addresses, of ids of CRM records, of
browsers and of signed-in users. The salt is random, one per workspace, and never leaves it: a
list of hashes made elsewhere does not fit. Who holds both workspace and a guess can still check
that guess, so the hashes are pseudonyms, as every suppression list is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

import duckdb

from graph.facts.tables import quoted
from graph.facts.versions import get_value, set_value

SALT = "forget_salt"
WHY = "forgotten"
"""Reason by which rows of a forgotten human are skipped."""
EMAIL, RECORD, VISITOR, USER = "email", "record", "visitor", "user"
EMAIL_IN = r"""[^\s@,;<>"'|()\[\]]+@[^\s@,;<>"'|()\[\]]+"""
"""What an e-mail address looks like inside other text."""

ROWS: Mapping[str, Mapping[str, str]] = {
    "record": {"id": RECORD, "email": EMAIL},
    "signal": {"record_key": RECORD, "email": EMAIL, "visitor": VISITOR, "user_key": USER},
    "contact_role": {"record_key": RECORD},
    "employment": {"record_key": RECORD},
    "signal_part": {"record_key": RECORD},
    "change": {"row_key": RECORD},
    "visitor_feed": {"id": VISITOR},
    "user": {"email": EMAIL},
}
"""Columns, by fact table, that say that a row is about one human, and what they hold."""
MENTIONS: Mapping[str, tuple[str, ...]] = {
    "record": ("reports_to_key", "master_key", "converted_contact_key", "merged_keys"),
    "signal": ("record_keys",),
    "opportunity": ("record_keys",),
}
"""Columns that name records of people whom the row is not about."""
LISTS = ("merged_keys", "record_keys")


def anyone_forgotten(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is any hash to compare with."""
    return bool(con.execute("SELECT 1 FROM meta.forgotten LIMIT 1").fetchall())


def remember(con: duckdb.DuckDBPyConnection, keys: Iterable[tuple[str, str]]) -> int:
    """Keep the salted hashes of (kind, key); gives the number of them."""
    if get_value(con, SALT) is None:
        set_value(con, SALT, secrets.token_hex(16))
    salt, wanted = get_value(con, SALT), sorted(set(keys))
    for kind, key in wanted:
        con.execute(
            "INSERT OR IGNORE INTO meta.forgotten VALUES (sha256(concat($1, $2, ':', $3)))",
            [salt, kind, key],
        )
    return len(wanted)


def skip_forgotten(con: duckdb.DuckDBPyConnection, staged: str, table: str) -> None:
    """Mark the rows of a staged table that are a forgotten human's, and drop mentions of them.

    Args:
        staged: temporary table with ``skip_why`` and those columns of the fact table that the
            file has.
        table: fact table that its rows are meant for.
    """
    if not anyone_forgotten(con):
        return
    values = {"salt": get_value(con, SALT)}
    there = {name for name, *_ in con.execute(f"DESCRIBE {staged}").fetchall()}
    for column, kind in ROWS.get(table, {}).items():
        if column not in there:
            continue
        con.execute(
            f"UPDATE {staged} SET skip_why = '{WHY}' WHERE skip_why IS NULL AND "
            f"({_is_forgotten(_key(column, kind), kind)})",
            values,
        )
    for column in sorted(there.intersection(MENTIONS.get(table, ()))):
        _drop_mentions(con, staged, column)


def _drop_mentions(con: duckdb.DuckDBPyConnection, staged: str, column: str) -> None:
    """Take forgotten records out of a column that names records of other people."""
    name, values = quoted(column), {"salt": get_value(con, SALT)}
    every = f"unnest({name})" if column in LISTS else name
    found = con.execute(
        f"""SELECT one FROM (SELECT DISTINCT {every} AS one FROM {staged})
        WHERE {_is_forgotten("one", RECORD)}""",
        values,
    ).fetchall()
    gone = [one for (one,) in found]
    if gone and column in LISTS:
        con.execute(
            f"""UPDATE {staged} SET {name} = list_filter({name},
                lambda one: NOT list_contains($1, one)) WHERE list_has_any({name}, $1)""",
            [gone],
        )
    elif gone:
        con.execute(f"UPDATE {staged} SET {name} = NULL WHERE list_contains($1, {name})", [gone])


def names_forgotten(con: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> list[bool]:
    """Whether each text, such as a refused row, holds a forgotten e-mail address."""
    given = list(texts)
    if not given or not anyone_forgotten(con):
        return [False] * len(given)
    found = con.execute(
        f"""WITH word AS (
            SELECT place, unnest(regexp_extract_all(lower(text), $pattern)) AS one
            FROM (SELECT unnest($texts) AS text, generate_subscripts($texts, 1) AS place))
        SELECT DISTINCT place FROM word WHERE {_is_forgotten("one", EMAIL)}""",
        {"texts": given, "pattern": EMAIL_IN, "salt": get_value(con, SALT)},
    ).fetchall()
    places = {place for (place,) in found}
    return [number in places for number in range(1, len(given) + 1)]


def _key(column: str, kind: str) -> str:
    """SQL of what was hashed: of an address what is left once nothing is wrapped round it."""
    if kind != EMAIL:
        return quoted(column)
    pattern = EMAIL_IN.replace("'", "''")
    return f"regexp_extract(lower({quoted(column)}), '{pattern}')"


def _is_forgotten(sql: str, kind: str) -> str:
    return f"sha256(concat($salt, '{kind}:', {sql})) IN (SELECT hash FROM meta.forgotten)"
