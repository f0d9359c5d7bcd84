"""Job titles read as seniority and function.

A title only informs role and vertical reach; it never makes a group or a lead better. The words
stand in ``titles.toml`` (English, German, French and Spanish; a little Italian, Portuguese and
Dutch). Reading is by rule, so that every answer can say which words decided it:

1. Case, accents, punctuation and gender forms ("Leiter:in", "(m/w/d)", "Jefe/a") are folded.
2. A word is split as a German compound ("Einkaufsleiter"); an unknown one is corrected when the
   nearest known words, one edit away (two from ten letters on; optimal string alignment), all
   mean the same.
3. What follows "assistant to" and its like belongs to somebody else and is dropped.
4. Longer phrases take their words away from shorter ones. The highest level named counts, except
   that "intern", "junior" and their like, first or last in the title, pull it down.
5. Of the functions named the first counts; "engineer", "operations", "owner" and other words of
   general use only where nothing more particular is named.

Choices, not findings: "Head of" and German "Leiter" are directors; "manager" is read as written,
even in "Account Manager"; individual contributors without a mark of seniority are ``entry``;
``managing director``, ``Geschäftsführer`` and ``president`` are ``cxo``; CTO is engineering,
CIO is IT, CPO is product.

Accuracy: see "Titles" in docs/method.md. Of ordinary titles that the words were not mended by,
nine in ten have both right; of hard ones three in four.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from rapidfuzz.distance import OSA

from graph.model.vocabulary import SENIORITIES

_LONGEST_TITLE = 200
_LONGEST_PHRASE = 6
_SHORTEST_TYPO = 6
_TWO_EDITS_FROM = 10
_SHORTEST_STEM = 4
_LEAST_TELLING = ("executive", "other")  # of general words, these count where no other stands
_DEPARTMENTS = ("abteilung", "wesen", "bereich", "dienst", "management", "controlling")

_GENDER_SET = re.compile(r"\(?\b[mwfdxhi]\s*[/|]\s*[mwfdxhi](\s*[/|]\s*[mwfdxhi*])?\b\)?")
_GENDER_END = re.compile(
    r"(?<=\w{3})(?:[*:_/·.]|\(-?|/-)(?:in|innen|e|es|ne|rice|trice|euse|a)\b\)?"
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(r"(?:[a-z][&+][a-z](?:[&+]?[a-z])?)(?![a-z])|[a-z0-9]+")


@dataclass(frozen=True)
class Title:
    """How a title was read.

    Attributes:
        seniority: one of ``vocabulary.SENIORITIES``.
        function: one of ``vocabulary.FUNCTIONS``.
        matched: folded words that decided, seniority's before function's.
    """

    seniority: str
    function: str
    matched: tuple[str, ...]


UNREAD = Title("unknown", "unknown", ())


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    phrase: str
    value: str


@dataclass(frozen=True)
class _Lexicon:
    seniority: Mapping[str, str]
    strong: Mapping[str, str]
    weak: Mapping[str, str]
    subjects: Mapping[str, str]
    lowering: frozenset[str]
    assistant: Mapping[str, str]
    plain: frozenset[str]
    heads: tuple[tuple[str, str], ...]
    stems: tuple[tuple[str, str], ...]
    trades: Mapping[str, str]
    short: Mapping[str, tuple[str, ...]]
    innocent: frozenset[str]
    known: frozenset[str]
    targets: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=65_536)
def read_title(text: str | None) -> Title:
    """Read one job title; whatever cannot be read is ``unknown``, nothing is ever refused.

    Args:
        text: the title as it stands in the CRM, in any case and spacing; None when missing.
    """
    if not text:
        return UNREAD
    words, levels, functions = _taken_apart(_words(text))
    served = _first(_find(words, _lexicon().assistant))
    if served is not None:
        words = words[: served.end]
        functions = [found for found in functions if found.end <= len(words)]
    return _title(words, served or _level(words, levels), _function(words, functions))


def _taken_apart(raw: list[str]) -> tuple[list[str], list[_Found], list[_Found]]:
    """Words with typos corrected; levels and functions that German compounds hold."""
    lexicon = _lexicon()
    words: list[str] = []
    levels: list[_Found] = []
    functions: list[_Found] = []
    for place, word in enumerate(raw):
        level, function = _split(word, lexicon)
        words.append(word if level or function else _corrected(word))
        levels += [_Found(place, place + 1, word, level)] if level else []
        functions += [_Found(place, place + 1, word, function)] if function else []
    return words, levels, functions


def _title(words: list[str], level: _Found | None, function: _Found | None) -> Title:
    if level is None and function is not None:
        level = _first(_find(words, dict.fromkeys(_lexicon().plain, "entry")))
    decided = dict.fromkeys(found.phrase for found in (level, function) if found is not None)
    return Title(
        level.value if level else "unknown",
        function.value if function else "unknown",
        tuple(decided),
    )


def _level(words: list[str], compounds: list[_Found]) -> _Found | None:
    """The highest level named; a lowering word first or last holds it down."""
    lexicon = _lexicon()
    named = [item for item in _find(words, lexicon.seniority) if item.value]
    found = sorted([*named, *compounds], key=lambda item: item.start)
    if not found:
        return None
    edges = [found[0]] + [item for item in found[-1:] if item.end == len(words)]
    for item in edges:
        if item.phrase in lexicon.lowering:
            return item
    return min(found, key=lambda item: (SENIORITIES.index(item.value), item.start))


def _function(words: list[str], compounds: list[_Found]) -> _Found | None:
    """The first particular function named, else the first general one; executive after others."""
    lexicon = _lexicon()
    everything = _find(words, lexicon.subjects)
    everything = [found for found in everything if found.value]
    strong = [found for found in everything if found.phrase in lexicon.strong]
    particular = [*strong, *compounds]
    named = [found for found in everything if found.value not in _LEAST_TELLING]
    return _first(particular) or _first(named) or _first(everything)


def _first(found: Iterable[_Found]) -> _Found | None:
    return min(found, key=lambda item: item.start, default=None)


def _find(words: list[str], phrases: Mapping[str, str]) -> list[_Found]:
    """Phrases in the words, longest first, no word used twice."""
    used = [False] * len(words)
    found = []
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            phrase = " ".join(words[start:end])
            if phrase in phrases and not any(used[start:end]):
                used[start:end] = [True] * length
                found.append(_Found(start, end, phrase, phrases[phrase]))
    return found


def _split(word: str, lexicon: _Lexicon) -> tuple[str | None, str | None]:
    """Level and function that a German compound holds beyond the words that are known whole."""
    if word in lexicon.innocent:
        return None, None
    ending, level = next(
        ((end, level) for end, level in lexicon.heads if word.endswith(end) and word != end),
        ("", None),
    )
    rest = word.removesuffix(ending)
    function = next((value for stem, value in lexicon.stems if rest.startswith(stem)), None)
    function = function or lexicon.trades.get(ending)
    if level is None and not (function and rest.endswith(_DEPARTMENTS)):
        return None, None
    named = word in lexicon.strong or word in lexicon.weak
    return None if word in lexicon.seniority else level, None if named else function


@lru_cache(maxsize=65_536)
def _corrected(word: str) -> str:
    """The known word this one is a misspelling of, or the word itself."""
    lexicon = _lexicon()
    if len(word) < _SHORTEST_TYPO or word in lexicon.known or not word.isalpha():
        return word
    edits = 2 if len(word) >= _TWO_EDITS_FROM else 1
    near: dict[int, list[str]] = {}
    for target in lexicon.targets.get(word[0], ()):
        if abs(len(target) - len(word)) > edits:
            continue
        distance = OSA.distance(word, target, score_cutoff=edits)
        if distance <= edits:
            near.setdefault(distance, []).append(target)
    best = near[min(near)] if near else []
    return best[0] if len({_meaning(target) for target in best}) == 1 else word


def _meaning(word: str) -> tuple[str, ...]:
    """What a word says alone; a word that speaks only within phrases means itself."""
    lexicon = _lexicon()
    tables = (lexicon.seniority, lexicon.strong, lexicon.weak)
    return tuple(table.get(word, "") for table in tables if word in table) or (word,)


def _words(text: str) -> list[str]:
    folded = _fold(text[:_LONGEST_TITLE])
    folded = _DOTTED.sub(lambda dots: dots[0].replace(".", "") + " ", folded)
    folded = _GENDER_SET.sub(" ", folded)
    folded = _GENDER_END.sub("", folded)
    short = _lexicon().short
    return [full for word in _WORD.findall(folded) for full in short.get(word, (word,))]


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _spellings(phrase: str) -> tuple[str, ...]:
    """Folded spellings of a phrase: umlauts as plain letters, and as ae, oe, ue."""
    spelt_out = phrase.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    both = (" ".join(_WORD.findall(_fold(form))) for form in (phrase, spelt_out))
    return tuple(dict.fromkeys(both))


def _table(section: Mapping[str, list[str]]) -> dict[str, str]:
    return {
        spelling: value
        for value, phrases in section.items()
        for phrase in phrases
        for spelling in _spellings(phrase)
    }


def _by_length(table: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(table.items(), key=lambda item: (-len(item[0]), item[0])))


def _by_initial(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {first: tuple(same) for first, same in groupby(sorted(words), key=lambda word: word[0])}


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("graph.analysis").joinpath("titles.toml").read_text("utf-8"))
    seniority, strong, weak = (
        _table(data[name]) for name in ("seniority", "function", "function_weak")
    )
    lowering, assistant, plain, innocent, silent = (
        _table({"entry": data[name]["words"]})
        for name in ("lowering", "assistant", "plain", "innocent", "silent")
    )
    phrases = {**seniority, **strong, **weak, **assistant, **plain}
    targets = {word for phrase in phrases for word in phrase.split()}
    stems = _by_length(_table(data["compound"]["stems"]))
    return _Lexicon(
        {**seniority, **dict.fromkeys(silent, "")},
        strong,
        weak,
        {**{phrase: "" for phrase, level in seniority.items() if level == "vp"}, **weak, **strong},
        frozenset(lowering),
        assistant,
        frozenset(plain),
        _by_length(_table(data["compound"]["heads"])),
        tuple((stem, value) for stem, value in stems if len(stem) >= _SHORTEST_STEM),
        _table(data["compound"]["trades"]),
        {
            " ".join(_WORD.findall(_fold(word))): tuple(_WORD.findall(_fold(full)))
            for full, words in data["short"].items()
            for word in words
        },
        frozenset(innocent),
        frozenset(targets | {word for phrase in innocent for word in phrase.split()}),
        _by_initial(word for word in targets if len(word) >= _SHORTEST_TYPO),
    )
