"""Second leads: thrown away though a colleague of the same unit was already engaged.

====  ===================================================================================
S1    disqualified, whatever the reason, though another member of the same credible
      candidate had engaged in the window before (its date unknown: before as-of)
S2    ignored: no human task or event within the SLA, where such activities are loaded
S3    orphan conversion: converted without opportunity though one was open, or the person
      is missing from its contact roles
S4    merged away into another human
S5    premature first no: refused when nobody else was engaged, then two or more were
S6    off-opportunity member: engaged during an open opportunity, without contact role
====  ===================================================================================

A record that was refused as a duplicate while another record of the same human lives on is a true
duplicate, and is not reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.analysis.signals import DAY

_REASONS = (
    ("duplicate", ("duplicate", "dupe", "double")),
    ("existing opportunity", ("existing opp", "open opp", "opportunity", "existing deal")),
    ("already working", ("already", "working", "in contact", "existing customer", "owned by")),
    ("wrong person", ("decision maker", "wrong person", "not the right", "authority", "junior")),
    ("no budget", ("budget", "funds", "money", "price")),
)
S1, S2, S3, S4, S5, S6 = "S1", "S2", "S3", "S4", "S5", "S6"


@dataclass(frozen=True)
class LeadRecord:
    """A CRM lead or contact, and what became of it (epoch seconds; None: not known).

    Attributes:
        refused: its status means no.
        changed: when that was set.
        master: the human whose record it was merged into; None when it was not merged.
        handled: first human task or event with the person.
    """

    id: str
    person: str
    kind: str = "lead"
    refused: bool = False
    words: str | None = None
    created: int | None = None
    changed: int | None = None
    converted: bool = False
    converted_at: int | None = None
    opportunity: str | None = None
    master: str | None = None
    handled: int | None = None


@dataclass(frozen=True)
class OpenDeal:
    """An opportunity of a unit: open in [start, end), with the people of its contact roles."""

    id: str
    start: int
    end: int
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Room:
    """One demand unit: credible groups, who engaged when (sorted), and its opportunities."""

    unit: str
    groups: tuple[frozenset[str], ...] = ()
    engaged: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    deals: tuple[OpenDeal, ...] = ()

    def between(self, people: Iterable[str], since: int, until: int) -> tuple[str, ...]:
        """Those of the people who engaged in (since, until], sorted."""
        return tuple(
            sorted(p for p in people if any(since < at <= until for at in self.engaged.get(p, ())))
        )

    def colleagues(self, person: str) -> frozenset[str]:
        """The other members of the person's credible groups."""
        held = [group for group in self.groups if person in group]
        return frozenset().union(*held) - {person}


@dataclass(frozen=True)
class Rules:
    """As-of, and the windows in days; ``activities``: human activities are loaded at all."""

    as_of: int
    window_days: int = 180
    sla_days: int = 5
    activities: bool = False


@dataclass(frozen=True)
class SecondLead:
    """A record that counts for a unit after all; ``classes`` sorted, the first is shown."""

    record: str
    unit: str
    classes: tuple[str, ...]
    reason: str
    words: str | None
    engaged_before: tuple[str, ...]


def reason_of(words: str | None) -> str:
    """The reason field, grouped; ``other`` where nothing is recognised."""
    text = (words or "").lower()
    for name, keys in _REASONS:
        if any(key in text for key in keys):
            return name
    return "other"


def second_leads(
    records: Iterable[LeadRecord], rooms: Mapping[str, Iterable[Room]], rules: Rules
) -> tuple[SecondLead, ...]:
    """Second leads by record and unit.

    Args:
        records: every record, with the human behind it.
        rooms: per person the units that the person touched.
    """
    held = sorted(records, key=lambda record: record.id)
    alive: dict[str, int] = defaultdict(int)
    for record in held:
        alive[record.person] += not record.refused and record.master is None
    found = []
    for record in held:
        twin = reason_of(record.words) == "duplicate" and alive[record.person] > 0
        places = rooms.get(record.person) or rooms.get(record.master or "") or ()
        for room in places:
            classes = dict(_classes(record, room, rules, twin=record.refused and twin))
            if classes:
                order = tuple(sorted(classes))
                found.append(
                    SecondLead(
                        record=record.id,
                        unit=room.unit,
                        classes=order,
                        reason=reason_of(record.words),
                        words=record.words,
                        engaged_before=classes[order[0]],
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.record, one.unit)))


def _classes(
    record: LeadRecord, room: Room, rules: Rules, *, twin: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Classes that hold, each with the colleagues who were engaged."""
    others = room.colleagues(record.person)
    window = rules.window_days * DAY
    if record.refused and not twin and record.master is None:
        at = rules.as_of if record.changed is None else record.changed
        before = room.between(others, at - window, at)
        if before:
            yield S1, before
        elif record.changed is not None:
            after = room.between(others, at, min(at + window, rules.as_of))
            if len(after) > 1:
                yield S5, after
    if _ignored(record, rules) and record.created is not None:
        due = record.created + rules.sla_days * DAY
        before = room.between(others, due - window, due)
        if before:
            yield S2, before
    yield from _converted(record, room, rules)
    if record.master is not None and record.master != record.person:
        before = room.between({*others, record.master}, rules.as_of - window, rules.as_of)
        yield S4, before
    deals = [deal for deal in room.deals if others and record.person not in deal.people]
    for deal in deals:
        if room.between({record.person}, deal.start - 1, deal.end - 1):
            yield S6, room.between(others | deal.people, deal.start - window, deal.end - 1)
            break


def _ignored(record: LeadRecord, rules: Rules) -> bool:
    """An open lead whom nobody spoke to within the SLA."""
    if not rules.activities or record.kind != "lead" or record.created is None:
        return False
    due = record.created + rules.sla_days * DAY
    settled = record.refused or record.converted or record.master is not None
    late = record.handled is None or record.handled > due
    return not settled and due <= rules.as_of and late


def _converted(
    record: LeadRecord, room: Room, rules: Rules
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Converted without opportunity though one was open, or missing from its roles."""
    if not record.converted:
        return
    at = rules.as_of if record.converted_at is None else record.converted_at
    for deal in room.deals:
        # A conversion date has no time of day, so the whole day counts.
        open_then = deal.start < at + DAY and at < deal.end
        lost = open_then if record.opportunity is None else deal.id == record.opportunity
        known = record.opportunity is None or bool(deal.people)
        if lost and known and record.person not in deal.people:
            people = (set(room.engaged) | deal.people) - {record.person}
            yield S3, room.between(people, at - rules.window_days * DAY, at + DAY)
            return
