"""What happened in a world, before anything of it is exported."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.worlds.catalogue import Catalogue, Page
from tests.worlds.organisations import Organisation, Person
from tests.worlds.settings import DAYS, Settings

LATE_KINDS = ("comparison", "demo", "roi_tool", "pricing", "security_legal")


@dataclass(frozen=True)
class Read:
    """A page was read; ``reader`` is a person's number, or the name of somebody never known."""

    day: float
    reader: int | str
    account: int | None
    page: Page
    source: str


@dataclass(frozen=True)
class Response:
    """A person answered a campaign; ``campaign`` is its name."""

    day: float
    person: int
    campaign: str
    status: str
    responded: bool


@dataclass(frozen=True)
class Meeting:
    """Somebody of ours met these people."""

    day: float
    people: tuple[int, ...]
    subject: str


@dataclass(frozen=True)
class Deal:
    """An opportunity, with the people whom the seller typed in at its close."""

    account: int
    solution: str
    opened: float
    closes: float
    stage: str
    amount: int
    people: tuple[tuple[int, str], ...]
    champion: int | None


@dataclass(frozen=True)
class Process:
    """A buying process between two days: person -> role, by order of joining."""

    account: int
    solution: str
    start: float
    end: float
    roles: dict[int, str]


@dataclass
class Journal:
    """A world while it comes about."""

    settings: Settings
    catalogue: Catalogue
    organisations: list[Organisation]
    outsiders: list[Person] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    cohorts: list[tuple[int, str, tuple[int, ...]]] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    campaigns: dict[str, tuple[str, float]] = field(default_factory=dict)

    def read(self, reader: Person | str, page: Page, day: float, source: str = "") -> None:
        """Somebody reads a page, when the day lies in the window."""
        account = reader.account if isinstance(reader, Person) else int(reader.split("-")[1])
        who = reader.number if isinstance(reader, Person) else reader
        if 0 <= day < DAYS:
            self.reads.append(Read(day, who, account, page, source))

    def respond(
        self,
        person: Person,
        campaign: tuple[str, str, float],
        status: str,
        responded: bool = True,
        day: float | None = None,
    ) -> None:
        """Somebody answers a campaign (name, type, day)."""
        name, kind, held = campaign
        self.campaigns.setdefault(name, (kind, held))
        when = held if day is None else day
        if 0 <= when < DAYS:
            self.responses.append(Response(when, person.number, name, status, responded))

    def people(self) -> list[Person]:
        """Everybody who has a name, insiders first."""
        inside = [person for org in self.organisations for person in org.people]
        return inside + self.outsiders

    def next_number(self) -> int:
        """The number of the next outsider."""
        return sum(len(org.people) for org in self.organisations) + len(self.outsiders)
