"""Salesforce: merges, deletions, relations and attendance."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.merges import follow
from tests.loaders.by_hand import broken_ties, employers, people, rivals
from tests.loaders.exports import LEADS, lead, rows, told

ACCOUNTS = "Id,IsDeleted,MasterRecordId,Name,Website,Industry,BillingCountry,ParentId\n"
CONTACTS = (
    "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Email,ReportsToId,CreatedDate\n"
)


def account(number, name="", website="", more=",,"):
    """``more``: deleted, master."""
    deleted, master, parent = more.split(",")
    return f"0010000000000{number:02d},{deleted},{master},{name},{website},,,{parent}\n"


def contact(number, name, email="", account="", **more):
    """``more``: deleted, master, boss."""
    deleted, master, boss = (more.get(word, "") for word in ("deleted", "master", "boss"))
    first, last = name.split()
    return (
        f"0030000000000{number:02d},{deleted},{master},{account},{last},{first},{email},{boss},"
        "2026-01-01T00:00:00Z\n"
    )


def sf(prefix, number):
    return f"salesforce:{prefix}0000000000{number:02d}{'EAA' if prefix == '00Q' else 'AAA'}"


def key(prefix, number):
    return f"{prefix}0000000000{number:02d}"


def test_a_deleted_row_takes_back_what_was_loaded_of_it(con, folder):
    told(con, folder, leads=LEADS + lead(1) + lead(2))
    gone = LEADS.strip() + ",IsDeleted\n" + lead(1).strip() + ",true\n"
    report = told(con, folder, leads=gone)
    assert report["leads"].skipped_why == {"deleted": 1}
    assert rows(con, "SELECT count(*) FROM facts.record_now") == [(1,)]
    assert rows(con, "SELECT count(*) FROM facts.record") == [(3,)]
    told(con, folder, leads=LEADS + lead(1) + lead(7))
    assert rows(con, "SELECT count(*) FROM facts.record_now") == [(3,)]


def test_a_merged_account_is_its_master_in_name_domain_and_key(con, folder):
    told(
        con,
        folder,
        accounts=ACCOUNTS
        + account(1, "Acme", "acme.example")
        + account(2, "Borealis Widgets", "borealis.example", f"true,{key('001', 3)},")
        + account(3, "Borealis", "bo.example", f"true,{key('001', 1)},")
        + account(4, "Gone", "gone.example", "true,,"),
        contacts=CONTACTS
        + contact(1, "Ann Lee", "ann@mail.example", key("001", 2))
        + contact(2, "Bob Ray", "bob@borealis.example"),
        leads=LEADS + lead(1).replace("Acme", "Borealis Widgets").replace("ann@acme.example", ""),
    )
    assert rows(con, "SELECT id FROM graph.account") == [(sf("001", 1),)]
    assert employers(con) == {
        "ann@mail.example": (sf("001", 1), "declared"),
        "bob@borealis.example": (sf("001", 1), "alias"),
        None: (sf("001", 1), "alias"),
    }
    assert broken_ties(con) == []


def test_merged_contacts_are_one_human_unless_their_names_clash(con, folder):
    told(
        con,
        folder,
        contacts=CONTACTS
        + contact(1, "Ann Lee", "ann@a.example")
        + contact(2, "Ann Lee", "ann@b.example", deleted="1", master=key("003", 1))
        + contact(3, "Bob Ray", "bob@b.example", deleted="1", master=key("003", 1)),
    )
    assert people(con) == [[sf("003", 1), sf("003", 2)], [sf("003", 3)]]
    assert rows(con, "SELECT method FROM graph.is_record_of ORDER BY start_id") == [
        ("own",),
        ("merge",),
        ("own",),
    ]


def test_circles_of_merges_bosses_and_parents_end(con, folder):
    told(
        con,
        folder,
        accounts=ACCOUNTS
        + account(1, "Acme", "", f"true,{key('001', 2)},{key('001', 3)}")
        + account(2, "Bolt", "", f"true,{key('001', 1)},")
        + account(3, "Cord", "", f",,{key('001', 4)}")
        + account(4, "Dune", "", f",,{key('001', 3)}"),
        contacts=CONTACTS
        + contact(1, "Ann Lee", boss=key("003", 2))
        + contact(2, "Bob Ray", boss=key("003", 1))
        + contact(3, "Cy Poe", boss=key("003", 3)),
    )
    assert rows(con, "SELECT name FROM graph.account ORDER BY 1") == [
        ("Acme",),
        ("Cord",),
        ("Dune",),
    ]
    assert rows(con, "SELECT count(*) FROM graph.subsidiary_of") == [(3,)]
    assert rows(con, "SELECT count(*) FROM graph.reports_to") == [(2,)]
    assert broken_ties(con) == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_every_chain_of_merges_ends_at_a_row_that_stays(pairs):
    into = dict(sorted((gone, kept) for gone, kept in pairs if gone != kept))
    found = follow(pairs)
    assert set(found) <= set(into)
    for gone, kept in found.items():
        assert kept not in found
        assert found.get(into[gone], into[gone]) == kept


def test_relations_give_an_employer_a_rival_and_a_former_one(con, folder):
    head = "Id,AccountId,ContactId,IsDirect,IsActive,StartDate,EndDate,CreatedDate\n"

    def relation(number, account, contact, active="1", ended=""):
        return (
            f"07k0000000000{number:02d},{key('001', account)},{key('003', contact)},0,{active},"
            f"2020-01-01,{ended},2026-01-01T00:00:00Z\n"
        )

    told(
        con,
        folder,
        accounts=ACCOUNTS + account(1, "Acme") + account(2, "Bolt") + account(3, "Cord"),
        contacts=CONTACTS
        + contact(1, "Ann Lee", "ann@mail.example", key("001", 1))
        + contact(2, "Bob Ray", "bob@mail.example"),
        relations=head
        + relation(1, 1, 1)
        + relation(2, 2, 1)
        + relation(3, 3, 1, "0", "2023-05-01")
        + relation(4, 2, 2),
    )
    assert employers(con) == {
        "ann@mail.example": (sf("001", 1), "declared"),
        "bob@mail.example": (sf("001", 2), "declared"),
    }
    assert rivals(con) == {(sf("003", 1), sf("001", 2), "declared")}
    assert rows(
        con,
        'SELECT end_id, since::DATE::VARCHAR, "until"::DATE::VARCHAR FROM graph.works_at '
        'WHERE "until" IS NOT NULL',
    ) == [(sf("001", 3), "2020-01-01", "2023-05-01")]


def test_everyone_invited_takes_part_in_one_meeting(con, folder):
    events = "Id,WhoId,WhatId,Subject,StartDateTime,CreatedDate\n"
    relations = "Id,EventId,RelationId,IsInvitee,Status\n"
    told(
        con,
        folder,
        contacts=CONTACTS + "".join(contact(n, f"P{'abc'[n]} Q{'xyz'[n]}") for n in range(3)),
        events=events
        + f"00U000000000001,{key('003', 0)},,Zero trust,2026-03-01T09:00:00Z,2026-02-01T09:00:00Z\n"
        + "00U000000000002,,,Lonely,2026-03-01T09:00:00Z,2026-02-01T09:00:00Z\n",
        relations=relations
        + f"0RE000000000001,00U000000000001,{key('003', 1)},1,Accepted\n"
        + f"0RE000000000002,00U000000000001,{key('003', 2)},1,Declined\n"
        + f"0RE000000000003,00U000000000001,{key('003', 0)},0,\n"
        + "0RE000000000004,00U000000000001,005000000000001,0,\n",
    )
    assert rows(
        con, "SELECT count(*), count(DISTINCT end_id) FROM graph.emitted_person_signal"
    ) == [(2, 1)]
    assert rows(con, "SELECT count(*) FROM graph.signal") == [(1,)]
    assert broken_ties(con) == []


def test_country_tells_two_accounts_of_one_name_apart(con, folder):
    accounts = "Id,Name,Industry,BillingCountry\n"
    leads = "Id,LastName,Company,Status,Country,Email\n"
    told(
        con,
        folder,
        accounts=accounts
        + f"{key('001', 1)},Hill Systems,,United States\n{key('001', 2)},Hill Systems,,Germany\n",
        leads=leads
        + "00Q000000000001,Lee,Hill Systems,Open,DE,\n00Q000000000002,Ray,Hill Systems,Open,,\n",
    )
    assert rows(con, "SELECT id, match_method FROM graph.record ORDER BY id") == [
        (sf("00Q", 1), "exact_name"),
        (sf("00Q", 2), None),
    ]
    assert (sf("00Q", 1), sf("001", 1), "fuzzy_name") in rivals(con)
    assert len(rivals(con)) == 3
