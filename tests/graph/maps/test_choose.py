"""What stands on the map, and what does not."""

from dataclasses import replace

from graph.maps.choose import CANDIDATES, CONTENTS, NODES, PEOPLE
from graph.maps.links import touch_links
from graph.maps.page import LONE
from graph.maps.read import make_page
from graph.maps.weeks import LEAST, MOST, WEEK
from graph.maps.wording import percent
from tests.graph.maps import fixture


def with_confidences(*values):
    base = fixture.answers()
    groups = [dict(g, confidence=v) for g, v in zip(base.groups, values, strict=True)]
    return make_page(replace(base, groups=sorted(groups, key=lambda g: -g["confidence"])))


def test_listed_groups_hide_the_doubtful_ones():
    page = with_confidences(0.91, 0.5, 0.49)
    assert [(g.confidence, g.listed) for g in page.groups] == [(0.91, True), (0.5, True)]
    lone = [p for p in page.people if p.column == LONE]
    assert {"Samuel Osei", "Ben Carver"} <= {p.name for p in lone}


def test_without_a_listed_group_the_best_candidates_are_shown_as_such():
    page = with_confidences(0.49, 0.3, 0.19)
    assert [(g.confidence, g.listed) for g in page.groups] == [(0.49, False), (0.3, False)]
    assert len(page.groups) <= CANDIDATES


def test_an_account_without_a_credible_group_has_only_lone_leads():
    page = with_confidences(0.1, 0.1, 0.1)
    assert page.groups == ()
    assert {p.column for p in page.people} == {LONE}
    assert all(p.lines for p in page.people)


def test_two_groups_of_one_solution_have_two_names():
    base = fixture.answers()
    groups = [dict(row, solution="Data platform") for row in base.groups]
    titles = [g.title for g in make_page(replace(base, groups=groups)).groups]
    assert titles == ["Data platform", "Data platform, group 2", "Data platform, group 3"]


def test_a_person_of_two_groups_stands_in_the_surer_one_and_keeps_both():
    base = fixture.answers()
    extra = dict(base.members[0], group_id="g1", confidence=0.4, role="influencer")
    page = make_page(replace(base, members=[*base.members, extra]))
    maya = next(p for p in page.people if p.name == "Maya Okafor")
    assert maya.column == "g:g0"
    assert [(m.group, m.role) for m in maya.memberships] == [
        ("g:g0", "decision_maker"),
        ("g:g1", "influencer"),
    ]


def test_a_crowd_is_shown_up_to_what_a_browser_draws_quickly():
    page = fixture.crowd(2000)
    lone = [p for p in page.people if p.column == LONE]
    assert {name for name, _, _ in fixture.LONE} <= {p.name for p in lone}
    assert (page.known.shown, page.known.total) == (PEOPLE, 2030)
    marks = len(page.people) + len(page.visitors) + len(page.surges) + len(page.contents)
    assert marks <= NODES and len(page.contents) <= CONTENTS


def test_people_silent_in_the_window_are_counted_but_not_shown():
    base = fixture.answers()
    people = [
        dict(row, last_seen_ts=fixture.stamp(91)) if row["id"] == "q0" else row
        for row in base.people
    ]
    page = make_page(replace(base, people=people))
    assert "Ben Carver" not in {p.name for p in page.people}
    assert (page.known.shown, page.known.total) == (29, 30)


def test_a_lone_lead_is_told_why_and_never_by_title():
    base = fixture.answers()
    lead = {"person": "q0", "solution": "Data platform", "score": 0.0, "rung": None}
    page = make_page(replace(base, leads=[lead]))
    ben = next(p for p in page.people if p.name == "Ben Carver")
    assert "Lead score without what this lead did: 0 %." in ben.lines
    beside = make_page(replace(base, leads=[lead | {"score": 0.97}]))
    told = next(p for p in beside.people if p.name == "Ben Carver").lines
    assert "A likely group of others acts here (97 %); this lead is not in it." in told
    assert all("Director" not in line for line in ben.lines)


def test_a_member_of_a_doubtful_group_is_not_said_to_be_alone():
    page = with_confidences(0.91, 0.5, 0.04)
    samuel = next(p for p in page.people if p.name == "Samuel Osei")
    assert "doubtful group on Security & compliance (confidence 4 %)" in samuel.lines[0]


def test_nothing_inferred_is_called_certain():
    assert [percent(v) for v in (None, 0.0, 0.001, 0.724, 0.9999, 1.0)] == [
        "not known yet", "0 %", "under 1 %", "72 %", "over 99 %", "over 99 %",
    ]  # fmt: skip


def test_own_staff_say_so():
    base = fixture.answers()
    people = [dict(r, standing="own_staff") if r["id"] == "q0" else r for r in base.people]
    page = make_page(replace(base, people=people))
    ben = next(p for p in page.people if p.name == "Ben Carver")
    assert ben.lines == ("One of our own people: never a buyer, so never in a group.",)


def test_intent_below_the_threshold_before_the_window_or_planned_is_no_surge():
    base = fixture.answers()
    first = dict(base.intent[0])
    odd = [
        dict(first, topic="low", signal="a", score=59.9),
        dict(first, topic="old", signal="b", at_ts=fixture.stamp(91)),
        dict(first, topic="planned", signal="c", at_ts=fixture.stamp(-7)),
    ]
    assert make_page(replace(base, intent=odd)).surges == ()
    assert len(make_page(base).surges) == len(fixture.TOPICS)


def test_weeks_count_what_happened_up_to_as_of():
    page = fixture.page()
    base = fixture.answers()
    assert LEAST <= len(page.weeks) <= MOST
    assert page.weeks[-1].end == fixture.instant(0)
    first = fixture.stamp(0) - len(page.weeks) * WEEK
    touches = (*base.person_touches, *base.visitor_touches)
    assert min(t["first_ts"] for t in touches) > first
    assert sum(week.signals for week in page.weeks) == len(base.intent) + 2 * len(touches)


def test_without_a_stamp_there_are_no_weeks():
    page = make_page(replace(fixture.answers(), stamp={}, since=0))
    assert page.weeks == () and page.as_of is None and not page.analyzed


def test_ties_are_few_and_between_people_shown():
    page = fixture.page()
    shown = {p.id for p in page.people}
    ties = [link for link in page.links if link.kind == "acts"]
    assert ties and all({link.start, link.end} <= shown for link in ties)
    column = {p.id: p.column for p in page.people}
    bridges = [link for link in ties if column[link.start] != column[link.end]]
    assert len(bridges) == 3
    assert len(ties) == len(fixture.answers().ties)
    assert len([link for link in ties if not link.quiet]) <= 3 * len(shown)


def test_links_are_no_more_than_a_browser_draws_quickly():
    page = fixture.crowd(60)
    assert page.links and all(link.last for link in page.links if link.kind == "touch")
    assert touch_links(fixture.answers(), (page.people, page.visitors, page.contents), 0) == []
    few = touch_links(fixture.answers(), (page.people, page.visitors, page.contents), 7)
    assert len(few) == 7


def test_groups_know_their_weeks_and_what_nobody_knows():
    page = fixture.page()
    weeks = {history.group: history.weeks for history in page.history}
    assert [history.group for history in page.history] == [group.id for group in page.groups]
    assert [len(week.members) for week in weeks["g:g0"]] == [0, 0, 0, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9]
    assert all(week.confidence is None for week in weeks["g:g0"] if not week.members)
    assert all(group.unknowns == fixture.UNKNOWNS for group in page.groups)


def test_a_snapshot_of_a_group_that_is_gone_is_told_of_its_solutions_only_group():
    base = fixture.answers()
    gone = [dict(row, group_id="gone") if row["group_id"] else row for row in base.snapshots]
    page = make_page(replace(base, snapshots=gone))
    assert page.history == fixture.page().history


def test_a_candidate_that_was_not_credible_was_no_group_yet():
    base = fixture.answers()
    rows = [dict(row, confidence=0.01) if row["group_id"] else row for row in base.snapshots]
    history = make_page(replace(base, snapshots=rows)).history
    assert all(week.members == () for one in history for week in one.weeks)


def test_the_teams_own_threshold_and_window_hold():
    base = fixture.answers()
    page = make_page(
        replace(base, stamp=base.stamp | {"list_confidence": 0.6, "evidence_days": 30})
    )
    assert [group.confidence for group in page.groups] == [0.91, 0.68]
    assert (page.list_confidence, page.evidence_days) == (0.6, 30)
