"""Everybody's casual reading: newsletters, search, fashions, alarms, private curiosity."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

from tests.worlds.catalogue import Page
from tests.worlds.journal import LATE_KINDS, Journal
from tests.worlds.organisations import Organisation, Person
from tests.worlds.settings import DAYS, Settings, at_work, is_workday, poisson

Fashion = Mapping[str, tuple[float, float, float]]
_SESSIONS = 1.3  # casual sittings of one person in the window, at energy 1


def make_fashion(settings: Settings) -> dict[str, tuple[float, float, float]]:
    """Topic -> (day of its peak, width in days, height): what everybody talks of for a while."""
    rng = settings.stream("fashion")
    return {
        topic: (rng.uniform(-10, 100), rng.uniform(5, 14), rng.choice((0, 0.5, 1, 3)))
        for topic in settings.topics
    }


def loudness(fashion: Fashion, topic: str | None, day: float) -> float:
    """How much a topic is in the air that day; 1 on an ordinary day."""
    peak, width, height = fashion.get(topic or "", (0.0, 1.0, 0.0))
    return 1 + height * math.exp(-(((day - peak) / width) ** 2))


def read_casually(journal: Journal) -> None:
    """Casual reading of everybody, known or not, and the alarms of an industry."""
    settings = journal.settings
    fashion = make_fashion(settings)
    for org in journal.organisations:
        rng = settings.stream("casual", org.account.number)
        for person in org.people:
            _newsletters(journal, rng, person)
            for _ in range(poisson(rng, _SESSIONS * settings.casual * person.energy)):
                _sitting(journal, rng, person, fashion, person.function)
            if rng.random() < 0.05 * settings.noise:
                _curiosity(journal, rng, person)
        _strangers(journal, rng, org, fashion)
    _alarm(journal)


def _day(rng: random.Random, settings: Settings) -> float:
    """A day of the window, on a weekend one time in eight of what it would be."""
    day = rng.uniform(0, DAYS)
    while not is_workday(settings, day) and rng.random() > 0.125:
        day = rng.uniform(0, DAYS)
    return day


def _sitting(
    journal: Journal, rng: random.Random, reader: Person | str, fashion: Fashion, function: str
) -> None:
    """A search or a link: one to three pages on one topic, mostly early ones."""
    settings = journal.settings
    own = [t for s in settings.sold if function in s.functions for t in s.topics]
    day = _day(rng, settings)
    pages = list(journal.catalogue.pages)
    draws = rng.choices(pages, [page.appeal for page in pages], k=12)
    page = next((p for p in draws if _taken(rng, p, own, fashion, day)), draws[0])
    when = at_work(rng, day)
    journal.read(reader, page, when, "search")
    for _ in range(int(rng.expovariate(1.6))):
        more = [other for other in pages if other.topic == page.topic]
        when += rng.uniform(0.5, 9) / 1440
        journal.read(reader, rng.choice(more), when)


def _taken(rng: random.Random, page: Page, own: list[str], fashion: Fashion, day: float) -> bool:
    """Whether this page is opened: own subjects, early pages and loud topics more often."""
    chance = 0.3 if page.topic in own else 0.12
    if page.kind in LATE_KINDS:
        chance *= 0.35
    return rng.random() < chance * loudness(fashion, page.topic, day)


def _newsletters(journal: Journal, rng: random.Random, person: Person) -> None:
    """One in four subscribes; every second Tuesday an issue names three pages."""
    if rng.random() > 0.25:
        return
    settings = journal.settings
    tuesdays = [d for d in range(DAYS) if settings.moment(d).weekday() == 1][::2]
    for issue, day in enumerate(tuesdays):
        if rng.random() < 0.1 * settings.casual:
            choice = settings.stream("issue", issue).sample(journal.catalogue.pages, 3)
            early = [page for page in choice if page.kind not in LATE_KINDS] or choice
            journal.read(person, rng.choice(early), day + 0.3 + rng.expovariate(1.5), "newsletter")


def _curiosity(journal: Journal, rng: random.Random, person: Person) -> None:
    """A spell of one person alone on one subject; nobody joins."""
    solution = rng.choice(journal.settings.sold)
    topic, start = rng.choice(solution.topics), rng.uniform(0, DAYS)
    pages = journal.catalogue.of(solution.name, topic=topic)
    for _ in range(rng.randint(3, 7)):
        journal.read(person, rng.choice(pages), at_work(rng, start + rng.uniform(0, 18)))
    journal.kinds.setdefault(person.number, "curious")


def _strangers(journal: Journal, rng: random.Random, org: Organisation, fashion: Fashion) -> None:
    """Visitors whom no system will ever name."""
    many = 0.12 * len(org.people) + 0.6 * math.log10(org.account.employees)
    for number in range(poisson(rng, many * journal.settings.casual)):
        visitor = f"stranger-{org.account.number}-{number}"
        for _ in range(1 + int(rng.expovariate(1.2))):
            _sitting(journal, rng, visitor, fashion, "")


def _alarm(journal: Journal) -> None:
    """News that shakes one industry: many of its people read on one topic for ten days."""
    settings = journal.settings
    rng = settings.stream("alarm")
    industry = rng.choice(sorted({org.account.industry for org in journal.organisations[1:]}))
    topic, start = rng.choice(sorted(settings.topics)), rng.uniform(10, 70)
    pages = journal.catalogue.of(settings.topics[topic], ("blog", "guide"), topic)
    for org in journal.organisations:
        if org.account.industry != industry:
            continue
        for person in org.people:
            if rng.random() < 0.08 * settings.noise:
                day = start + rng.expovariate(1 / 4)
                journal.read(person, rng.choice(pages), at_work(rng, day), "search")
