"""Who is no buyer: own staff, tests, rivals, partners, students, press, job seekers, consultants.

What coterie.toml says of a domain is asserted. The rest is inferred by a rule in words, each with
a probability that is a policy, not a measurement; a rule that would more often be wrong than
right is not here. A title alone makes nobody a consultant: firms employ people of that title, so
it counts only where the address is a free one or no account is found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from graph.workspace.config import Config
from loaders.accounts import sites
from loaders.names import fold
from loaders.temporary import Row, clean_distinct, put

_SITE_SCHEMA = pa.schema([(c, pa.string()) for c in ("site", "standing", "rule")])
_SAID_SCHEMA = pa.schema([("raw", pa.string()), ("standing", pa.string())])
_ALLOW_SCHEMA = pa.schema([("word", pa.string())])


@dataclass(frozen=True)
class Rule:
    """How a standing is inferred: the rule in words, and how often it is thought to be right."""

    standing: str
    words: str
    p: float


TEST = Rule("test_data", "a test's address or name", 0.95)
STUDENT = Rule("student", "title of a student", 0.9)
STUDENT_HOST = Rule("student", "mail host for students or alumni", 0.9)
ACADEMIC = Rule("student", "academic address that no account of the CRM has", 0.6)
PRESS = Rule("press", "title of a journalist or blogger", 0.8)
SEEKER = Rule("job_seeker", "title says they look for work", 0.9)
CAREERS = Rule("job_seeker", "three or more careers pages, half of all they read", 0.7)
CONSULTANT = Rule("consultant", "title of a consultant, and no employer's address", 0.7)

_TITLES = (
    (
        "student",
        r"students?|studentin|werkstudent(in)?|etudiante?|estudiante|studente|phd candidate",
    ),
    ("press", r"journalist(in)?|journaliste|periodista|giornalista|reporter|blogger|correspondent"),
    ("job_seeker", r"job ?seeker|open to work|unemployed|between jobs|arbeitssuchend|seeking .*"),
    ("consultant", r"(\w+ )*(consultant|berater(in)?|consultor|freelancer|freelance .*)"),
)
_TEST_WORDS = r"test|testing|tester|asdf+|qwerty|dummy"
_TEST_LOCAL = re.compile(
    rf"({_TEST_WORDS})([._-]?({_TEST_WORDS}|user|lead|contact|mail|e?mail))?\d*(\+.*)?"
)
_TEST_FILLING = frozenset({"user", "lead", "contact", "account", "person", "record", "name", "one"})
_STUDENT_HOST = r"(^|\.)(students?|stud|alum|alumni|etu)\."
_ACADEMIC = r"(\.edu|\.edu\.[a-z]{2}|\.ac\.[a-z]{2})$"
_CAREERS = r"(^|/)(careers?|jobs?|karriere|vacancies|stellen\w*)(/|$)"


def find_standings(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Make ``id_address`` (person, email), ``id_allowed`` and ``id_standing_of``, one per person.

    Needs who is who and where they work.
    """
    _addresses(con)
    _sites(con, config)
    clean_distinct(con, "id_said", _WORDS, lambda raw: (title_standing(raw),), _SAID_SCHEMA)
    clean_distinct(con, "id_test", _LOCALS, _test_row, _SAID_SCHEMA)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE id_claimed (person VARCHAR, standing VARCHAR, "
        "rule VARCHAR, p DOUBLE, basis VARCHAR)"
    )
    con.execute(
        """INSERT INTO id_claimed
        SELECT a.person, s.standing, s.rule, NULL, 'asserted' FROM id_address a
        JOIN id_host h ON h.raw = split_part(a.email, '@', 2) JOIN id_site s ON s.site = h.site"""
    )
    for rule, found in _INFERRED:
        _claim(con, rule, found)
    _settle(con)


def find_seekers(con: duckdb.DuckDBPyConnection) -> None:
    """Add those who mainly read careers pages; needs contents and touches."""
    _claim(
        con,
        CAREERS,
        f"""SELECT t.actor AS person FROM resolved.touch t JOIN graph.content c ON c.id = t.content,
        LATERAL (SELECT c.kind = 'careers' OR c.topic = 'careers'
            OR regexp_matches(lower(coalesce(c.url, '')), '{_CAREERS}') AS careers)
        WHERE t.known GROUP BY t.actor HAVING count(*) FILTER (coalesce(careers, false)) >= 3
            AND 2 * count(*) FILTER (coalesce(careers, false)) >= count(*)""",
    )
    _settle(con)


def title_standing(raw: str) -> str | None:
    """The standing that a job title gives by itself, or None."""
    title = fold(raw)
    return next((name for name, known in _TITLES if re.fullmatch(known, title)), None)


def is_test_name(raw: str) -> bool:
    """Whether a full name is a tester's: a word for tests, and nothing that a human is called."""
    words = re.sub(r"\d+", "", fold(raw)).split()
    tests = [word for word in words if re.fullmatch(_TEST_WORDS, word)]
    others = set(words) - set(tests) - _TEST_FILLING
    return bool(tests) and len(words) > 1 and not others


def is_test_address(local: str) -> bool:
    """Whether the part before the @ is a tester's."""
    return bool(_TEST_LOCAL.fullmatch(local.lower()))


def _test_row(raw: str) -> Row:
    test = is_test_address(raw[1:]) if raw.startswith("@") else is_test_name(raw)
    return ("test_data" if test else None,)


_NAME = "coalesce(nullif(trim(r.name), ''), concat_ws(' ', r.first_name, r.last_name))"
_WORDS = "SELECT title FROM id_record"
# Only what has the letters of a test word, in a row once all else is left out, can be a tester's.
_LOCALS = f"""SELECT one FROM (
        SELECT '@' || split_part(email, '@', 1) AS one FROM id_address
        UNION ALL SELECT {_NAME} FROM id_record r)
    WHERE strlen(one) <> length(one)
        OR regexp_matches(regexp_replace(lower(one), '[^a-z]', '', 'g'), '{_TEST_WORDS}')"""
_TITLED = """SELECT p.person FROM id_person_of_record p JOIN id_record r ON r.id = p.record
    JOIN id_said s ON s.raw = r.title WHERE s.standing = '{}'"""
_HOSTED = """SELECT person FROM id_address
    WHERE regexp_matches(split_part(email, '@', 2), '{}')"""
_OUTSIDE = """SEMI JOIN (
        SELECT person FROM id_person_of_record ANTI JOIN graph.works_at w ON w.start_id = person
        UNION SELECT a.person FROM id_address a
        JOIN id_host h ON h.raw = split_part(a.email, '@', 2) WHERE NOT h.corporate
    ) o ON o.person = f.person"""
_INFERRED = (
    (
        TEST,
        f"""SELECT person FROM id_address
            JOIN id_test t ON t.raw = '@' || split_part(email, '@', 1) AND t.standing IS NOT NULL
        UNION SELECT p.person FROM id_person_of_record p JOIN id_record r ON r.id = p.record
            JOIN id_test t ON t.raw = {_NAME} AND t.standing IS NOT NULL""",
    ),
    (STUDENT, _TITLED.format("student")),
    (STUDENT_HOST, _HOSTED.format(_STUDENT_HOST)),
    (
        ACADEMIC,
        f"""SELECT f.person FROM ({_HOSTED.format(_ACADEMIC)}) f
        ANTI JOIN graph.works_at w ON w.start_id = f.person""",
    ),
    (PRESS, _TITLED.format("press")),
    (SEEKER, _TITLED.format("job_seeker")),
    (CONSULTANT, f"SELECT f.person FROM ({_TITLED.format('consultant')}) f {_OUTSIDE}"),
)


def _addresses(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_address AS
        SELECT person, email FROM id_person_of_record WHERE email IS NOT NULL
        UNION SELECT p.person, p.email FROM id_person_of_email p
        SEMI JOIN id_seen s ON s.person = p.person"""
    )


def _sites(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """``id_site``: sites of our own, rivals and partners; the first named wins."""
    company = config.company
    named = {
        **dict.fromkeys(sites(company.partners), ("partner", "company.partners")),
        **dict.fromkeys(sites(company.competitors), ("competitor", "company.competitors")),
        **dict.fromkeys(sites(company.domains), ("own_staff", "company.domains")),
    }
    put(con, "id_site", sorted((s, *said) for s, said in named.items()), _SITE_SCHEMA)
    put(con, "id_allow", [(word,) for word in sorted(set(config.hygiene.allow))], _ALLOW_SCHEMA)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_allowed AS SELECT DISTINCT person FROM id_address
        JOIN id_allow ON word IN (email, split_part(email, '@', 2))"""
    )


def _claim(con: duckdb.DuckDBPyConnection, rule: Rule, found: str) -> None:
    con.execute(
        f"INSERT INTO id_claimed SELECT DISTINCT person, $standing, $words, $p, 'inferred' "
        f"FROM ({found})",
        {"standing": rule.standing, "words": rule.words, "p": rule.p},
    )


def _settle(con: duckdb.DuckDBPyConnection) -> None:
    """What is asserted wins, then the surest rule."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE id_standing_of AS
        SELECT person, standing, rule, p, basis FROM id_claimed
        ANTI JOIN id_allowed USING (person)
        QUALIFY row_number() OVER (PARTITION BY person
            ORDER BY basis, p DESC, standing, rule) = 1"""
    )
