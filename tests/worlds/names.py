"""Invented names of people and companies, and job titles in four languages (``names.toml``)."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_WORDS: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
)
LEGAL_FORMS: Mapping[str, list[str]] = _WORDS["legal_forms"]
LANGUAGE: Mapping[str, str] = _WORDS["language"]
COUNTRIES = tuple(LEGAL_FORMS)
INDUSTRIES = tuple(_WORDS["company_last"])
FUNCTIONS = tuple(_WORDS["functions"]["en"])


def person_name(rng: random.Random) -> tuple[str, str]:
    """Given and family name."""
    return rng.choice(_WORDS["given"]), rng.choice(_WORDS["family_first"]) + rng.choice(
        _WORDS["family_last"]
    )


def company_names(rng: random.Random, industries: list[str]) -> list[str]:
    """One distinct name per industry asked for; a number tells repeated ones apart."""
    used: dict[str, int] = {}
    names = []
    for industry in industries:
        name = (
            f"{rng.choice(_WORDS['company_first'])} {rng.choice(_WORDS['company_last'][industry])}"
        )
        used[name] = used.get(name, 0) + 1
        names.append(name if used[name] == 1 else f"{name} {used[name]}")
    return names


def title(rng: random.Random, level: str, function: str, language: str) -> str:
    """A job title for a level and function, in the language or, as often happens, in English."""
    if function == "executive":
        return str(rng.choice(_WORDS["heads"]))
    spoken = language if rng.random() < 0.65 else "en"
    form: str = rng.choice(_WORDS["titles"][spoken][level])
    return form.format(f=_WORDS["functions"][spoken][function])
