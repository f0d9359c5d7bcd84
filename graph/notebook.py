"""coterie in a notebook: accounts, groups and answers that display themselves.

::

    from graph.notebook import open_graph

    with open_graph(".coterie") as graph:          # or open_graph(url="neo4j://host:7687")
        graph.groups()                              # a table
        graph.account("acme.example")               # its map
        graph.query("who-champions", confidence=0.6)

A cell that ends in one of these shows a table or a map; ``print`` shows plain text. What was read
stays with the objects, so they still display when the graph is closed. The embedded graph is held
by one process at a time: while it is open here, ``coterie`` on the command line waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from markupsafe import Markup

from graph.closing import Closing
from graph.errors import UnknownNameError
from graph.files import write_whole
from graph.maps.layout import lay_out
from graph.maps.page import Page
from graph.maps.read import read_page
from graph.maps.render import render
from graph.maps.text import clean
from graph.maps.wording import ROLE_WORDS, counted, percent
from graph.pipeline.session import Asked, Session, open_session
from graph.queries import accounts, groups, leads, ledger
from graph.queries.catalog import find_query
from graph.queries.names import find_account, find_subject
from graph.store.base import GraphStore, Row

SHOWN = 50
"""Rows that a table displays; all of them are in the object."""
HEIGHT = 720
"""Height of a displayed map in pixels."""
LONGEST = 160
"""Letters of a cell that a table displays."""
_ACCOUNT = ("name", "domain", "rung", "confidence", "stage", "groups", "people", "fit")
_GROUP = ("account_name", "solution", "confidence", "rung", "stage", "quorum", "members", "id")
_MEMBER = ("name", "title", "role", "role_confidence", "confidence", "reasons")
_LEAD = ("name", "title", "account_name", "score", "rung", "status", "status_reason", "email")
_SHARES = (
    "score",
    "confidence",
    "role_confidence",
    "group_confidence",
    "match_score",
    "share",
    "p",
)


class Rows(Sequence[Row]):
    """Rows of an answer: a list of dicts that displays as a table.

    ``pandas.DataFrame(list(rows))`` makes a frame of it.

    Attributes:
        columns: keys of every row, in order.
        shown: those that are displayed.
        title: what the rows are.
    """

    def __init__(
        self, title: str, columns: Sequence[str], rows: Sequence[Row], shown: Sequence[str] = ()
    ) -> None:
        self.title, self.columns, self._rows = clean(title), tuple(columns), tuple(rows)
        self.shown = tuple(shown) or self.columns

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Rows: ...

    def __getitem__(self, place: int | slice) -> Row | Rows:
        """A row, or some of them as rows again."""
        if isinstance(place, slice):
            return Rows(self.title, self.columns, self._rows[place], self.shown)
        return self._rows[place]

    def __repr__(self) -> str:
        lines = [f"{self.title}: {self._size()}"]
        for row in self._rows[:SHOWN]:
            told = (f"{key}={_plain(key, row[key])}" for key in self.shown if _said(row[key]))
            lines.append("  " + ", ".join(told))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        kept = [key for key in self.shown if any(_said(row[key]) for row in self._rows)]
        head = Markup("").join(Markup("<th>{}</th>").format(_label(key)) for key in kept)
        body = Markup("").join(_line(kept, row) for row in self._rows[:SHOWN])
        table = Markup(
            '<table class="dataframe"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        )
        caption = Markup("<p><b>{}</b>: {}</p>").format(self.title, self._size())
        return str(caption + (table.format(head, body) if self._rows else Markup("")))

    def _size(self) -> str:
        n = counted(len(self._rows), "row")
        return f"{n}, the first {SHOWN} shown" if len(self._rows) > SHOWN else n


@dataclass(frozen=True)
class AccountMap:
    """One account as its map, and as plain text.

    Attributes:
        page: all that the map shows, as data.
    """

    page: Page

    def html(self) -> str:
        """The map as one HTML page of its own."""
        return render(self.page, lay_out(self.page))

    def save(self, path: str | Path) -> Path:
        """Write the map as a file; the path is given back."""
        target = Path(path)
        write_whole(target, self.html(), "the map")
        return target

    def __repr__(self) -> str:
        page = self.page
        known = counted(page.known.total, "known person", "known people")
        size = counted(len(page.groups), "group")
        lines = [f"{clean(page.account.name)}: {size}, {page.known.shown} of {known} shown"]
        for group in page.groups:
            size = counted(len(group.members), "person", "people")
            lines.append(f"  {clean(group.title)}: confidence {percent(group.confidence)}, {size}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """The map in a frame that can run its own script and reach nothing else."""
        frame = Markup(
            '<iframe srcdoc="{}" sandbox="allow-scripts allow-downloads" width="100%" '
            'height="{}" style="border:0" title="{}"></iframe>'
        )
        return str(frame.format(self.html(), HEIGHT, f"Map of {clean(self.page.account.name)}"))


@dataclass(frozen=True)
class Group:
    """One buying group: a row of ``coterie groups`` that displays its members."""

    row: Row

    @property
    def members(self) -> Rows:
        """Its members, the surest first."""
        return Rows("Likely members", groups.MEMBER_FIELDS, self.row["members"], _MEMBER)

    def __repr__(self) -> str:
        return f"{self._heading()}\n{self.members!r}"

    def _repr_html_(self) -> str:
        heading = str(Markup("<p><b>{}</b></p>").format(self._heading()))
        return heading + self.members._repr_html_()

    def _heading(self) -> str:
        row = self.row
        place = clean(row["account_name"] or row["account"] or row["account_id"])
        parts = [f"confidence {percent(row['confidence'])}"]
        parts += [f"{key} {_word(row[key])}" for key in ("rung", "stage", "quorum") if row[key]]
        return f"{place}, {clean(row['solution'])}: {', '.join(parts)}"


class Graph(Closing):
    """An open graph; a context manager, and ``close`` frees it."""

    def __init__(self, session: Session, held: ExitStack) -> None:
        self._session, self._held = session, held

    @property
    def store(self) -> GraphStore:
        """The store behind it."""
        return self._session.store

    def accounts(self, text: str | None = None) -> Rows:
        """Accounts as ``coterie accounts`` gives them; ``text`` is part of a name or domain."""
        least = self._session.config.list_confidence
        found = accounts.read_accounts(self.store, text, least=least)
        return Rows("Accounts", accounts.FIELDS, found, _ACCOUNT)

    def account(self, name: str) -> AccountMap:
        """The map of one account, by domain, name or id.

        Raises:
            UnknownNameError: nothing, or more than one account, is called so.
        """
        return AccountMap(read_page(self.store, find_account(self.store, name).id))

    def groups(
        self, account: str | None = None, solution: str | None = None, *, everything: bool = False
    ) -> Rows:
        """Likely buying groups as ``coterie groups`` gives them; ``everything``: all candidates."""
        least = None if everything else self._session.config.list_confidence
        found = groups.read_groups(
            self.store, account=account, solution=solution, least=least, unfit=everything
        )
        return Rows("Buying groups", groups.FIELDS, found, _GROUP)

    def group(self, id_: str) -> Group:
        """One group by its id, listed or not.

        Raises:
            UnknownNameError: no group has this id.
        """
        found = find_subject(self.store, id_)
        for row in groups.read_groups(self.store, unfit=True):
            if row["id"] == found.id:
                return Group(row)
        raise UnknownNameError(f"{id_!r} is a {found.kind}, not a group", fix="see groups()")

    def leads(self, account: str | None = None, *, second: bool = False) -> Rows:
        """Leads and contacts as ``coterie leads`` gives them; ``second``: second leads only."""
        found = leads.read_leads(self.store, account=account, second=second)
        return Rows("Leads", leads.FIELDS, found, _LEAD)

    def why(self, name: str) -> Rows:
        """The ledger behind a person or a group, by e-mail, name or id."""
        subject = find_subject(self.store, name)
        told = ledger.read_ledger(self.store, subject)
        return Rows(f"Why {clean(subject.name)}", ledger.FIELDS, told["lines"])

    def query(self, name: str, **parameters: Any) -> Rows:
        """The answer of a named question; ``docs/queries.md`` lists them.

        Raises:
            UnknownNameError: there is no such question, or it takes no such parameter.
        """
        query = find_query(name)
        for parameter in parameters:
            query.find_parameter(parameter)
        return Rows(query.title, query.fields, query.run(self.store, parameters).rows)

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer of a reading question in Cypher."""
        table = self.store.read(text, parameters)
        return Rows("Cypher", table.columns, table.rows)

    def close(self) -> None:
        """Free the graph; what was read stays."""
        self._held.close()


def open_graph(
    workspace: str | Path = ".coterie", url: str | None = None, config: str | Path | None = None
) -> Graph:
    """Open the graph of a workspace, or of a Neo4j server.

    Args:
        workspace: folder that ``coterie load`` made.
        url: a server instead (``bolt://``, ``neo4j://``, ``+s`` forms); its password comes from
            ``COTERIE_GRAPH_PASSWORD``.
        config: a coterie.toml that wins over the workspace's.

    Raises:
        WorkspaceError: missing, held by another process, or damaged.
        StoreError: the graph cannot be opened.
    """
    asked = Asked(Path(workspace), url, Path(config) if config else None, "a notebook")
    held = ExitStack()
    session = held.enter_context(open_session(asked))
    return Graph(session, held)


def _line(columns: Sequence[str], row: Row) -> Markup:
    cells = (Markup("<td>{}</td>").format(_short(_plain(key, row[key]))) for key in columns)
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _said(value: Any) -> bool:
    return value is not None and value != []


def _label(key: str) -> str:
    return key.replace("_", " ")


def _word(value: str) -> str:
    return ROLE_WORDS.get(value, value).replace("_", " ").lower()


def _plain(key: str, value: Any) -> str:
    """A value for eyes, on one line."""
    if not _said(value):
        return ""
    if isinstance(value, float) and key in _SHARES:
        return percent(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(_plain(key, item) for item in value)
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("email") or value.get("account")
        return clean(str(named)) if named else clean(str(dict(value)))
    text = clean(str(value))
    return text.replace("_", " ") if key in ("rung", "stage", "role", "runner_up") else text
