"""What detection gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """A likely member of a candidate group.

    Attributes:
        confidence: how sure the membership is, 0..1.
        weight: log-likelihood ratio of the person's signals, in nats, capped.
        grounds: why a member, in words, strongest first.
        first_seen, last_seen: epoch seconds of the signals inside the window.
        role: one of vocabulary.ROLES.
        role_confidence: 0..1; 0 for undetermined.
        reasons: why this role: three, in words, strongest first.
    """

    person: str
    confidence: float
    weight: float
    grounds: tuple[str, ...]
    first_seen: int
    last_seen: int
    role: str = "undetermined"
    role_confidence: float = 0.0
    runner_up: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spread:
    """How broad and how lasting a candidate's goodness is: it must not be partial or transitory.

    Attributes:
        tiers: kinds of evidence in its window: known, anonymous, third_party.
        seniorities, functions: those of its members that titles tell, sorted.
        active_weeks: weeks of the evidence window in which a member touched the solution.
        window_weeks: weeks of the evidence window.
        burst: most of the members' signals on the solution came within a few days.
    """

    tiers: tuple[str, ...] = ()
    seniorities: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    active_weeks: int = 0
    window_weeks: int = 0
    burst: bool = False

    @property
    def persistence(self) -> float:
        """Active weeks over window weeks, 0..1."""
        return self.active_weeks / self.window_weeks if self.window_weeks else 0.0


@dataclass(frozen=True)
class Candidate:
    """A candidate buying group of one account and solution, after merging.

    Attributes:
        start, end: window, epoch seconds, half open.
        confidence: how sure its existence is, 0..1.
        evidence: Lambda, summed log-likelihood ratio against chance, in nats.
        visitors: distinct anonymous visitors of the account on the solution in the window.
        reasons: why it is thought to exist, in words, strongest first.
        members: by confidence descending, then person id.
    """

    account: str
    solution: str
    start: int
    end: int
    confidence: float
    evidence: float
    visitors: int
    reasons: tuple[str, ...]
    members: tuple[Member, ...]
    spread: Spread = Spread()


@dataclass(frozen=True)
class Tie:
    """Two people of one account whose activity runs together (first id < second id)."""

    one: str
    other: str
    strength: float
    shared: int
    first: int
    last: int


@dataclass(frozen=True)
class UnitEvidence:
    """What an account shows of a solution beside its known people (bits 1 and 2 of the code).

    Attributes:
        surges: times, epoch seconds, at which a topic stood high for two weekly snapshots.
        sessions, expected: anonymous sessions on the solution, and as many as chance would give.
        chance: upper Poisson tail of that many sessions.
        code: 1 third-party, 2 own-site anonymous, summed.
    """

    account: str
    solution: str
    surges: tuple[int, ...]
    sessions: int
    expected: float
    chance: float
    code: int


@dataclass(frozen=True)
class LeadScore:
    """A lead's quality in a unit: what remains of the unit without all that the lead did.

    Attributes:
        score: confidence of the best candidate that remains, 0..1.
        code: evidence code that remains; 4 where that candidate is credible.
        others: likely members of it, surest first; empty where the lead was no part of any.
        visits: visitors who were this person, and left with it.
    """

    person: str
    account: str
    solution: str
    score: float
    code: int
    others: tuple[str, ...] = ()
    visits: int = 0


@dataclass(frozen=True)
class Findings:
    """All that one run found.

    Attributes:
        candidates: by account, solution, confidence descending.
        ties: edges of the proposal graphs among people of candidates, sorted.
        accounts: number of accounts that were looked into.
        people: number of known people with a signal in the evidence window.
        notes: what could not be judged, and why (thin null tables, capped accounts).
        units: what accounts show of solutions beside known people, where they show anything.
        leads: by person, account, solution: every known person's quality in each unit touched.
    """

    candidates: tuple[Candidate, ...]
    ties: tuple[Tie, ...]
    accounts: int
    people: int
    notes: tuple[str, ...]
    units: tuple[UnitEvidence, ...] = ()
    leads: tuple[LeadScore, ...] = ()
