"""Large exports for the benchmarks: web events, leads, campaign members and accounts.

Plain SQL writes them, so ten million rows take a minute. People and companies are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

DAYS_90 = 7_776_000
PEOPLE_PER_ACCOUNT = 10

_ACCOUNTS = """
    SELECT '001' || lpad(i::VARCHAR, 12, '0') || 'AAA' AS "Id", 'Company ' || i AS "Name",
        'https://www.company' || i || '.example' AS "Website",
        (['US', 'DE', 'GB', 'FR'])[1 + i % 4] AS "BillingCountry", 'Software' AS "Industry",
        10 * (i % 900) AS "NumberOfEmployees", '2025-01-01T00:00:00.000Z' AS "CreatedDate",
        'false' AS "IsDeleted"
    FROM range({rows}) t(i)"""

# A third writes from free mail, a fifth from companies that nobody has as an account.
_LEADS = """
    SELECT '00Q' || lpad(i::VARCHAR, 12, '0') || 'AAA' AS "Id", 'First' || (i % 977) AS "FirstName",
        'Last' || (i % 7919) AS "LastName",
        (['VP Engineering', 'Marketing Manager', 'Head of IT', 'Student', NULL])[1 + i % 5]
            AS "Title",
        'Company ' || (i * 31 % {companies}) || (['', ' Inc', ' GmbH', ', Ltd.'])[1 + i % 4]
            AS "Company",
        'first' || (i % 977) || '.last' || i || '@' || if(i % 3 = 0, 'gmail.com',
            'company' || (i * 31 % {companies}) || '.example') AS "Email",
        if(i % 4 = 0, 'www.company' || (i * 31 % {companies}) || '.example', NULL) AS "Website",
        (['US', 'DE', 'GB', 'FR'])[1 + i % 4] AS "Country",
        (['Web', 'Event', 'Referral'])[1 + i % 3] AS "LeadSource",
        (['Open', 'Working', 'Disqualified', 'Qualified'])[1 + i % 4] AS "Status",
        '005' || lpad((i % 40)::VARCHAR, 12, '0') || 'AAA' AS "OwnerId", 'false' AS "IsConverted",
        strftime(TIMESTAMP '2026-04-01' + INTERVAL (i % {seconds}) SECOND,
            '%Y-%m-%dT%H:%M:%S.000+0000') AS "CreatedDate", 'false' AS "IsDeleted"
    FROM range({rows}) t(i)"""

# One in four has not responded: skipped, and counted.
_MEMBERS = """
    SELECT '00v' || lpad(i::VARCHAR, 12, '0') || 'AAA' AS "Id",
        '701' || lpad((i % 400)::VARCHAR, 12, '0') || 'AAA' AS "CampaignId",
        '00Q' || lpad((i * 7919 % {people})::VARCHAR, 12, '0') || 'AAA' AS "LeadId",
        NULL AS "ContactId", (['Responded', 'Registered', 'Attended', 'Sent'])[1 + i % 4]
            AS "Status", if(i % 4 = 3, 'false', 'true') AS "HasResponded",
        if(i % 4 = 3, NULL, strftime(DATE '2026-04-01' + (i % 90)::INTEGER, '%Y-%m-%d'))
            AS "FirstRespondedDate",
        strftime(TIMESTAMP '2026-04-01' + INTERVAL (i % {seconds}) SECOND,
            '%Y-%m-%dT%H:%M:%S.000+0000') AS "CreatedDate"
    FROM range({rows}) t(i)"""

# A third comes from known people; one in fifty is delivered twice.
_EVENTS = """
    SELECT '{{"type": "page", "messageId": "m-' || i || '", "anonymousId": "a-'
        || (i * 7919 % {browsers}) || '", '
        || if(i % 3 = 0, '"userId": "first' || (i * 31 % {people} % 977) || '.last'
            || (i * 31 % {people}) || '@company' || (i * 31 % {people} % 13000) || '.example", ',
            '')
        || '"timestamp": "' || strftime(happened, '%Y-%m-%dT%H:%M:%S.000Z')
        || '", "receivedAt": "' || strftime(happened + INTERVAL 1 SECOND, '%Y-%m-%dT%H:%M:%S.000Z')
        || '", "context": {{"ip": "192.0.2.1", "page": {{"url": "https://www.vendor.example/blog/t-'
        || (i % 800) || '?utm_source=mail", "path": "/blog/t-' || (i % 800)
        || '", "referrer": "https://search.example/", "title": "Topic ' || (i % 800)
        || ' blog"}}}}}}' AS line
    FROM (SELECT i, TIMESTAMP '2026-04-01' + INTERVAL (i * {seconds} // {rows}) SECOND AS happened
        FROM (SELECT i - (i % 50 = 49)::INTEGER AS i FROM range({rows}) t(i)))"""

_CSV = "FORMAT csv, HEADER true"
_LINES = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"


def _write(sql: str, how: str, path: Path, rows: int) -> Path:
    numbers = {
        "rows": rows,
        "seconds": DAYS_90,
        "people": max(rows // 60, 1),
        "browsers": max(rows // 12, 1),
        "companies": max(rows // 8, 10),
    }
    with duckdb.connect() as con:
        con.execute("SET memory_limit = '1GB'")
        con.execute(f"COPY ({sql.format(**numbers)}) TO '{path}' ({how})")
    return path


def accounts(folder: Path, rows: int) -> Path:
    return _write(_ACCOUNTS, _CSV, folder / "Account.csv", rows)


def leads(folder: Path, rows: int) -> Path:
    return _write(_LEADS, _CSV, folder / "Lead.csv", rows)


def members(folder: Path, rows: int) -> Path:
    return _write(_MEMBERS, _CSV, folder / "CampaignMember.csv", rows)


def events(folder: Path, rows: int) -> Path:
    return _write(_EVENTS, _LINES, folder / "events.jsonl", rows)


EXPORTS: dict[str, Callable[[Path, int], Path]] = {
    "events": events,
    "leads": leads,
    "members": members,
}
