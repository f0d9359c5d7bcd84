"""Every error that coterie raises on purpose.

::

    CoterieError
    |- InputError         a path, file or row cannot be used
    |- ConfigError        coterie.toml: unknown key, wrong type, bad value
    |- UnknownNameError   a name that nothing, or more than one thing, answers to
    |- WorkspaceError     the workspace is missing, held, damaged or of another version
    |- StoreError         the graph store cannot be reached or refuses
    |  |- QueryError      the Cypher text is wrong, or its parameters are
    |  `- ReadOnlyError   a write was tried where only reading is allowed
    `- ModelError         rows that do not fit the declared model (a defect of coterie)

Each names *what* is wrong, *where* (file and line, or key) and *what to do*. The CLI prints
them as one line; nothing else turns an error into text.
"""

from __future__ import annotations


class CoterieError(Exception):
    """What went wrong, where, and what to do about it, each one short phrase."""

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(self.line())

    def line(self) -> str:
        """The whole error on one line, in the order where, what, what to do."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        text = f"{text}; {self.fix}" if self.fix else text
        return " ".join(text.split())


class InputError(CoterieError):
    """A path, file or row that cannot be used."""


class ConfigError(CoterieError):
    """coterie.toml holds an unknown key, a wrong type or a value that makes no sense."""


class UnknownNameError(CoterieError):
    """A name that nothing, or more than one thing, answers to."""


class WorkspaceError(CoterieError):
    """The workspace is missing, held by another process, damaged or of another version."""


class StoreError(CoterieError):
    """The graph store cannot be reached, or refuses."""


class QueryError(StoreError):
    """A Cypher text that is wrong, or whose parameters are missing."""


class ReadOnlyError(StoreError):
    """A write was tried where only reading is allowed."""


class ModelError(CoterieError):
    """Rows that do not fit the declared model: a defect of coterie, never of the user."""
