"""What every verb is handed: the global options, and words for stderr."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import click

JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian names and emoji are written."""


DONE, FAILED, IN_PART, INTERRUPTED = 0, 1, 3, 130
"""Exit codes (docs/cli.md); 2, wrong usage, is click's own."""


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
    if char in JOINERS:
        return char
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
