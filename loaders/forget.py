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
from collections.abc import Container, Iterable
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
from graph.facts.pieces import pieces
from graph.facts.rows import first_row
from graph.facts.tables import quoted
from graph.facts.transaction import transaction
from graph.pipeline.session import EMBEDDED
from loaders.human import Human, find_human, texts_of

FORGOTTEN = "[forgotten]"
"""What stands where a name or an address stood in a text."""
_BARE = r"(^|[^\pL\pN])"
_ONCE = f"regexp_replace({{}}, $1, '\\1{FORGOTTEN}\\3', 'gi')"
_BETTER = _ONCE.replace("{}", _ONCE)
"""SQL of a text without them: twice, since of two names with one sign between them the first takes
it for its own end."""
_OWN_TABLES = ("value", "load", "piece", "forgotten", "sent")
"""Tables of ``meta`` that hold no text about people, but for what is done with them elsewhere."""


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


def _keys_of(human: Human, kind: str) -> list[str]:
    kinds = {
        EMAIL: human.spellings,
        RECORD: human.records,
        VISITOR: human.visitors,
        USER: human.users,
    }
    return list(kinds[kind])


def _theirs(
    human: Human, table: str, there: Container[str] | None = None
) -> tuple[str, dict[str, object]]:
    """Condition of the rows of a fact table that are about them, and its parameters.

    Args:
        there: columns of the piece of it that is meant; None for all.
    """
    conditions: list[str] = []
    values: dict[str, object] = {}
    for column, kind in ROWS.get(table, {}).items():
        if there is not None and column not in there:
            continue
        name = f"lower({quoted(column)})" if kind == EMAIL else quoted(column)
        conditions.append(f"list_contains(${column}, {name})")
        values[column] = _keys_of(human, kind)
    return " OR ".join(conditions) or "false", values


def _files(con: duckdb.DuckDBPyConnection, human: Human) -> tuple[str, ...]:
    """Files of the loads that brought their rows."""
    loads: set[int] = set()
    for table in ROWS:
        where, values = _theirs(human, table)
        query = f"SELECT DISTINCT load FROM facts.{quoted(table + '_all')} WHERE {where}"
        loads |= {load for (load,) in con.execute(query, values).fetchall()}
    query = "SELECT DISTINCT file FROM meta.load WHERE list_contains(?, load) ORDER BY 1"
    return tuple(texts_of(con, query, sorted(loads)))


def _rows(con: duckdb.DuckDBPyConnection, human: Human) -> dict[str, int]:
    """Remove what is about them; a meeting that others attended loses its one name first."""
    _leave_meetings(con, human)
    gone: dict[str, int] = {}
    for table in ROWS:
        for piece in pieces(con, table):
            where, values = _theirs(human, table, piece.columns)
            found = first_row(con, f"DELETE FROM {piece.place} WHERE {where}", values)
            if found and found[0]:
                gone[table] = gone.get(table, 0) + int(found[0])
    return gone


def _leave_meetings(con: duckdb.DuckDBPyConnection, human: Human) -> None:
    shared = con.execute(
        """SELECT DISTINCT id FROM facts.signal_all WHERE list_contains($records, record_key)
        AND kind = 'meeting' AND (
            len(list_filter(record_keys, lambda one: NOT list_contains($records, one))) > 0
            OR id IN (SELECT signal_key FROM facts.signal_part_all
                WHERE NOT list_contains($records, record_key))) ORDER BY id""",
        {"records": list(human.records)},
    ).fetchall()
    if not shared:
        return
    values = {"shared": [id_ for (id_,) in shared], "records": list(human.records)}
    for piece in pieces(con, "signal"):
        if "record_key" in piece.columns:
            con.execute(
                f"""UPDATE {piece.place} SET record_key = NULL WHERE list_contains($shared, id)
                AND list_contains($records, record_key)""",
                values,
            )


def _mentions(con: duckdb.DuckDBPyConnection, human: Human) -> None:
    """Take their records out of the rows of others."""
    for table, columns in MENTIONS.items():
        for piece in pieces(con, table):
            for column in sorted(piece.columns.intersection(columns)):
                _drop_mention(con, piece.place, column, human)


def _drop_mention(con: duckdb.DuckDBPyConnection, place: str, column: str, human: Human) -> None:
    name = quoted(column)
    if column in LISTS:
        value = f"list_filter({name}, lambda one: NOT list_contains($1, one))"
        where = f"list_has_any({name}, $1)"
    else:
        value, where = "NULL", f"list_contains($1, {name})"
    con.execute(f"UPDATE {place} SET {name} = {value} WHERE {where}", [list(human.records)])


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
    found = first_row(
        con,
        f"""UPDATE meta.reject SET raw = '{FORGOTTEN}', reason = '{FORGOTTEN}'
        WHERE regexp_matches(raw, $1, 'i')""",
        ["|".join(alternatives)],
    )
    return int(found[0]) if found else 0


def _texts(con: duckdb.DuckDBPyConnection, human: Human) -> int:
    """Take name and addresses out of every text that is left.

    A company or a content of the same name is something else, and keeps it.
    """
    addresses = [*human.emails, *human.spellings]
    anywhere, of_people = _pattern(addresses), _pattern([*addresses, *human.names])
    count = 0
    public_tables = {"account", "content"}
    public_tables |= {piece.name for t in tuple(public_tables) for piece in pieces(con, t)}
    for schema, table, column, type_ in _columns(con):
        public = table in public_tables or column in ("company", "aliases")
        pattern = anywhere if public else of_people
        if pattern is None:
            continue
        name = quoted(column)
        if type_ == "VARCHAR":
            value, where = _BETTER.format(name), f"regexp_matches({name}, $1, 'i')"
        else:
            value = f"list_transform({name}, lambda one: {_BETTER.format('one')})"
            where = f"regexp_matches(array_to_string({name}, chr(10)), $1, 'i')"
        place = f"{schema}.{quoted(table)}"
        count += _updated(con, f"UPDATE {place} SET {name} = {value} WHERE {where}", [pattern])
    return count + _shared(con, of_people)


def _shared(con: duckdb.DuckDBPyConnection, pattern: str | None) -> int:
    """Take them out of what all rows of a large load share, which is kept but once."""
    if pattern is None:
        return 0
    values = f"list_transform(map_values(same), lambda one: {_BETTER.format('one')})"
    query = f"""UPDATE meta.piece SET same = map(map_keys(same), {values})
        WHERE regexp_matches(array_to_string(map_values(same), chr(10)), $1, 'i')"""
    return _updated(con, query, [pattern])


def _updated(con: duckdb.DuckDBPyConnection, query: str, values: list[str]) -> int:
    rows = con.execute(query, values).fetchall()
    return int(rows[0][0]) if rows else 0
