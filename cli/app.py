"""What every verb is handed: the global options, sessions, and words for stderr."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.pipeline.session import Session

Say = Callable[[str], None]


@dataclass
class App:
    """The global options, filled in once by ``coterie`` itself."""

    workspace: Path = Path(".coterie")
    graph: str | None = None
    config: Path | None = None
    quiet: bool = False
    debug: bool = False

    def note(self, text: str) -> None:
        """A summary on stderr, unless --quiet."""
        if not self.quiet:
            click.echo(clean(text), err=True)

    def warn(self, text: str) -> None:
        """Something that changes how the result is to be read; --quiet does not hide it."""
        click.echo(f"coterie: {clean(text)}", err=True)

    @contextmanager
    def session(
        self, verb: str, *, create: bool = False, need_workspace: bool = False
    ) -> Iterator[Session]:
        """Workspace and graph, the graph brought up to date where it fell behind."""
        from graph.pipeline.session import Asked, open_session

        asked = Asked(self.workspace, self.graph, self.config, f"coterie {verb}")
        with open_session(
            asked, create=create, need_workspace=need_workspace, warn=self.warn
        ) as opened:
            yield opened

    @contextmanager
    def progress(self, start: str) -> Iterator[Say]:
        """Tell what is being done: a spinner on a terminal, nothing elsewhere."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.markup import escape

        with Console(stderr=True).status(escape(start)) as status:
            yield lambda text: status.update(escape(clean(text)))


def clean(text: str) -> str:
    """Text that cannot steer a terminal: names come from web forms that anyone may fill in.

    Control and direction characters become a replacement mark, line breaks a blank.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char) for char in text)


def _harmless(char: str) -> str:
    if char in "\t\n\r":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
