"""Accounts, their visible people, the reporting tree and the ties that interest travels on."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from tests.worlds import names
from tests.worlds.settings import FREE_MAIL, Settings

_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "it": 3,
        "security": 1.6,
        "engineering": 3,
        "operations": 3.4,
        "supply_chain": 2,
        "finance": 2.6,
        "procurement": 1.8,
        "legal": 1,
        "human_resources": 1.8,
        "marketing": 2,
        "sales": 2.4,
        "research": 1.4,
    }
)
STUDENTS = ("Student", "MSc Student", "PhD Student", "Étudiante", "Studentin", "Estudiante")
LEVELS = ("entry", "senior", "manager", "director", "vp", "cxo")


@dataclass(frozen=True)
class Account:
    """A company that the CRM knows; ``target`` is None where nobody has judged it."""

    number: int
    name: str
    form: str
    domain: str
    industry: str
    country: str
    employees: int
    target: bool | None
    customer: bool
    hours: float


@dataclass(frozen=True)
class Person:
    """A human whom the CRM knows or will know.

    Attributes:
        account: number of the account; None for outsiders.
        boss: number of the person reported to.
        energy: how much this person reads, 1 on average.
        known_from: day of the window from which web calls carry the e-mail; below 0 for most.
    """

    number: int
    account: int | None
    given: str
    family: str
    email: str
    level: str
    function: str
    title: str
    boss: int | None
    energy: float
    known_from: float


@dataclass(frozen=True)
class Organisation:
    """An account with its people, and ties as (one, other) -> strength, one < other."""

    account: Account
    people: tuple[Person, ...]
    ties: Mapping[tuple[int, int], float]


def ascii_fold(text: str) -> str:
    """Letters and digits of a name as they stand in an address."""
    plain = text.replace("ø", "o").replace("ß", "ss")
    folded = unicodedata.normalize("NFKD", plain.casefold())
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")


def make_accounts(settings: Settings) -> list[Account]:
    """Accounts; the first is a big manufacturer, which the demo opens."""
    rng = settings.stream("accounts")
    kinds = rng.choices(names.INDUSTRIES, (5, 3, 3, 3, 3, 1), k=settings.accounts)
    called = names.company_names(rng, kinds)
    kinds[0], called[0] = "Manufacturing", "Nordlicht Werke"
    used: set[str] = set()
    accounts = []
    for number, (name, industry) in enumerate(zip(called, kinds, strict=True)):
        country = "DE" if number == 0 else rng.choice(names.COUNTRIES)
        while (domain := ascii_fold(name)) in used:
            name += " Group"  # noqa: PLW2901 - a second company of the same name
        used.add(domain)
        judged = rng.random()
        target = True if number == 0 or judged < 0.8 else (False if judged < 0.95 else None)
        accounts.append(
            Account(
                number=number,
                name=name,
                form=rng.choice(names.LEGAL_FORMS[country]),
                domain=f"{domain}.example",
                industry=industry,
                country=country,
                employees=2400 if number == 0 else int(90 + rng.lognormvariate(6.2, 1.1)),
                target=target,
                customer=number > 0 and rng.random() < 0.2,
                hours=-5 / 24 if country == "US" else 1 / 24,
            )
        )
    return accounts


def make_organisations(settings: Settings) -> list[Organisation]:
    """Every account with its people, about ``settings.people`` in all."""
    accounts = make_accounts(settings)
    rng = settings.stream("sizes")
    sizes = [rng.lognormvariate(0, 0.55) * (1 + a.employees / 6000) for a in accounts]
    share = 0.95 * settings.people / sum(sizes)
    first = 0
    result = []
    for account, size in zip(accounts, sizes, strict=True):
        count = max(6, round(size * share), 34 if account.number == 0 else 0)
        result.append(_organisation(settings, account, first, count))
        first += count
    return result


def _organisation(settings: Settings, account: Account, first: int, count: int) -> Organisation:
    rng = settings.stream("organisation", account.number)
    places = _places(rng, first, count)
    people = tuple(_person(settings, rng, account, place) for place in places)
    return Organisation(account, people, MappingProxyType(_ties(rng, people)))


def _places(rng: random.Random, first: int, count: int) -> list[tuple[int, str, str, int | None]]:
    """(number, level, function, boss): a head, heads of departments, managers, staff."""
    functions = sorted(rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=count))
    places: list[tuple[int, str, str, int | None]] = []
    head: int | None = None
    if count >= 12:
        places.append((first, "cxo", "executive", None))
        head, functions = first, functions[1:]
    for function, team in groupby(functions):
        leader = manager = first + len(places)
        for place, _ in enumerate(team):
            number = first + len(places)
            if place == 0:
                top = rng.choice(("director", "director", "vp", "cxo", "manager"))
                places.append((number, top, function, head))
            elif place % 5 == 2:
                manager = number
                places.append((number, "manager", function, leader))
            else:
                level = rng.choice(("entry", "entry", "senior"))
                places.append((number, level, function, manager))
    return places


def _person(
    settings: Settings,
    rng: random.Random,
    account: Account,
    place: tuple[int, str, str, int | None],
) -> Person:
    number, level, function, boss = place
    given, family = names.person_name(rng)
    # The demo's account is tracked better, so that there is something to look at.
    known = rng.random() < (0.95 if account.number == 0 else settings.tracking)
    return Person(
        number=number,
        account=account.number,
        given=given,
        family=family,
        email=_email(rng, account.domain, (given, family, number)),
        level=level,
        function=function,
        title=_title(rng, level, function, account),
        boss=boss,
        energy=rng.lognormvariate(-0.2, 0.65),
        known_from=-1.0 if known else rng.uniform(0, 130),
    )


def _email(rng: random.Random, domain: str, name: tuple[str, str, int]) -> str:
    first, last, number = ascii_fold(name[0]), ascii_fold(name[1]), name[2]
    if rng.random() < 0.06 and number > 0:
        return f"{first}_{last}_{number}@{FREE_MAIL}"
    style = rng.random()
    local = f"{first}.{last}" if style < 0.75 else f"{first[0]}{last}"
    return f"{local}{number}@{domain}"


def _title(rng: random.Random, level: str, function: str, account: Account) -> str:
    """The title in the CRM: one in nine is missing, one in twenty is somebody else's."""
    luck, language = rng.random(), names.LANGUAGE[account.country]
    if account.industry == "Education" and level == "entry" and luck > 0.4:
        return rng.choice(STUDENTS)
    if luck < 0.11:
        return rng.choice(("", "", "", "n/a", "-"))
    if luck < 0.16:
        level, function = rng.choice(LEVELS), rng.choice(names.FUNCTIONS)
    return names.title(rng, level, function, language)


def _ties(rng: random.Random, people: tuple[Person, ...]) -> dict[tuple[int, int], float]:
    """Who talks to whom: boss and report, team mates, managers, and projects across teams."""
    ties: dict[tuple[int, int], float] = {}
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            strength = _strength(rng, one, other)
            if strength:
                ties[one.number, other.number] = strength
    return ties


def _strength(rng: random.Random, one: Person, other: Person) -> float:
    if one.number == other.boss or other.number == one.boss:
        return 1.4
    if one.boss is not None and one.boss == other.boss:
        return 1.0
    if one.function == other.function:
        return 0.6
    heads = sum(LEVELS.index(person.level) >= 2 for person in (one, other))
    chance = (0.05, 0.12, 0.4)[heads]
    return 0.7 if rng.random() < chance else 0.0
