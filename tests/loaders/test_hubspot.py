"""HubSpot: labels of the app, names of the API, and a warehouse's tables."""

from pathlib import Path

import pytest

from tests.loaders.by_hand import OUTSIDE, broken_ties, employers
from tests.loaders.exports import rows, run, told

LABELS = {
    "companies": "Record ID,Company name,Company Domain Name,Number of Employees\n"
    '7,Acme,acme.example,"1,200"\n8,Bolt,bolt.example,\n',
    "contacts": "Record ID,First Name,Last Name,Email,Job Title,Company Name,Lead Status,"
    "Lifecycle Stage,Buying Role,Create Date,Associated Company IDs\n"
    "1,Ann,Lee,ann@acme.example,CIO,Acme,Open,lead,BLOCKER;CHAMPION,2026-01-02 03:04,7;8\n"
    "2,Bob,Ray,bob@mail.example,,,,,,2026-01-02 03:04,8\n",
    "deals": "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,"
    "Associated Company IDs,Associated Contact IDs\n"
    '3,Zero Trust,Closed Won,Sales,"10,000",2026-03-01,2026-01-05,7,1;2\n'
    "4,Backup,Presentation,Sales,,,2026-01-05,,\n",
}
NAMES = {
    "companies": "hs_object_id,name,domain,numberofemployees\n7,Acme,acme.example,1200\n"
    "8,Bolt,bolt.example,\n",
    "contacts": "hs_object_id,firstname,lastname,email,jobtitle,company,hs_lead_status,"
    "hs_buying_role,createdate,associatedcompanyid\n"
    "1,Ann,Lee,ann@acme.example,CIO,Acme,Open,BLOCKER;CHAMPION,2026-01-02T03:04:00Z,7\n"
    "2,Bob,Ray,bob@mail.example,,,,,2026-01-02T03:04:00Z,8\n",
    "deals": "hs_object_id,dealname,dealstage,amount,closedate,createdate,"
    "Associated Company IDs,Associated Contact IDs\n"
    "3,Zero Trust,closedwon,10000,2026-03-01,2026-01-05,7,1;2\n"
    "4,Backup,presentation,,,2026-01-05,,\n",
}


@pytest.mark.parametrize("dialect", [LABELS, NAMES])
def test_contacts_companies_and_deals_come_with_their_ties(con, folder, dialect):
    files = told(con, folder, **dialect)
    assert {name: file.profile for name, file in files.items()} == {
        "companies": "hubspot.Company",
        "contacts": "hubspot.Contact",
        "deals": "hubspot.Deal",
    }
    assert all(file.refused == file.skipped == 0 for file in files.values())
    assert employers(con) == {
        "ann@acme.example": ("hubspot:7", "declared"),
        "bob@mail.example": ("hubspot:8", "declared"),
    }
    assert rows(con, "SELECT name, employees FROM graph.account ORDER BY id") == [
        ("Acme", 1200),
        ("Bolt", None),
    ]
    assert rows(
        con,
        "SELECT o.id, a.end_id FROM graph.at_opportunity_account a "
        "JOIN graph.opportunity o ON o.id = a.start_id",
    ) == [("hubspot:3", "hubspot:7")]
    assert rows(con, "SELECT id, closed, won, amount FROM graph.opportunity ORDER BY id") == [
        ("hubspot:3", True, True, 10000.0),
        ("hubspot:4", None, None, None),
    ]
    assert rows(
        con,
        "SELECT p.email, i.role, i.words FROM graph.involved_in i "
        "JOIN graph.person p ON p.id = i.start_id ORDER BY 1",
    ) == [
        ("ann@acme.example", "champion", "BLOCKER;CHAMPION"),
        ("bob@mail.example", "undetermined", None),
    ]
    assert broken_ties(con) == []


def test_a_second_company_is_a_rival_to_be_confirmed(con, folder):
    told(con, folder, **LABELS)
    assert rows(con, "SELECT start_id, end_id, method FROM graph.may_belong_to") == [
        ("hubspot:1", "hubspot:8", "declared")
    ]


WAREHOUSE = {
    "contact": "id,property_email,property_firstname,property_lastname,property_createdate,"
    "property_hs_merged_object_ids,_fivetran_deleted\n"
    "1,ann@acme.example,Ann,Lee,2026-01-01 0:00:00,5;6,FALSE\n"
    "2,bob@acme.example,Bob,Ray,2026-01-01 0:00:00,,FALSE\n",
    "engagement_meeting": "engagement_id,_fivetran_synced,start_time,title,meeting_outcome\n"
    "10,2026-02-02,2026-02-01 10:00:00,Zero trust,COMPLETED\n"
    "11,2026-02-02,2026-02-01 10:00:00,Zero trust,NO_SHOW\n",
    "engagement_contact": "contact_id,engagement_id,engagement_type\n"
    "5,10,MEETING\n2,10,MEETING\n2,12,CALL\n2,13,NOTE\n99,10,MEETING\n",
    "form": "timestamp,form_id,contact_id,conversion_id,page_id,page_url,title\n"
    "2026-02-03 9:00:00,4,1,77,1,https://us.example/zero-trust?x=1,Guide\n",
    "email_event": "id,created,email_campaign_id,type,filtered_event,recipient\n"
    "a,2026-02-04 9:00:00,1,CLICK,false,Ann@acme.example\n"
    "b,2026-02-04 9:00:00,1,CLICK,true,ann@acme.example\n"
    "c,2026-02-04 9:00:00,1,OPEN,false,ann@acme.example\n",
    "email_event_click": "id,_fivetran_synced,referer,browser,location,ip_address,url,user_agent\n"
    "a,2026-02-04,,x,,,https://us.example/guide?utm=1,x\n",
    "owner": "owner_id,email,first_name,last_name,active_user_id\n9,o@us.example,Olga,Own,1\n",
    "stage": "stage_id,label,is_closed,closed_won,probability\ns1,Won at last,TRUE,TRUE,1.0\n",
    "deal": "deal_id,deal_pipeline_stage_id,owner_id,property_dealname,property_createdate,"
    "is_deleted\n50,s1,9,Zero trust,2026-01-05,false\n51,s1,9,Gone,2026-01-05,true\n",
    "deal_contact": "contact_id,deal_id,type_id\n6,50,1\n2,50,1\n",
    "company": "id,is_deleted,property_name,property_domain\n70,false,Acme,acme.example\n",
    "deal_company": "company_id,deal_id,type_id\n70,50,1\n",
}


def test_a_warehouses_tables_are_put_together(con, folder):
    files = told(con, folder, **WAREHOUSE)
    assert {n: f.skipped_why for n, f in files.items() if f.skipped} == {
        "engagement_meeting": {"not held": 1},
        "engagement_contact": {"nobody was spoken to": 1},
        "email_event": {"filtered e-mail event": 1, "no click": 1},
        "deal": {"deleted": 1},
    }
    assert sum(f.refused for f in files.values()) == 0
    emitted = rows(
        con,
        "SELECT a.kind, p.email, a.url FROM resolved.touch t JOIN graph.person p "
        "ON p.id = t.actor JOIN facts.signal a ON a.id = t.signal ORDER BY ALL",
    )
    assert [row[:2] for row in emitted] == [
        ("email_click", "ann@acme.example"),
        ("form", "ann@acme.example"),
    ]
    met = rows(
        con,
        "SELECT p.email FROM graph.emitted_person_signal e JOIN graph.person p "
        "ON p.id = e.start_id WHERE e.end_id = 'hubspot:10' ORDER BY 1",
    )
    assert met == [("ann@acme.example",), ("bob@acme.example",)]
    assert rows(con, "SELECT count(*) FROM graph.signal WHERE kind = 'meeting'") == [(1,)]
    assert rows(con, "SELECT id, stage, closed, won FROM graph.opportunity") == [
        ("hubspot:50", "Won at last", True, True)
    ]
    assert rows(con, "SELECT end_id FROM graph.at_opportunity_account") == [("hubspot:70",)]
    assert rows(con, "SELECT count(*) FROM graph.involved_in") == [(2,)]
    assert rows(con, "SELECT end_id FROM graph.owned_by_opportunity_user") == [("hubspot:9",)]
    assert rows(con, "SELECT url FROM graph.content ORDER BY 1") == [
        ("https://us.example/guide",),
        ("https://us.example/zero-trust",),
    ]
    assert broken_ties(con) == []


@pytest.mark.skipif(not OUTSIDE.is_dir(), reason="no ../shared")
def test_every_table_of_the_sample_is_known_and_accounted_for(con):
    report = run(con, OUTSIDE / "data" / "fivetran_hubspot")
    for file in report.files:
        if file.file.endswith(".csv"):
            lines = Path(file.file).read_text(encoding="utf-8-sig").splitlines()
            assert file.profile is not None, file.file
            assert file.rows == len(lines) - 1


ACTS = {
    "contact": WAREHOUSE["contact"],
    "engagement": "id,type,portal_id,timestamp\n12,CALL,1,2026-02-05 9:00:00\n"
    "13,NOTE,1,2026-02-05 9:00:00\n14,TASK,1,2026-02-05 9:00:00\n15,EMAIL,1,\n",
    "engagement_call": "engagement_id,property_hs_timestamp,property_hs_call_title,"
    "property_hs_call_direction\n20,2026-02-06 9:00:00,Intro,OUTBOUND\n"
    "21,2026-02-06 9:00:00,Question,INBOUND\n",
    "engagement_task": "engagement_id,property_hs_timestamp,property_hs_task_subject,"
    "property_hs_task_status\n14,2026-02-07 9:00:00,Call back,COMPLETED\n"
    "22,2026-02-07 9:00:00,Later,NOT_STARTED\n",
    "engagement_email": "engagement_id,property_hs_timestamp,property_hs_email_subject,type\n"
    "15,2026-02-08 9:00:00,Hello,EMAIL\n16,2026-02-08 9:00:00,Re: Hello,INCOMING_EMAIL\n",
    "engagement_contact": "contact_id,engagement_id,engagement_type\n1,12,CALL\n2,14,TASK\n",
}


def test_acts_of_our_own_people_are_facts_but_no_evidence(con, folder):
    files = told(con, folder, **ACTS)
    assert {n: f.skipped_why for n, f in files.items() if f.skipped} == {
        "engagement": {
            "nobody was spoken to": 1,
            "tasks are read from engagement_task": 1,
            "no time: calls and e-mails are read from tables of their own": 1,
        },
        "engagement_call": {"they called us": 1},
        "engagement_task": {"task not done": 1},
        "engagement_email": {"they wrote to us": 1},
    }
    assert rows(con, "SELECT kind, count(*) FROM facts.signal_now GROUP BY 1") == [("outreach", 4)]
    assert rows(con, "SELECT count(*) FROM graph.signal") == [(0,)]
    assert rows(con, "SELECT count(*) FROM resolved.touch") == [(0,)]
    assert broken_ties(con) == []
