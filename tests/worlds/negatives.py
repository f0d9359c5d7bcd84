"""Honest negatives: what looks like a buying group, or a good lead, and is none."""

from __future__ import annotations

import random

from tests.worlds import names
from tests.worlds.catalogue import Catalogue, Page, Webinar
from tests.worlds.journal import LATE_KINDS, Deal, Journal, Meeting
from tests.worlds.organisations import LEVELS, STUDENTS, Organisation, Person, ascii_fold
from tests.worlds.settings import DAYS, FREE_MAIL, PARTNER, RIVAL, VENDOR, at_work


def plant_negatives(journal: Journal) -> None:
    """Everything coordinated or heavy that is no buying group."""
    for webinar in journal.catalogue.webinars:
        _segment(journal, webinar)
    _fair(journal)
    for org in journal.organisations[1:]:
        rng = journal.settings.stream("negatives", org.account.number)
        free = [person for person in org.people if person.number not in journal.kinds]
        noise = journal.settings.noise
        if rng.random() < 0.10 * noise:
            _forward(journal, rng, org, free)
        if rng.random() < 0.05 * noise:
            _mailing(journal, rng, org, free)
        if rng.random() < (0.35 if org.account.customer else 0.02) * noise:
            _training(journal, rng, org, free)
        if org.account.industry == "Education" and rng.random() < 0.35 * noise:
            _seminar(journal, rng, org, free)
        if rng.random() < 0.2 * noise:
            _gorger(journal, rng, free)
        if rng.random() < 0.2 * noise:
            _lone_executive(journal, rng, free)
        if rng.random() < 0.08 * noise:
            _two(journal, rng, org, free)
        _deals(journal, rng, org)
    _outsiders(journal)


def _take(
    rng: random.Random, journal: Journal, free: list[Person], count: int, kind: str
) -> list[Person]:
    """Some people who are nothing else yet; they are of this kind from now on."""
    left = [person for person in free if person.number not in journal.kinds]
    chosen = rng.sample(left, min(count, len(left)))
    journal.kinds.update({person.number: kind for person in chosen})
    return sorted(chosen, key=lambda person: person.number)


def _cohort(journal: Journal, org: Organisation, kind: str, people: list[Person]) -> None:
    if len(people) > 1:
        numbers = tuple(person.number for person in people)
        journal.cohorts.append((org.account.number, kind, numbers))


def _segment(journal: Journal, webinar: Webinar) -> None:
    """A webinar: one industry and one function are invited; some come and read on."""
    settings = journal.settings
    rng = settings.stream("segment", webinar.page.number)
    solution = next(s for s in settings.sold if s.name == webinar.page.solution)
    invited = rng.choice(names.INDUSTRIES)
    held = (webinar.page.title, "Webinar", webinar.day)
    more = journal.catalogue.of(solution.name, ("guide", "case_study"), webinar.page.topic)
    for org in journal.organisations:
        near = org.account.industry == invited
        for person in org.people:
            apt = person.function in solution.functions
            if rng.random() > (0.16 if near and apt else 0.012) * settings.noise:
                continue
            status = rng.choices(("Attended", "No Show", "Registered"), (6, 3, 1))[0]
            journal.respond(person, held, status, status == "Attended")
            if status == "Attended" and rng.random() < 0.35:
                day = webinar.day + rng.expovariate(1 / 1.5)
                journal.read(person, rng.choice(more), day, "email")


def _fair(journal: Journal) -> None:
    """A trade fair: badges scanned by the hundred; and a mailing to everybody with news."""
    settings = journal.settings
    rng = settings.stream("fair")
    held = (f"Industry fair {settings.as_of.year}", "Conference", rng.uniform(15, 75))
    for org in journal.organisations:
        here = rng.random() < 0.3
        for person in org.people:
            if rng.random() < (0.15 if here else 0.01) * settings.noise:
                journal.respond(person, held, "Badge scanned", day=held[2] + rng.uniform(0, 2))


def _forward(journal: Journal, rng: random.Random, org: Organisation, free: list[Person]) -> None:
    """One page, passed on in the house, read by many within two days."""
    solution = rng.choice(journal.settings.sold)
    page = rng.choice(journal.catalogue.of(solution.name, ("case_study", "guide", "blog")))
    people = _take(rng, journal, free, rng.randint(3, 8), "forward")
    start = rng.uniform(2, DAYS - 4)
    for person in people:
        journal.read(person, page, start + min(rng.expovariate(1.3), 2.5), "share")
    _cohort(journal, org, "forward", people)


def _mailing(journal: Journal, rng: random.Random, org: Organisation, free: list[Person]) -> None:
    """A mailing to named people of one account: three sends, some clicks, no talk."""
    solution = rng.choice(journal.settings.sold)
    pages = journal.catalogue.of(solution.name, ("guide", "case_study", "comparison"))
    people = _take(rng, journal, free, rng.randint(4, 9), "mailing")
    start = rng.uniform(2, DAYS - 25)
    name = f"{solution.name} mailing to {org.account.name}"
    for send in range(3):
        page = rng.choice(pages)
        for person in people:
            if rng.random() < 0.4:
                day = start + 7 * send + rng.expovariate(1 / 0.6)
                journal.read(person, page, day, "email")
                if rng.random() < 0.5:
                    held = (name, "Email", start)
                    journal.respond(person, held, "Responded", day=day)
    _cohort(journal, org, "mailing", people)


def _training(journal: Journal, rng: random.Random, org: Organisation, free: list[Person]) -> None:
    """Existing users take a course: handbook and lessons, week by week."""
    solution = rng.choice(journal.settings.sold)
    pages = journal.catalogue.of(solution.name, ("product_docs", "training"))
    people = _take(rng, journal, free, rng.randint(4, 10), "training")
    start = rng.uniform(-10, DAYS - 20)
    for week in range(rng.randint(3, 6)):
        lesson = rng.choice(pages)
        for person in people:
            if rng.random() < 0.7:
                page = lesson if rng.random() < 0.6 else rng.choice(pages)
                day = start + 7 * week + rng.uniform(0, 2)
                journal.read(person, page, at_work(rng, day))
    _cohort(journal, org, "training", people)


def _seminar(journal: Journal, rng: random.Random, org: Organisation, free: list[Person]) -> None:
    """A class reads about one topic for an assignment; early pages, one fortnight."""
    solution = rng.choice(journal.settings.sold)
    topic = rng.choice(solution.topics)
    pages = journal.catalogue.of(solution.name, ("blog", "guide", "case_study"), topic)
    students = [person for person in free if person.title in STUDENTS]
    people = _take(rng, journal, students, rng.randint(4, 8), "seminar")
    start = rng.uniform(0, DAYS - 16)
    for person in people:
        for _ in range(rng.randint(1, 4)):
            journal.read(person, rng.choice(pages), at_work(rng, start + rng.uniform(0, 14)))
    _cohort(journal, org, "seminar", people)


def _gorger(journal: Journal, rng: random.Random, free: list[Person]) -> None:
    """One person reads everything, all quarter long."""
    pages = journal.catalogue.pages
    for person in _take(rng, journal, free, 1, "gorger"):
        for _ in range(rng.randint(25, 70)):
            page = rng.choices(pages, [p.appeal for p in pages])[0]
            journal.read(person, page, at_work(rng, rng.uniform(0, DAYS)))


def _lone_executive(journal: Journal, rng: random.Random, free: list[Person]) -> None:
    """A head who looks at late pages, may even meet us, and takes nobody along."""
    heads = [person for person in free if LEVELS.index(person.level) >= 3]
    solution, start = rng.choice(journal.settings.sold), rng.uniform(0, DAYS - 20)
    pages = journal.catalogue.of(solution.name, (*LATE_KINDS, "case_study"))
    for person in _take(rng, journal, heads, 1, "executive"):
        for _ in range(rng.randint(3, 8)):
            journal.read(person, rng.choice(pages), at_work(rng, start + rng.uniform(0, 18)))
        if rng.random() < 0.3:
            day = int(start + 19) + 10 / 24
            journal.meetings.append(Meeting(day, (person.number,), f"{solution.name}: call"))


def _two(journal: Journal, rng: random.Random, org: Organisation, free: list[Person]) -> None:
    """Two colleagues look into a solution together, and stay two."""
    solution, start = rng.choice(journal.settings.sold), rng.uniform(0, DAYS - 25)
    pages = journal.catalogue.of(solution.name)
    people = _take(rng, journal, free, 2, "two")
    for person in people:
        for _ in range(rng.randint(3, 7)):
            journal.read(person, rng.choice(pages), at_work(rng, start + rng.uniform(0, 24)))
    _cohort(journal, org, "two", people)


def _deals(journal: Journal, rng: random.Random, org: Organisation) -> None:
    """Opportunities that no buying process stands behind: old ones, and a seller's hopes."""
    before = [rng.uniform(-500, -90)] if org.account.customer else []
    hopes = [rng.uniform(-40, 80)] if rng.random() < 0.06 * journal.settings.noise else []
    for opened in (*before, *hopes):
        named = [p.number for p in rng.sample(org.people, 2) if opened < 0 and p.known_from < 0]
        journal.deals.append(
            Deal(
                account=org.account.number,
                solution=rng.choice(journal.settings.sold).name,
                opened=opened,
                closes=opened + 70,
                stage="Closed Won" if opened in before else "Discovery",
                amount=rng.randrange(20, 400) * 1000,
                people=tuple((number, "") for number in named),
                champion=None,
            )
        )


def _outsiders(journal: Journal) -> None:
    """Students, consultants, job seekers, rivals and our own staff, about one in twenty."""
    settings = journal.settings
    rng = settings.stream("outsiders")
    for _ in range(round(0.05 * settings.people)):
        kind = rng.choices(
            ("student", "consultant", "job seeker", "own staff", "rival"), (6, 4, 3, 4, 2)
        )[0]
        person = _outsider(journal, rng, kind)
        journal.outsiders.append(person)
        journal.kinds[person.number] = kind
        pages = _tastes(journal.catalogue, rng, kind)
        for _ in range(rng.randint(2, 14)):
            journal.read(person, rng.choice(pages), at_work(rng, rng.uniform(0, DAYS)))


def _tastes(catalogue: Catalogue, rng: random.Random, kind: str) -> list[Page]:
    if kind == "job seeker":
        return [page for page in catalogue.pages if page.topic in ("careers", "working life")]
    if kind == "student":
        topic = rng.choice([p.topic for p in catalogue.pages if p.solution])
        return [page for page in catalogue.pages if page.topic == topic]
    if kind == "rival":
        return [page for page in catalogue.pages if page.kind in LATE_KINDS]
    return list(catalogue.pages)


def _outsider(journal: Journal, rng: random.Random, kind: str) -> Person:
    given, family = names.person_name(rng)
    number = journal.next_number()
    plain = f"{ascii_fold(given)}_{ascii_fold(family)}_{number}"
    domain = {"consultant": PARTNER, "own staff": VENDOR, "rival": RIVAL}.get(kind, FREE_MAIL)
    titles = {
        "student": STUDENTS,
        "consultant": ("Consultant", "Senior Consultant", "Managing Partner", "Berater"),
        "job seeker": ("", "Freelancer", "Sales Manager"),
        "own staff": ("Marketing Manager", "QA Engineer", "Account Executive"),
        "rival": ("Product Manager", "Analyst", ""),
    }
    return Person(
        number=number,
        account=None,
        given=given,
        family=family,
        email=f"{plain}@{domain}",
        level="entry",
        function="other",
        title=rng.choice(titles[kind]),
        boss=None,
        energy=1.0,
        known_from=-1.0,
    )
