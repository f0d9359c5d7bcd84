"""A lead is as good as what remains without it (product.md A1 to A5, A8 to A10)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from graph.analysis.findings import Findings, LeadScore, UnitEvidence
from graph.analysis.inputs import IDENTITIES, Population
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from tests import changes
from tests.world import AS_OF, DAY, OTHER_SOLUTION, SOLUTION, TARGET, planted, scenario

CREDIBLE = 0.2


@lru_cache(maxsize=64)
def found(name: str, *settings: tuple[str, Any], seed: int = 1) -> Findings:
    return analyze(scenario(name, seed=seed, **dict(settings)), Parameters())


def lead(findings: Findings, person: str, solution: str = SOLUTION) -> LeadScore:
    [one] = [x for x in findings.leads if x.person == person and x.solution == solution]
    return one


def unit(findings: Findings, solution: str = SOLUTION) -> UnitEvidence:
    [one] = [u for u in findings.units if u.account == TARGET and u.solution == solution]
    return one


def alone(population: Population, *keep: str) -> Population:
    """Nobody but these is known at the target account."""
    people = population.people.filter(pc.equal(population.people["account"], TARGET))["id"]
    return changes.without_people(population, frozenset(people.to_pylist()) - set(keep))


@pytest.mark.parametrize("touches", [1, 10, 1000])
def test_a1_a_lone_gorger_scores_nothing(touches: int) -> None:
    population = alone(scenario("lone gorger", touches=touches), "planted-gorger")
    one = lead(analyze(population, Parameters()), "planted-gorger")
    assert (one.score, one.code & 4, one.others) == (0.0, 0, ())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a1_gorging_among_casual_readers_makes_no_credible_lead(seed: int) -> None:
    for touches in (1, 10, 1000):
        one = lead(found("lone gorger", ("touches", touches), seed=seed), "planted-gorger")
        assert one.score < CREDIBLE
        assert not one.code & 4


def test_a1_what_a_lead_does_adds_nothing_to_its_own_score() -> None:
    population = scenario("group", seed=2)
    person = sorted(planted(population))[1]
    before = lead(analyze(population, Parameters()), person)
    after = lead(analyze(changes.repeated(population, person, 100), Parameters()), person)
    assert before.score > 0.5
    assert after.score == pytest.approx(before.score, abs=0.15)
    assert person not in before.others


def test_a1_the_unmade_lead_leaves_what_its_absence_leaves() -> None:
    """Leaving a lead out is near to a world in which the lead never was."""
    population = scenario("group", seed=2, members=6)
    findings = analyze(population, Parameters())
    for person in sorted(planted(population)):
        gone = analyze(changes.without_people(population, frozenset({person})), Parameters())
        best = max(c.confidence for c in gone.candidates if c.account == TARGET)
        assert lead(findings, person).score == pytest.approx(best, abs=0.2)


def test_a1_visits_later_known_to_be_the_lead_leave_with_it() -> None:
    population = scenario("anonymous only", visitors=3)
    person = "person-account-target-00"
    content = population.contents.filter(pc.equal(population.contents["solution"], SOLUTION))
    row = [person, True, TARGET, content["id"][0].as_py(), "page_view", AS_OF - 20 * DAY]
    columns = [pa.array([v], f.type) for v, f in zip(row, population.touches.schema, strict=True)]
    extra = pa.Table.from_arrays(columns, schema=population.touches.schema)
    population = replace(population, touches=pa.concat_tables([population.touches, extra]))
    plain = analyze(population, Parameters())
    assert unit(plain).code & 2
    assert lead(plain, person).code & 2
    visitors = [f"visitor-planted-{n}" for n in range(3)]
    rows = [{"visitor": v, "person": person} for v in visitors]
    known = replace(population, identities=pa.Table.from_pylist(rows, schema=IDENTITIES))
    stitched = analyze(known, Parameters())
    assert unit(stitched).code & 2
    assert not lead(stitched, person).code & 2
    assert lead(stitched, person).visits == 3


def test_a2_titles_change_no_score_and_no_code() -> None:
    population = scenario("group", seed=1)
    one, two = (analyze(p, Parameters()) for p in (population, changes.permuted_titles(population)))
    assert one.leads == two.leads
    assert one.units == two.units


def test_a5_everybody_who_reads_along_is_maximal_in_a_full_unit() -> None:
    findings = found("group")
    assert unit(findings).code == 3
    members = planted(scenario("group"))
    assert {lead(findings, person).code for person in members} == {7}


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ((("anonymous", False), ("surge", False)), 4),
        ((("anonymous", True), ("surge", False)), 6),
        ((("anonymous", False), ("surge", True)), 5),
    ],
)
def test_a5_each_kind_of_evidence_has_its_bit(
    settings: tuple[tuple[str, Any], ...], code: int
) -> None:
    findings = found("group", *settings, seed=4)
    person = sorted(planted(scenario("group", seed=4)))[0]
    assert lead(findings, person).code == code


def test_a8_three_light_members_beat_any_lone_person() -> None:
    quiet = found("quiet quorum", seed=2)
    members = planted(scenario("quiet quorum", seed=2))
    lone = lead(found("lone gorger", ("touches", 1000), seed=2), "planted-gorger")
    assert min(lead(quiet, person).score for person in members) > lone.score


def test_a9_baseline_traffic_raises_no_flag() -> None:
    """An account with ten times the visitors, who read as everyone does, is not hot for it."""
    population = scenario("background")
    touches = population.touches
    theirs = touches.filter(
        pc.and_(pc.invert(touches["known"]), pc.not_equal(touches["account"], TARGET))
    )
    place = theirs.schema.get_field_index("actor")
    big = theirs.set_column(
        place, "actor", pc.binary_join_element_wise("big", theirs["actor"], "-")
    )
    place = big.schema.get_field_index("account")
    big = big.set_column(place, "account", pa.array([TARGET] * big.num_rows, pa.string()))
    findings = analyze(replace(population, touches=pa.concat_tables([touches, big])), Parameters())
    for solution in (SOLUTION, OTHER_SOLUTION):
        assert unit(findings, solution).sessions > 40
        assert not unit(findings, solution).code & 2


def test_a10_an_off_topic_surge_is_ignored_and_an_on_topic_one_is_not() -> None:
    plain = {u.solution: u.code & 1 for u in found("background").units if u.account == TARGET}
    off = {u.solution: u.code & 1 for u in found("off-topic surge").units if u.account == TARGET}
    assert off == plain
    assert unit(found("on-topic surge")).code & 1


def test_one_week_alone_is_no_third_party_evidence() -> None:
    population = scenario("background")
    rows = [
        {
            "account": TARGET,
            "topic": "tide windows",
            "solution": SOLUTION,
            "at": AS_OF - w * 7 * DAY,
            "score": 90.0,
        }
        for w in (2,)
    ]
    single = pa.Table.from_pylist(rows, schema=population.surges.schema)
    double = pa.Table.from_pylist(
        [*rows, rows[0] | {"at": AS_OF - 3 * 7 * DAY}], schema=population.surges.schema
    )
    one = analyze(replace(population, surges=single), Parameters())
    two = analyze(replace(population, surges=double), Parameters())
    assert not unit(one).code & 1
    assert unit(two).code & 1


def test_the_same_input_in_another_order_gives_the_same_leads() -> None:
    population = scenario("group", seed=3)
    mixed = analyze(changes.reordered(population), Parameters())
    assert mixed.leads == analyze(population, Parameters()).leads


def test_leads_can_be_left_unjudged() -> None:
    population = scenario("group", seed=3)
    whole = analyze(population, Parameters())
    part = analyze(population, Parameters(), leads=False)
    assert part.leads == ()
    assert part.candidates == whole.candidates


def test_scores_are_probabilities() -> None:
    scores = np.array([one.score for one in found("two groups").leads])
    assert ((scores >= 0) & (scores <= 0.99)).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_b7_a_feed_that_was_never_loaded_is_missing_not_negative(seed: int) -> None:
    """A unit without intent is no surer where others are known to have some than without a feed."""
    seen = scenario("group", seed=seed, surge=False)
    none = replace(seen, surges=seen.surges.slice(0, 0))

    def best(population: Population) -> float:
        found = analyze(population, Parameters()).candidates
        return max(c.confidence for c in found if c.account == TARGET)

    assert seen.surges.num_rows
    assert best(none) >= best(seen) - 0.05
    assert best(none) > 0.5


def test_a4_one_persons_events_a_hundredfold_raise_no_colleague_and_no_group() -> None:
    population = scenario("quiet quorum", seed=2)
    person = sorted(planted(population))[0]
    loud = analyze(changes.repeated(population, person, 100), Parameters())
    plain = analyze(population, Parameters())

    def sure(findings: Findings) -> float:
        return max(c.confidence for c in findings.candidates if c.account == TARGET)

    assert sure(loud) == pytest.approx(sure(plain), abs=0.15)
    for other in sorted(planted(population) - {person}):
        assert lead(loud, other).score == pytest.approx(lead(plain, other).score, abs=0.15)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a11_people_on_unrelated_topics_are_no_group(seed: int) -> None:
    findings = found("unlike minds", seed=seed)
    people = planted(scenario("unlike minds", seed=seed))
    for one in findings.leads:
        if one.person in people:
            assert one.score < CREDIBLE
