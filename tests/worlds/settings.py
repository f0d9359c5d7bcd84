"""What a world is made from."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

VENDOR = "lumenfold.example"
PARTNER = "brightwater-advisers.example"
RIVAL = "quillanto.example"
FREE_MAIL = "gmail.com"  # with local parts that it does not allow: nobody has such a mailbox
DAYS = 90


@dataclass(frozen=True)
class Solution:
    """What the vendor sells: its topics, and the functions that it touches."""

    name: str
    topics: tuple[str, ...]
    functions: tuple[str, ...]
    systems: tuple[str, ...]


SOLUTIONS = (
    Solution(
        "Plant Pulse",
        ("predictive maintenance", "sensor retrofit", "downtime analysis"),
        ("operations", "engineering"),
        ("MES", "historian"),
    ),
    Solution(
        "Identity Guard",
        ("single sign-on", "access reviews", "phishing defence", "device trust"),
        ("security", "it"),
        ("directory", "SIEM"),
    ),
    Solution(
        "Invoice Flow",
        ("invoice capture", "spend approval", "supplier onboarding"),
        ("finance", "procurement"),
        ("ERP",),
    ),
    Solution(
        "Talent Compass",
        ("skills matrix", "onboarding plans", "shift planning"),
        ("human_resources", "operations"),
        ("payroll",),
    ),
    Solution(
        "Cargo Ledger",
        ("customs papers", "freight audit", "carrier scorecards", "dock booking"),
        ("supply_chain", "finance"),
        ("TMS", "ERP"),
    ),
)
OFF_TOPICS = ("company news", "industry outlook", "working life", "sustainability", "careers")


@dataclass(frozen=True)
class Settings:
    """Everything that a world depends on.

    Attributes:
        people: people with a CRM record, about.
        solutions: how many of ``SOLUTIONS`` are sold, 1 to 5.
        groups: share of accounts that hold a buying process; 0 makes a quiet world.
        noise: factor on the frequency of honest negatives.
        casual: factor on everybody's casual reading.
        tracking: share of people who are known before they first come.
        as_of: first day that is no longer in the data.
    """

    seed: int = 1
    accounts: int = 40
    people: int = 1200
    solutions: int = 3
    groups: float = 0.45
    noise: float = 1.0
    casual: float = 1.0
    tracking: float = 0.85
    as_of: date = date(2026, 10, 1)

    @property
    def sold(self) -> tuple[Solution, ...]:
        """The solutions of this world."""
        return SOLUTIONS[: self.solutions]

    @property
    def topics(self) -> Mapping[str, str]:
        """Topic to solution."""
        return MappingProxyType({topic: s.name for s in self.sold for topic in s.topics})

    def stream(self, *purpose: object) -> random.Random:
        """A stream of chance for one purpose, so that no part disturbs another."""
        return random.Random(":".join(str(part) for part in (self.seed, *purpose)))

    def moment(self, day: float) -> datetime:
        """Day of the window (fractional, 0 is its beginning) as a time, whole seconds."""
        midnight = datetime(self.as_of.year, self.as_of.month, self.as_of.day, tzinfo=UTC)
        return midnight + timedelta(seconds=round((day - DAYS) * 86_400))


def stamp(moment: datetime) -> str:
    """A time as the exports write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def is_workday(settings: Settings, day: float) -> bool:
    """Whether the day of the window falls on Monday to Friday."""
    return settings.moment(int(day)).weekday() < 5


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson number (Knuth's multiplication; meant for small means)."""
    limit, number, product = 2.718281828459045**-mean, 0, rng.random()
    while product > limit:
        number += 1
        product *= rng.random()
    return number


def at_work(rng: random.Random, day: float) -> float:
    """A time on that day, between seven and eighteen o'clock, mostly."""
    hour = rng.gauss(0.52, 0.12)
    return int(day) + (hour if 0.27 < hour < 0.9 else rng.uniform(0.33, 0.7))
