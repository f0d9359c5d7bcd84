"""Profiles: how a kind of file is recognised, and which column becomes which canonical field.

A profile is TOML data, checked when it is read. The shipped ones lie in ``loaders/profiles``.
Columns are compared without regard to case, blanks and punctuation, so ``FirstName``,
``First Name`` and ``first_name`` are one.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graph.errors import ConfigError
from graph.model.registry import FACT_TABLES, PROVENANCE
from loaders.values import TYPES

TIMES = ("event", "stamped", "later", "assumed", "otherwise")
FORMATS = ("csv", "jsonl")
OWN_FIELDS = ("created", "responded", "done", "starts", "happened", "sent", "received")
MORE_FIELDS = ("snapshot", "actor", "first_name", "last_name")
"""Fields that a profile may use on the way to those of its table: times, and parts of ids."""


@dataclass(frozen=True)
class Field:
    """How one canonical field is made.

    Attributes:
        columns: source columns, the first that has a value wins; ``*`` matches anything.
        type: a type of ``loaders.values``.
        prefix: put before the value, so that ids of different systems never meet.
        prefixes: values that begin otherwise are null (Salesforce ids tell their table so).
        value: a constant.
        when: with ``value``: (field, other value), used where that field has a value.
        join: fields joined by a blank where no column has a value.
        hash: fields whose hash stands in where no column has a value.
        values: words of the source and what they become; ``otherwise`` skips all other rows.
        file_date: the date in the file's name stands in where no column has a value.
    """

    name: str
    columns: tuple[str, ...] = ()
    type: str = "text"
    prefix: str = ""
    prefixes: tuple[str, ...] = ()
    value: str | None = None
    when: tuple[str, str] | None = None
    join: tuple[str, ...] = ()
    hash: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    file_date: bool = False


@dataclass(frozen=True)
class Skip:
    """Rows that are left out and counted under ``why``.

    Attributes:
        is_: lower-case values of the column that skip the row.
        is_not: any other value skips it.
        empty: an empty cell skips it.
        absent: with ``is_not``: a file without the column is skipped row by row too.
    """

    column: str
    why: str
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    empty: bool = False
    absent: bool = False


@dataclass(frozen=True)
class Times:
    """Which fields give ``event_time``, ``known_time`` and ``known_basis`` (docs/formats.md).

    Attributes:
        event: the first that has a value.
        stamped: the first that has a value is the known time; a later one of ``later`` wins.
        assumed: used where none of ``stamped`` has a value.
        otherwise: ``load`` (the time of the load) or ``timeless`` (reference data: null).
    """

    event: tuple[str, ...] = ()
    stamped: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    otherwise: str = "load"


@dataclass(frozen=True)
class Profile:
    """One kind of file.

    Attributes:
        table: fact table that its rows go to.
        required: fields without which a row is refused.
        one_of: of each tuple of fields, one must have a value.
        all_, any_, none: fields the header must have, must have one of; columns it must lack.
    """

    name: str
    table: str
    system: str
    format: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    all_: tuple[str, ...] = ()
    any_: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    times: Times = field(default_factory=Times)
    skips: tuple[Skip, ...] = ()

    @property
    def dated_by_name(self) -> bool:
        """Whether the file's name may say when its rows are from."""
        return any(f.file_date for f in self.fields.values())


def plain(column: str) -> str:
    """A column name as it is compared: lower case, letters and digits (and ``*``) only."""
    return re.sub(r"[^\w*]|_", "", column.lower())


@dataclass(frozen=True)
class Header:
    """The columns of a file, to be looked up by the names that profiles use."""

    columns: tuple[str, ...]

    def find(self, wanted: str) -> tuple[int, ...]:
        """Positions of the columns that ``wanted`` names."""
        return _find(self.columns, wanted)

    def positions(self, wanted: Iterable[str]) -> tuple[int, ...]:
        """Positions of all columns that ``wanted`` names, in its order, each once."""
        return tuple(dict.fromkeys(i for name in wanted for i in self.find(name)))


@cache
def _find(columns: tuple[str, ...], wanted: str) -> tuple[int, ...]:
    name = plain(wanted)
    names = _plain_names(columns)
    if "*" in name:
        return tuple(i for i, n in enumerate(names) if fnmatch.fnmatchcase(n, name))
    return (names.index(name),) if name in names else ()


@cache
def _plain_names(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(c) for c in columns)


def recognises(profile: Profile, header: Header) -> bool:
    """Whether a file with this header is of this kind."""

    def has(name: str) -> bool:
        return bool(header.positions(profile.fields[name].columns))

    return (
        all(has(name) for name in profile.all_)
        and (not profile.any_ or any(has(name) for name in profile.any_))
        and not header.positions(profile.none)
    )


def used_columns(profile: Profile, header: Header) -> tuple[int, ...]:
    """Positions of the columns that the profile reads, in order."""
    wanted = [c for f in profile.fields.values() for c in f.columns]
    wanted += [skip.column for skip in profile.skips]
    return tuple(sorted(header.positions(wanted)))


def best_profile(profiles: Iterable[Profile], header: Header, format_: str) -> Profile | None:
    """The profile that recognises the header and reads most of it; ties go by name."""
    fitting = [p for p in profiles if p.format == format_ and recognises(p, header)]
    return min(fitting, key=lambda p: (-len(used_columns(p, header)), p.name), default=None)


def with_columns(profile: Profile, columns: Mapping[str, str], where: str) -> Profile:
    """The profile with an org's own columns put first.

    Raises:
        ConfigError: a name that is no field of the profile.
    """
    fields = dict(profile.fields)
    for name, column in columns.items():
        if name not in fields:
            raise ConfigError(
                f"[columns.{profile.name}] names {name!r}", where=where, fix=_near(name, fields)
            )
        fields[name] = replace(fields[name], columns=(column, *fields[name].columns))
    return replace(profile, fields=fields)


def _near(name: str, valid: Iterable[str]) -> str:
    names = sorted(valid)
    found = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {found[0]!r}?" if found else f"valid: {', '.join(names)}"


@cache
def shipped() -> tuple[Profile, ...]:
    """Every profile that comes with coterie, by name."""
    folder = resources.files("loaders") / "profiles"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse_profile(f.read_text(encoding="utf-8"), f.name) for f in files)


def named(name: str) -> Profile:
    """A shipped profile by name, or one in a TOML file.

    Raises:
        ConfigError: there is none of that name, or the file is no right profile.
    """
    for profile in shipped():
        if profile.name == name:
            return profile
    path = Path(name)
    if not path.is_file():
        fix = _near(name, [p.name for p in shipped()])
        raise ConfigError(f"no profile and no file {name!r}", fix=fix)
    try:
        return parse_profile(path.read_text(encoding="utf-8-sig"), name)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=name) from None


def parse_profile(text: str, where: str) -> Profile:
    """Read and check a profile.

    Raises:
        ConfigError: it is no TOML, or holds an unknown key, field, type or a wrong value.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"no TOML ({error})", where=where, fix="correct it") from None
    return _Checked(text, where).profile(data)


class _Checked:
    """One profile's data, taken apart; every mistake names its line and the nearest valid name."""

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.splitlines()
        self.where = where

    def fail(self, name: str, what: str, valid: Iterable[str]) -> ConfigError:
        at = (
            i for i, line in enumerate(self.lines, 1) if re.search(rf"\b{re.escape(name)}\b", line)
        )
        return ConfigError(what, where=f"{self.where}:{next(at, 1)}", fix=_near(name, valid))

    def known(self, table: Mapping[str, Any], valid: Iterable[str], what: str) -> None:
        for name in table:
            if name not in valid:
                raise self.fail(name, f"{name!r} is no {what}", valid)

    def get(self, table: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
        value = table.get(key, default)
        if not isinstance(value, kind):
            words = {str: "a string", list: "a list", dict: "a table", bool: "true or false"}
            raise ConfigError(f"{key!r} must be {words[kind]}", where=self.fail(key, "", ()).where)
        return value

    def strings(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        found = self.get(table, key, list, [])
        if not all(isinstance(v, str) for v in found):
            raise ConfigError(f"{key!r} must be a list of strings", where=self.where)
        return tuple(found)

    def profile(self, data: Mapping[str, Any]) -> Profile:
        keys = ("name", "table", "system", "format", "required", "one_of", "recognise")
        self.known(data, (*keys, "fields", "times", "skip"), "key of a profile")
        for key in ("name", "table", "system", "format", "fields"):
            if key not in data:
                raise ConfigError(f"{key!r} is missing", where=self.where, fix="add it")
        table, format_ = self.get(data, "table", str, ""), self.get(data, "format", str, "")
        self.known({table: 0}, FACT_TABLES, "fact table")
        self.known({format_: 0}, FORMATS, "format")
        fields = self.fields(self.get(data, "fields", dict, {}), table)
        made = (*fields, "at", "event_time")
        recognise = self.get(data, "recognise", dict, {})
        self.known(recognise, ("all", "any", "none"), "way to recognise a file")
        return Profile(
            name=self.get(data, "name", str, ""),
            table=table,
            system=self.get(data, "system", str, ""),
            format=format_,
            fields=fields,
            required=self.names(data, "required", made),
            one_of=tuple(tuple(group) for group in self.get(data, "one_of", list, [])),
            all_=self.names(recognise, "all", fields),
            any_=self.names(recognise, "any", fields),
            none=self.strings(recognise, "none"),
            times=self.times(self.get(data, "times", dict, {}), fields),
            skips=tuple(self.skip(s) for s in self.get(data, "skip", list, [])),
        )

    def names(self, table: Mapping[str, Any], key: str, valid: Iterable[str]) -> tuple[str, ...]:
        found = self.strings(table, key)
        self.known(dict.fromkeys(found), tuple(valid), f"field of the profile ({key})")
        return found

    def fields(self, tables: Mapping[str, Any], table: str) -> dict[str, Field]:
        provenance = {p.name for p in PROVENANCE}
        own = [c.name for c in FACT_TABLES[table].columns if c.name not in provenance - {"system"}]
        self.known(tables, (*own, *OWN_FIELDS, *MORE_FIELDS), f"field of {table!r}")
        if "id" not in tables:
            raise ConfigError("field 'id' is missing", where=self.where, fix="add it")
        return {name: self.field(name, rule) for name, rule in tables.items()}

    def field(self, name: str, rule: Mapping[str, Any]) -> Field:
        keys = [k for k in Field.__dataclass_fields__ if k != "name"]
        self.known(rule, keys, f"key of field {name!r}")
        type_ = self.get(rule, "type", str, "text")
        self.known({type_: 0}, TYPES, "type")
        when = self.get(rule, "when", dict, {})
        return Field(
            name,
            columns=self.strings(rule, "columns"),
            type=type_,
            prefix=self.get(rule, "prefix", str, ""),
            prefixes=self.strings(rule, "prefixes"),
            value=self.get(rule, "value", str, "") or None,
            when=(when["field"], when["value"]) if when else None,
            join=self.strings(rule, "join"),
            hash=self.strings(rule, "hash"),
            values=tuple(self.get(rule, "values", dict, {}).items()),
            otherwise=self.get(rule, "otherwise", str, "") or None,
            file_date=self.get(rule, "file_date", bool, False),
        )

    def times(self, table: Mapping[str, Any], fields: Mapping[str, Field]) -> Times:
        self.known(table, TIMES, "key of [times]")
        otherwise = self.get(table, "otherwise", str, "load")
        self.known({otherwise: 0}, ("load", "timeless"), "way out")
        return Times(
            event=self.names(table, "event", fields),
            stamped=self.names(table, "stamped", fields),
            later=self.names(table, "later", fields),
            assumed=self.names(table, "assumed", fields),
            otherwise=otherwise,
        )

    def skip(self, rule: Mapping[str, Any]) -> Skip:
        self.known(rule, ("column", "why", "is", "is_not", "empty", "absent"), "key of [[skip]]")
        return Skip(
            column=self.get(rule, "column", str, ""),
            why=self.get(rule, "why", str, ""),
            is_=self.strings(rule, "is"),
            is_not=self.strings(rule, "is_not"),
            empty=self.get(rule, "empty", bool, False),
            absent=self.get(rule, "absent", bool, False),
        )
