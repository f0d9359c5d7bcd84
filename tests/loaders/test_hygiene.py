"""What no buyer did is set aside with a reason; what people do, however fast, stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.workspace.config import CompanyConfig, Config, HygieneConfig
from loaders.hygiene import is_program
from tests.loaders.by_hand import Rows, broken_ties, contact, lead, resolved, view
from tests.loaders.exports import told

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537"
)
ACME = {"id": "a1", "name": "Acme", "website": "acme.example"}


def at(second: float, minute: int = 0) -> str:
    return f"2026-05-04T09:{minute:02d}:{second:06.3f}"


def page(number: int, when: str, **more: Any) -> dict[str, Any]:
    return view(f"s{number}", when, **{"url": f"https://us.example/p{number}", **more})


def click(number: int, when: str, who: str = "ann@acme.example", **more: Any) -> dict[str, Any]:
    return page(number, when, email=who, **more) | {"kind": "email_click"}


def aside(con: Any) -> dict[str, tuple[str, int]]:
    """Who -> reason and number of signals."""
    rows = con.execute("SELECT who, reason, n FROM graph.quarantine ORDER BY who, reason")
    return {who: (reason, n) for who, reason, n in rows.fetchall()}


def kept(con: Any) -> int:
    """Signals that count; each of them, and no other, is in ENGAGED."""
    touches = con.execute("SELECT count(*) FROM resolved.touch").fetchone()[0]
    engaged = con.execute(
        """SELECT coalesce(sum(n), 0) FROM (SELECT n FROM graph.engaged_person_content
        UNION ALL SELECT n FROM graph.engaged_visitor_content)"""
    ).fetchone()[0]
    assert touches == engaged
    return int(touches)


def world(signals: Rows, config: Config | None = None, records: Rows | None = None) -> Any:
    people = [contact("c1", "Ann Lee", "ann@acme.example")] if records is None else records
    con = resolved(config, account=[ACME], record=people, signal=signals)
    assert broken_ties(con) == []
    return con


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "python-requests/2.31",
        "Mozilla/5.0 HeadlessChrome/120.0.0.0",
        "curl/8.4.0",
        "Proofpoint URL Defense",
    ],
)
def test_programs_are_known_by_their_user_agent(agent: str) -> None:
    assert is_program(agent)


@pytest.mark.parametrize(
    "agent",
    [
        CHROME,
        "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/119 Mobile Safari/537",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
        "",
    ],
)
def test_browsers_are_not_programs(agent: str) -> None:
    assert not is_program(agent)


def test_a_bot_is_set_aside_and_shown_with_reason_rule_and_time() -> None:
    bot = [page(n, at(0, n), visitor="b1", agent="SuperBot/1.0") for n in range(3)]
    con = world([*bot, page(9, at(0), visitor="b2", agent=CHROME)])
    ((who, reason, n),) = [(w, *rest) for w, rest in aside(con).items()]
    assert (reason, n, kept(con)) == ("bot", 3, 1)
    assert who.startswith("visitor:")
    assert con.execute("SELECT count(*) FROM graph.visitor").fetchone() == (1,)
    assert con.execute("SELECT rule, kinds FROM graph.quarantine").fetchone() == (
        "user agent of a program",
        ["page_view"],
    )
    assert con.execute("SELECT count(*) FROM facts.signal").fetchone() == (4,)


def test_a_word_of_our_own_makes_a_program() -> None:
    signals = [page(1, at(0), visitor="b1", agent="Acme-Monitor 3")]
    assert kept(world(signals)) == 1
    assert kept(world(signals, Config(hygiene=HygieneConfig(bots=("acme-monitor",))))) == 0


@pytest.mark.parametrize(("delay", "left"), [(-1, 1), (0, 0), (5, 0), (6, 1), (3600, 1)])
def test_a_click_seconds_after_its_mail_left_is_a_machines(delay: int, left: int) -> None:
    mailed = {"mailed": at(10)}
    when = f"2026-05-04T{9 + (10 + delay) // 3600:02d}:00:{(10 + delay) % 3600:02d}"
    con = world([click(1, when, **mailed)])
    assert kept(con) == left
    assert aside(con) == ({} if left else {"ann@acme.example": ("link_scanner", 1)})


def test_a_mailing_told_as_a_row_of_its_own_dates_the_click() -> None:
    sent = {"id": "m1", "kind": "mailing", "record_key": "c1", "event_time": at(0)}
    signals = [click(1, at(2), record_key="c1"), click(2, at(9, 3), record_key="c1")]
    con = world([sent, *signals])
    assert (kept(con), aside(con)) == (1, {"ann@acme.example": ("link_scanner", 1)})


def test_every_link_of_a_mail_at_once_is_a_machines_two_are_not() -> None:
    assert kept(world([click(n, at(n)) for n in range(2)])) == 2
    assert kept(world([click(n, at(n)) for n in range(3)])) == 0
    assert kept(world([click(n, at(0, n)) for n in range(3)])) == 3


def test_a_gateway_that_opens_one_link_for_a_whole_firm_is_a_machine() -> None:
    firm = [lead(f"l{n}", f"Person {n}", f"p{n}@acme.example") for n in range(6)]

    def mails(people: int, gap: int) -> Rows:
        same = {"url": "https://us.example/offer", "record_key": None}
        return [
            click(n, at(n * gap % 60, n * gap // 60), f"p{n}@acme.example") | same
            for n in range(people)
        ]

    assert kept(world(mails(6, 1), records=firm)) == 0
    assert kept(world(mails(4, 1), records=firm)) == 4
    assert kept(world(mails(6, 30), records=firm)) == 6


def test_many_contents_in_seconds_are_a_burst_and_the_rest_of_the_visit_is_not() -> None:
    burst = [page(n, at(n), visitor="b1") for n in range(8)]
    con = world([*burst, page(20, at(0, 5), visitor="b1")])
    assert (list(aside(con).values()), kept(con)) == ([("burst", 8)], 1)
    assert kept(world([page(n, at(n), visitor="b1") for n in range(7)])) == 7
    assert kept(world([page(n, at(0, 2 * n), visitor="b1") for n in range(20)])) == 20


def test_many_people_who_answer_one_campaign_in_minutes_stay() -> None:
    """A campaign's burst is of people: each opens little, and no two in the same second."""
    firm = [lead(f"l{n}", f"Person {n}", f"p{n}@acme.example") for n in range(12)]
    same = {"url": "https://us.example/webinar"}
    signals = [
        click(n, at(7 * n % 60, 7 * n // 60), f"p{n}@acme.example") | same for n in range(12)
    ]
    con = world(signals, records=firm)
    assert (kept(con), aside(con)) == (12, {})


def test_the_same_act_in_the_same_second_is_counted_once() -> None:
    same = {"url": "https://us.example/p", "email": "ann@acme.example"}
    con = world([page(1, at(1.2), **same), page(2, at(1.9), **same), page(3, at(3), **same)])
    assert (kept(con), aside(con)) == (2, {"ann@acme.example": ("duplicate_delivery", 1)})


def test_a_date_without_time_of_day_proves_no_duplicate() -> None:
    same = {"url": "https://us.example/p", "email": "ann@acme.example"}
    assert kept(world([page(n, "2026-05-04T00:00:00", **same) for n in range(2)])) == 2


def test_own_staff_their_browsers_and_our_own_network_are_set_aside() -> None:
    config = Config(company=CompanyConfig(domains=("us.example",)))
    signals = [
        page(1, at(0), email="me@us.example"),
        page(2, at(0, 1), visitor="b1"),
        page(3, at(0, 2), visitor="b1", email="me@us.example"),
        page(4, at(0, 3), visitor="b2"),
        page(5, at(0, 4), visitor="b3"),
    ]
    feed = [{"id": "b2", "domain": "us.example"}, {"id": "b3", "domain": "acme.example"}]
    con = resolved(config, account=[ACME], signal=signals, visitor_feed=feed)
    assert kept(con) == 1
    assert {reason for reason, _ in aside(con).values()} == {"own_staff"}
    assert aside(con)["me@us.example"] == ("own_staff", 2)
    found = con.execute("SELECT standing, first_seen FROM graph.person").fetchall()
    assert found == [("own_staff", None)]


def test_test_data_is_set_aside_and_its_record_stays() -> None:
    records = [
        lead("l1", "Test Test", "someone@acme.example"),
        lead("l2", "Ann Lee", "t@a.example"),
    ]
    signals = [page(n, at(0, n), email=r["email"]) for n, r in enumerate(records)]
    con = world(signals, records=records)
    assert (kept(con), aside(con)) == (1, {"someone@acme.example": ("test_data", 1)})
    assert con.execute("SELECT count(*) FROM graph.record").fetchone() == (2,)


def test_what_is_allowed_is_never_set_aside() -> None:
    signals = [page(n, at(n), email="ann@acme.example", agent="curl/8") for n in range(9)]
    for word in ("ann@acme.example", "acme.example"):
        con = world(signals, Config(hygiene=HygieneConfig(allow=(word,))))
        assert (kept(con), aside(con)) == (9, {})


def test_quarantine_names_person_and_account() -> None:
    con = world([click(n, at(n)) for n in range(3)])
    (row,) = con.execute(
        """SELECT p.end_id, a.end_id FROM graph.taken_from_quarantine_person p
        JOIN graph.taken_from_quarantine_account a USING (start_id)"""
    ).fetchall()
    person = con.execute("SELECT id FROM graph.person").fetchone()[0]
    assert row == (person, "a1")


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 5)), max_size=30))
def test_signals_are_kept_or_set_aside_and_none_is_lost(acts: list[tuple[int, int]]) -> None:
    signals = [
        page(n, at(second), visitor="b1") | {"url": f"https://us.example/p{where}"}
        for n, (second, where) in enumerate(acts)
    ]
    con = world(signals)
    gone = sum(
        n for _, _, n in con.execute("SELECT who, reason, n FROM graph.quarantine").fetchall()
    )
    assert kept(con) + gone == len(signals)


def test_the_user_agent_of_each_source_reaches_the_rule(con: Any, folder: Any) -> None:
    call = '"type": "page", "timestamp": "2026-05-04T09:00:00Z"'
    where = '"page": {"url": "https://us.example/a", "title": "A"}'
    lines = [
        f'{{{call}, "messageId": "m{n}", "anonymousId": "b{n}", '
        f'"context": {{{where}, "userAgent": "{agent}"}}}}'
        for n, agent in enumerate((CHROME, "curl/8"))
    ]
    (folder / "web.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = {
        "email_event": "id,created,email_campaign_id,type,filtered_event,recipient\n"
        "a,2026-05-04 9:00:00,1,CLICK,false,ann@acme.example\n"
        "b,2026-05-04 9:30:00,1,CLICK,false,ann@acme.example\n",
        "email_event_click": "id,referer,browser,location,ip_address,url,user_agent\n"
        "a,,x,,,https://us.example/a,Mozilla/5.0 Barracuda Sentinel\n"
        "b,,x,,,https://us.example/a,Mozilla/5.0 Chrome/120\n",
        "snow": "event_id,event_name,collector_tstamp,domain_userid,page_url,useragent\n"
        "x1,page_view,2026-05-04 09:00:12,s1,https://us.example/f,Googlebot/2.1\n",
    }
    told(con, folder, **files)
    assert aside(con) == {
        "ann@acme.example": ("bot", 1),
        **{who: ("bot", 1) for who in aside(con) if who.startswith("visitor:")},
    }
    assert (len(aside(con)), kept(con)) == (3, 2)
