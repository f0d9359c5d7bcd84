"""A world as detection is given it, in memory: what loading its exports gives, less the dirt.

For training and for tests that need many worlds. Accounts are matched as the truth has them, the
visitor feed as it is exported; an account's id is its domain, a person's id the e-mail.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from graph.analysis.inputs import CONTENTS, PEOPLE, SURGES, TOUCHES, Population
from graph.analysis.titles import read_title
from tests.worlds.exports import company_feed, intent
from tests.worlds.journal import Journal
from tests.worlds.make import World, solution_named
from tests.worlds.settings import DAYS, PARTNER, RIVAL, VENDOR
from tests.worlds.tracking import recognised

Row = tuple[Any, ...]


def population(world: World) -> Population:
    """What detection is given of a world; ``world.truth`` names accounts and members alike."""
    journal = world.journal
    touches = [*_web(world), *_campaigns(journal), *_meetings(journal)]
    touches.sort(key=lambda row: (row[5], row[0], row[3]))
    contents = [
        (f"page-{page.number}", page.kind, page.topic, page.solution)
        for page in journal.catalogue.pages
    ]
    contents += [
        (f"{kind}: {solution.name}", kind, None, solution.name)
        for solution in journal.settings.sold
        for kind in ("campaign", "meeting")
    ]
    return Population(
        touches=_table(touches, TOUCHES),
        contents=_table(sorted(contents), CONTENTS),
        surges=_table(_surges(journal), SURGES),
        people=_table(_people(world), PEOPLE),
        as_of=_seconds(journal, DAYS) - 1,
    )


def _seconds(journal: Journal, day: float) -> int:
    return int(journal.settings.moment(day).timestamp())


def _domains(journal: Journal) -> dict[int | None, str]:
    return {org.account.number: org.account.domain for org in journal.organisations}


def _web(world: World) -> list[Row]:
    journal, domains = world.journal, _domains(world.journal)
    feed = company_feed(journal, world.calls)
    rows: list[Row] = []
    for call, email in recognised(world.calls):
        page, at = f"page-{call.read.page.number}", _seconds(journal, call.read.day)
        if email is None:
            visitor = f"visitor {call.device}"
            rows.append((visitor, False, feed.get(call.device), page, "page_view", at))
            continue
        who = (email, True, domains.get(call.read.account), page)
        rows += [
            (*who, kind, at) for kind in (("page_view", "form") if call.form else ("page_view",))
        ]
    return rows


def _campaigns(journal: Journal) -> list[Row]:
    people, domains = {person.number: person for person in journal.people()}, _domains(journal)
    pages = {page.title: f"page-{page.number}" for page in journal.catalogue.pages}
    rows: list[Row] = []
    for response in journal.responses:
        solution = solution_named(journal, response.campaign)
        content = pages.get(response.campaign) or (f"campaign: {solution}" if solution else None)
        if response.responded and content:
            person = people[response.person]
            at = _seconds(journal, int(response.day))
            account = domains.get(person.account)
            rows.append((person.email, True, account, content, "campaign_response", at))
    return rows


def _meetings(journal: Journal) -> list[Row]:
    people, domains = {person.number: person for person in journal.people()}, _domains(journal)
    return [
        (
            people[who].email,
            True,
            domains.get(people[who].account),
            f"meeting: {solution_named(journal, meeting.subject)}",
            "meeting",
            _seconds(journal, meeting.day),
        )
        for meeting in journal.meetings
        if meeting.day < DAYS
        for who in meeting.people
    ]


def _surges(journal: Journal) -> list[Row]:
    topics = journal.settings.topics
    return [
        (row["Domain"], topic, topics.get(topic), _seconds(journal, day), row["Composite Score"])
        for day, rows in sorted(intent(journal).items())
        for row in rows
        for topic in [str(row["Topic"]).lower()]
    ]


def _people(world: World) -> list[Row]:
    known = {person["email"] for person in world.truth["people"]}
    domains = _domains(world.journal)
    rows = []
    for person in sorted(world.journal.people(), key=lambda person: person.email):
        if person.email in known:
            read = read_title(person.title)
            barred = person.email.partition("@")[2] in (VENDOR, PARTNER, RIVAL)
            account = domains.get(person.account)
            row = (person.email, account, person.title, read.seniority, read.function, barred)
            rows.append(row)
    return rows


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
