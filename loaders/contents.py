"""Contents, topics and solutions: what signals were about.

Content comes from the catalogue, from URLs that were seen, and from what has no page: a meeting,
form or trial is the content "kind: solution or topic"; a campaign is the content whose title is
its name, else its own content when a solution or topic stands in its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import unquote

import duckdb
import pyarrow as pa

from graph.workspace.config import Config, SolutionConfig
from loaders.names import fold
from loaders.temporary import Row, clean_distinct, column, put, refill

_URL_SCHEMA = pa.schema([(c, pa.string()) for c in ("raw", "url", "path", "solution")])
_TOPIC_SCHEMA = pa.schema(
    [("topic", pa.string()), ("solution", pa.string()), ("place", pa.int32())]
)
_SOLUTION_SCHEMA = pa.schema([("name", pa.string())])
_SUBJECT_SCHEMA = pa.schema([(c, pa.string()) for c in ("raw", "solution", "topic")])
_ID = "left(sha256({}), 16)"


def clean_url(text: str) -> str:
    """Host in lower case and path: no scheme, ``www.``, query string, fragment, last slash."""
    bare = re.split(r"[?#]", text.strip(), maxsplit=1)[0]
    host, slash, path = re.sub(r"^[a-zA-Z][a-zA-Z0-9+.-]*:/*|^//+", "", bare).partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


def url_path(url: str) -> str:
    """Path of a cleaned URL, with its leading slash."""
    return "/" + unquote(url.partition("/")[2])


def url_solution(path: str, solutions: Sequence[SolutionConfig]) -> str | None:
    """The first solution one of whose ``urls`` patterns fits the path."""
    folded = path.casefold()
    return next(
        (s.name for s in solutions for p in s.urls if fnmatchcase(folded, p.casefold())), None
    )


def subject_finder(
    solutions: Sequence[str], topics: Mapping[str, str | None]
) -> Callable[[str], tuple[str | None, str | None]]:
    """A reader of names: the longest solution or topic that stands in one as whole words.

    It takes the name of a campaign or opportunity, or the subject of a meeting, and gives the
    solution and the topic, the latter None where the solution itself is named.

    Args:
        solutions: names of solutions; where one is spelt like a topic, the solution is meant.
        topics: topic, lower case -> its solution.
    """
    named: list[tuple[str, str | None, str | None]] = [(s, s, None) for s in solutions]
    named += [(topic, solution, topic) for topic, solution in topics.items()]
    named.sort(key=lambda n: (-len(n[0]), n[2] is not None, n[0]))
    known = [(fold(words), solution, topic) for words, solution, topic in named]

    def find(text: str) -> tuple[str | None, str | None]:
        folded = fold(text)
        for words, solution, topic in known:
            if words in folded and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded):
                return solution, topic
        return None, None

    return find


def stage_contents(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Make ``id_solution``, ``id_topic`` (topic -> solution), ``id_url`` and ``id_subject``."""
    con.execute("CREATE OR REPLACE TEMP TABLE id_campaign AS SELECT * FROM facts.campaign_now")
    con.execute("CREATE OR REPLACE TEMP TABLE id_catalogue AS SELECT * FROM facts.content_now")
    _solutions(con, config)
    clean_distinct(
        con,
        "id_url",
        "SELECT url FROM id_catalogue UNION ALL SELECT url FROM id_signal",
        lambda raw: _url_row(raw, config.solutions),
        _URL_SCHEMA,
    )
    names = column(con, "SELECT name FROM id_solution ORDER BY name")
    topics = dict(con.execute("SELECT topic, solution FROM id_topic ORDER BY topic").fetchall())
    clean_distinct(
        con,
        "id_subject",
        """SELECT name FROM id_campaign UNION ALL SELECT name FROM id_deal
        UNION ALL SELECT label FROM id_signal WHERE url IS NULL AND kind <> 'intent'
        UNION ALL SELECT topic FROM id_signal WHERE url IS NULL AND kind <> 'intent'""",
        subject_finder(names, topics),
        _SUBJECT_SCHEMA,
    )


def _url_row(raw: str, solutions: Sequence[SolutionConfig]) -> Row:
    url = clean_url(raw)
    path = url_path(url)
    return (url, path, url_solution(path, solutions))


def _solutions(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Without any solution configured, each topic of the catalogue is one."""
    listed = [(t.strip().lower(), s.name) for s in config.solutions for t in s.topics]
    names = [s.name for s in config.solutions]
    seen = column(
        con,
        """SELECT DISTINCT lower(trim(topic)) FROM id_catalogue WHERE trim(topic) <> ''
        ORDER BY 1""",
    )
    if not names:
        listed, names = [(topic, topic) for topic in seen], seen
    first = {topic: (solution, i) for i, (topic, solution) in reversed([*enumerate(listed)])}
    rows = [(topic, *first.get(topic, (None, 0))) for topic in sorted({*seen, *first})]
    put(con, "id_topic", rows, _TOPIC_SCHEMA)
    put(con, "id_solution", [(name,) for name in sorted(set(names))], _SOLUTION_SCHEMA)


def fill_contents(con: duckdb.DuckDBPyConnection) -> None:
    """``graph.content`` and ``id_content_of`` (signal -> content)."""
    _campaign_contents(con)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE id_content_of AS
        SELECT s.id AS signal,
            CASE WHEN u.url IS NOT NULL THEN 'content:' || {_ID.format("u.url")}
                WHEN s.campaign_key IS NOT NULL THEN c.content
                WHEN coalesce(l.solution, l.topic, t.solution, t.topic) IS NOT NULL THEN
                    'content:' || {_ID.format(_ABOUT_KEY)}
            END AS content,
            u.url, s.kind, coalesce(l.topic, if(l.solution IS NULL, t.topic, NULL)) AS topic,
            coalesce(l.solution, t.solution) AS solution, s.campaign_key
        FROM id_signal s
        LEFT JOIN id_url u ON u.raw = s.url
        LEFT JOIN id_campaign_content c ON c.campaign = s.campaign_key
        LEFT JOIN id_subject l ON l.raw = s.label
        LEFT JOIN id_subject t ON t.raw = s.topic
        WHERE s.kind <> 'intent'"""
    )
    refill(
        con,
        "graph.content",
        f"""WITH every AS (
            {_CATALOGUE} UNION ALL {_SEEN} UNION ALL {_CAMPAIGNS} UNION ALL {_SPOKEN}
        )
        SELECT * EXCLUDE (place) FROM every
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY place, title, url) = 1 ORDER BY id""",
    )


_ABOUT_KEY = """concat_ws('|', s.kind, 'about',
                        coalesce(l.topic, l.solution, t.topic, t.solution))"""

_CATALOGUE = f"""
    SELECT coalesce('content:' || {_ID.format("u.url")}, k.id) AS id, k.url, k.title,
        lower(trim(k.kind)) AS kind, nullif(lower(trim(k.topic)), '') AS topic,
        coalesce(t.solution, if(nullif(trim(k.topic), '') IS NULL, u.solution, NULL)) AS solution,
        row_number() OVER (PARTITION BY u.url ORDER BY k.load DESC, k.line DESC) AS place
    FROM id_catalogue k
    LEFT JOIN id_url u ON u.raw = k.url
    LEFT JOIN id_topic t ON t.topic = lower(trim(k.topic))"""

_SEEN = f"""
    SELECT 'content:' || {_ID.format("u.url")} AS id, min(s.url) AS url,
        coalesce(mode(s.label ORDER BY s.label), any_value(u.path)) AS title, NULL AS kind,
        NULL AS topic, any_value(u.solution) AS solution, 1000000 AS place
    FROM id_signal s JOIN id_url u ON u.raw = s.url GROUP BY u.url"""

_CAMPAIGNS = """
    SELECT content AS id, NULL AS url, name AS title, kind, topic, solution, 1000001 AS place
    FROM id_campaign_content WHERE own"""

_SPOKEN = """
    SELECT content AS id, NULL AS url,
        upper(kind[1]) || replace(kind[2:], '_', ' ') || ': ' || coalesce(topic, solution) AS title,
        kind, topic, solution, 1000002 AS place
    FROM id_content_of WHERE url IS NULL AND campaign_key IS NULL AND content IS NOT NULL
    GROUP BY ALL"""


def _campaign_contents(con: duckdb.DuckDBPyConnection) -> None:
    """``id_campaign_content``: campaign -> content, and whether that content is its own."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE id_campaign_content AS
        WITH titled AS (
            SELECT lower(trim(k.title)) AS title,
                min(coalesce('content:' || {_ID.format("u.url")}, k.id)) AS content
            FROM id_catalogue k LEFT JOIN id_url u ON u.raw = k.url
            WHERE trim(k.title) <> '' GROUP BY 1
        )
        SELECT c.id AS campaign, c.name, t.content IS NULL AS own,
            coalesce(lower(trim(c.kind)), 'campaign') AS kind, s.topic, s.solution,
            coalesce(t.content, 'content:' || {_ID.format("'campaign|' || c.id")}) AS content
        FROM id_campaign c
        LEFT JOIN titled t ON t.title = lower(trim(c.name))
        LEFT JOIN id_subject s ON s.raw = c.name
        WHERE t.content IS NOT NULL OR s.solution IS NOT NULL OR s.topic IS NOT NULL"""
    )


def fill_topics(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """``topic``, ``solution``, ``function``, ``system`` and the ties among them and contents."""
    touches = [
        (s.name, label, name.strip())
        for s in config.solutions
        for label, names in (("function", s.functions), ("system", s.systems))
        for name in names
    ]
    schema = pa.schema([(c, pa.string()) for c in ("solution", "label", "name")])
    put(con, "id_touches", sorted(set(touches)), schema)
    refill(
        con,
        "graph.solution",
        f"""SELECT 'solution:' || {_ID.format("name")} AS id, name
        FROM id_solution ORDER BY name""",
    )
    refill(
        con,
        "graph.topic",
        f"""SELECT 'topic:' || {_ID.format("name")} AS id, name FROM (
            SELECT topic AS name FROM id_topic UNION SELECT topic FROM graph.content
            UNION SELECT topic FROM resolved.surge
        ) WHERE name IS NOT NULL ORDER BY name""",
    )
    for label in ("function", "system"):
        _touched(con, label)
    _about(con)


def _touched(con: duckdb.DuckDBPyConnection, label: str) -> None:
    refill(
        con,
        f"graph.{label}",
        f"""SELECT DISTINCT '{label}:' || {_ID.format("name")} AS id, name
        FROM id_touches WHERE label = $label ORDER BY 2""",
        {"label": label},
    )
    refill(
        con,
        f"graph.touches_solution_{label}",
        f"""SELECT 'solution:' || {_ID.format("solution")} AS start_id,
            '{label}:' || {_ID.format("name")} AS end_id,
            'coterie.toml' AS source, 'asserted' AS basis
        FROM id_touches WHERE label = $label ORDER BY 1, 2""",
        {"label": label},
    )


def _about(con: duckdb.DuckDBPyConnection) -> None:
    refill(
        con,
        "graph.about_content_topic",
        f"""SELECT id AS start_id, 'topic:' || {_ID.format("topic")} AS end_id,
            'catalogue' AS source, 'observed' AS basis
        FROM graph.content WHERE topic IS NOT NULL ORDER BY 1""",
    )
    refill(
        con,
        "graph.part_of",
        f"""SELECT 'topic:' || {_ID.format("topic")} AS start_id,
            'solution:' || {_ID.format("solution")} AS end_id,
            'coterie.toml' AS source, 'asserted' AS basis
        FROM id_topic WHERE solution IS NOT NULL ORDER BY 1""",
    )
