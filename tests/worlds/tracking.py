"""What the vendor's web analytics saw: which calls carry a name, and from which device."""

from __future__ import annotations

from dataclasses import dataclass

from tests.worlds.journal import Journal, Read
from tests.worlds.organisations import Person
from tests.worlds.settings import Settings


@dataclass(frozen=True)
class Call:
    """One page call; ``email`` is None when the visitor is not known at that moment.

    Attributes:
        form: the visitor becomes known with this call, by a form.
    """

    read: Read
    device: str
    email: str | None
    form: bool


def track(journal: Journal) -> list[Call]:
    """Calls in order of time. A device keeps its name from the first form on, mostly."""
    settings = journal.settings
    people = {person.number: person for person in journal.people()}
    rng = settings.stream("tracking")
    named: set[int] = set()
    calls = []
    for read in sorted(journal.reads, key=lambda r: (r.day, str(r.reader), r.page.number)):
        lost, second = rng.random() < 0.05, rng.random() < 0.15
        if isinstance(read.reader, str):
            calls.append(Call(read, device(settings, read.reader, False), None, False))
            continue
        person = people[read.reader]
        form = read.day >= person.known_from >= 0 and person.number not in named
        known = read.day >= person.known_from and (form or not lost)
        if form:
            named.add(person.number)
        email = person.email if known else None
        calls.append(Call(read, device(settings, read.reader, second and known), email, form))
    return calls


def device(settings: Settings, reader: int | str, second: bool) -> str:
    """The anonymous id of a reader's device; many people have two."""
    rng = settings.stream("device", reader, second)
    return f"{rng.getrandbits(32):08x}-{rng.getrandbits(32):08x}"


def recognised(calls: list[Call]) -> list[tuple[Call, str | None]]:
    """Calls with whom they are known to come from: a device keeps the name it once gave.

    Visits before a device gave a name stay those of somebody unknown.
    """
    owner: dict[str, str] = {}
    found = []
    for call in calls:
        if call.email:
            owner[call.device] = call.email
        found.append((call, owner.get(call.device)))
    return found


def known_people(journal: Journal, calls: list[Call]) -> dict[int, float]:
    """Who has a CRM record -> day since when (before 0: since long ago)."""
    first: dict[int, float] = {}
    numbers = {person.email: person.number for person in journal.people()}
    events = [(numbers[call.email], call.read.day) for call in calls if call.email]
    events += [(response.person, response.day) for response in journal.responses]
    events += [(who, meeting.day) for meeting in journal.meetings for who in meeting.people]
    events += [(who, deal.opened) for deal in journal.deals for who, _ in deal.people]
    for number, day in events:
        first[number] = min(first.get(number, day), day)
    return {
        person.number: _since(journal.settings, person, first)
        for person in journal.people()
        if person.known_from < 0 or person.number in first
    }


def _since(settings: Settings, person: Person, first: dict[int, float]) -> float:
    if person.known_from >= 0:
        return max(0.0, first[person.number])
    return -settings.stream("created", person.number).uniform(1, 500)
