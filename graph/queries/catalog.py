"""The named questions: one ``.cypher`` file each, whose header says what it asks and gives.

::

    // title: Who are the likely champions?
    // question: one sentence
    // action: what to do with the answer
    // parameter: confidence = 0.5 | meaning       (the default is JSON; its type is the type)
    // column: account | meaning                   (one line each, in the order of RETURN)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import ModelError, QueryError, UnknownNameError
from graph.queries.names import nearest
from graph.store.base import GraphStore, Table

OWN_SECONDS = 60.0
_LINE = re.compile(r"// (title|question|action|parameter|column): (.+)")
_PARAMETER = re.compile(r"(\w+) = (.+) \| (.+)")
_COLUMN = re.compile(r"(\w+) \| (.+)")


@dataclass(frozen=True)
class QueryParameter:
    """A value that a question takes; its default gives the type."""

    name: str
    default: Any
    doc: str


@dataclass(frozen=True)
class NamedQuery:
    """A question with a name.

    Attributes:
        question: what it asks, in a sentence.
        action: what to do with the answer.
        columns: name and meaning of each, in the order of RETURN.
        text: the whole file, header included.
        path: file of a team's own question; None for one that comes with coterie.
    """

    name: str
    title: str
    question: str
    action: str
    parameters: tuple[QueryParameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    path: Path | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(name for name, _ in self.columns)

    def run(self, store: GraphStore, values: Mapping[str, Any]) -> Table:
        """The answer; ``values`` win over the defaults. A team's own runs apart, with a timeout."""
        given = {parameter.name: parameter.default for parameter in self.parameters} | dict(values)
        if self.path is None:
            return store.read(_body(self.text), given)
        return store.read(_body(self.text), given, timeout=OWN_SECONDS)

    def find_parameter(self, name: str) -> QueryParameter:
        """The parameter of that name; raises UnknownNameError where there is none."""
        found = next((p for p in self.parameters if p.name == name), None)
        if found is None:
            raise UnknownNameError(
                f"{self.name} takes no parameter {name!r}",
                fix=nearest(name, [p.name for p in self.parameters]) or "it takes none",
            )
        return found

    def read_value(self, name: str, text: str) -> Any:
        """A parameter's value from text, of its default's type; a list is JSON or ``a,b``.

        Raises:
            UnknownNameError: the query takes no such parameter.
            QueryError: the text is not of its type.
        """
        found = self.find_parameter(name)
        try:
            return _typed(text, found.default)
        except ValueError:
            wanted = {int: "a whole number", float: "a number", bool: "true or false"}
            kind = wanted.get(type(found.default), "a list")
            raise QueryError(f"{name}={text!r} is not {kind}", fix=found.doc) from None


@cache
def catalog() -> dict[str, NamedQuery]:
    """Every named question, by name."""
    found = [
        read_query(entry.name.removesuffix(".cypher"), entry.read_text(encoding="utf-8"))
        for entry in files("graph.queries").iterdir()
        if entry.name.endswith(".cypher")
    ]
    return {query.name: query for query in sorted(found, key=lambda query: query.name)}


def find_query(name: str, among: Mapping[str, NamedQuery] | None = None) -> NamedQuery:
    """The question of that name, among all that come with coterie or among those given.

    Raises:
        UnknownNameError: there is none; names the nearest.
    """
    known = catalog() if among is None else among
    found = known.get(name)
    if found is None:
        fix = f"{nearest(name, known)} See 'coterie query --list'"
        raise UnknownNameError(f"no query is called {name!r}", fix=fix)
    return found


def read_query(name: str, text: str) -> NamedQuery:
    """A question from its file; raises ModelError where the header is not as it must be."""
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("//"):
            matched = _LINE.fullmatch(line)
            if matched is None:
                raise ModelError(f"{name}.cypher: header line {line!r} cannot be read")
            told.setdefault(matched[1], []).append(matched[2])
    for key in ("title", "question", "action", "column"):
        if key not in told:
            raise ModelError(f"{name}.cypher: the header has no {key}")
    return NamedQuery(
        name,
        told["title"][0],
        told["question"][0],
        told["action"][0],
        tuple(_parameter(name, line) for line in told.get("parameter", [])),
        tuple(_column(name, line) for line in told["column"]),
        text,
    )


def _parameter(query: str, line: str) -> QueryParameter:
    matched = _PARAMETER.fullmatch(line)
    if matched is None:
        raise ModelError(f"{query}.cypher: parameter {line!r} is not NAME = DEFAULT | MEANING")
    try:
        default = json.loads(matched[2])
    except ValueError:
        what = f"{query}.cypher: default {matched[2]} of {matched[1]} is not JSON"
        raise ModelError(what, fix='put text into quotes: "text"') from None
    return QueryParameter(matched[1], default, matched[3])


def _column(query: str, line: str) -> tuple[str, str]:
    matched = _COLUMN.fullmatch(line)
    if matched is None:
        raise ModelError(f"{query}.cypher: column {line!r} is not NAME | MEANING")
    return matched[1], matched[2]


def _body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("//"))


def _typed(text: str, default: Any) -> Any:
    """The text as a value of the default's type; ValueError where it is none."""
    if isinstance(default, bool):
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"
    if isinstance(default, int | float):
        return type(default)(text)
    if not isinstance(default, list):
        return text
    if not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    value = json.loads(text)
    if not all(isinstance(part, str) for part in value):
        raise ValueError(text)
    return value
