"""Printing a configuration as the coterie.toml that would give it, defaults included."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from graph.workspace.config import Config, SolutionConfig


def config_text(config: Config, model: Mapping[str, object] | None = None) -> str:
    """The whole file; ``model`` gives every model parameter with its value in force."""
    blocks = [
        _section("company", _fields(config.company)),
        *(_solution(solution) for solution in config.solutions),
        _section("fit", _fit(config)),
        _section("quorum", _fields(config.quorum)),
        _section("window", _fields(config.window)),
        _section("lead", _fields(config.lead)),
        _section("hygiene", _fields(config.hygiene)),
        _section("stage", [("prioritized", config.stage_prioritized)]),
        _section("hand_raiser", [("kinds", config.hand_raiser_kinds)]),
        _section("list", [("confidence", config.list_confidence)]),
        _section(
            "files", [(key, getattr(config, key)) for key in ("dates", "decimals", "encoding")]
        ),
        *(
            _section(f"columns.{_dotted(name)}", sorted(columns.items()))
            for name, columns in sorted(config.columns.items())
        ),
        _section("graph", [("signals", config.graph_signals)]),
        _section("model", list((config.model if model is None else model).items())),
    ]
    return "\n\n".join(blocks) + "\n"


def _dotted(name: str) -> str:
    return ".".join(_key(part) for part in name.split(".", 1))


def _fields(part: object) -> list[tuple[str, object]]:
    return list(vars(part).items())


def _fit(config: Config) -> list[tuple[str, object]]:
    bounds = {"min": config.fit.employees_min, "max": config.fit.employees_max}
    employees = {key: bound for key, bound in bounds.items() if bound is not None}
    return [
        ("target", config.fit.target),
        ("employees", employees or None),
        ("industry", config.fit.industry or None),
        ("country", config.fit.country or None),
    ]


def _solution(solution: SolutionConfig) -> str:
    lists = {"functions": solution.functions, "systems": solution.systems}
    touches = {key: value for key, value in lists.items() if value}
    fields = [
        ("topics", solution.topics),
        ("urls", solution.urls or None),
        ("touches", touches or None),
        ("n_min", solution.n_min),
    ]
    return _section(f"solutions.{_key(solution.name)}", fields)


def _section(name: str, fields: Iterable[tuple[str, object]]) -> str:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in fields if value is not None]
    return "\n".join([f"[{name}]", *lines])


def _key(key: str) -> str:
    bare = key.replace("_", "").replace("-", "")
    return key if bare.isascii() and bare.isalnum() else _value(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
