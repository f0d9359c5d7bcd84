"""Forgetting one human: everything in the facts that is about them, or names them.

Their rows go, of every load and version, with those of browsers and signed-in users that are
theirs alone. Rows of others that mention them (a meeting, a reporting line, a deal) stay without
the mention. Texts that people wrote (subjects, names of deals, reasons, refused rows) lose their
name and addresses. Salted hashes stay behind, so that a later load does not bring them back
(``graph.facts.forgotten``).

An address that several people share (a mailbox) is not theirs: it stays, and is not remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from graph.facts.corrections import count_correction
from graph.facts.forgotten import (
    EMAIL,
    LISTS,
    MENTIONS,
    RECORD,
    ROWS,
    USER,
    VISITOR,
    remember,
)
from graph.facts.tables import quoted
from graph.facts.transaction import transaction
from graph.pipeline.session import EMBEDDED
from loaders.domains import clean_email

FORGOTTEN = "[forgotten]"
"""What stands where a name or an address stood in a text."""
_BARE = r"(^|[^\pL\pN])"
_OWN_TABLES = ("value", "load", "forgotten", "sent")
"""Tables of ``meta`` that hold no text about people, but for what is done with them elsewhere."""


@dataclass(frozen=True)
class Human:
    """All that is known of who is to be forgotten.

    Attributes:
        person: id in the graph; None when only an address was given.
        emails: cleaned addresses that are theirs alone.
        spellings: these addresses as rows have them, lower case.
        names: full names, but for those that someone else bears too.
        parts: first and last names as rows have them.
        records, visitors, users: ids of CRM records, browsers and signed-in users.
    """

    person: str | None
    emails: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()
    visitors: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    def keys(self) -> list[tuple[str, str]]:
        """What is remembered of them, by kind."""
        mine = ((EMAIL, {*self.emails, *self.spellings}), (RECORD, self.records))
        more = ((VISITOR, self.visitors), (USER, self.users))
        return [(kind, key) for kind, found in (*mine, *more) for key in sorted(found)]


@dataclass(frozen=True)
class Forgotten:
    """What went.

    Attributes:
        person: their id; None when only an address was known.
        rows: rows that went, by fact table.
        rejects: refused rows whose text went.
        texts: other texts that named them.
        remembered: salted hashes that are kept.
        files: files that their rows had come from.
    """

    person: str | None
    rows: dict[str, int] = field(default_factory=dict)
    rejects: int = 0
    texts: int = 0
    remembered: int = 0
    files: tuple[str, ...] = ()


def forget(
    con: duckdb.DuckDBPyConnection, person: str | None, email: str | None, *, dry_run: bool = False
) -> Forgotten:
    """Forget a human, in one transaction; who is who is found out anew afterwards.

    Args:
        person: id of theirs in the graph tables, or None.
        email: an address of theirs, where they are in no graph.
        dry_run: find out what would go, and leave all as it is.
    """
    human = find_human(con, person, email)
    with transaction(con, keep=not dry_run):
        files = _files(con, human)
        rejects = _rejects(con, human)
        rows = _rows(con, human)
        _mentions(con, human)
        _results(con, human)
        texts = _texts(con, human)
        remembered = remember(con, human.keys())
        con.execute("DELETE FROM meta.sent WHERE target = ?", [EMBEDDED])
        count_correction(con)
    return Forgotten(person, rows, rejects, texts, remembered, files)


def find_human(con: duckdb.DuckDBPyConnection, person: str | None, email: str | None) -> Human:
    """Everything that the facts hold of a person of the graph tables, or of an address."""
    records = _column(con, "SELECT start_id FROM graph.is_record_of WHERE end_id = ?", person)
    asked = _column(con, "SELECT unnest(emails) FROM graph.person WHERE id = ?", person)
    asked += [email] if email else []
    said = con.execute(
        "SELECT DISTINCT lower(email) FROM facts.record WHERE list_contains(?, id) "
        "AND email IS NOT NULL",
        [records],
    ).fetchall()
    asked += [clean for (text,) in said if (clean := clean_email(text))]
    shared = con.execute(
        "SELECT DISTINCT unnest(emails) FROM graph.person WHERE id IS DISTINCT FROM ?", [person]
    ).fetchall()
    emails = sorted(set(asked) - {text for (text,) in shared})
    spellings = _spellings(con, emails)
    more = "SELECT DISTINCT id FROM facts.record WHERE list_contains($1, lower(email)) ORDER BY 1"
    records = sorted({*records, *_column(con, more, spellings)})
    names, parts = _names(con, person, records, spellings)
    return Human(
        person,
        tuple(emails),
        tuple(spellings),
        tuple(names),
        tuple(parts),
        tuple(records),
        tuple(_own(con, "visitor", spellings)),
        tuple(_own(con, "user_key", spellings)),
    )


def _column(con: duckdb.DuckDBPyConnection, query: str, value: object) -> list[str]:
    return [text for (text,) in con.execute(query, [value]).fetchall() if text is not None]


def _spellings(con: duckdb.DuckDBPyConnection, emails: Sequence[str]) -> list[str]:
    """How rows spell these addresses, lower case."""
    found = con.execute(
        """SELECT DISTINCT lower(email) FROM (
            SELECT email FROM facts.record UNION SELECT email FROM facts.signal
            UNION SELECT email FROM facts."user")
        WHERE len(list_filter($emails, lambda one: contains(lower(email), one))) > 0""",
        {"emails": list(emails)},
    ).fetchall()
    return sorted(text for (text,) in found if clean_email(text) in emails)


def _own(con: duckdb.DuckDBPyConnection, column: str, spellings: Sequence[str]) -> list[str]:
    """Browsers, or signed-in users, of which no other address is known."""
    return _column(
        con,
        f"""SELECT {column} FROM facts.signal WHERE {column} IS NOT NULL AND email IS NOT NULL
        GROUP BY {column} HAVING bool_and(list_contains($1, lower(email))) ORDER BY 1""",
        list(spellings),
    )


def _names(
    con: duckdb.DuckDBPyConnection,
    person: str | None,
    records: Sequence[str],
    spellings: Sequence[str],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Full names that nobody else bears, and pairs of first and last name."""
    found = con.execute(
        """SELECT DISTINCT trim(name), trim(first_name), trim(last_name) FROM facts.record
        WHERE list_contains($records, id)
        UNION SELECT trim(name), NULL, NULL FROM facts.signal
        WHERE list_contains($spellings, lower(email))
        UNION SELECT trim(name), NULL, NULL FROM graph.person WHERE id = $person ORDER BY ALL""",
        {"records": list(records), "spellings": list(spellings), "person": person},
    ).fetchall()
    parts = sorted({(first, last) for _, first, last in found if first and last})
    names = {name for name, *_ in found if name} | {f"{first} {last}" for first, last in parts}
    others = con.execute(
        "SELECT lower(name) FROM graph.person WHERE id IS DISTINCT FROM $1 AND "
        "list_contains($2, lower(name))",
        [person, sorted(name.lower() for name in names)],
    ).fetchall()
    taken = {name for (name,) in others}
    own = sorted(n for n in names if len(n.split()) > 1 and n.lower() not in taken)
    return own, [pair for pair in parts if " ".join(pair).lower() not in taken]


def _keys_of(human: Human, kind: str) -> list[str]:
    kinds = {
        EMAIL: human.spellings,
        RECORD: human.records,
        VISITOR: human.visitors,
        USER: human.users,
    }
    return list(kinds[kind])


def _theirs(human: Human, table: str) -> tuple[str, dict[str, object]]:
    """Condition of the rows of a fact table that are about them, and its parameters."""
    conditions: list[str] = []
    values: dict[str, object] = {}
    for column, kind in ROWS.get(table, {}).items():
        name = f"lower({quoted(column)})" if kind == EMAIL else quoted(column)
        conditions.append(f"list_contains(${column}, {name})")
        values[column] = _keys_of(human, kind)
    return " OR ".join(conditions), values


def _files(con: duckdb.DuckDBPyConnection, human: Human) -> tuple[str, ...]:
    """Files of the loads that brought their rows."""
    loads: set[int] = set()
    for table in ROWS:
        where, values = _theirs(human, table)
        query = f"SELECT DISTINCT load FROM facts.{quoted(table)} WHERE {where}"
        loads |= {load for (load,) in con.execute(query, values).fetchall()}
    query = "SELECT DISTINCT file FROM meta.load WHERE list_contains(?, load) ORDER BY 1"
    return tuple(_column(con, query, sorted(loads)))


def _rows(con: duckdb.DuckDBPyConnection, human: Human) -> dict[str, int]:
    """Remove what is about them; a meeting that others attended loses its one name first."""
    con.execute(
        """UPDATE facts.signal SET record_key = NULL WHERE list_contains($records, record_key)
        AND kind = 'meeting' AND (
            len(list_filter(record_keys, lambda one: NOT list_contains($records, one))) > 0
            OR id IN (SELECT signal_key FROM facts.signal_part
                WHERE NOT list_contains($records, record_key)))""",
        {"records": list(human.records)},
    )
    gone = {}
    for table in ROWS:
        where, values = _theirs(human, table)
        found = con.execute(f"DELETE FROM facts.{quoted(table)} WHERE {where}", values).fetchone()
        if found and found[0]:
            gone[table] = int(found[0])
    return gone


def _mentions(con: duckdb.DuckDBPyConnection, human: Human) -> None:
    """Take their records out of the rows of others."""
    for table, columns in MENTIONS.items():
        for column in columns:
            name = quoted(column)
            if column in LISTS:
                value = f"list_filter({name}, lambda one: NOT list_contains($1, one))"
                where = f"list_has_any({name}, $1)"
            else:
                value, where = "NULL", f"list_contains($1, {name})"
            con.execute(
                f"UPDATE facts.{quoted(table)} SET {name} = {value} WHERE {where}",
                [list(human.records)],
            )


def _results(con: duckdb.DuckDBPyConnection, human: Human) -> None:
    """Take person, records and browsers out of the tables that identity and analysis filled."""
    ids = [*([human.person] if human.person else []), *human.records]
    for schema, table, column, type_ in _columns(con):
        if schema not in ("graph", "resolved", "meta"):
            continue
        place, name = f"{schema}.{quoted(table)}", quoted(column)
        if type_ == "VARCHAR[]":
            con.execute(
                f"""UPDATE {place} SET {name} = list_filter({name},
                    lambda one: NOT list_contains($1, one)) WHERE list_has_any({name}, $1)""",
                [ids],
            )
        elif column in ("id", "start_id", "end_id", "actor"):
            con.execute(f"DELETE FROM {place} WHERE list_contains($1, {name})", [ids])


def _columns(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    """Schema, table, name and type of every column of text."""
    found = con.execute(
        """SELECT c.schema_name, c.table_name, c.column_name, c.data_type FROM duckdb_columns() c
        JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
        WHERE c.database_name = current_database() AND c.data_type IN ('VARCHAR', 'VARCHAR[]')
        AND NOT (c.schema_name = 'meta' AND list_contains($own, c.table_name)) ORDER BY ALL""",
        {"own": list(_OWN_TABLES)},
    ).fetchall()
    return [(str(a), str(b), str(c), str(d)) for a, b, c, d in found]


def _pattern(words: Iterable[str]) -> str | None:
    """A pattern that finds any of these texts as whole words; None for none."""
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return rf"{_BARE}({either})($|[^\pL\pN])" if either else None


def _rejects(con: duckdb.DuckDBPyConnection, human: Human) -> int:
    """Empty the refused rows that hold an address, record or name of theirs."""
    ids = [r.partition(":")[2] for r in human.records]
    words = [*human.emails, *human.spellings, *human.names, *(i for i in ids if len(i) >= 15)]
    words += [i[:15] for i in ids if len(i) == 18]
    alternatives = [p for p in (_pattern(words),) if p]
    for first, last in human.parts:
        one, two = re.escape(first), re.escape(last)
        alternatives += [
            rf"{_BARE}{a}[^\pL]{{1,5}}{b}($|[^\pL])" for a, b in ((one, two), (two, one))
        ]
    if not alternatives:
        return 0
    found = con.execute(
        f"""UPDATE meta.reject SET raw = '{FORGOTTEN}', reason = '{FORGOTTEN}'
        WHERE regexp_matches(raw, $1, 'i')""",
        ["|".join(alternatives)],
    ).fetchone()
    return int(found[0]) if found else 0


def _texts(con: duckdb.DuckDBPyConnection, human: Human) -> int:
    """Take name and addresses out of every text that is left.

    A company or a content of the same name is something else, and keeps it.
    """
    addresses = [*human.emails, *human.spellings]
    anywhere, of_people = _pattern(addresses), _pattern([*addresses, *human.names])
    count = 0
    for schema, table, column, type_ in _columns(con):
        public = table in ("account", "content") or column in ("company", "aliases")
        pattern = anywhere if public else of_people
        if pattern is None:
            continue
        name = quoted(column)
        # Twice, since of two names with one sign between them the first takes it for its own end.
        once = f"regexp_replace({{}}, $1, '\\1{FORGOTTEN}\\3', 'gi')"
        better = once.replace("{}", once)
        if type_ == "VARCHAR":
            value, where = better.format(name), f"regexp_matches({name}, $1, 'i')"
        else:
            value = f"list_transform({name}, lambda one: {better.format('one')})"
            where = f"regexp_matches(array_to_string({name}, chr(10)), $1, 'i')"
        place = f"{schema}.{quoted(table)}"
        found = con.execute(f"UPDATE {place} SET {name} = {value} WHERE {where}", [pattern])
        row = found.fetchone()
        count += int(row[0]) if row else 0
    return count
