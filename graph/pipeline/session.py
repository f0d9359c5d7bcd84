"""One command's hold on everything: workspace, facts and a graph that shows them."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.errors import StoreError, WorkspaceError
from graph.facts.open import open_facts
from graph.facts.versions import get_value, set_value
from graph.pipeline.project import ProjectRow, is_current, project, read_stamp
from graph.store.base import GraphStore
from graph.store.connect import connect
from graph.store.embedded import EmbeddedStore
from graph.workspace.config import Config
from graph.workspace.folder import Workspace, bare_config

EMBEDDED = "embedded"
MOST_GONE = 0.2
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Session:
    """What a verb works with.

    Attributes:
        target: name of the graph in the sender's books.
        workspace, facts: None when only a server's URL is at hand.
    """

    store: GraphStore
    target: str
    config: Config
    workspace: Workspace | None
    facts: duckdb.DuckDBPyConnection | None

    def at_hand(self) -> tuple[Workspace, duckdb.DuckDBPyConnection]:
        """The workspace and its facts.

        Raises:
            WorkspaceError: only a server's URL is at hand.
        """
        if self.workspace is None or self.facts is None:
            raise WorkspaceError("no workspace here", fix="name one with --workspace")
        return self.workspace, self.facts

    def project(
        self, *, rebuild: bool = False, force: bool = False, progress: Progress | None = None
    ) -> list[ProjectRow]:
        """Bring the graph up to the facts; a server's loses a fifth at most without ``force``."""
        _, facts = self.at_hand()
        if not rebuild and self.is_foreign():
            raise StoreError(
                "that graph was written from another workspace",
                where=self.target,
                fix="'coterie project --rebuild' replaces it by this one's",
            )
        most = 1.0 if force or self.target == EMBEDDED else MOST_GONE
        return project(
            facts,
            self.store,
            self.target,
            rebuild=rebuild,
            most_gone=most,
            progress=progress,
        )

    def heal(self, *, reading: bool, warn: Callable[[str], None] | None) -> None:
        """Bring a graph that fell behind up to the facts.

        Another workspace's graph on a server is only shown when ``reading``, never replaced.
        """
        if reading and self.is_foreign():
            if warn:
                warn(f"{self.target} was written from another workspace; shown as it is")
        elif self.facts is not None and not is_current(self.facts, self.store):
            self.project()

    def is_foreign(self) -> bool:
        """Whether a server's graph was written from another workspace than the one at hand."""
        stamp = read_stamp(self.store) if self.target != EMBEDDED else None
        return bool(
            stamp and self.facts and stamp.get("workspace") != get_value(self.facts, "workspace")
        )


@dataclass(frozen=True)
class Asked:
    """What a command was told: where the workspace and the graph are.

    Attributes:
        url: a Neo4j server; None is the embedded graph of the workspace.
        config: a coterie.toml that wins over the workspace's.
        holder: what other processes are told this one is doing.
        adopt: work in a server's database that holds somebody else's nodes too.
    """

    folder: Path
    url: str | None = None
    config: Path | None = None
    holder: str = "coterie"
    adopt: bool = False


@contextmanager
def open_session(
    asked: Asked,
    *,
    create: bool = False,
    need_workspace: bool = False,
    heal: bool = True,
    warn: Callable[[str], None] | None = None,
    ask: Callable[[str], str] | None = None,
) -> Iterator[Session]:
    """Open a workspace and its graph, and bring a graph that fell behind up to date.

    Args:
        create: make the workspace when it is missing.
        need_workspace: refuse to work from a URL alone.
        heal: bring a graph that fell behind up to date.
        warn: told what was mended on the way, and what is unsafe.
        ask: asks a person for a server's password.

    Raises:
        WorkspaceError: missing, held by another process, or damaged.
        StoreError: the graph cannot be opened.
        ConfigError: coterie.toml is wrong.
    """
    with ExitStack() as stack:
        workspace, facts = None, None
        if asked.url is None or need_workspace or create or asked.folder.is_dir():
            workspace = stack.enter_context(
                Workspace.open(asked.folder, create=create, holder=asked.holder)
            )
            facts = stack.enter_context(open_facts(workspace.facts_path))
            _stamp_workspace(facts)
        if asked.url is not None:
            store = connect(asked.url, adopt=asked.adopt, ask=ask, warn=warn)
        else:
            store = _open_embedded(workspace, warn)
        stack.callback(store.close)
        found = workspace.config(asked.config) if workspace else bare_config(asked.config)
        target = store.describe() if asked.url else EMBEDDED
        session = Session(store, target, found, workspace, facts)
        if heal and facts is not None and _has_rows(facts):
            session.heal(reading=not (need_workspace or create), warn=warn)
        yield session


def _open_embedded(workspace: Workspace | None, warn: Callable[[str], None] | None) -> GraphStore:
    if workspace is None:
        raise WorkspaceError("no workspace here", fix="run 'coterie load PATH' first")
    try:
        return EmbeddedStore(workspace.graph_path)
    except StoreError as error:
        if "in use" in error.what:
            raise
        if warn:
            warn(f"{error.what}; building the graph again from the facts")
        shutil.rmtree(workspace.graph_path, ignore_errors=True)
        return EmbeddedStore(workspace.graph_path)


def _stamp_workspace(facts: duckdb.DuckDBPyConnection) -> None:
    """Give a new workspace its own id, so that a graph can tell whose it is."""
    if get_value(facts, "workspace") is None:
        set_value(facts, "workspace", uuid.uuid4().hex)


def _has_rows(facts: duckdb.DuckDBPyConnection) -> bool:
    return get_value(facts, "loaded_facts") is not None
