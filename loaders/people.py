"""People: which records are one human, and how that human looks in the graph.

Records are one human where they share a cleaned e-mail address under names that may be one
human's, or where the CRM converted one into the other. Nothing else merges: a full name shared
inside one account is not sure enough. An address shared by clearly different names is a mailbox
and merges nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from graph.analysis.titles import read_title
from loaders.names import may_be_one_human, name_key, plain_name
from loaders.temporary import clean_distinct, put, refill

_NAME_SCHEMA = pa.schema([("raw", pa.string()), ("key", pa.string())])
_MAILBOX_SCHEMA = pa.schema([("email", pa.string())])
_MERGE_SCHEMA = pa.schema([("key", pa.string()), ("root", pa.string())])
_TITLE_SCHEMA = pa.schema([(c, pa.string()) for c in ("raw", "seniority", "function")])
_RECORD_NAME = "coalesce(nullif(trim(name), ''), concat_ws(' ', first_name, last_name))"


def identify_people(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``id_person_of_record`` (record, person, key, root), ``id_several`` (people of several
    records) and ``id_person_of_email``.
    """
    clean_distinct(
        con,
        "id_name",
        f"SELECT {_RECORD_NAME} FROM id_record",
        lambda raw: (name_key(raw),),
        _NAME_SCHEMA,
        (plain_name(), "lower(raw)"),
    )
    _mailboxes(con)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE id_key AS
        SELECT r.id AS record, e.email, n.key AS name,
            CASE WHEN e.email IS NULL THEN 'r:' || r.id
                WHEN m.email IS NOT NULL THEN 'm:' || e.email || '|' || coalesce(n.key, '')
                ELSE 'e:' || e.email END AS key
        FROM id_record r
        LEFT JOIN id_email e ON e.raw = r.email
        LEFT JOIN id_mailbox m ON m.email = e.email
        LEFT JOIN id_name n ON n.raw = {_RECORD_NAME}"""
    )
    _conversions(con)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_person_of_record AS
        SELECT k.record, k.key, k.email, coalesce(g.root, k.key) AS root,
            'person:' || left(sha256(coalesce(g.root, k.key)), 16) AS person
        FROM id_key k LEFT JOIN id_merge g ON g.key = k.key"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_several AS
        SELECT person FROM id_person_of_record GROUP BY person HAVING count(*) > 1"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_person_of_email AS
        SELECT DISTINCT e.email,
            'person:' || left(sha256(coalesce(g.root, 'e:' || e.email)), 16) AS person
        FROM id_email e LEFT JOIN id_merge g ON g.key = 'e:' || e.email
        WHERE e.email IS NOT NULL AND e.email NOT IN (SELECT email FROM id_mailbox)"""
    )


def _mailboxes(con: duckdb.DuckDBPyConnection) -> None:
    """``id_mailbox``: addresses whose records bear clearly different names."""
    shared = con.execute(
        f"""SELECT e.email, any_value(e.local), list_sort(list(DISTINCT n.key)) AS names
        FROM id_record r
        JOIN id_email e ON e.raw = r.email
        JOIN id_name n ON n.raw = {_RECORD_NAME}
        WHERE n.key <> '' AND r.kind IS DISTINCT FROM 'web'
        GROUP BY e.email HAVING count(DISTINCT n.key) > 1 ORDER BY e.email"""
    ).fetchall()
    found = [(email,) for email, local, names in shared if not _one_human(names, local)]
    put(con, "id_mailbox", found, _MAILBOX_SCHEMA)


def _one_human(names: list[str], local: str) -> bool:
    """Whether every name goes with the fullest one."""
    fullest = max(names, key=lambda name: (len(name.split()), len(name), name))
    return all(may_be_one_human(fullest, name, local) for name in names)


def _conversions(con: duckdb.DuckDBPyConnection) -> None:
    """``id_merge``: keys that conversions and merges of records tie together, and their root.

    One between clearly different names is not believed: two humans were merged.
    """
    pairs = con.execute(
        """SELECT DISTINCT lead.key, contact.key, lead.name, contact.name
        FROM id_record r
        JOIN id_key lead ON lead.record = r.id
        JOIN id_key contact ON contact.record = r.converted_contact_key
        WHERE lead.key <> contact.key
        UNION
        SELECT gone.key, kept.key, gone.name, kept.name
        FROM id_gone_record g
        JOIN id_key gone ON gone.record = g.gone
        JOIN id_key kept ON kept.record = g.kept
        WHERE gone.key <> kept.key ORDER BY 1, 2"""
    ).fetchall()
    believed = [(a, b) for a, b, one, other in pairs if may_be_one_human(one or "", other or "")]
    put(con, "id_merge", sorted(roots(believed).items()), _MERGE_SCHEMA)


def roots(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each key of the pairs, the smallest key that it is tied to."""
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        parent[high] = low
    return {key: find(key) for key in parent}


def fill_people(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.person`` and ``graph.is_record_of``; needs ``id_seen`` and ``id_standing_of``."""
    clean_distinct(con, "id_title", "SELECT title FROM id_record", _title_row, _TITLE_SCHEMA)
    refill(
        con,
        "graph.person",
        f"""WITH described AS ({_DESCRIBED}),
        more AS (
            SELECT person FROM id_address GROUP BY person HAVING count(*) > 1
        ), address AS (
            SELECT person, [email] AS emails FROM id_address ANTI JOIN more USING (person)
            UNION ALL SELECT person, list_sort(list(DISTINCT email))
            FROM id_address SEMI JOIN more USING (person) GROUP BY person
        )
        SELECT i.person AS id, d.name, coalesce(d.email, a.emails[1]) AS email,
            coalesce(a.emails, []) AS emails, d.title,
            coalesce(t.seniority, 'unknown') AS seniority,
            coalesce(t."function", 'unknown') AS "function", d.company,
            g.standing, g.basis AS standing_basis, g.rule AS standing_rule, g.p AS standing_p,
            s.first_seen, s.last_seen
        FROM (
            SELECT person FROM id_person_of_record UNION SELECT person FROM id_seen
        ) i
        LEFT JOIN described d USING (person)
        LEFT JOIN address a USING (person)
        LEFT JOIN id_standing_of g USING (person)
        LEFT JOIN id_title t ON t.raw = d.title
        LEFT JOIN id_seen s USING (person)
        ORDER BY id""",
    )
    _fill_record_of(con)


# An account's id in the field for the company stands for its name.
_SAID = f"""
    SELECT p.person, r.said AS name, p.email, r.title,
        coalesce(a.name, r.company) AS company,
        (r.kind IS DISTINCT FROM 'web', coalesce(r.created, TIMESTAMP '1900-01-01'),
            r.kind = 'contact', r.id) AS age
    FROM id_person_of_record p
    JOIN (SELECT *, {_RECORD_NAME} AS said FROM id_record) r ON r.id = p.record
    LEFT JOIN id_written_key k ON k.written = trim(r.company)
    LEFT JOIN id_account a ON a.id = k.id"""

# The newest value of each field, contacts before leads of the same time. Most people have one
# record only: those need not be grouped, which would hold all of them in memory.
_DESCRIBED = f"""
    SELECT person, nullif(name, '') AS name, email, if(trim(title) <> '', title, NULL) AS title,
        if(trim(company) <> '', company, NULL) AS company
    FROM ({_SAID}) ANTI JOIN id_several USING (person)
    UNION ALL
    SELECT person,
        arg_max(name, age) FILTER (name <> '') AS name,
        arg_max(email, age) FILTER (email IS NOT NULL) AS email,
        arg_max(title, age) FILTER (trim(title) <> '') AS title,
        arg_max(company, age) FILTER (trim(company) <> '') AS company
    FROM ({_SAID}) SEMI JOIN id_several USING (person) GROUP BY person"""


def _title_row(raw: str) -> tuple[str, str]:
    title = read_title(raw)
    return (title.seniority, title.function)


def _fill_record_of(con: duckdb.DuckDBPyConnection) -> None:
    refill(
        con,
        "graph.is_record_of",
        """WITH mine AS (
            SELECT p.person, p.key FROM id_person_of_record p
            SEMI JOIN id_several s ON s.person = p.person
            JOIN id_record r ON r.id = p.record WHERE r.kind IS DISTINCT FROM 'web'
        ), several AS (
            SELECT person FROM mine GROUP BY person HAVING count(*) > 1
        ), alike AS (
            SELECT person, key FROM mine GROUP BY person, key HAVING count(*) > 1
        )
        SELECT p.record AS start_id, p.person AS end_id,
            CASE WHEN s.person IS NULL THEN 'own'
                WHEN g.gone IS NOT NULL THEN 'merge'
                WHEN p.key <> p.root THEN 'conversion'
                WHEN a.key IS NOT NULL THEN 'email'
                ELSE 'own' END AS method,
            CASE method WHEN 'own' THEN 'observed' WHEN 'email' THEN 'inferred'
                ELSE 'asserted' END AS basis,
            r.system AS source
        FROM id_person_of_record p JOIN id_record r ON r.id = p.record
        LEFT JOIN id_gone_record g ON g.gone = p.record
        LEFT JOIN several s ON s.person = p.person
        LEFT JOIN alike a ON a.person = p.person AND a.key = p.key
        WHERE r.kind IS DISTINCT FROM 'web'
        ORDER BY start_id""",
    )
