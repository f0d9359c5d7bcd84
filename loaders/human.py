"""Who is meant when a human is to be forgotten: all that the facts know them by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from graph.facts.forgotten import EMAIL, RECORD, USER, VISITOR
from loaders.domains import clean_email


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


def find_human(con: duckdb.DuckDBPyConnection, person: str | None, email: str | None) -> Human:
    """Everything that the facts hold of a person of the graph tables, or of an address."""
    records = texts_of(con, "SELECT start_id FROM graph.is_record_of WHERE end_id = ?", person)
    asked = texts_of(con, "SELECT unnest(emails) FROM graph.person WHERE id = ?", person)
    asked += [email] if email else []
    said = con.execute(
        "SELECT DISTINCT lower(email) FROM facts.record_all WHERE list_contains(?, id) "
        "AND email IS NOT NULL",
        [records],
    ).fetchall()
    asked += [clean for (text,) in said if (clean := clean_email(text))]
    shared = con.execute(
        "SELECT DISTINCT unnest(emails) FROM graph.person WHERE id IS DISTINCT FROM ?", [person]
    ).fetchall()
    emails = sorted(set(asked) - {text for (text,) in shared})
    spellings = _spellings(con, emails)
    more = (
        "SELECT DISTINCT id FROM facts.record_all WHERE list_contains($1, lower(email)) ORDER BY 1"
    )
    records = sorted({*records, *texts_of(con, more, spellings)})
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


def texts_of(con: duckdb.DuckDBPyConnection, query: str, value: object) -> list[str]:
    """The first column of a query with one parameter, nulls left out."""
    return [text for (text,) in con.execute(query, [value]).fetchall() if text is not None]


def _spellings(con: duckdb.DuckDBPyConnection, emails: Sequence[str]) -> list[str]:
    """How rows spell these addresses, lower case."""
    found = con.execute(
        """SELECT DISTINCT lower(email) FROM (
            SELECT email FROM facts.record_all UNION SELECT email FROM facts.signal_all
            UNION SELECT email FROM facts.user_all)
        WHERE len(list_filter($emails, lambda one: contains(lower(email), one))) > 0""",
        {"emails": list(emails)},
    ).fetchall()
    return sorted(text for (text,) in found if clean_email(text) in emails)


def _own(con: duckdb.DuckDBPyConnection, column: str, spellings: Sequence[str]) -> list[str]:
    """Browsers, or signed-in users, of which no other address is known."""
    return texts_of(
        con,
        f"""SELECT {column} FROM facts.signal_all WHERE {column} IS NOT NULL AND email IS NOT NULL
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
        """SELECT DISTINCT trim(name), trim(first_name), trim(last_name) FROM facts.record_all
        WHERE list_contains($records, id)
        UNION SELECT trim(name), NULL, NULL FROM facts.signal_all
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
