"""The CRM's rows: who is a contact, who a lead, who both; what sales did with the leads."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from tests.worlds.journal import Journal
from tests.worlds.organisations import Account, Person
from tests.worlds.settings import DAYS, FREE_MAIL, Settings, stamp

Row = dict[str, object]
REASONS = (
    "Already working account",
    "Not a decision maker",
    "No budget",
    "No response",
    "Duplicate",
    "Existing opportunity",
    "Wrong person",
    "Bad timing - recycle",
)
_JUNK = ("n/a", "-", "self", "student", "test", "", "private")
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_PREFIX = {
    "Account": "001",
    "Contact": "003",
    "Lead": "00Q",
    "Campaign": "701",
    "CampaignMember": "00v",
    "Event": "00U",
    "Opportunity": "006",
    "OpportunityContactRole": "00K",
}


@dataclass
class Crm:
    """Rows by object, with what other rows need to know of them."""

    settings: Settings
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _PREFIX})
    accounts: dict[int, str] = field(default_factory=dict)
    leads: dict[int, Row] = field(default_factory=dict)
    contacts: dict[int, Row] = field(default_factory=dict)
    dupes: set[int] = field(default_factory=set)
    refused: dict[int, float] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def add(self, kind: str, row: Row) -> Row:
        """Keep a row under a new id."""
        row = {"Id": _record_id(_PREFIX[kind], next(self.numbers)), "IsDeleted": "false", **row}
        self.rows[kind].append(row)
        return row

    def stamp(self, day: float) -> str:
        """A day of the window as the CRM writes times."""
        return stamp(self.settings.moment(day))

    def date(self, day: float) -> str:
        """A day of the window as a date."""
        return self.settings.moment(day).date().isoformat()


def make_crm(journal: Journal, known: Mapping[int, float], first: Mapping[int, float]) -> Crm:
    """All objects.

    Args:
        known: person -> day since when the CRM knows the person.
        first: person -> day of the first known signal.
    """
    crm = Crm(journal.settings)
    accounts = {org.account.number: org.account for org in journal.organisations}
    for company in accounts.values():
        _account(crm, company)
    for person in journal.people():
        if person.number in known:
            account = None if person.account is None else accounts[person.account]
            _person(crm, journal, person, account, (known[person.number], first))
    _reports_to(crm, journal)
    for deal_number in range(len(journal.deals)):
        _deal(crm, journal, accounts, deal_number)
    _campaigns(crm, journal)
    _meetings(crm, journal)
    return crm


def _record_id(prefix: str, number: int) -> str:
    """18 characters: prefix, instance, number in base 62, checksum of the capitals."""
    digits = ""
    for _ in range(9):
        number, rest = divmod(number * 7 if not digits else number, 62)
        digits = _BASE62[rest] + digits
    bare = f"{prefix}9w0{digits}"
    chunks = (bare[0:5], bare[5:10], bare[10:15])
    return bare + "".join(
        _CHECK[sum(char.isupper() << place for place, char in enumerate(chunk))] for chunk in chunks
    )


def _account(crm: Crm, account: Account) -> None:
    rng = crm.settings.stream("crm account", account.number)
    site = rng.choice(("https://www.{}", "www.{}", "{}", "http://{}/"))
    row: Row = {
        "MasterRecordId": "",
        "Name": rng.choice((account.name, f"{account.name} {account.form}")),
        "Type": "Customer" if account.customer else "Prospect",
        "ParentId": "",
        "BillingCountry": account.country,
        "Website": site.format(account.domain),
        "Industry": account.industry,
        "NumberOfEmployees": "" if rng.random() < 0.06 else account.employees,
        "Target_Account__c": "" if account.target is None else str(account.target).lower(),
        "OwnerId": f"0059w000000000{account.number % 7 + 1}",
        "CreatedDate": crm.stamp(-rng.uniform(120, 900)),
    }
    crm.accounts[account.number] = str(crm.add("Account", row)["Id"])
    if rng.random() < 0.04:
        crm.add("Account", row)["IsDeleted"] = "true"


def _person(
    crm: Crm,
    journal: Journal,
    person: Person,
    account: Account | None,
    times: tuple[float, Mapping[int, float]],
) -> None:
    rng = crm.settings.stream("crm person", person.number)
    since, first = times
    begun = first.get(person.number)
    form = rng.random()
    if account is None or form < 0.46:
        _lead(crm, rng, person, account, (since, begun))
        if account is None and rng.random() < 0.03:
            _lead(crm, rng, person, account, (since, begun))["IsDeleted"] = "true"
        return
    crm.contacts[person.number] = _contact(crm, rng, person, account, since)
    if form > 0.92:
        crm.dupes.add(person.number)
        lead = _lead(crm, rng, person, account, (since - rng.uniform(0, 40), begun))
        if rng.random() < 0.5:
            lead.update(Status="Disqualified", Disqualified_Reason__c="Duplicate")
        crm.refused.pop(person.number, None)


def _common(rng: random.Random, person: Person) -> Row:
    email = person.email.upper() if rng.random() < 0.04 else person.email
    return {
        "FirstName": person.given if rng.random() > 0.03 else person.given[0] + ".",
        "LastName": person.family,
        "Title": person.title.upper() if rng.random() < 0.03 else person.title,
        "Email": email,
        "LeadSource": rng.choice(("Web", "Webinar", "Event", "List", "")),
    }


def _contact(crm: Crm, rng: random.Random, person: Person, account: Account, since: float) -> Row:
    row = _common(rng, person)
    row |= {
        "AccountId": crm.accounts[account.number],
        "Department": person.function.replace("_", " ") if rng.random() < 0.4 else "",
        "ReportsToId": "",
        "CreatedDate": crm.stamp(since),
    }
    return crm.add("Contact", row)


def _lead(
    crm: Crm,
    rng: random.Random,
    person: Person,
    account: Account | None,
    times: tuple[float, float | None],
) -> Row:
    since, begun = times
    status, reason, day = _fate(crm, rng, person, account is None, times)
    row = _common(rng, person)
    row |= {
        "Company": _company(rng, person, account),
        "Status": status,
        "Disqualified_Reason__c": reason,
        "IsConverted": "false",
        "ConvertedDate": "",
        "ConvertedAccountId": "",
        "ConvertedContactId": "",
        "ConvertedOpportunityId": "",
        "IsUnreadByOwner": "true" if begun is None and rng.random() < 0.4 else "false",
        "CreatedDate": crm.stamp(since),
        "LastModifiedDate": crm.stamp(max(since, day)),
    }
    made = crm.add("Lead", row)
    crm.leads.setdefault(person.number, made)
    return made


def _fate(
    crm: Crm,
    rng: random.Random,
    person: Person,
    outsider: bool,
    times: tuple[float, float | None],
) -> tuple[str, str, float]:
    """Status, reason and day of what sales did with a lead."""
    since, begun = times
    day = max(since, begun if begun is not None else since) + rng.expovariate(1 / 6)
    if rng.random() > (0.6 if outsider else 0.36) or day >= DAYS - 0.5:
        return rng.choice(("Open - Not Contacted", "Working - Contacted")), "", since
    crm.refused[person.number] = day
    words = ("Student", "Consultant", "Not a buyer") if outsider else REASONS
    return rng.choice(("Disqualified", "Disqualified", "Unqualified")), rng.choice(words), day


def _company(rng: random.Random, person: Person, account: Account | None) -> str:
    """What was typed into the form."""
    if account is None or rng.random() < 0.04:
        if person.email.endswith(FREE_MAIL) or account is not None:
            return rng.choice(_JUNK)
        return person.email.partition("@")[2].partition(".")[0].replace("-", " ").title()
    full = f"{account.name} {account.form}"
    forms = (account.name, account.name, full, full.upper(), account.name.lower(), f" {full} ")
    return rng.choice(forms)


def _reports_to(crm: Crm, journal: Journal) -> None:
    """Some contacts say whom they report to."""
    for person in journal.people():
        row, boss = crm.contacts.get(person.number), crm.contacts.get(person.boss or -1)
        if row and boss and crm.settings.stream("boss", person.number).random() < 0.3:
            row["ReportsToId"] = boss["Id"]


def _as_contact(crm: Crm, person: Person, account: Account, day: float, deal: str = "") -> str:
    """The contact of a person; a lead is converted for it."""
    if person.number in crm.contacts:
        return str(crm.contacts[person.number]["Id"])
    rng = crm.settings.stream("converted", person.number)
    row = _contact(crm, rng, person, account, day)
    crm.contacts[person.number] = row
    if person.number in crm.leads:
        crm.refused.pop(person.number, None)
        crm.leads[person.number].update(
            Status="Qualified",
            Disqualified_Reason__c="",
            IsConverted="true",
            ConvertedDate=crm.date(day),
            ConvertedAccountId=crm.accounts[account.number],
            ConvertedContactId=row["Id"],
            ConvertedOpportunityId=deal,
            LastModifiedDate=crm.stamp(day),
        )
    return str(row["Id"])


def _deal(crm: Crm, journal: Journal, accounts: Mapping[int, Account], number: int) -> None:
    deal = journal.deals[number]
    people = {person.number: person for person in journal.people()}
    account = accounts[deal.account]
    opened = min(deal.opened, DAYS - 0.01)
    closed = deal.stage.startswith("Closed")
    row = crm.add(
        "Opportunity",
        {
            "AccountId": crm.accounts[account.number],
            "Name": f"{account.name} - {deal.solution}",
            "StageName": deal.stage,
            "Amount": deal.amount,
            "CloseDate": crm.date(deal.closes),
            "Type": "New Business",
            "IsClosed": str(closed).lower(),
            "IsWon": str(deal.stage == "Closed Won").lower(),
            "CreatedDate": crm.stamp(opened),
            "LastModifiedDate": crm.stamp(min(max(opened, deal.closes), DAYS - 0.01)),
        },
    )
    if deal.champion in crm.leads:
        _as_contact(crm, people[deal.champion], account, opened, str(row["Id"]))
    words = {
        "champion": "Executive Sponsor",
        "decision_maker": "Decision Maker",
        "influencer": "Evaluator",
        "user": "Business User",
        "ratifier": "Other",
    }
    for place, (who, role) in enumerate(deal.people):
        day = min(max(opened, deal.closes if closed else opened + 3), DAYS - 0.01)
        crm.add(
            "OpportunityContactRole",
            {
                "OpportunityId": row["Id"],
                "ContactId": _as_contact(crm, people[who], account, day),
                "Role": words.get(role, ""),
                "IsPrimary": str(place == 0).lower(),
                "CreatedDate": crm.stamp(day),
            },
        )


def _campaigns(crm: Crm, journal: Journal) -> None:
    ids: dict[str, object] = {}
    for name, (kind, day) in sorted(journal.campaigns.items()):
        row: Row = {"Name": name, "Type": kind, "Status": "Completed"}
        row |= {"StartDate": crm.date(day), "EndDate": crm.date(day)}
        ids[name] = crm.add("Campaign", row)["Id"]
    seen: set[tuple[int, str]] = set()
    order = sorted(journal.responses, key=lambda r: (r.day, r.person, r.campaign, not r.responded))
    for response in order:
        if (response.person, response.campaign) in seen:
            continue
        seen.add((response.person, response.campaign))
        contact = crm.contacts.get(response.person)
        lead = None if contact else crm.leads[response.person]
        added = response.day - crm.settings.stream("added", response.person).uniform(0, 9)
        crm.add(
            "CampaignMember",
            {
                "CampaignId": ids[response.campaign],
                "LeadId": lead["Id"] if lead else "",
                "ContactId": contact["Id"] if contact else "",
                "Status": response.status,
                "HasResponded": str(response.responded).lower(),
                "FirstRespondedDate": crm.date(response.day) if response.responded else "",
                "CreatedDate": crm.stamp(added),
            },
        )


def _meetings(crm: Crm, journal: Journal) -> None:
    for meeting in sorted(journal.meetings, key=lambda m: (m.day, m.people)):
        for who in meeting.people:
            row = crm.contacts.get(who) or crm.leads[who]
            crm.add(
                "Event",
                {
                    "WhoId": row["Id"],
                    "WhatId": "",
                    "Subject": meeting.subject,
                    "StartDateTime": crm.stamp(meeting.day),
                    "EndDateTime": crm.stamp(meeting.day + 0.03125),
                    "IsGroupEvent": str(len(meeting.people) > 1).lower(),
                    "CreatedDate": crm.stamp(meeting.day - 2.2),
                },
            )
