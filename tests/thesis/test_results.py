"""From files to the graph: units, leads, second leads and the ledger behind them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from graph.model.vocabulary import RUNGS, STAGES
from graph.pipeline.analyze import analyze
from graph.pipeline.session import Asked, Session, open_session
from graph.queries.groups import read_groups
from graph.queries.leads import read_leads
from graph.queries.ledger import read_ledger
from graph.queries.names import find_subject
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest
from tests.worlds.__main__ import main as plant


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("thesis")
    plant([str(folder / "world"), "--accounts", "24", "--seed", "7"])
    with open_session(Asked(folder / "ws"), create=True) as session:
        config = read_config(folder / "world" / "coterie.toml")
        ingest(session.facts, [folder / "world"], config)
        analyze(session.facts, config)
        session.project()
        yield session


def rows(opened: Session, text: str) -> list[dict[str, object]]:
    return opened.store.read(text).rows


def test_every_unit_has_code_and_rung_and_a_stage_where_the_account_fits(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (u:DemandUnit)-[:AT]->(a:Account) "
        "RETURN u.code AS code, u.rung AS rung, u.stage AS stage, a.fit AS fit",
    )
    assert {row["fit"] for row in found} == {True, False}
    for row in found:
        assert row["code"] in range(8)
        if row["fit"] is False:
            assert (row["rung"], row["stage"]) == ("not_a_candidate", None)
        else:
            assert row["rung"] in RUNGS[1:]
            assert row["stage"] in STAGES
        assert row["rung"] != "maximal" or row["code"] == 7


def test_a_group_has_its_units_bits_and_four_when_credible(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit) "
        "RETURN g.code AS own, u.code AS unit, g.confidence AS sure",
    )
    assert found
    for row in found:
        assert bool(row["own"] & 4) == (row["sure"] >= 0.2)
        assert row["own"] & 3 == row["unit"] & 3


def test_leads_show_their_best_unit_and_what_remains(opened: Session) -> None:
    found = read_leads(opened.store)
    assert all(row["score"] is not None and row["rung"] in RUNGS for row in found)
    assert any(row["score"] > 0.5 and row["evidence"]["known"] for row in found)
    for row in found:
        if row["unit"] is None:
            assert (row["score"], row["evidence"]["code"]) == (0.0, 0)


def test_the_ledger_names_rule_and_basis_and_what_is_not_known(opened: Session) -> None:
    group = read_groups(opened.store)[0]
    for name in (group["id"], group["unit"], group["members"][0]["id"]):
        ledger = read_ledger(opened.store, find_subject(opened.store, name))
        assert {line["basis"] for line in ledger["lines"]} <= {"observed", "inferred", "asserted"}
        assert any("(rule: " in line["fact"] for line in ledger["lines"])
    unit = read_ledger(opened.store, find_subject(opened.store, group["unit"]))
    told = [line["fact"] for line in unit["lines"]]
    for start in ("share of the decision team", "weight of each", "which rivals", "role of the"):
        assert any(fact.startswith(start) and fact.split(": ", 1)[1] for fact in told)


def test_every_unit_says_what_is_not_known(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (u:DemandUnit) OPTIONAL MATCH (e:Evidence {section: 'known_unknown'})"
        "-[:SUPPORTS]->(u) WITH u, count(e) AS n RETURN min(n) AS least",
    )
    assert found == [{"least": 6}]


def test_second_leads_name_unit_words_and_who_was_engaged_before(opened: Session) -> None:
    found = read_leads(opened.store, second=True, classes=["S1"])
    assert found
    members = {
        m["id"] for g in read_groups(opened.store, least=0.2, unfit=True) for m in g["members"]
    }
    for row in found:
        held = [one for one in (row["second"], *row["second_all"]) if one["class"] == "S1"]
        for one in held:
            assert one["words"]
            assert one["unit"]
            assert one["engaged_before"]
            assert row["id"] not in one["engaged_before"]
            assert set(one["engaged_before"]) <= members


def test_every_unit_with_a_candidate_has_a_snapshot_for_every_week(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit) WITH DISTINCT u "
        "OPTIONAL MATCH (u)-[:WAS]->(s:Snapshot) "
        "RETURN u.id AS id, count(DISTINCT s.at_ts) AS weeks, max(s.at_ts) - min(s.at_ts) AS span",
    )
    assert found
    assert {(row["weeks"], row["span"]) for row in found} == {(13, 12 * 7 * 86_400)}


def test_the_last_snapshot_is_what_the_graph_shows(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (c:Coterie), (u:DemandUnit)-[:WAS]->(s:Snapshot) WHERE s.at_ts = c.as_of_ts "
        "OPTIONAL MATCH (g:BuyingGroup {id: s.group})<-[m:MEMBER_OF]-(p:Person) "
        "WITH u, s, g, count(p) AS people "
        "RETURN u.stage AS stage, s.stage AS stage_then, u.rung AS rung, s.rung AS rung_then, "
        "u.code AS code, s.code AS code_then, u.confidence AS sure, s.confidence AS sure_then, "
        "g.quorum AS quorum, s.quorum AS quorum_then, people, size(s.members) AS people_then",
    )
    assert any(row["people"] for row in found)
    for row in found:
        for name in ("stage", "rung", "code", "sure", "quorum", "people"):
            assert row[name] == row[f"{name}_then"], name


def test_a15_units_conserve_from_week_to_week(opened: Session) -> None:
    """A unit stands at one stage in each week: what a stage loses, others gain."""
    found = rows(
        opened,
        "MATCH (:DemandUnit)-[:WAS]->(s:Snapshot) "
        "RETURN s.at_ts AS at, s.stage AS stage, count(*) AS n ORDER BY at, stage",
    )
    weeks: dict[object, dict[object, int]] = {}
    for row in found:
        weeks.setdefault(row["at"], {})[row["stage"]] = int(str(row["n"]))
    totals = {sum(stages.values()) for stages in weeks.values()}
    assert len(totals) == 1
    assert len({tuple(sorted(map(str, stages.items()))) for stages in weeks.values()}) > 1


def test_a_group_keeps_its_id_from_week_to_week(opened: Session) -> None:
    found = rows(
        opened,
        "MATCH (u:DemandUnit)-[:WAS]->(s:Snapshot) WHERE s.group IS NOT NULL "
        "RETURN u.id AS unit, s.at_ts AS at, s.group AS id, s.members AS members "
        "ORDER BY unit, at",
    )
    same = 0
    for one, two in pairwise(found):
        if one["unit"] == two["unit"]:
            a, b = (set(row["members"]) for row in (one, two))  # type: ignore[call-overload]
            kept = len(a & b) / len(a | b) >= 0.5
            same += kept
            assert not kept or one["id"] == two["id"]
    assert same
