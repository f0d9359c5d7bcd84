"""A whole world: made, written, and its truth told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.worlds.buying import plant_processes
from tests.worlds.casual import read_casually
from tests.worlds.catalogue import make_catalogue
from tests.worlds.crm import Crm, make_crm
from tests.worlds.exports import write_exports, write_json
from tests.worlds.journal import Journal, Process
from tests.worlds.negatives import plant_negatives
from tests.worlds.organisations import make_organisations
from tests.worlds.settings import DAYS, Settings, stamp
from tests.worlds.tracking import Call, known_people, recognised, track

Signals = dict[int, list[tuple[float, str | None]]]


@dataclass(frozen=True)
class World:
    """A made world, before it is written."""

    journal: Journal
    calls: list[Call]
    crm: Crm
    truth: dict[str, Any]


def make_world(settings: Settings) -> World:
    """Make a world in memory."""
    journal = Journal(settings, make_catalogue(settings), make_organisations(settings))
    plant_processes(journal)
    plant_negatives(journal)
    read_casually(journal)
    calls = track(journal)
    known = known_people(journal, calls)
    signals = named_signals(journal, calls)
    first = {person: min(day for day, _ in theirs) for person, theirs in signals.items()}
    crm = make_crm(journal, known, first)
    return World(journal, calls, crm, _truth(journal, crm, signals, known))


def write_world(folder: Path, settings: Settings) -> World:
    """Make a world and write its exports and ``truth.json``."""
    world = make_world(settings)
    write_exports(folder, world.journal, world.calls, world.crm)
    write_json(folder / "truth.json", world.truth)
    return world


def named_signals(journal: Journal, calls: list[Call]) -> Signals:
    """Person -> (day, solution) of all known signals, visits of a recognised device too."""
    numbers = {person.email: person.number for person in journal.people()}
    topics = {webinar.page.title: webinar.page.solution for webinar in journal.catalogue.webinars}
    found: Signals = {}
    for call, email in recognised(calls):
        if email is not None:
            signal = (call.read.day, call.read.page.solution)
            found.setdefault(numbers[email], []).append(signal)
    for response in journal.responses:
        if response.responded:
            subject = topics.get(response.campaign) or solution_named(journal, response.campaign)
            found.setdefault(response.person, []).append((response.day, subject))
    for meeting in journal.meetings:
        for who in meeting.people:
            signal = (meeting.day, solution_named(journal, meeting.subject))
            found.setdefault(who, []).append(signal)
    return found


def solution_named(journal: Journal, text: str) -> str | None:
    return next((s.name for s in journal.settings.sold if s.name in text), None)


def _truth(journal: Journal, crm: Crm, signals: Signals, known: dict[int, float]) -> dict[str, Any]:
    settings = journal.settings
    people = {person.number: person for person in journal.people()}
    accounts = {org.account.number: org.account for org in journal.organisations}
    groups, second = [], []
    for process in journal.processes:
        seen = _seen(process, signals)
        if not seen:
            continue
        second += [people[number].email for number in _second_leads(crm, seen)]
        days = [day for theirs in seen.values() for day in theirs]
        groups.append(
            {
                "account": accounts[process.account].domain,
                "solution": process.solution,
                "start": stamp(settings.moment(min(days))),
                "end": stamp(settings.moment(max(days))),
                "detectable": len(seen) >= 3,
                "members": {people[n].email: process.roles[n] for n in seen},
            }
        )
    return {
        "seed": settings.seed,
        "solutions": [solution.name for solution in settings.sold],
        "as_of": stamp(settings.moment(DAYS)),
        "accounts": [
            {"id": crm.accounts[a.number], "domain": a.domain, "fit": a.target}
            for a in accounts.values()
        ],
        "people": [
            {
                "email": person.email,
                "account": None if person.account is None else accounts[person.account].domain,
                "kind": journal.kinds.get(number, "casual"),
                "dupe": number in crm.dupes,
            }
            for number, person in people.items()
            if number in known
        ],
        "groups": groups,
        "cohorts": [
            {"account": accounts[a].domain, "kind": k, "members": [people[n].email for n in who]}
            for a, k, who in journal.cohorts
        ],
        "second_leads": sorted(set(second)),
    }


def _seen(process: Process, signals: Signals) -> dict[int, list[float]]:
    """Members -> days of their named signals on the solution while the process ran."""
    seen = {}
    for number in process.roles:
        days = [
            day
            for day, solution in signals.get(number, [])
            if solution == process.solution and process.start - 1 <= day <= process.end + 6
        ]
        if days:
            seen[number] = days
    return seen


def _second_leads(crm: Crm, seen: dict[int, list[float]]) -> list[int]:
    """Members whose lead was refused though another member had been seen before."""
    return [
        number
        for number in seen
        if (refused := crm.refused.get(number)) is not None
        and any(min(days) < refused for other, days in seen.items() if other != number)
    ]
