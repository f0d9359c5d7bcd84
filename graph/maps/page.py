"""What one account map shows, as data. All of it goes into the page as JSON.

Instants are ISO 8601 UTC strings with ``Z``; confidences are 0..1; ``None`` means "not known
yet". Ids are prefixed by their kind (``p:``, ``v:``, ``s:``, ``c:``, ``g:``), so that one id names
one mark of the page.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LONE = "lone"
"""Id of the last column: people whom no buying group holds."""


@dataclass(frozen=True)
class Account:
    """The account that the map is of."""

    id: str
    name: str
    domain: str | None = None
    industry: str | None = None
    country: str | None = None
    employees: int | None = None
    fit: bool | None = None
    rung: str | None = None
    stage: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Group:
    """A buying group: one column of the map.

    Attributes:
        listed: whether its confidence reaches the listing threshold.
        code: evidence code 0..7 (1 third-party, 2 anonymous, 4 other known people).
        visitors: distinct anonymous visitors on the solution in the group's window.
        members: ids of people, surest first.
        unknowns: what is not known of its unit, each with an estimate or "unknown".
    """

    id: str
    title: str
    solution: str | None
    confidence: float | None
    listed: bool
    rung: str | None = None
    stage: str | None = None
    quorum: str | None = None
    code: int | None = None
    visitors: int | None = None
    reasons: tuple[str, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    members: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Membership:
    """A person's likely part in one group."""

    group: str
    role: str
    role_confidence: float | None = None
    runner_up: str | None = None
    confidence: float | None = None
    reasons: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """A known person. ``column`` is the group it is drawn in, or ``LONE``.

    Attributes:
        memberships: most confident first; empty for a lone lead.
        touched: how many contents it touched; those on the map are links.
        lines: why a lone lead does not qualify, in words.
    """

    id: str
    name: str
    column: str
    title: str | None = None
    email: str | None = None
    seniority: str = "unknown"
    function: str | None = None
    standing: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    memberships: tuple[Membership, ...] = ()
    touched: int = 0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visitor:
    """An anonymous browser seen on our site."""

    id: str
    name: str
    column: str
    sessions: int | None = None
    solution: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    touched: int = 0


@dataclass(frozen=True)
class Surge:
    """Third-party intent on one topic within the evidence window.

    Attributes:
        weeks: surging weekly snapshots.
        score: the highest of them, 0..100.
    """

    id: str
    name: str
    column: str
    solution: str | None = None
    score: float | None = None
    weeks: int = 0
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True)
class Content:
    """Something of ours on the content shelf; ``people`` counts known people who touched it."""

    id: str
    name: str
    kind: str | None = None
    topic: str | None = None
    solution: str | None = None
    people: int = 0
    visitors: int = 0


@dataclass(frozen=True)
class Link:
    """A line of the map: ``acts`` (person, person) or ``touch`` (person or visitor, content).

    Attributes:
        weight: strength of a tie, or number of touches.
        shared: contents that two people share.
        last: day of the last touch.
        quiet: drawn only where one of its ends is asked about.
    """

    kind: str
    start: str
    end: str
    weight: float = 0.0
    shared: int = 0
    last: str | None = None
    quiet: bool = False


@dataclass(frozen=True)
class Week:
    """Signals in one week; ``start`` and ``end`` are dates, the end belongs to it."""

    start: str
    end: str
    signals: int


@dataclass(frozen=True)
class Past:
    """A group as it stood at the end of a week."""

    at: str
    stage: str | None
    rung: str | None
    code: int | None
    quorum: str | None
    confidence: float | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The weeks of one group, oldest first."""

    group: str
    weeks: tuple[Past, ...]


@dataclass(frozen=True)
class Count:
    """How many of all that there are the page shows."""

    shown: int
    total: int


@dataclass(frozen=True)
class Page:
    """All that one map shows."""

    account: Account
    as_of: str | None
    analyzed: bool
    list_confidence: float
    evidence_days: int
    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    visitors: tuple[Visitor, ...] = ()
    surges: tuple[Surge, ...] = ()
    contents: tuple[Content, ...] = ()
    links: tuple[Link, ...] = ()
    weeks: tuple[Week, ...] = ()
    history: tuple[History, ...] = ()
    known: Count = Count(0, 0)
    anonymous: Count = Count(0, 0)
    intent: Count = Count(0, 0)
    shelf: Count = Count(0, 0)

    def as_json(self) -> dict[str, Any]:
        """The page as plain dicts and lists."""
        return asdict(self)
