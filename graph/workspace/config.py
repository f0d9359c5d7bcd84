"""coterie.toml as frozen dataclasses: what the team says about itself.

Every key is optional; the defaults of the dataclasses are the defaults of the file. Reading and
its errors are in ``config_reader``, printing in ``config_text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

YEARS_FIRST = ("ymd", "ydm")
"""Orders that may only be said of years of two digits."""
DATE_ORDERS = ("mdy", "dmy", *YEARS_FIRST)
"""Orders of day, month and year that may be said of dates with slashes."""
DECIMALS = ("comma", "point")
"""Marks before decimals."""


def _empty() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True)
class CompanyConfig:
    """Ourselves and those who look for others: domains, lower case."""

    domains: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()


@dataclass(frozen=True)
class SolutionConfig:
    """Something that we sell, and how to recognise interest in it.

    Attributes:
        topics: content and intent topics, lower case.
        urls: patterns of paths (``*`` matches anything) for content without a catalogue row.
        functions, systems: who and what it touches.
        n_min: people needed for a quorum; None takes the headcount table.
    """

    name: str
    topics: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    n_min: int | None = None


@dataclass(frozen=True)
class FitConfig:
    """Conditions of fit; those that are None or empty are not asked."""

    target: bool | None = None
    employees_min: int | None = None
    employees_max: int | None = None
    industry: tuple[str, ...] = ()
    country: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuorumConfig:
    """People needed for a quorum by headcount (policy, after product.md A6)."""

    below_500: int = 3
    below_1000: int = 4
    above: int = 5


@dataclass(frozen=True)
class WindowConfig:
    """Days before as-of that count as evidence, and that make a second lead."""

    evidence_days: int = 90
    second_lead_days: int = 180


@dataclass(frozen=True)
class LeadConfig:
    """Lead statuses that mean no and yes, and days within which a lead must be answered."""

    disqualified: tuple[str, ...] = ("Disqualified", "Recycled", "Unqualified")
    accepted: tuple[str, ...] = ("Qualified", "Accepted")
    sla_days: int = 5


@dataclass(frozen=True)
class HygieneConfig:
    """When a signal is a machine's, not a person's (policies), and what is never set aside.

    Attributes:
        click_seconds: a click this soon after its mail left.
        burst_seconds: the span of the three bursts below.
        burst_links: distinct links of mails that one person opens.
        burst_contents: distinct pages that one person or visitor opens.
        burst_people: people of one mail domain who open the same link of a mail.
        bots: words in user agents that mean a program, beside those known to everyone.
        allow: e-mail addresses and domains whose signals always count.
    """

    click_seconds: int = 5
    burst_seconds: int = 10
    burst_links: int = 3
    burst_contents: int = 8
    burst_people: int = 5
    bots: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True)
class Config:
    """The whole of coterie.toml.

    Attributes:
        columns: ``"salesforce.Account"`` -> canonical field -> column of this org.
        dates: order of day and month, of ``DATE_ORDERS``, where no value of a column tells; None
            refuses such dates.
        decimals: mark before decimals, of ``DECIMALS``, where no value of a column tells.
        encoding: of files that are neither marked nor UTF-8; None has their letters tell.
        graph_signals: ``strong``, or ``all`` for every page view as a Signal node too.
        model: parameters of detection by name; checked by ``graph.analysis.parameters``.
    """

    company: CompanyConfig = CompanyConfig()
    solutions: tuple[SolutionConfig, ...] = ()
    fit: FitConfig = FitConfig()
    quorum: QuorumConfig = QuorumConfig()
    window: WindowConfig = WindowConfig()
    lead: LeadConfig = LeadConfig()
    hygiene: HygieneConfig = HygieneConfig()
    stage_prioritized: str = "very_exciting"
    hand_raiser_kinds: tuple[str, ...] = ("contact_sales", "trial")
    list_confidence: float = 0.5
    dates: str | None = None
    decimals: str | None = None
    encoding: str | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    graph_signals: str = "strong"
    model: Mapping[str, object] = field(default_factory=_empty)

    def solution(self, name: str) -> SolutionConfig | None:
        """The solution of that name, or None."""
        return next((s for s in self.solutions if s.name == name), None)
