"""The files of a world."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.worlds.casual import loudness, make_fashion
from tests.worlds.crm import Crm, Row
from tests.worlds.journal import Journal
from tests.worlds.settings import DAYS, PARTNER, RIVAL, VENDOR, Settings, stamp
from tests.worlds.tracking import Call

HEADERS = {
    "Account": "Id IsDeleted MasterRecordId Name Type ParentId BillingCountry Website Industry "
    "NumberOfEmployees Target_Account__c OwnerId CreatedDate",
    "Contact": "Id IsDeleted AccountId FirstName LastName Title Department Email ReportsToId "
    "LeadSource CreatedDate",
    "Lead": "Id IsDeleted FirstName LastName Title Company Email LeadSource Status "
    "Disqualified_Reason__c IsConverted ConvertedDate ConvertedAccountId ConvertedContactId "
    "ConvertedOpportunityId IsUnreadByOwner CreatedDate LastModifiedDate",
    "Campaign": "Id IsDeleted Name Type Status StartDate EndDate",
    "CampaignMember": "Id IsDeleted CampaignId LeadId ContactId Status HasResponded "
    "FirstRespondedDate CreatedDate",
    "Event": "Id IsDeleted WhoId WhatId Subject StartDateTime EndDateTime IsGroupEvent CreatedDate",
    "Opportunity": "Id IsDeleted AccountId Name StageName Amount CloseDate Type IsClosed IsWon "
    "CreatedDate LastModifiedDate",
    "OpportunityContactRole": "Id IsDeleted OpportunityId ContactId Role IsPrimary CreatedDate",
}
_FEED_TOPICS = ("warehouse robotics", "cloud costs", "fleet electrification")
_LOWEST_SCORE = 52


def write_exports(folder: Path, journal: Journal, calls: list[Call], crm: Crm) -> None:
    """Everything but the truth."""
    for kind, columns in HEADERS.items():
        _csv(folder / "salesforce" / f"{kind}.csv", columns.split(), crm.rows[kind])
    _web(folder / "web", journal, calls)
    feed: list[Row] = [
        {"anonymousId": name, "company_domain": domain}
        for name, domain in company_feed(journal, calls).items()
    ]
    _csv(folder / "web" / "companies.csv", ["anonymousId", "company_domain"], feed)
    header = ["Company Name", "Domain", "Topic", "Composite Score"]
    for day, rows in intent(journal).items():
        name = f"surge-{journal.settings.moment(day).date().isoformat()}.csv"
        _csv(folder / "intent" / name, header, rows)
    pages: list[Row] = [
        {"URL": page.url, "Title": page.title, "Type": page.kind, "Topic": page.topic}
        for page in journal.catalogue.pages
        if page.number not in journal.catalogue.uncatalogued
    ]
    _csv(folder / "content.csv", ["URL", "Title", "Type", "Topic"], pages)
    _write(folder / "coterie.toml", _config(journal.settings))


def write_json(path: Path, value: object) -> None:
    """One JSON document, the same bytes everywhere."""
    _write(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _web(folder: Path, journal: Journal, calls: list[Call]) -> None:
    """Segment calls by month, in order of arrival; some are delivered twice."""
    settings = journal.settings
    rng = settings.stream("delivery")
    months: dict[str, list[tuple[str, str]]] = {}
    for number, call in enumerate(calls):
        late = rng.uniform(3600, 90_000) if rng.random() < 0.01 else rng.uniform(0.2, 9)
        times = (call.read.day, call.read.day + late / 86_400)
        twice = rng.random() < 0.03
        for event in _events(settings, call, number, times):
            line = json.dumps(event, ensure_ascii=False)
            key = (str(event["receivedAt"]), line)
            months.setdefault(stamp(settings.moment(times[0]))[:7], []).extend(
                [key, key] if twice else [key]
            )
    for month, lines in sorted(months.items()):
        text = "".join(line + "\n" for _, line in sorted(lines))
        _write(folder / f"events-{month}.jsonl", text)


def _events(
    settings: Settings, call: Call, number: int, times: tuple[float, float]
) -> list[dict[str, object]]:
    """The page call and, where somebody becomes known, the form and the identify call."""
    tail = {"newsletter": "?utm_source=newsletter", "email": "?utm_medium=email", "share": "#top"}
    page = {
        "url": call.read.page.url + tail.get(call.read.source, ""),
        "title": call.read.page.title,
        "referrer": "https://search.example/" if call.read.source == "search" else "",
    }
    kinds = ("page", "track", "identify") if call.form else ("page",)
    events = []
    for place, kind in enumerate(kinds):
        event: dict[str, object] = {
            "type": kind,
            "messageId": f"w{settings.seed}-{number}-{place}",
            "anonymousId": call.device,
        }
        if call.email:
            event["userId"] = call.email
        if kind == "track":
            event["event"] = "Form Submitted"
        event["timestamp"] = stamp(settings.moment(times[0] + place / 2880))
        event["receivedAt"] = stamp(settings.moment(times[1] + place / 2880))
        event["context"] = {"page": page}
        events.append(event)
    return events


def company_feed(journal: Journal, calls: list[Call]) -> dict[str, str]:
    """Which company's domain a device belongs to, as a feed says for two devices of three."""
    domains = {org.account.number: org.account.domain for org in journal.organisations}
    devices = {call.device: call.read.account for call in calls if call.read.account is not None}
    told = {}
    for name, account in sorted(devices.items()):
        rng = journal.settings.stream("feed", name)
        if rng.random() < 0.66:
            wrong = rng.random() < 0.015
            told[name] = rng.choice(sorted(domains.values())) if wrong else domains[account]
    return told


def intent(journal: Journal) -> dict[int, list[Row]]:
    """Day -> weekly topic scores: each account's own drift, fashions, and processes, with a lag."""
    settings = journal.settings
    fashion = make_fashion(settings)
    topics = sorted([*settings.topics, *_FEED_TOPICS])
    days = [day for day in range(DAYS) if settings.moment(day).weekday() == 0]
    files: dict[int, list[Row]] = {day: [] for day in days}
    for org in journal.organisations:
        lifts = _lifts(journal, org.account.number)
        for topic in topics:
            rng = settings.stream("intent", org.account.number, topic)
            level, drift = rng.gauss(44, 6), 0.0
            for day in days:
                drift = 0.6 * drift + rng.gauss(0, 5)
                loud = 5 * (loudness(fashion, topic, day) - 1)
                lift = max(
                    (up for of, a, b, up in lifts if of == topic and a <= day <= b), default=0
                )
                score = min(100, round(level + drift + loud + lift))
                if score >= _LOWEST_SCORE and rng.random() < 0.93:
                    files[day].append(
                        {
                            "Company Name": org.account.name if rng.random() < 0.5 else "",
                            "Domain": org.account.domain,
                            "Topic": topic.title(),
                            "Composite Score": score,
                        }
                    )
    return files


def _lifts(journal: Journal, account: int) -> list[tuple[str, float, float, float]]:
    """(topic, from, to, points) for the processes of an account that other sites notice."""
    lifts = []
    for number, process in enumerate(journal.processes):
        if process.account != account:
            continue
        rng = journal.settings.stream("noticed", account, number)
        solution = next(s for s in journal.settings.sold if s.name == process.solution)
        for topic in solution.topics:
            if rng.random() < 0.45:
                lag = rng.uniform(-7, 10)
                lifts.append((topic, process.start + lag, process.end + lag, rng.uniform(8, 26)))
    return lifts


def _config(settings: Settings) -> str:
    lines = [
        "# A made world: nobody in it exists.",
        "[company]",
        f'domains = ["{VENDOR}"]',
        f'partners = ["{PARTNER}"]',
        f'competitors = ["{RIVAL}"]',
        "",
    ]
    for solution in settings.sold:
        touches = f"functions = {json.dumps(solution.functions)}"
        touches += f", systems = {json.dumps(solution.systems)}"
        lines += [
            f'[solutions."{solution.name}"]',
            f"topics = {json.dumps(solution.topics)}",
            f"touches = {{ {touches} }}",
            "",
        ]
    return "\n".join([*lines, "[fit]", "target = true", ""])
