"""Small populations for tests, in memory: something planted in one account, on a background.

``scenario(name, **settings)`` gives what detection is given, on the same background each time:
24 accounts of 18 people, 90 days, two solutions, casual reading with newsletters, anonymous
visitors, a little intent. What is planted is in the account ``TARGET``, by people whose ids begin
with ``planted-`` (second groups: ``second-``): ``planted(population)``. The rest of it is casual.

Scenarios and their settings (all take ``seed``):

=================== =================================================================
background          nothing planted
lone gorger         touches=1000: one person reads everything, mostly on the solution
lofty executive     touches=8: a CEO alone, late-stage pages and a meeting
two people          touches=8: two colleagues, otherwise a perfect group
group               members=6, touches=5, anonymous=True, surge=True
quiet quorum        members=3, touches=3: few light signals of several people
two groups          members=5: one per solution, four weeks apart
shared executive    members=4: two groups; ``planted-executive`` belongs to both
unlike minds        members=3: engaged at the same time, on unrelated topics
far apart           members=3: engaged on one solution, each in another month
campaign only       invited=9: a webinar that every account attended, TARGET most
internal forward    readers=8: one page, passed on within two days
training cohort     users=8: existing users in product docs and training, five weeks
consultant          touches=40: one person, both solutions, late stages, all quarter
off-topic surge     score=90: intent on topics that no solution sells
on-topic surge      score=90: intent alone
anonymous only      visitors=12: an on-solution wave that nobody known is part of
=================== =================================================================

Changes that must not matter to detection are functions of ``tests.changes``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from graph.analysis.inputs import CONTENTS, PEOPLE, SURGES, TOUCHES, Population
from graph.analysis.titles import read_title

TARGET = "account-target"
SOLUTION = "Harbour Scheduling"
OTHER_SOLUTION = "Fleet Billing"
TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SOLUTION: ("berth planning", "crane dispatch", "tide windows"),
        OTHER_SOLUTION: ("fuel invoices", "toll claims", "driver expenses"),
    }
)
OFF_TOPICS = ("company culture", "industry news", "careers")
AS_OF = 1_925_164_800  # 2031-01-03T00:00:00Z, the end of day 90
DAY = 86_400
DAYS = 90

_COMMON = ("blog", "blog", "blog", "guide", "guide", "webinar", "comparison", "case_study")
_KINDS = (*_COMMON, "product_docs", "training", "demo", "roi_tool", "pricing", "security_legal")
_EARLY = ("blog", "guide", "webinar")
_LATE = ("comparison", "case_study", "demo", "roi_tool", "pricing", "security_legal")
_TITLES = (
    "IT Manager",
    "Buyer",
    "Head of Operations",
    "Developer",
    "",
    "Legal Counsel",
    "VP Sales",
)
_TEAM = ("Operations Manager", "Director of Operations", "IT Architect", "Dispatcher", "Buyer")


@dataclass
class Draft:
    """A population being written; ``done`` makes it one."""

    rng: random.Random
    touches: list[tuple[str, bool, str | None, str, str, int]] = field(default_factory=list)
    contents: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    surges: list[tuple[str, str, str | None, int, float]] = field(default_factory=list)
    people: dict[str, tuple[str | None, str]] = field(default_factory=dict)

    def pages(self, solution: str | None, kinds: tuple[str, ...] = ()) -> list[str]:
        """Ids of the pages on a solution (None: on none), of these kinds."""
        return [
            name
            for name, (kind, _, of) in self.contents.items()
            if of == solution and kind != "meeting" and (not kinds or kind in kinds)
        ]

    def touch(self, actor: str, content: str, day: float, *, account: str = TARGET) -> None:
        """One signal of an actor on a content; ``day`` counts from the window's beginning."""
        kind = self.contents[content][0]
        signal = {"meeting": "meeting", "webinar": "campaign_response"}.get(kind, "page_view")
        known = actor in self.people
        at = AS_OF - DAYS * DAY + int(min(max(day, 0.0), DAYS - 0.01) * DAY)
        self.touches.append((actor, known, account, content, signal, at))

    def done(self) -> Population:
        """The population, ordered by time as the loaders give it."""
        self.touches.sort(key=lambda row: (row[5], row[0], row[3]))
        people = [_person(name, *job) for name, job in sorted(self.people.items())]
        contents = [(name, *rest) for name, rest in sorted(self.contents.items())]
        return Population(
            touches=_table(self.touches, TOUCHES),
            contents=_table(contents, CONTENTS),
            surges=_table(sorted(self.surges, key=lambda row: (row[0], row[3], row[1])), SURGES),
            people=_table(people, PEOPLE),
            as_of=AS_OF,
        )


def scenario(name: str, *, seed: int = 1, **settings: Any) -> Population:
    """A named population; see the module's docstring for names and settings."""
    draft = background(seed)
    SCENARIOS[name](draft, **settings)
    return draft.done()


def planted(population: Population, prefix: str = "planted-") -> frozenset[str]:
    """Ids of the people that the scenario planted."""
    return frozenset(i for i in population.people["id"].to_pylist() if i.startswith(prefix))


def background(seed: int = 1, accounts: int = 24, people: int = 18) -> Draft:
    """Casual readers of 24 accounts, among them ``TARGET``; the same for every scenario."""
    draft = Draft(random.Random(seed))
    for solution, topics in TOPICS.items():
        for number in range(36):
            kind = _KINDS[number % len(_KINDS)]
            page = f"content-{solution[0].lower()}{number:02d}"
            draft.contents[page] = (kind, topics[number % len(topics)], solution)
        draft.contents[f"content-meeting-{solution[0].lower()}"] = ("meeting", None, solution)
    for number in range(18):
        draft.contents[f"content-off{number:02d}"] = ("blog", OFF_TOPICS[number % 3], None)
    for number in range(accounts):
        account = TARGET if number == 0 else f"account-{number:02d}"
        _casual_account(draft, account, people)
    return draft


def _casual_account(draft: Draft, account: str, people: int) -> None:
    rng = draft.rng
    for number in range(people):
        person = f"person-{account}-{number:02d}"
        draft.people[person] = (account, rng.choice(_TITLES))
        for _ in range(1 + int(rng.expovariate(0.6))):
            draft.touch(person, *_casual_read(draft), account=account)
    for visitor in range(rng.randint(2, 7)):
        for _ in range(rng.randint(1, 3)):
            draft.touch(f"visitor-{account}-{visitor}", *_casual_read(draft), account=account)
    for week in range(13):
        if rng.random() < 0.4:
            topic = rng.choice([*OFF_TOPICS, *TOPICS[SOLUTION], *TOPICS[OTHER_SOLUTION]])
            _surge(draft, topic, week, rng.uniform(50, 68), account=account)


def _casual_read(draft: Draft) -> tuple[str, float]:
    """A page and a day: a newsletter each second Tuesday, else anything at any time."""
    rng = draft.rng
    if rng.random() < 0.35:
        issue = rng.randrange(6)
        return draft.pages(None)[issue * 3 % 18], 5 + 14 * issue + rng.expovariate(1.2)
    solution = rng.choice([SOLUTION, OTHER_SOLUTION, None])
    pages = draft.pages(solution)
    early = rng.randrange(len(pages)) if rng.random() < 0.4 else rng.randrange(min(14, len(pages)))
    return pages[early], rng.uniform(0, DAYS)


def _surge(draft: Draft, topic: str, week: int, score: float, *, account: str = TARGET) -> None:
    solution = next((name for name, topics in TOPICS.items() if topic in topics), None)
    draft.surges.append((account, topic, solution, AS_OF - (12 - week) * 7 * DAY, round(score)))


def _join(draft: Draft, person: str, title: str) -> str:
    draft.people[person] = (TARGET, title)
    return person


@dataclass(frozen=True)
class _Team:
    names: tuple[str, ...]
    solution: str = SOLUTION
    first: float = 35.0
    touches: int = 5
    days: float = 28.0


def _buy(draft: Draft, team: _Team) -> None:
    """A team that reads early pages, then late ones, and meets at the end."""
    rng = draft.rng
    for place, person in enumerate(team.names):
        begin = team.first + (0 if place == 0 else rng.uniform(1, team.days * 0.35))
        for number in range(team.touches):
            share = (number + rng.random()) / team.touches
            kinds = _EARLY if share < 0.45 else _LATE
            page = rng.choice(draft.pages(team.solution, kinds))
            draft.touch(person, page, begin + share * (team.first + team.days - begin))
        if place < 3 and team.touches > 3:
            meeting = f"content-meeting-{team.solution[0].lower()}"
            draft.touch(person, meeting, team.first + team.days)


def _named(draft: Draft, count: int, prefix: str = "planted-") -> tuple[str, ...]:
    return tuple(
        _join(draft, f"{prefix}{number:02d}", _TEAM[number % len(_TEAM)]) for number in range(count)
    )


def _lone_gorger(draft: Draft, touches: int = 1000) -> None:
    person = _join(draft, "planted-gorger", "Operations Manager")
    pages = [*draft.pages(SOLUTION) * 3, *draft.pages(OTHER_SOLUTION), *draft.pages(None)]
    for _ in range(touches):
        draft.touch(person, draft.rng.choice(pages), draft.rng.uniform(30, 75))


def _lofty_executive(draft: Draft, touches: int = 8) -> None:
    _buy(draft, _Team((_join(draft, "planted-executive", "CEO"),), touches=touches))


def _two_people(draft: Draft, touches: int = 8) -> None:
    _buy(draft, _Team(_named(draft, 2), touches=touches))


def _group(
    draft: Draft, members: int = 6, touches: int = 5, anonymous: bool = True, surge: bool = True
) -> None:
    _buy(draft, _Team(_named(draft, members), touches=touches))
    if anonymous:
        _anonymous_only(draft, visitors=4)
    if surge:
        _on_topic_surge(draft, score=75)


def _quiet_quorum(draft: Draft, members: int = 3, touches: int = 3) -> None:
    _buy(draft, _Team(_named(draft, members), touches=touches, days=16))


def _two_groups(draft: Draft, members: int = 5) -> None:
    _buy(draft, _Team(_named(draft, members), first=15))
    _buy(draft, _Team(_named(draft, members, "second-"), solution=OTHER_SOLUTION, first=45))


def _shared_executive(draft: Draft, members: int = 4) -> None:
    executive = _join(draft, "planted-executive", "Chief Operating Officer")
    _buy(draft, _Team((*_named(draft, members), executive), first=10))
    seconds = _named(draft, members, "second-")
    _buy(draft, _Team((*seconds, executive), solution=OTHER_SOLUTION, first=50))


def _unlike_minds(draft: Draft, members: int = 3) -> None:
    for number, person in enumerate(_named(draft, members)):
        pages = draft.pages((SOLUTION, OTHER_SOLUTION, None)[number % 3])
        for _ in range(5):
            draft.touch(person, draft.rng.choice(pages), draft.rng.uniform(35, 60))


def _far_apart(draft: Draft, members: int = 3) -> None:
    for number, person in enumerate(_named(draft, members)):
        for _ in range(4):
            page = draft.rng.choice(draft.pages(SOLUTION, _EARLY))
            draft.touch(person, page, 2 + number * 84 / (members - 1) + draft.rng.uniform(0, 3))


def _campaign_only(draft: Draft, invited: int = 9) -> None:
    webinar, guide = (draft.pages(SOLUTION, (kind,))[0] for kind in ("webinar", "guide"))
    guests = [(person, TARGET) for person in _named(draft, invited)]
    others = [(person, account) for person, (account, _) in draft.people.items()]
    guests += [(person, account or TARGET) for person, account in others[20::5]]
    for person, account in guests:
        draft.touch(person, webinar, 50 + draft.rng.uniform(0.6, 0.65), account=account)
        if draft.rng.random() < 0.5:
            draft.touch(person, guide, 50 + draft.rng.expovariate(0.7), account=account)


def _internal_forward(draft: Draft, readers: int = 8) -> None:
    page = draft.pages(SOLUTION, ("case_study",))[0]
    for person in _named(draft, readers):
        draft.touch(person, page, 48 + min(draft.rng.expovariate(1.5), 2.0))


def _training_cohort(draft: Draft, users: int = 8) -> None:
    pages = draft.pages(SOLUTION, ("product_docs", "training"))
    for person in _named(draft, users):
        for lesson in range(5):
            draft.touch(
                person, pages[lesson % len(pages)], 30 + 7 * lesson + draft.rng.uniform(0, 2)
            )


def _consultant(draft: Draft, touches: int = 40) -> None:
    person = _join(draft, "planted-consultant", "Consultant")
    pages = draft.pages(SOLUTION, _LATE) + draft.pages(OTHER_SOLUTION, _LATE)
    for number in range(touches):
        draft.touch(person, draft.rng.choice(pages), (number + 0.5) * DAYS / touches)


def _off_topic_surge(draft: Draft, score: float = 90) -> None:
    for week in range(4, 12):
        for topic in OFF_TOPICS:
            _surge(draft, topic, week, score)


def _on_topic_surge(draft: Draft, score: float = 90) -> None:
    for week in range(5, 10):
        for topic in TOPICS[SOLUTION][:2]:
            _surge(draft, topic, week, score)


def _anonymous_only(draft: Draft, visitors: int = 12) -> None:
    for number in range(visitors):
        for _ in range(3):
            page, day = draft.rng.choice(draft.pages(SOLUTION)), draft.rng.uniform(36, 62)
            draft.touch(f"visitor-planted-{number}", page, day)


SCENARIOS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "background": lambda _: None,
        "lone gorger": _lone_gorger,
        "lofty executive": _lofty_executive,
        "two people": _two_people,
        "group": _group,
        "quiet quorum": _quiet_quorum,
        "two groups": _two_groups,
        "shared executive": _shared_executive,
        "unlike minds": _unlike_minds,
        "far apart": _far_apart,
        "campaign only": _campaign_only,
        "internal forward": _internal_forward,
        "training cohort": _training_cohort,
        "consultant": _consultant,
        "off-topic surge": _off_topic_surge,
        "on-topic surge": _on_topic_surge,
        "anonymous only": _anonymous_only,
    }
)


def _person(name: str, account: str | None, title: str) -> tuple[Any, ...]:
    read = read_title(title)
    return (name, account, title, read.seniority, read.function, False)


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
