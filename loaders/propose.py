"""Proposing a profile for a file that no shipped one knows, every guess explained.

Column names are compared with all that the shipped profiles know, exactly and then nearly; values
decide types. The proposal is TOML to be read, corrected and named with ``--profile``.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rapidfuzz import fuzz, process

from graph.errors import InputError
from graph.model.registry import FACT_TABLES
from graph.model.signals import SIGNAL_KINDS
from loaders.examine import examine
from loaders.profile import Profile, best_profile, plain
from loaders.profile_reader import shipped
from loaders.source import Source, first_objects, first_rows, recognise
from loaders.unpack import unpack
from loaders.values import KEYS

TABLES = ("record", "account", "opportunity", "signal", "campaign", "content", "user")
"""Tables worth proposing, the likelier first."""
NEAR = 88.0
"""How alike (0..100) two column names must be to be thought one."""
TELLING = {
    "record": ("email", "title", "first_name", "last_name", "lead_source", "status", "company"),
    "account": ("website", "industry", "employees", "revenue", "domain", "target"),
    "opportunity": ("stage", "amount", "probability", "closes", "won", "closed"),
    "signal": ("visitor", "happened", "campaign_key", "score", "starts"),
    "campaign": ("starts", "ends"),
    "content": ("url", "topic", "title"),
    "user": ("active",),
}
"""Fields that tell what a table is about; all others are common."""
SHAPES = {
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE),
    "url": re.compile(r"https?://\S+", re.IGNORECASE),
    "instant": re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{4}.*"),
}

CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What TOML forbids in comments."""


@dataclass(frozen=True)
class Guess:
    """What a column is thought to be: a field, its type, and why."""

    column: str
    field: str
    type: str
    why: str


def propose(path: Path) -> str:
    """The text of a profile for this file.

    Raises:
        InputError: the file does not exist, or has no header that can be read.
    """
    if not path.is_file():
        raise InputError("no such file", where=str(path), fix="check the path")
    with tempfile.TemporaryDirectory(prefix="coterie-") as scratch, duckdb.connect() as con:
        plain_file = unpack(con, path, Path(scratch))[0]
        source: Source | str = plain_file.reason or recognise(
            plain_file.path, examine(plain_file.path)
        )
        if isinstance(source, str):
            raise InputError(source, where=str(path), fix="save it as CSV or JSON lines")
        rows = first_rows(source)[1:] if source.format == "csv" else first_objects(source)
    known = best_profile(shipped(), source.header, source.format)
    return "".join(CONTROL.sub("?", line) + "\n" for line in _lines(path, source, rows, known))


def _lines(
    path: Path, source: Source, rows: Sequence[tuple[str, ...]], known: Profile | None
) -> Iterator[str]:
    table, guesses = _best(source.header.columns, rows)
    yield f"# A profile for {path.name}, proposed by `coterie init`: check every line, then"
    yield f"# coterie load --profile THIS_FILE {path.name}"
    if known is not None:
        yield f"# coterie knows this kind of file already, as {known.name}: you may not need this."
    told = [g.column for g in guesses if g.field in TELLING[table]]
    yield f"# Table {table!r}, since it has {', '.join(told) or 'nothing that says otherwise'};"
    yield f"# others: {', '.join(t for t in TABLES if t != table)}."
    yield f"name = {_quoted('own.' + re.sub(r'[^A-Za-z0-9]+', '_', path.stem))}"
    yield f"table = {_quoted(table)}"
    yield 'system = "own"                # put before each id, so that systems never meet'
    yield f"format = {_quoted(source.format)}"
    yield 'required = ["id"]'
    yield from ("", "[fields]")
    yield from _fields(table, guesses)
    unused = [c for c in source.header.columns if c and c not in {g.column for g in guesses}]
    if unused:
        yield f"# not used: {', '.join(unused)}"
        names = [c.name for c in FACT_TABLES[table].columns[1:] if c.name not in _OF_LOAD]
        yield f"# fields there are: {', '.join(names)}"
    yield from ("", "[times]")
    time = next((g.field for g in guesses if g.field in _TIME_FIELDS), None)
    if time is None:
        yield "# No column says when: facts without a date never enter a past --as-of."
    else:
        yield f"event = [{_quoted(time)}]"
        yield f"stamped = [{_quoted(time)}]"
    yield 'otherwise = "load"'


_OF_LOAD = ("event_time", "known_time", "known_basis", "load", "line", "row_hash", "system")
_TIME_FIELDS = ("created", "happened", "starts", "done", "responded", "snapshot")


def _fields(table: str, guesses: Sequence[Guess]) -> Iterator[str]:
    taken: dict[str, list[Guess]] = {}
    for guess in guesses:
        taken.setdefault(guess.field, []).append(guess)
    if "id" not in taken:
        parts = ", ".join(_quoted(field) for field in list(taken)[:4])
        yield f'id = {{ hash = [{parts}], type = "key" }}  # no column looks like an id'
    for field, found in taken.items():
        columns = ", ".join(_quoted(g.column) for g in found)
        type_ = "" if found[0].type == "text" else f", type = {_quoted(found[0].type)}"
        why = "; ".join(dict.fromkeys(g.why for g in found))
        yield f"{field} = {{ columns = [{columns}]{type_} }}  # {why}"
    if table == "record" and "kind" not in taken:
        kind = "contact" if "account_key" in taken else "lead"
        why = "it names an account" if kind == "contact" else "it names no account's id"
        yield f'kind = {{ value = "{kind}" }}  # {why}; lead or contact'
    if table == "record" and "name" not in taken and {"first_name", "last_name"} & set(taken):
        names = [_quoted(name) for name in ("first_name", "last_name") if name in taken]
        yield f"name = {{ join = [{', '.join(names)}] }}"
    if table == "signal":
        if "kind" not in taken:
            kinds = ", ".join(kind.name for kind in SIGNAL_KINDS)
            yield f'kind = {{ value = "form" }}  # one of {kinds}'
        yield 'tier = { value = "known" }  # known, anonymous or third_party'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _best(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> tuple[str, list[Guess]]:
    """The table that most columns speak for, telling ones first, and what each column is."""
    found = [(table, _guesses(table, columns, rows)) for table in TABLES]

    def score(one: tuple[str, list[Guess]]) -> tuple[int, int]:
        table, guesses = one
        return sum(g.field in TELLING[table] for g in guesses), len(guesses)

    return max(found, key=score)


def _guesses(table: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[Guess]:
    names = _names(table)
    guesses = []
    for position, column in enumerate(columns):
        values = [row[position].strip() for row in rows if row[position].strip()]
        guess = _named(column, names) or _shaped(table, column, values)
        if guess is not None:
            guesses.append(guess)
    if all(g.field != "id" for g in guesses):
        guesses = [*_identity(columns, rows, guesses), *guesses]
    return guesses


def _names(table: str) -> dict[str, tuple[str, str, str]]:
    """Plain column name -> field, type and the profile that knows it, of this table's profiles."""
    found: dict[str, tuple[str, str, str]] = {}
    for profile in shipped():
        for rule in profile.fields.values() if profile.table == table else ():
            type_ = "key" if rule.type in KEYS - {"keys"} else rule.type
            for column in rule.columns:
                if "*" not in column:
                    found.setdefault(plain(column), (rule.name, type_, profile.name))
    return found


def _named(column: str, names: dict[str, tuple[str, str, str]]) -> Guess | None:
    name = plain(column)
    if name in names:
        field, type_, profile = names[name]
        return Guess(column, field, type_, f"so called in {profile}")
    near = process.extractOne(name, sorted(names), scorer=fuzz.ratio, score_cutoff=NEAR)
    if near is None or not name:
        return None
    field, type_, profile = names[near[0]]
    return Guess(column, field, type_, f"much like {near[0]!r} in {profile}")


def _shaped(table: str, column: str, values: Sequence[str]) -> Guess | None:
    """A field by what the column's values look like."""
    if not values:
        return None
    for shape, pattern in SHAPES.items():
        if not all(pattern.fullmatch(value) for value in values):
            continue
        fields = [c.name for c in FACT_TABLES[table].columns]
        field = "created" if shape == "instant" else shape
        if field in fields:
            return Guess(column, field, shape, f"its values look like {_WORDS[shape]}")
    return None


_WORDS = {"email": "e-mail addresses", "url": "web addresses", "instant": "dates"}


def _identity(
    columns: Sequence[str], rows: Sequence[tuple[str, ...]], guesses: Sequence[Guess]
) -> list[Guess]:
    """The first unused column that is called an id, or whose values all differ."""
    used = {g.column for g in guesses}
    free = [(i, c) for i, c in enumerate(columns) if c and c not in used]

    def differ(i: int) -> bool:
        values = [row[i] for row in rows]
        return len(set(values)) == len(values) and all(values)

    for i, column in free:
        if re.fullmatch(r".*(id|no|nr|key|number|code)", plain(column)) and differ(i):
            return [Guess(column, "id", "key", "called like an id")]
    for i, column in free:
        if len(rows) > 1 and differ(i):
            return [Guess(column, "id", "key", "its values all differ")]
    return []
