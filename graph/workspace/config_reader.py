"""Reading coterie.toml: unknown keys and wrong types are errors with line and nearest key."""

from __future__ import annotations

import codecs
import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.errors import ConfigError
from graph.model.vocabulary import FUNCTIONS, RUNGS
from graph.workspace.config import (
    DATE_ORDERS,
    DECIMALS,
    CompanyConfig,
    Config,
    FitConfig,
    HygieneConfig,
    LeadConfig,
    QuorumConfig,
    SolutionConfig,
    WindowConfig,
)

HYGIENE_NUMBERS = (
    "click_seconds",
    "burst_seconds",
    "burst_links",
    "burst_contents",
    "burst_people",
)
HYGIENE_LISTS = ("bots", "allow")
SECTIONS: dict[str, tuple[str, ...]] = {
    "company": ("domains", "partners", "competitors"),
    "solutions": (),
    "fit": ("target", "employees", "industry", "country"),
    "quorum": ("below_500", "below_1000", "above"),
    "window": ("evidence_days", "second_lead_days"),
    "lead": ("disqualified", "accepted", "sla_days"),
    "hygiene": (*HYGIENE_NUMBERS, *HYGIENE_LISTS),
    "stage": ("prioritized",),
    "hand_raiser": ("kinds",),
    "list": ("confidence",),
    "files": ("dates", "decimals", "encoding"),
    "columns": (),
    "graph": ("signals",),
    "model": (),
}
SOLUTION_KEYS = ("topics", "urls", "touches", "n_min")


class _Reader:
    """Typed look-ups in one parsed file; knows where each key stands."""

    def __init__(self, text: str, name: str) -> None:
        self.lines = text.splitlines()
        self.name = name

    def fail(self, path: tuple[str, ...], what: str, fix: str) -> ConfigError:
        return ConfigError(what, where=f"{self.name}:{self.line(path)}", fix=fix)

    def line(self, path: tuple[str, ...]) -> int:
        """1-based line of a key: the first line in its section that sets it."""
        start = self._section(path[:-1])
        key = re.compile(rf"""^\s*\[?\[?\s*(?:.*\.)?["']?{re.escape(path[-1])}["']?\s*[=\].]""")
        inline = re.compile(rf"""[{{,]\s*["']?{re.escape(path[-1])}["']?\s*=""")
        for number, text in enumerate(self.lines[start:], start + 1):
            if key.search(text) or inline.search(text):
                return number
        return start or 1

    def _section(self, path: tuple[str, ...]) -> int:
        """Index of the deepest table header that leads to ``path``; 0 when there is none."""
        for depth in range(len(path), 0, -1):
            parts = r"\s*\.\s*".join(rf"""["']?{re.escape(p)}["']?""" for p in path[:depth])
            header = re.compile(rf"^\s*\[\s*{parts}\s*\]")
            for number, text in enumerate(self.lines):
                if header.match(text):
                    return number
        return 0

    def known(self, table: Mapping[str, Any], keys: tuple[str, ...], path: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                fix = f"did you mean {near[0]!r}?" if near else f"valid keys: {', '.join(keys)}"
                raise self.fail((*path, key), f"unknown key {'.'.join((*path, key))!r}", fix)

    def get(self, table: Mapping[str, Any], path: tuple[str, ...], kind: str, default: Any) -> Any:
        """Value of ``path[-1]`` in ``table``, of that kind, or the default when absent."""
        value = table.get(path[-1], default)
        if path[-1] in table and not _is(value, kind):
            what = f"{'.'.join(path)!r} is {_kind_of(value)}"
            raise self.fail(path, what, f"it must be {kind}")
        return tuple(value) if isinstance(value, list) else value

    def at_least(self, number: Any, path: tuple[str, ...], least: int) -> Any:
        if number is not None and number < least:
            raise self.fail(path, f"{'.'.join(path)!r} is {number}", f"it must be {least} or more")
        return number

    def one_of(self, value: Any, path: tuple[str, ...], valid: tuple[str, ...]) -> Any:
        if value not in valid:
            what = f"{'.'.join(path)!r} is {value!r}"
            raise self.fail(path, what, f"it must be one of {', '.join(valid)}")
        return value


ENCODINGS = ("cp1252", "cp1250", "cp1251", "koi8-r", "mac_roman", "shift_jis", "gb18030", "euc-kr")
"""Those that are met most; any that Python knows may be named."""


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding of text of that name."""
    try:
        b"".decode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return False
    return True


def _encoding(reader: _Reader, name: str | None) -> str | None:
    if name is not None and not is_encoding(name):
        what, fix = f"'files.encoding' is {name!r}", f"name one such as {', '.join(ENCODINGS)}"
        raise reader.fail(("files", "encoding"), what, fix)
    return name


def _is(value: Any, kind: str) -> bool:
    if kind == "a whole number":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "a number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "a list of strings":
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    wanted = {"true or false": bool, "a string": str, "a table": dict}[kind]
    return isinstance(value, wanted)


def _kind_of(value: Any) -> str:
    names = {bool: "true or false", str: "a string", dict: "a table", list: "a list"}
    return names.get(type(value), f"{value!r}")


def read_config(path: Path) -> Config:
    """Read and check a coterie.toml.

    Raises:
        ConfigError: it is missing, no TOML, or holds an unknown key or wrong type.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("no such file", where=str(path), fix="check the path") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"cannot be read ({error})", where=str(path), fix="save it as UTF-8"
        ) from None
    return parse_config(text, str(path))


def parse_config(text: str, name: str = "coterie.toml") -> Config:
    """Check the text of a coterie.toml; ``name`` is what errors call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, text, name) from None
    reader = _Reader(text, name)
    reader.known(data, tuple(SECTIONS), ())
    for section, keys in SECTIONS.items():
        table = reader.get(data, (section,), "a table", {})
        if keys:
            reader.known(table, keys, (section,))
    return _build(reader, data)


def _syntax_error(error: tomllib.TOMLDecodeError, text: str, name: str) -> ConfigError:
    found = re.search(r"\(at line (\d+)", str(error))
    line = int(found.group(1)) if found else len(text.splitlines())
    what = re.sub(r"\s*\(at .*\)$", "", str(error))
    return ConfigError(f"not valid TOML: {what}", where=f"{name}:{line}", fix="mend that line")


def _build(reader: _Reader, data: Mapping[str, Any]) -> Config:
    default = Config()

    def value(section: str, key: str, kind: str, fallback: Any) -> Any:
        return reader.get(data.get(section, {}), (section, key), kind, fallback)

    confidence = float(value("list", "confidence", "a number", default.list_confidence))
    if not 0 <= confidence <= 1:
        raise reader.fail(("list", "confidence"), f"'list.confidence' is {confidence}", "use 0..1")
    prioritized = value("stage", "prioritized", "a string", default.stage_prioritized)
    dates = value("files", "dates", "a string", None)
    decimals = value("files", "decimals", "a string", None)
    signals = value("graph", "signals", "a string", default.graph_signals)
    return Config(
        company=_company(reader, data.get("company", {})),
        solutions=_solutions(reader, data.get("solutions", {})),
        fit=_fit(reader, data.get("fit", {})),
        quorum=QuorumConfig(**_numbers(reader, data, "quorum", QuorumConfig())),
        window=WindowConfig(**_numbers(reader, data, "window", WindowConfig())),
        lead=_lead(reader, data.get("lead", {})),
        hygiene=_hygiene(reader, data),
        stage_prioritized=reader.one_of(prioritized, ("stage", "prioritized"), RUNGS),
        hand_raiser_kinds=value(
            "hand_raiser", "kinds", "a list of strings", default.hand_raiser_kinds
        ),
        list_confidence=confidence,
        dates=dates and reader.one_of(dates, ("files", "dates"), DATE_ORDERS),
        decimals=decimals and reader.one_of(decimals, ("files", "decimals"), DECIMALS),
        encoding=_encoding(reader, value("files", "encoding", "a string", None)),
        columns=_columns(reader, data.get("columns", {})),
        graph_signals=reader.one_of(signals, ("graph", "signals"), ("strong", "all")),
        model=MappingProxyType(dict(data.get("model", {}))),
    )


def _numbers(
    reader: _Reader,
    data: Mapping[str, Any],
    section: str,
    default: Any,
    keys: tuple[str, ...] = (),
) -> dict[str, int]:
    """Whole positive numbers of a section: the fields of ``default``, or those of ``keys``."""
    table = data.get(section, {})
    found = {}
    for key in keys or SECTIONS[section]:
        path = (section, key)
        number = reader.get(table, path, "a whole number", getattr(default, key))
        found[key] = reader.at_least(number, path, 1)
    return found


def _company(reader: _Reader, table: Mapping[str, Any]) -> CompanyConfig:
    lists = {
        key: tuple(
            domain.strip().lower().removeprefix("www.")
            for domain in reader.get(table, ("company", key), "a list of strings", ())
        )
        for key in SECTIONS["company"]
    }
    return CompanyConfig(**lists)


def _hygiene(reader: _Reader, data: Mapping[str, Any]) -> HygieneConfig:
    default = HygieneConfig()
    table = data.get("hygiene", {})
    bots, allow = (
        tuple(word.strip().lower() for word in reader.get(table, path, "a list of strings", ()))
        for path in (("hygiene", key) for key in HYGIENE_LISTS)
    )
    numbers = _numbers(reader, data, "hygiene", default, HYGIENE_NUMBERS)
    return HygieneConfig(**numbers, bots=bots, allow=allow)


def _lead(reader: _Reader, table: Mapping[str, Any]) -> LeadConfig:
    default = LeadConfig()
    days = reader.get(table, ("lead", "sla_days"), "a whole number", default.sla_days)
    return LeadConfig(
        reader.get(table, ("lead", "disqualified"), "a list of strings", default.disqualified),
        reader.get(table, ("lead", "accepted"), "a list of strings", default.accepted),
        reader.at_least(days, ("lead", "sla_days"), 0),
    )


def _fit(reader: _Reader, table: Mapping[str, Any]) -> FitConfig:
    employees = reader.get(table, ("fit", "employees"), "a table", {})
    reader.known(employees, ("min", "max"), ("fit", "employees"))
    low = reader.get(employees, ("fit", "employees", "min"), "a whole number", None)
    high = reader.get(employees, ("fit", "employees", "max"), "a whole number", None)
    if low is not None and high is not None and low > high:
        raise reader.fail(("fit", "employees"), f"min {low} is above max {high}", "swap them")
    return FitConfig(
        target=reader.get(table, ("fit", "target"), "true or false", None),
        employees_min=low,
        employees_max=high,
        industry=reader.get(table, ("fit", "industry"), "a list of strings", ()),
        country=reader.get(table, ("fit", "country"), "a list of strings", ()),
    )


def _solutions(reader: _Reader, tables: Mapping[str, Any]) -> tuple[SolutionConfig, ...]:
    found = []
    for name in tables:
        path = ("solutions", name)
        table = reader.get(tables, path, "a table", {})
        reader.known(table, SOLUTION_KEYS, path)
        found.append(_solution(reader, table, path))
    _refuse_shared_topics(reader, found)
    return tuple(found)


def _solution(reader: _Reader, table: Mapping[str, Any], path: tuple[str, str]) -> SolutionConfig:
    touches = reader.get(table, (*path, "touches"), "a table", {})
    reader.known(touches, ("functions", "systems"), (*path, "touches"))
    functions = reader.get(touches, (*path, "touches", "functions"), "a list of strings", ())
    for function in functions:
        reader.one_of(function, (*path, "touches", "functions"), FUNCTIONS)
    n_min = reader.get(table, (*path, "n_min"), "a whole number", None)
    topics = reader.get(table, (*path, "topics"), "a list of strings", ())
    return SolutionConfig(
        name=path[1],
        topics=tuple(" ".join(topic.lower().split()) for topic in topics),
        urls=reader.get(table, (*path, "urls"), "a list of strings", ()),
        functions=functions,
        systems=reader.get(touches, (*path, "touches", "systems"), "a list of strings", ()),
        n_min=reader.at_least(n_min, (*path, "n_min"), 1),
    )


def _refuse_shared_topics(reader: _Reader, solutions: list[SolutionConfig]) -> None:
    """A topic speaks of one solution, else no signal on it could be told apart."""
    owner: dict[str, str] = {}
    for solution in solutions:
        for topic in solution.topics:
            first = owner.setdefault(topic, solution.name)
            if first != solution.name:
                what = f"topic {topic!r} is in {first!r} and in {solution.name!r}"
                path = ("solutions", solution.name, "topics")
                raise reader.fail(path, what, "keep it in one")


def _columns(reader: _Reader, systems: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for system in systems:
        tables = reader.get(systems, ("columns", system), "a table", {})
        for name in tables:
            path = ("columns", system, name)
            table = reader.get(tables, path, "a table", {})
            for key in table:
                reader.get(table, (*path, key), "a string", None)
            found[f"{system}.{name}"] = MappingProxyType(dict(table))
    return MappingProxyType(found)
