from __future__ import annotations

from datetime import datetime

from tests.loaders.by_hand import broken_ties, lead, resolved, view

ACME = {"id": "A", "name": "Acme", "website": "acme.com"}


def test_a_browser_becomes_a_persons_from_the_day_it_is_known() -> None:
    con = resolved(
        account=[ACME],
        record=[lead("L", "Ann", "ann@acme.com")],
        visitor_feed=[{"id": "b1", "domain": "acme.com"}],
        signal=[
            view("S1", "2026-03-01", visitor="b1"),
            view("S2", "2026-03-05", visitor="b1", email="ann@acme.com"),
            view("S3", "2026-03-09", visitor="b1"),
        ],
    )
    touches = con.execute("SELECT signal, known, account FROM resolved.touch ORDER BY 1").fetchall()
    assert touches == [("S1", False, "A"), ("S2", True, "A"), ("S3", True, "A")]
    known = con.execute("SELECT known FROM graph.identified_as").fetchall()
    assert known == [(datetime(2026, 3, 5),)]
    visitor = con.execute("SELECT first_seen, last_seen, sessions FROM graph.visitor").fetchall()
    assert visitor == [(datetime(2026, 3, 1), datetime(2026, 3, 1), 1)]
    assert broken_ties(con) == []


def test_a_browser_of_two_people_is_nobodys_between_them() -> None:
    con = resolved(
        record=[lead("L1", "Ann", "ann@acme.com"), lead("L2", "Bob", "bob@acme.com")],
        signal=[
            view("S1", "2026-03-01", visitor="b1", email="ann@acme.com"),
            view("S2", "2026-03-02", visitor="b1", email="bob@acme.com"),
            view("S3", "2026-03-03", visitor="b1"),
        ],
    )
    touches = con.execute("SELECT signal, known FROM resolved.touch ORDER BY 1").fetchall()
    assert touches == [("S1", True), ("S2", True), ("S3", False)]
    assert con.execute("SELECT count(*) FROM graph.identified_as").fetchone() == (2,)


def test_a_browser_that_was_never_anonymous_is_no_visitor() -> None:
    con = resolved(signal=[view("S1", "2026-03-01", visitor="b1", email="ann@acme.com")])
    assert con.execute("SELECT count(*) FROM graph.visitor").fetchone() == (0,)


def test_the_feed_names_accounts_by_domain_then_name_and_never_by_isp() -> None:
    feed = [
        {"id": "b1", "domain": "acme.com"},
        {"id": "b2", "domain": "vpn.acme.com"},
        {"id": "b3", "company": "ACME"},
        {"id": "b4", "domain": "amazonaws.com"},
        {"id": "b5", "domain": "nobody-knows.com"},
    ]
    con = resolved(
        account=[ACME],
        visitor_feed=feed,
        signal=[view(f"S{i}", "2026-03-01", visitor=f"b{i}") for i in range(1, 7)],
    )
    rows = con.execute("SELECT signal, account FROM resolved.touch ORDER BY 1").fetchall()
    assert rows == [("S1", "A"), ("S2", "A"), ("S3", "A"), *((f"S{i}", None) for i in (4, 5, 6))]
    assert con.execute("SELECT visitors FROM graph.account").fetchall() == [(3,)]
