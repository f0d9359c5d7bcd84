"""Named questions: headers, typed parameters, and answers on a graph made for them."""

import pytest

from graph.errors import ModelError, QueryError, UnknownNameError
from graph.queries.catalog import catalog, find_query, read_query
from graph.store.embedded import EmbeddedStore
from tests.graph.queries.crowd import ASKED, write_crowd
from tests.graph.queries.sample import GROUP

HEADER = "// title: T\n// question: Q\n// action: A\n// column: x | X\n"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    with EmbeddedStore(tmp_path_factory.mktemp("crowd") / "graph") as store:
        write_crowd(store)
        yield store


def answer(store, name, **values):
    return find_query(name).run(store, values).rows


def test_the_questions_that_are_promised_are_there():
    promised = {"who-champions", "two-groups", "lofty-but-alone", "anonymous-only"}
    assert promised | {"dead-end-gorgers"} <= set(catalog())


def loosest(query):
    """Every least number or confidence at 0."""
    return {p.name: 0 for p in query.parameters if p.doc.startswith(("least", "confidence"))}


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_every_question_gives_the_columns_that_it_declares(crowd, query):
    found = query.run(crowd, ASKED.get(query.name) or loosest(query))
    assert found.rows, "the graph is made so that every question finds something"
    assert found.columns == query.fields
    assert query.question.endswith("?")
    assert query.title.endswith("?")


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_every_question_ends_in_a_total_order(query):
    assert "ORDER BY" in query.text.rsplit("RETURN", 1)[1]


def test_who_champions(crowd):
    (row,) = answer(crowd, "who-champions")
    assert (row["champion"], row["others"], row["group_confidence"]) == ("Ann Lee", 2, 0.91)
    assert answer(crowd, "who-champions", confidence=0.95) == []


def test_two_groups(crowd):
    assert answer(crowd, "two-groups") == []
    (row,) = answer(crowd, "two-groups", confidence=0.1)
    assert (row["account"], row["groups"], row["people"]) == ("acme.example", 2, 3)
    assert row["confidences"] == [0.91, 0.2]
    assert row["in_several"] == ["Bo Berg"]


def test_lofty_but_alone_leaves_members_out(crowd):
    assert [row["name"] for row in answer(crowd, "lofty-but-alone")] == ["Lo Fty"]
    assert answer(crowd, "lofty-but-alone", seniorities=["vp"]) == []


def test_dead_end_gorgers(crowd):
    (row,) = answer(crowd, "dead-end-gorgers")
    assert (row["person"], row["signals"], row["contents"]) == ("p9", 18, 9)


def test_anonymous_only(crowd):
    (row,) = answer(crowd, "anonymous-only")
    assert (row["account"], row["solution"], row["visitors"], row["views"]) == (
        "bolt.example",
        "S",
        2,
        6,
    )


def test_an_unknown_question_or_parameter_offers_the_nearest():
    with pytest.raises(UnknownNameError, match="'two-groups'"):
        find_query("two_groups")
    with pytest.raises(UnknownNameError, match="'confidence'"):
        find_query("two-groups").read_value("confidnce", "1")


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        ("5", "7", 7),
        ("0.5", "1", 1.0),
        ("true", "FALSE", False),
        ('"a"', "5", "5"),
        ('["a"]', "b, c", ["b", "c"]),
        ('["a"]', '["b,c"]', ["b,c"]),
    ],
)
def test_parameters_take_the_type_of_their_default(default, text, value):
    query = read_query("q", f"{HEADER}// parameter: p = {default} | P\nRETURN 1 AS x")
    found = query.read_value("p", text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("default", "text"), [("5", "7.5"), ("0.5", "high"), ("true", "1"), ('["a"]', "[1]")]
)
def test_a_value_of_another_type_is_refused(default, text):
    query = read_query("q", f"{HEADER}// parameter: p = {default} | P\nRETURN 1 AS x")
    with pytest.raises(QueryError, match="p="):
        query.read_value("p", text)


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 1 AS x",
        HEADER.replace("// action: A\n", ""),
        HEADER + "// nonsense\n",
        HEADER + "// parameter: p 5\n",
        HEADER + "// column: only a name\n",
    ],
)
def test_a_header_that_cannot_be_read_is_a_defect(text):
    with pytest.raises(ModelError, match=r"q\.cypher"):
        read_query("q", text)


def test_second_leads_by_class_and_what_they_cost(crowd):
    found = answer(crowd, "second-lead-lost")
    assert [(row["record"], row["engaged_before"]) for row in found] == [("r2", 2), ("r3", 0)]
    assert [row["record"] for row in answer(crowd, "second-lead-lost", classes=["S1"])] == ["r2"]
    rates = [(row["class"], row["records"]) for row in answer(crowd, "second-lead-rate")]
    assert rates == [("S1", 1), ("S6", 2)]


def test_units_by_evidence_and_stage(crowd):
    assert [row["unit"] for row in answer(crowd, "maximal")] == ["u1"]
    assert [(r["unit"], r["missing"]) for r in answer(crowd, "almost")] == [("u3", "third_party")]
    assert [row["unit"] for row in answer(crowd, "active-not-engaged")] == ["u4"]
    stages = [(row["stage"], row["units"]) for row in answer(crowd, "waterfall")]
    assert stages == [("active", 1), ("prioritized", 1), ("pipeline", 1)]


def test_known_unknowns_are_of_credible_units_only(crowd):
    found = answer(crowd, "known-unknowns")
    assert [(row["unit"], row["unknown"]) for row in found] == [
        ("u1", "role of the incumbent: unknown")
    ]
    assert answer(crowd, "known-unknowns", credible=0.95) == []


def test_leakage_lists_those_who_will_not_buy_but_not_our_own(crowd):
    found = answer(crowd, "leakage")
    assert [(row["standing"], row["signals"], row["p"]) for row in found] == [
        ("student", 7, 0.9),
        ("competitor", 2, None),
    ]
    assert [row["person"] for row in answer(crowd, "leakage", signals=5)] == ["p10"]


def test_quarantine_lists_reason_and_whose(crowd):
    found = answer(crowd, "quarantine")
    assert [(r["reason"], r["signals"], r["account"], r["person"]) for r in found] == [
        ("bot", 40, None, None),
        ("link_scanner", 3, "acme.example", "p3"),
    ]
    assert [row["who"] for row in answer(crowd, "quarantine", reasons=["bot"])] == ["visitor:1"]


def test_quiet_quorum_by_the_busiest_member(crowd):
    (row,) = answer(crowd, "quiet-quorum")
    assert (row["group_id"], row["busiest"], row["signals"]) == (GROUP, 5, 6)
    assert answer(crowd, "quiet-quorum", signals=4) == []


def test_single_threaded_names_those_without_a_role(crowd):
    (row,) = answer(crowd, "single-threaded")
    assert (row["opportunity_id"], row["roles"], row["unit"]) == ("o1", 1, "u1")
    assert row["names"] == ["Bo Berg", "Cy Cho"]
    assert answer(crowd, "single-threaded", roles=0) == []


def test_off_opp_lists_members_without_a_role_on_the_open_deal(crowd):
    found = answer(crowd, "off-opp")
    assert [(row["person"], row["opportunity_id"]) for row in found] == [("p2", "o1"), ("p3", "o1")]


def test_missing_roles(crowd):
    (row,) = answer(crowd, "missing-roles")
    assert row["missing"] == ["decision_maker", "ratifier"]
    assert (row["seen"], row["undetermined"]) == (["champion", "user"], 1)
    assert answer(crowd, "missing-roles", roles=["champion"]) == []


def test_bridge(crowd):
    assert answer(crowd, "bridge") == []
    (row,) = answer(crowd, "bridge", confidence=0.1)
    assert (row["person"], row["groups"], row["confidences"]) == ("p2", 2, [0.91, 0.2])


def test_path_to_the_decision_maker_by_way_of_those_who_act_together(crowd):
    (row,) = answer(crowd, "path-to-decision-maker", confidence=0.4)
    assert row["chain"] == ["Cham Pion", "In Between", "Dee Cider"]
    assert (row["how_known"], row["steps"], row["weakest"]) == ("likely champion", 2, 2.5)
    assert answer(crowd, "path-to-decision-maker") == []


def test_resurrect_refused_leads_of_a_living_unit(crowd):
    (row,) = answer(crowd, "resurrect")
    assert (row["record"], row["words"], row["confidence"]) == ("r2", "Duplicate", 0.91)
    assert answer(crowd, "resurrect", credible=0.95) == []


def test_blindness_lists_every_gap(crowd):
    found = answer(crowd, "blindness", visitors=2)
    by_gap = {}
    for row in found:
        by_gap.setdefault(row["gap"], []).append((row["id"], row["n"]))
    assert by_gap == {
        "deal_without_roles": [("o1", 1)],
        "engaged_without_deal": [
            ("p2", 2),
            ("p20", 1),
            ("p21", 1),
            ("p22", 1),
            ("p3", 1),
            ("p5", 1),
        ],
        "lead_without_account": [("r1", 1), ("r2", 1), ("r3", 1), ("r4", 1)],
        "no_title": [("p2", 2), ("p20", 1), ("p21", 1), ("p22", 1), ("p3", 1), ("p5", 1)],
        "sessions_without_group": [("u6", 2)],
        "several_owners": [("u1", 2)],
    }
    (row,) = answer(crowd, "blindness", gaps=["several_owners"])
    assert row["detail"] == "split over Al, Zo"


def test_why_gives_the_lines_of_a_unit(crowd):
    (row,) = answer(crowd, "why", id="u1")
    assert (row["section"], row["fact"]) == ("known_unknown", "role of the incumbent: unknown")
    assert answer(crowd, "why") == []


def test_match_audit_lists_rivals_the_likelier_first(crowd):
    found = {row["id"]: row for row in answer(crowd, "match-audit")}
    assert (found["r4"]["doubt"], found["r4"]["account"]) == ("rivals_only", None)
    assert (found["r4"]["others"], found["r4"]["scores"]) == (["Bolt", "Bolt"], [0.8, 0.7])
    assert answer(crowd, "match-audit", doubts=["shared_address"]) == []


def test_persistence_of_likely_groups(crowd):
    (row,) = answer(crowd, "persistence")
    assert (row["active_weeks"], row["persistence"], row["burst"]) == (4, 0.3077, False)
    assert (row["tiers"], row["functions"]) == (["known", "anonymous"], ["security"])


def test_b4_dark_days_and_early_units(crowd):
    (row,) = answer(crowd, "time-to-known")
    assert (row["unit"], row["dark_days"], row["first_known"]) == ("u4", 50, None)
    (row,) = answer(crowd, "early-units")
    assert (row["unit"], row["code"], row["known"], row["left_censored"]) == ("u4", 1, False, False)
    assert answer(crowd, "early-units", solution="Data Backup") == []


def test_stage_history_tells_moves_week_by_week(crowd):
    (row,) = answer(crowd, "stage-history")
    assert (row["before"], row["stage"], row["why"]) == (
        "engaged",
        "prioritized",
        "rung very exciting, quorum met",
    )
    assert answer(crowd, "stage-history", account="bolt.example") == []


def test_waterfall_conversion_counts_units_at_a_stage_or_beyond(crowd):
    found = {row["stage"]: row for row in answer(crowd, "waterfall-conversion")}
    assert list(found) == [
        "target", "active", "engaged", "prioritized", "qualified", "pipeline", "closed",
    ]  # fmt: skip
    reached = [row["reached"] for row in found.values()]
    assert reached == [3, 3, 2, 2, 1, 1, 0]
    assert [row["here"] for row in found.values()] == [0, 1, 0, 1, 0, 1, 0]
    assert found["active"]["conversion"] == pytest.approx(2 / 3)
    assert (found["closed"]["conversion"], found["pipeline"]["amount"]) == (None, 1000.0)
    assert found["engaged"]["weeks"] == 1.0


def test_won_alone_counts_who_had_read_along_before_the_close(crowd):
    """Of the two readers of the first account only one is dated before the close."""
    (row,) = answer(crowd, "won-alone")
    assert row == {
        "solution": "Cloud Security",
        "won": 2,
        "nobody": 1,
        "one": 1,
        "two": 0,
        "three_or_more": 0,
        "exception_rate": 1.0,
    }
