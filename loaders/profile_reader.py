"""Reading profiles from TOML; every mistake names its line and the nearest valid name."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graph.errors import ConfigError
from graph.model.registry import FACT_TABLES, PROVENANCE
from graph.workspace.config import DATE_ORDERS, DECIMALS
from graph.workspace.config_reader import ENCODINGS, is_encoding
from loaders.profile import SHAPES, Field, Profile, Skip, Times
from loaders.values import TYPES, Said

TIMES = ("event", "stamped", "later", "assumed", "otherwise", "never_after")
SKIPS = ("columns", "why", "is", "is_not", "empty", "absent", "always", "unless", "deletes")
FORMATS = ("csv", "jsonl")
OWN_FIELDS = ("created", "responded", "done", "starts", "happened", "sent", "received")
MORE_FIELDS = ("snapshot", "actor", "first_name", "last_name", "start", "more", "meets")
"""Fields that a profile may use on the way to those of its table: times, and parts of ids."""


@cache
def shipped() -> tuple[Profile, ...]:
    """Every profile that comes with coterie, by name."""
    folder = resources.files("loaders") / "profiles"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse_profile(f.read_text(encoding="utf-8"), f.name) for f in files)


def named(name: str, where: str | None = None) -> Profile:
    """A shipped profile by name, or one in a TOML file; ``where`` is what names it.

    Raises:
        ConfigError: there is none of that name, or the file is no right profile.
    """
    for profile in shipped():
        if profile.name == name:
            return profile
    path = Path(name)
    if not path.is_file():
        fix = _near(name, [p.name for p in shipped()])
        raise ConfigError(f"no profile and no file {name!r}", where=where, fix=fix)
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
        keys = (
            "name",
            "table",
            "system",
            "format",
            "required",
            "one_of",
            "recognise",
            "nulls",
            "headerless",
            "note",
            "dates",
            "decimals",
            "encoding",
        )
        self.known(data, (*keys, "fields", "times", "skip"), "key of a profile")
        for key in ("name", "table", "system", "format", "fields"):
            if key not in data:
                raise ConfigError(f"{key!r} is missing", where=f"{self.where}:1", fix="add it")
        table, format_ = self.get(data, "table", str, ""), self.get(data, "format", str, "")
        self.known({table: 0}, FACT_TABLES, "fact table")
        self.known({format_: 0}, FORMATS, "format")
        dates = self.get(data, "dates", str, "")
        self.known({dates: 0} if dates else {}, DATE_ORDERS, "order of day and month")
        decimals = self.get(data, "decimals", str, "")
        self.known({decimals: 0} if decimals else {}, DECIMALS, "mark before decimals")
        encoding = self.get(data, "encoding", str, "")
        if encoding and not is_encoding(encoding):
            raise self.fail(encoding, f"{encoding!r} is no encoding", ENCODINGS)
        fields = self.fields(self.get(data, "fields", dict, {}), table)
        made = (*fields, "at", "event_time")
        recognise = self.get(data, "recognise", dict, {})
        self.known(recognise, ("all", "any", "none", "has"), "way to recognise a file")
        headerless = self.get(data, "headerless", dict, {})
        self.known(headerless, ("columns", "shapes"), "key of 'headerless'")
        return Profile(
            name=self.get(data, "name", str, ""),
            table=table,
            system=self.get(data, "system", str, ""),
            format=format_,
            fields=fields,
            required=self.names(data, "required", made),
            one_of=tuple(
                self.names({"one_of": group}, "one_of", fields)
                for group in self.get(data, "one_of", list, [])
            ),
            all_=self.names(recognise, "all", fields),
            any_=self.names(recognise, "any", fields),
            none=self.strings(recognise, "none"),
            has=self.strings(recognise, "has"),
            nulls=self.strings(data, "nulls"),
            said=Said(dates or None, decimals or None),
            encoding=encoding or None,
            note=self.note(self.get(data, "note", dict, {}), fields),
            headerless=self.strings(headerless, "columns"),
            shapes=self.shapes(headerless),
            times=self.times(self.get(data, "times", dict, {}), fields),
            skips=tuple(self.skip(s) for s in self.get(data, "skip", list, [])),
        )

    def note(
        self, table: Mapping[str, Any], fields: Mapping[str, Field]
    ) -> tuple[str, tuple[str, ...]] | None:
        self.known(table, ("text", "unless"), "key of 'note'")
        text = self.get(table, "text", str, "")
        return (text, self.names(table, "unless", fields)) if text else None

    def shapes(self, table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        found = self.get(table, "shapes", dict, {})
        self.known(found, self.strings(table, "columns"), "column of 'headerless'")
        self.known(dict.fromkeys(found.values()), SHAPES, "shape")
        return tuple(found.items())

    def names(self, table: Mapping[str, Any], key: str, valid: Iterable[str]) -> tuple[str, ...]:
        found = self.strings(table, key)
        self.known(dict.fromkeys(found), tuple(valid), f"field of the profile ({key})")
        return found

    def fields(self, tables: Mapping[str, Any], table: str) -> dict[str, Field]:
        provenance = {p.name for p in PROVENANCE}
        own = [c.name for c in FACT_TABLES[table].columns if c.name not in provenance - {"system"}]
        self.known(tables, (*own, *OWN_FIELDS, *MORE_FIELDS), f"field of {table!r}")
        if "id" not in tables:
            raise self.fail("fields", "field 'id' is missing", ("id",))
        found = {name: self.field(name, self.get(tables, name, dict, {})) for name in tables}
        for rule in found.values():
            others = (*rule.join, *rule.hash, *(rule.when[:1] if rule.when else ()))
            self.known(dict.fromkeys(others), found, f"field of the profile ({rule.name})")
        return found

    def field(self, name: str, rule: Mapping[str, Any]) -> Field:
        keys = [k for k in Field.__dataclass_fields__ if k != "name"]
        self.known(rule, keys, f"key of field {name!r}")
        type_ = self.get(rule, "type", str, "text")
        self.known({type_: 0}, TYPES, "type")
        when = self.get(rule, "when", dict, {})
        self.known(when, ("field", "value"), "key of 'when'")
        other = (self.get(when, "field", str, ""), self.get(when, "value", str, ""))
        inside = self.get(rule, "inside", dict, {})
        self.known(inside, ("column", "names"), "key of 'inside'")
        cell = (self.get(inside, "column", str, ""), self.strings(inside, "names"))
        return Field(
            name,
            columns=self.strings(rule, "columns"),
            type=type_,
            prefix=self.get(rule, "prefix", str, ""),
            prefixes=self.strings(rule, "prefixes"),
            value=self.get(rule, "value", str, "") or None,
            when=other if when else None,
            join=self.strings(rule, "join"),
            hash=self.strings(rule, "hash"),
            values=tuple(self.get(rule, "values", dict, {}).items()),
            otherwise=self.get(rule, "otherwise", str, "") or None,
            file_date=self.get(rule, "file_date", bool, False),
            inside=cell if inside else None,
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
            never_after=self.names(table, "never_after", fields),
        )

    def skip(self, rule: Mapping[str, Any]) -> Skip:
        self.known(rule, SKIPS, "key of [[skip]]")
        return Skip(
            columns=self.strings(rule, "columns"),
            why=self.get(rule, "why", str, ""),
            is_=self.strings(rule, "is"),
            is_not=self.strings(rule, "is_not"),
            empty=self.get(rule, "empty", bool, False),
            absent=self.get(rule, "absent", bool, False),
            always=self.get(rule, "always", bool, False),
            unless=self.strings(rule, "unless"),
            deletes=self.get(rule, "deletes", bool, False),
        )


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
