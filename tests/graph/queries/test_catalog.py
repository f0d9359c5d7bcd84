"""Named questions: headers, typed parameters, and answers on a graph made for them."""

import pytest

from graph.errors import ModelError, QueryError, UnknownNameError
from graph.queries.catalog import catalog, find_query, read_query
from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import write_sample

HEADER = "// title: T\n// question: Q\n// action: A\n// column: x | X\n"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """The sample, with a lofty lone gorger and an account that only visitors look at."""
    seen = {"basis": "observed", "last": "2026-05-19T08:00:00Z", "last_ts": 1}
    with EmbeddedStore(tmp_path_factory.mktemp("crowd") / "graph") as store:
        write_sample(store)
        store.write_nodes(
            "Person",
            [
                {"id": "p9", "name": "Lo Fty", "seniority": "cxo"},
                {"id": "p1", "name": "Ann Lee", "seniority": "cxo"},
            ],
        )
        store.write_nodes("Content", [{"id": f"k{n}", "solution": "S"} for n in range(9)])
        store.write_nodes("Visitor", [{"id": "v8"}, {"id": "v9"}])
        store.write_relationships(
            "ENGAGED",
            ("Person", "Content"),
            [{"start_id": "p9", "end_id": f"k{n}", "n": 2, **seen} for n in range(9)],
        )
        store.write_relationships(
            "VISITS_FROM",
            ("Visitor", "Account"),
            [{"start_id": v, "end_id": "a2", "basis": "observed"} for v in ("v8", "v9")],
        )
        store.write_relationships(
            "ENGAGED",
            ("Visitor", "Content"),
            [{"start_id": v, "end_id": "k1", "n": 3, **seen} for v in ("v8", "v9")],
        )
        _judged(store)
        _set_aside(store)
        yield store


def _judged(store):
    """Units at several stages with their codes, second leads, and a line of what is unknown."""
    units = [
        ("u1", "pipeline", "maximal", 7, 0.9),
        ("u3", "prioritized", "very_exciting", 6, 0.6),
        ("u4", "active", "good", 1, None),
    ]
    names = ("id", "stage", "rung", "code", "confidence")
    rows = [dict(zip(names, unit, strict=True)) for unit in units]
    store.write_nodes(
        "DemandUnit",
        [row | {"name": f"Unit {row['id']}", "solution": "Cloud Security"} for row in rows],
    )
    places = [("u1", "a1"), ("u3", "a1"), ("u4", "a2")]
    store.write_relationships(
        "AT", ("DemandUnit", "Account"), [{"start_id": u, "end_id": a} for u, a in places]
    )
    lost = {"class": "S1", "classes": ["S1", "S6"], "reason": "duplicate", "words": "Duplicate"}
    store.write_relationships(
        "SECOND_LEAD_OF",
        ("Record", "DemandUnit"),
        [
            {"start_id": "r2", "end_id": "u1", "engaged_before": ["p2", "p3"], **lost},
            {"start_id": "r3", "end_id": "u3", **lost, "class": "S6", "classes": ["S6"]},
        ],
    )
    told = {"id": "e1", "section": "known_unknown", "fact": "role of the incumbent: unknown"}
    store.write_nodes("Evidence", [told | {"rank": 1}])
    store.write_relationships(
        "SUPPORTS", ("Evidence", "DemandUnit"), [{"start_id": "e1", "end_id": "u1"}]
    )


def _set_aside(store):
    """Two who will not buy, one of them by rule; a bot's and a person's signals set aside."""
    seen = {"basis": "observed", "last": "2026-05-19T08:00:00Z", "last_ts": 1}
    students = {"standing": "student", "standing_basis": "inferred", "standing_rule": "title"}
    store.write_nodes(
        "Person",
        [
            {"id": "p10", "name": "Stu Dent", **students, "standing_p": 0.9},
            {"id": "p11", "name": "Ri Val", "standing": "competitor"},
            {"id": "p12", "name": "Own Staff", "standing": "own_staff"},
        ],
    )
    store.write_relationships(
        "ENGAGED",
        ("Person", "Content"),
        [
            {"start_id": person, "end_id": "k1", "n": n, **seen}
            for person, n in (("p10", 7), ("p11", 2), ("p12", 3))
        ],
    )
    store.write_nodes(
        "Quarantine",
        [
            {"id": "q1", "reason": "bot", "who": "visitor:1", "n": 40, "kinds": ["page_view"]},
            {"id": "q2", "reason": "link_scanner", "who": "cy@acme.example", "n": 3},
        ],
    )
    for label, end in (("Person", "p3"), ("Account", "a1")):
        store.write_relationships(
            "TAKEN_FROM", ("Quarantine", label), [{"start_id": "q2", "end_id": end}]
        )


def answer(store, name, **values):
    return find_query(name).run(store, values).rows


def test_the_questions_that_are_promised_are_there():
    promised = {"who-champions", "two-groups", "lofty-but-alone", "anonymous-only"}
    assert promised | {"dead-end-gorgers"} <= set(catalog())


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_every_question_gives_the_columns_that_it_declares(crowd, query):
    loose = {
        p.name: 0 for p in query.parameters if isinstance(p.default, int | float) and p.default
    }
    found = query.run(crowd, loose)
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
