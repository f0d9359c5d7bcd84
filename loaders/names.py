"""Cleaning and comparing names of companies, people and countries.

A company's name is cleaned to a *core* (what is left without case, accents, punctuation and
legal form) and a *form* (the class of the legal form: "L.L.C." and "LLC" are one class).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from loaders.wordlists import lines, words

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "ŋ": "n",
        "&": " and ",
        "№": " no ",
    }
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´\u02bb]")
_INITIALS = re.compile(r"(?<!\w)(?:\w\.\s?)+\w(?!\w)\.?|(?<!\w)\w/\w(?!\w)")
_APART = re.compile(r"[\W_]+")
_CJK_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|株式会社|有限会社|合同会社|주식회사|유한회사)"
)
_ARTICLES = frozenset({"the"})
_FORMS_OF_ADDRESS = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "herr", "frau", "ing"),
        *("dipl", "mag", "lic", "jr", "sr", "ii", "iii", "phd", "mba", "md"),
    )
)


@dataclass(frozen=True)
class CompanyName:
    """A cleaned company name.

    Attributes:
        core: the name without legal form; empty when nothing readable was there.
        form: class of the legal form, else None.
        junk: the text names no company ("n/a", "self", "test", ...).
    """

    core: str
    form: str | None
    junk: bool


def fold(text: str) -> str:
    """Case, accents and compatibility forms taken away. Idempotent."""
    if text.isascii():
        return text.lower().replace("&", " and ")
    for _ in range(4):
        apart = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)
        folded = unicodedata.normalize("NFKC", bare)
        if folded == text:
            break
        text = folded
    return text


def tokens(text: str) -> list[str]:
    """Words of a folded name; initials are joined: ``"J.P. Morgan"`` gives ``jp morgan``."""
    folded = _APOSTROPHES.sub("", fold(text))
    if "." in folded or "/" in folded:
        folded = _INITIALS.sub(lambda m: _APART.sub("", m.group()), folded)
    return _APART.sub(" ", folded).split()


def clean_company(text: str | None) -> CompanyName:
    """Core, form and junk flag of what someone typed as a company.

    A name made of legal words only is kept whole. Never raises.
    """
    whole = tokens(text or "")
    if is_junk(whole):
        return CompanyName(" ".join(whole), None, junk=True)
    rest, form = _without_forms(_without_cjk(whole))
    if " ".join(rest) in _legal_forms()[0]:
        return CompanyName(" ".join(whole), None, junk=False)
    return CompanyName(" ".join(rest), form, is_junk(rest))


def is_junk(name: list[str]) -> bool:
    """Whether cleaned words name no company: empty, digits or one letter only, or listed."""
    joined = " ".join(name)
    return len(joined) < 2 or joined.replace(" ", "").isdigit() or joined in words("junk_companies")


def _without_cjk(name: list[str]) -> list[str]:
    bare = [_CJK_FORM.sub("", word) for word in name]
    return [word for word in bare if word] or name


def _without_forms(name: list[str]) -> tuple[list[str], str | None]:
    """Words without article, joiner and legal forms at either end, and the outermost form."""
    form: str | None = None
    while True:
        shorter, found = _one_form_less(name)
        if shorter is name:
            return name, form
        name, form = shorter, form or found


def _one_form_less(name: list[str]) -> tuple[list[str], str | None]:
    """One step of ``_without_forms``; the same list when nothing can go."""
    if len(name) > 1 and name[0] in _ARTICLES:
        return name[1:], None
    if len(name) > 1 and name[-1] == "and":
        return name[:-1], None
    trailing, leading = _legal_forms()
    for size in range(min(_longest_form(), len(name) - 1), 0, -1):
        found = trailing.get(" ".join(name[-size:]))
        if found:
            return name[:-size], found
        found = leading.get(" ".join(name[:size]))
        if found:
            return name[size:], found
    return name, None


@cache
def _legal_forms() -> tuple[dict[str, str], dict[str, str]]:
    """Spelling -> class, for forms behind a name and for those that may stand before it."""
    trailing: dict[str, str] = {}
    leading: dict[str, str] = {}
    for line in lines("legal_forms"):
        cls, _, spellings = line.partition(":")
        for spelling in (s.strip() for s in spellings.split(",")):
            trailing[spelling] = cls.removeprefix("<")
            if cls.startswith("<"):
                leading[spelling] = cls.removeprefix("<")
    return trailing, leading


@cache
def _longest_form() -> int:
    return max(len(spelling.split()) for spelling in _legal_forms()[0])


def country_key(text: str) -> str:
    """A country for comparing: its ISO code where known ("USA" gives ``us``), else folded."""
    name = " ".join(tokens(text))
    return _countries().get(name, name)


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in lines("countries"):
        code, _, names = line.partition(":")
        known.update((name.strip(), code) for name in names.split(","))
    return known


def plain_name() -> str:
    """SQL condition of a ``raw`` name whose key is its lower case, which most are."""
    address = "|".join(sorted(_FORMS_OF_ADDRESS))
    return (
        "regexp_full_match(raw, '[A-Za-z0-9]+( [A-Za-z0-9]+)*') "
        f"AND NOT regexp_matches(lower(raw), '(^| )({address})( |$)')"
    )


def name_key(text: str | None) -> str:
    """A person's name for comparing: folded words without titles of address."""
    whole = tokens(text or "")
    return " ".join([w for w in whole if w not in _FORMS_OF_ADDRESS] or whole)


def may_be_one_human(one: str, other: str, local: str = "") -> bool:
    """Whether two name keys seen with one e-mail address may be the same human's.

    First names must agree (equal, initial, short form or near spelling) and last names too;
    where last names differ (marriage), the address itself must carry the full first name.

    Args:
        one, other: name keys (``name_key``); an empty one agrees with all.
        local: the part of the address before the ``@``.
    """
    a, b = one.split(), other.split()
    if not a or not b or sorted(a) == sorted(b) or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if len(a) == 1 or len(b) == 1:
        return bool({a[0], a[-1]} & {b[0], b[-1]}) or _near(a[0], b[0])
    if _first_agrees(a[0], b[0]) and _last_agrees(a, b):
        return True
    return len(a[0]) >= 3 and a[0] == b[0] and a[0] in _APART.split(fold(local))


def _first_agrees(a: str, b: str) -> bool:
    initial = (len(a) == 1 or len(b) == 1) and a[0] == b[0]
    return initial or a == b or _near(a, b) or b in _short_forms().get(a, frozenset())


def _last_agrees(a: list[str], b: list[str]) -> bool:
    """Last words near, or a part of a double name shared."""
    initial = (len(a[-1]) == 1 or len(b[-1]) == 1) and a[-1][0] == b[-1][0]
    return initial or _near(a[-1], b[-1]) or bool(set(a[1:]) & set(b[1:]))


def _near(a: str, b: str) -> bool:
    """Equal but for a slip of the pen."""
    return a == b or (min(len(a), len(b)) >= 4 and fuzz.ratio(a, b) >= 85)


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for line in lines("nicknames"):
        family = set(line.split())
        for name in family:
            forms.setdefault(name, set()).update(family)
    return {name: frozenset(family) for name, family in forms.items()}
