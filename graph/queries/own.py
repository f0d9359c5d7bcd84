"""Questions that a team keeps in folders of its own, beside those that come with coterie.

A file is written like a shipped one (see ``graph.queries.catalog``); one of a shipped name stands
in its place. A file whose header cannot be read takes nothing away from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import CoterieError, InputError, ModelError, QueryError
from graph.queries.catalog import NamedQuery, catalog, find_query, read_query


@dataclass(frozen=True)
class Questions:
    """Every question that can be asked.

    Attributes:
        known: by name, sorted.
        broken: files that cannot be read as a question, by name, with what is wrong.
    """

    known: Mapping[str, NamedQuery]
    broken: Mapping[str, CoterieError] = field(default_factory=dict)

    def find(self, name: str) -> NamedQuery:
        """The question of that name.

        Raises:
            InputError, QueryError: it is a team's own, and its file cannot be read.
            UnknownNameError: there is none; names the nearest.
        """
        if name in self.broken:
            raise self.broken[name]
        return find_query(name, self.known)


def questions(folders: Iterable[Path] = ()) -> Questions:
    """Shipped questions and those of the folders; a later folder's win over an earlier one's."""
    known = dict(catalog())
    broken: dict[str, CoterieError] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.cypher")):
            broken.pop(path.stem, None)
            try:
                known[path.stem] = _read(path)
            except (InputError, QueryError) as error:
                broken[path.stem] = error
    return Questions(dict(sorted(known.items())), broken)


def _read(path: Path) -> NamedQuery:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or "unknown"
        raise InputError(f"cannot be read ({reason})", where=str(path), fix="see it") from error
    except UnicodeDecodeError as error:
        raise QueryError("is not UTF-8", where=str(path), fix="save it as UTF-8") from error
    try:
        return replace(read_query(path.stem, text), path=path)
    except ModelError as error:
        fix = "write its header like that of 'coterie query --show who-champions'"
        raise QueryError(error.what, where=str(path), fix=fix) from None
