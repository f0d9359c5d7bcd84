"""Buying processes: a trigger, a champion, contagion along ties, jobs worked through."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.worlds.journal import Deal, Journal, Meeting, Process
from tests.worlds.organisations import LEVELS, Organisation, Person
from tests.worlds.settings import DAYS, Settings, Solution, at_work, is_workday

JOBS = (
    "problem identification",
    "solution exploration",
    "requirements building",
    "supplier selection",
    "validation",
    "consensus creation",
)
_WORK = (4.0, 8.0, 8.0, 9.0, 6.0, 4.0)  # pages that a job takes, before chance
_ZEAL = 0.75  # factor on all reading of members
_DEMO_ZEAL = 1.6  # the same at the demo's account, so that there is something to look at
_TALK = 1.3  # factor on how readily interest spreads
_SELECTION, _VALIDATION, _CONSENSUS = 3, 4, 5
_RATE: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {  # sittings per working day, by job
        "champion": (0.26, 0.28, 0.24, 0.24, 0.16, 0.14),
        "influencer": (0.08, 0.17, 0.20, 0.15, 0.08, 0.02),
        "decision_maker": (0.02, 0.06, 0.09, 0.17, 0.12, 0.20),
        "user": (0.08, 0.13, 0.13, 0.14, 0.05, 0.02),
        "ratifier": (0.00, 0.02, 0.05, 0.14, 0.26, 0.20),
    }
)
_OPEN: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {  # chance per working day that talk over a tie of strength 1 draws somebody in
        "influencer": (0.030, 0.055, 0.055, 0.020, 0.010, 0.000),
        "user": (0.025, 0.035, 0.030, 0.030, 0.005, 0.000),
        "decision_maker": (0.010, 0.030, 0.060, 0.110, 0.120, 0.060),
        "ratifier": (0.000, 0.006, 0.020, 0.060, 0.090, 0.060),
    }
)
_MOST: Mapping[str, int] = MappingProxyType(
    {"influencer": 3, "user": 3, "decision_maker": 1, "ratifier": 2}
)
_JOB_PAGES = (
    ("blog", "guide"),
    ("guide", "case_study", "webinar", "blog"),
    ("comparison", "product_docs", "guide", "webinar"),
    ("demo", "comparison", "pricing", "roi_tool"),
    ("security_legal", "case_study", "product_docs", "pricing"),
    ("pricing", "roi_tool", "case_study"),
)
_ROLE_PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "champion": ("case_study", "demo", "guide"),
        "influencer": ("product_docs", "comparison", "demo"),
        "decision_maker": ("case_study", "roi_tool", "pricing"),
        "user": ("demo", "guide", "product_docs"),
        "ratifier": ("security_legal", "pricing"),
    }
)
_SIGNERS = ("legal", "finance", "procurement", "security")


@dataclass
class _Going:
    """A process under way."""

    org: Organisation
    solution: Solution
    topic: str
    rng: random.Random
    most: int
    zeal: float
    roles: dict[int, str] = field(default_factory=dict)
    joins: dict[int, float] = field(default_factory=dict)
    parts: dict[int, str | None] = field(default_factory=dict)
    job: int = 0
    work: float = 0.0
    began: dict[int, float] = field(default_factory=dict)


def plant_processes(journal: Journal) -> None:
    """Triggers at some of the accounts; the demo's account always has two."""
    settings = journal.settings
    if settings.groups <= 0:
        return
    for org in journal.organisations:
        rng = settings.stream("triggers", org.account.number)
        if org.account.number == 0:
            _run_two(journal, org, rng, (4.0, 36.0))
        elif rng.random() < settings.groups:
            if rng.random() < 0.15:
                _run_two(journal, org, rng, (rng.uniform(-10, 30), rng.uniform(20, 70)))
            else:
                solution = _applicable(settings, org, rng)
                _run(journal, org, solution, rng.uniform(-12, 74), _chance(settings, org, "one"))


def _chance(settings: Settings, org: Organisation, which: str) -> random.Random:
    return settings.stream("process", org.account.number, which)


def _applicable(settings: Settings, org: Organisation, rng: random.Random) -> Solution:
    """A solution, more often one whose functions the account has people in."""
    weights = [
        0.2 + sum(person.function in solution.functions for person in org.people)
        for solution in settings.sold
    ]
    return rng.choices(settings.sold, weights)[0]


def _run_two(
    journal: Journal, org: Organisation, rng: random.Random, starts: tuple[float, float]
) -> None:
    """Two processes on two solutions; the head of the house may sponsor both."""
    settings = journal.settings
    solutions = rng.sample(settings.sold, min(2, len(settings.sold)))
    if org.account.number == 0:
        solutions = list(settings.sold[:2])
    shared = org.account.number == 0 or rng.random() < 0.5
    patron = org.people[0] if shared and org.people[0].function == "executive" else None
    for which, (solution, start) in enumerate(zip(solutions, starts, strict=False)):
        _run(journal, org, solution, start, _chance(settings, org, f"two{which}"), patron)


def _run(
    journal: Journal,
    org: Organisation,
    solution: Solution,
    start: float,
    rng: random.Random,
    patron: Person | None = None,
) -> None:
    champion = _champion(org, solution, rng)
    if champion is None:
        return
    most, zeal = rng.choice((4, 5, 6, 7, 7, 8, 9, 10, 11)), _ZEAL
    if org.account.number == 0:
        most, zeal = 9, _DEMO_ZEAL
    going = _Going(org, solution, rng.choice(solution.topics), rng, most, zeal)
    going.parts.update(
        {person.number: _part(going, person) for person in org.people if person is not champion}
    )
    if patron is not None:
        going.parts[patron.number] = "decision_maker"
    _join(going, champion, "champion", start)
    day, lasting = start, rng.uniform(35, 75)
    while day < min(start + lasting, DAYS) and going.job < len(JOBS):
        if is_workday(journal.settings, day) and rng.random() > 0.06:
            _spread(going, day, patron)
            _study(journal, going, day)
            _advance(journal, going, day)
        day += 1
    _shadow(journal, going, start, day)
    found = Process(org.account.number, solution.name, start, day, dict(going.roles))
    journal.processes.append(found)
    journal.kinds.update(dict.fromkeys(going.roles, "member"))
    _deal(journal, going, day)


def _champion(org: Organisation, solution: Solution, rng: random.Random) -> Person | None:
    """Somebody of middle rank in a function that the solution touches, the better connected."""
    able = [
        person
        for person in org.people
        if person.function in solution.functions and person.level in ("senior", "manager")
    ]
    if not able:
        able = [person for person in org.people if person.function in solution.functions]
    if not able:
        return None
    weights = [1 + sum(person.number in tie for tie in org.ties) for person in able]
    return rng.choices(able, weights)[0]


def _part(going: _Going, person: Person) -> str | None:
    """What this person would be, if drawn in; None for somebody with no stake."""
    rank, rng = LEVELS.index(person.level), going.rng
    inside = person.function in going.solution.functions
    if person.function == "executive" or (inside and rank >= 3):
        return "decision_maker"
    if person.function in _SIGNERS and not (inside and rng.random() < 0.8):
        return "ratifier"
    if inside:
        return "influencer" if rank >= 1 or rng.random() < 0.2 else "user"
    if person.function in ("it", "engineering", "research") and rank >= 1:
        return "influencer" if rng.random() < 0.5 else None
    return "user" if rng.random() < 0.1 else None


def _join(going: _Going, person: Person, role: str, day: float) -> None:
    going.roles[person.number] = role
    going.joins[person.number] = day


def _spread(going: _Going, day: float, patron: Person | None) -> None:
    """A working day's talk: interest travels along the ties of those who are in it."""
    if len(going.roles) >= going.most:
        return
    pull: dict[int, float] = {}
    for (one, other), strength in going.org.ties.items():
        for inside, outside in ((one, other), (other, one)):
            if outside not in going.roles and going.joins.get(inside, DAYS) <= day:
                pull[outside] = pull.get(outside, 0.0) + strength
    if patron is not None and patron.number not in going.roles and going.job >= 1:
        pull[patron.number] = 6.0
    by_number = {person.number: person for person in going.org.people}
    for number in sorted(pull):
        role = going.parts.get(number)
        if role is None or len(going.roles) >= going.most:
            continue
        if sum(held == role for held in going.roles.values()) >= _MOST[role]:
            continue
        if going.rng.random() < min(0.5, _TALK * _OPEN[role][going.job] * pull[number]):
            _join(going, by_number[number], role, day + going.rng.expovariate(1 / 2.5))


def _study(journal: Journal, going: _Going, day: float) -> None:
    for person in going.org.people:
        role = going.roles.get(person.number)
        if role is None or going.joins[person.number] > day:
            continue
        first = day - going.joins[person.number] < 1 and going.rng.random() < 0.8
        rate = going.zeal * _RATE[role][going.job] * person.energy
        if first or going.rng.random() < rate:
            _sitting(journal, going, person, role, day)


def _sitting(journal: Journal, going: _Going, reader: Person | str, role: str, day: float) -> None:
    """One visit of one to four pages, minutes apart."""
    rng = going.rng
    when = at_work(rng, day) - going.org.account.hours
    for _ in range(min(4, 1 + int(rng.expovariate(1.9)))):
        kinds = _JOB_PAGES[min(going.job, 5)] if rng.random() < 0.6 else _ROLE_PAGES[role]
        topic = going.topic if rng.random() < 0.6 else rng.choice(going.solution.topics)
        pages = journal.catalogue.of(going.solution.name, kinds, topic)
        pages = pages or journal.catalogue.of(going.solution.name, kinds)
        if rng.random() < 0.08:
            pages = journal.catalogue.of(None)
        journal.read(reader, rng.choice(pages), when, rng.choice(("", "", "search", "share")))
        going.work += 1
        when += rng.uniform(0.5, 9) / 1440


def _advance(journal: Journal, going: _Going, day: float) -> None:
    """The next job begins when this one's work is done; members come to webinars and meetings."""
    rng = going.rng
    for webinar in journal.catalogue.webinars:
        if int(webinar.day) == int(day) and webinar.page.solution == going.solution.name:
            for person in going.org.people:
                if going.joins.get(person.number, DAYS) <= day and rng.random() < 0.25:
                    held = (webinar.page.title, "Webinar", webinar.day)
                    journal.respond(person, held, "Attended")
    if going.work < _WORK[going.job] * rng.uniform(0.6, 1.6):
        return
    going.job, going.work = going.job + 1, 0.0
    going.began[going.job] = day
    if going.job in (_VALIDATION, _CONSENSUS) and rng.random() < 0.55:
        _meet(journal, going, day + rng.uniform(1, 5))


def _meet(journal: Journal, going: _Going, day: float) -> None:
    wanted = {"champion": 0.95, "decision_maker": 0.6, "influencer": 0.5, "ratifier": 0.2}
    guests = [
        number
        for number, role in going.roles.items()
        if going.joins[number] <= day and going.rng.random() < wanted.get(role, 0.15)
    ]
    if guests and day < DAYS:
        subject = f"{going.solution.name}: {going.rng.choice(('demo', 'workshop', 'call'))}"
        journal.meetings.append(Meeting(int(day) + 13.0 / 24, tuple(guests), subject))


def _shadow(journal: Journal, going: _Going, start: float, end: float) -> None:
    """Colleagues whom no system will ever name read along."""
    rng = going.rng
    for number in range(rng.choice((0, 1, 1, 2, 3, 4))):
        visitor = f"ghost-{going.org.account.number}-{going.solution.topics[0]}-{number}"
        for _ in range(rng.choice((1, 1, 2, 3))):
            _sitting(journal, going, visitor, "user", rng.uniform(start, max(start + 1, end)))


def _deal(journal: Journal, going: _Going, end: float) -> None:
    """Three of four processes that reach supplier selection become an opportunity."""
    opened = going.began.get(_SELECTION)
    rng = going.rng
    if opened is None or rng.random() < 0.25:
        return
    finished = going.job >= len(JOBS)
    outcome = ("Closed Won" if rng.random() < 0.6 else "Closed Lost") if finished else ""
    stage = outcome or ("Proposal", "Discovery", "Negotiation")[going.job % 3]
    typed = []
    for number, role in going.roles.items():
        if rng.random() < (0.5 if finished else 0.3):
            typed.append((number, role if rng.random() < 0.4 else ""))
    journal.deals.append(
        Deal(
            account=going.org.account.number,
            solution=going.solution.name,
            opened=opened + rng.uniform(0.5, 6),
            closes=end + (0.5 if finished else 40),
            stage=stage,
            amount=rng.randrange(20, 400) * 1000,
            people=tuple(typed),
            champion=next(iter(going.roles)),
        )
    )
