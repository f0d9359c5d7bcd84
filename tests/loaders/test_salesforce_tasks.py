"""Salesforce tasks: a meeting is a signal, what our own people did is a fact, the rest is left."""

from tests.loaders.exports import rows, told

TASKS = (
    "Id,WhoId,WhatId,Subject,ActivityDate,Status,Type,TaskSubtype,CreatedDate,IsDeleted\n"
    "00T0000000001AA,00Q0000000001AA,,Call,2026-02-01,Completed,Call,Call,"
    "2026-02-01T10:00:00.000Z,false\n"
    "00T0000000002AA,00Q0000000001AA,,Meeting: Zero trust,2026-02-02,Completed,Meeting,Task,"
    "2026-02-02T10:00:00.000Z,false\n"
    "00T0000000003AA,00Q0000000001AA,,Call back,2026-03-02,Not Started,Call,Call,"
    "2026-02-02T10:00:00.000Z,false\n"
    "00T0000000004AA,00Q0000000001AA,,News,2026-02-03,Completed,Email,ListEmail,"
    "2026-02-03T10:00:00.000Z,false\n"
    "00T0000000005AA,00Q0000000001AA,,Gone,2026-02-03,Completed,Call,Call,"
    "2026-02-03T10:00:00.000Z,true\n"
)
LEADS = (
    "Id,FirstName,LastName,Company,Email,Status,IsConverted,CreatedDate\n"
    "00Q0000000001AA,Ann,Lee,Acme,ann@acme.example,Open,false,2026-01-01T00:00:00.000Z\n"
)


def test_tasks_that_were_done_are_facts_and_only_meetings_are_signals(con, folder):
    files = told(con, folder, Lead=LEADS, Task=TASKS)
    assert files["Task"].profile == "salesforce.Task"
    assert files["Task"].skipped_why == {
        "deleted": 1,
        "task not done": 1,
        "mail sent by a machine": 1,
    }
    assert rows(con, "SELECT kind, label FROM facts.signal ORDER BY line") == [
        ("outreach", "Call"),
        ("meeting", "Meeting: Zero trust"),
    ]
    assert rows(con, "SELECT kind FROM graph.signal") == [("meeting",)]
