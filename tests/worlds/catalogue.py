"""The vendor's pages and webinars."""

from __future__ import annotations

from dataclasses import dataclass

from tests.worlds.organisations import ascii_fold
from tests.worlds.settings import DAYS, OFF_TOPICS, VENDOR, Settings

_PER_TOPIC = (
    ("blog", "Notes on {t}", 4),
    ("guide", "A working guide to {t}", 2),
    ("case_study", "How a customer did {t}", 1),
    ("comparison", "Ways to do {t} compared", 1),
    ("product_docs", "{t}: handbook", 1),
    ("demo", "{t} in ten minutes", 1),
    ("training", "{t}: course for users", 1),
)
_PER_SOLUTION = (
    ("pricing", "{s}: plans and prices"),
    ("roi_tool", "{s}: reckon what it saves"),
    ("security_legal", "{s}: security and contract papers"),
)


@dataclass(frozen=True)
class Page:
    """A page; ``topic`` and ``solution`` are None where it speaks of none."""

    number: int
    url: str
    title: str
    kind: str
    topic: str | None
    solution: str | None
    appeal: float


@dataclass(frozen=True)
class Webinar:
    """A dated event, the campaign of the same name and the page with its recording."""

    page: Page
    day: float


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be read or attended."""

    pages: tuple[Page, ...]
    webinars: tuple[Webinar, ...]
    uncatalogued: frozenset[int]

    def of(
        self, solution: str | None, kinds: tuple[str, ...] = (), topic: str | None = None
    ) -> list[Page]:
        """Pages of a solution (None: of none), of these kinds, on this topic."""
        return [
            page
            for page in self.pages
            if page.solution == solution
            and (not kinds or page.kind in kinds)
            and (topic is None or page.topic == topic)
        ]


def make_catalogue(settings: Settings) -> Catalogue:
    """Pages by topic and solution; a few are so popular that they never grow old."""
    rng = settings.stream("catalogue")
    drafts: list[tuple[str, str, str, str | None]] = []
    for solution in settings.sold:
        for topic in solution.topics:
            for kind, form, count in _PER_TOPIC:
                for number in range(count):
                    part = f", part {number + 1}" if count > 1 else ""
                    title = form.format(t=topic.capitalize()) + part
                    drafts.append((kind, title, topic, solution.name))
        main = solution.topics[0]
        for kind, form in _PER_SOLUTION:
            drafts.append((kind, form.format(s=solution.name), main, solution.name))
        for number, topic in enumerate(solution.topics[:3]):
            name = f"Webinar: {topic} {settings.as_of.year}, no. {number + 1}"
            drafts.append(("webinar", name, topic, solution.name))
    for topic in OFF_TOPICS:
        kind = "careers" if topic == "careers" else "blog"
        drafts += [(kind, f"{topic.capitalize()} {n + 1}", topic, None) for n in range(6)]
    pages = tuple(
        Page(
            number=number,
            url=f"https://www.{VENDOR}/{kind.replace('_', '-')}/{ascii_fold(title)}",
            title=title,
            kind=kind,
            topic=topic,
            solution=solution,
            appeal=rng.lognormvariate(0, 0.5) * (6 if rng.random() < 0.04 else 1),
        )
        for number, (kind, title, topic, solution) in enumerate(drafts)
    )
    live = [page for page in pages if page.kind == "webinar"]
    webinars = tuple(Webinar(page, _webinar_day(settings, n)) for n, page in enumerate(live))
    missing = frozenset(p.number for p in pages if p.solution is None and rng.random() < 0.1)
    return Catalogue(pages, webinars, missing)


def _webinar_day(settings: Settings, number: int) -> float:
    """A Thursday afternoon, spread over the window."""
    rng = settings.stream("webinar", number)
    day = rng.randrange(3, DAYS - 3)
    while settings.moment(day).weekday() != 3:
        day = (day + 1) % DAYS
    return day + 14.5 / 24
