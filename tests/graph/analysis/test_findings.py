"""What a finding holds: shape, order, words, thin data and caps."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.findings import Candidate, Findings
from graph.analysis.inputs import CONTENTS, PEOPLE, SURGES, TOUCHES, Population
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from graph.model.vocabulary import ROLES
from tests.world import AS_OF, DAY, TARGET, planted, scenario


@pytest.fixture(scope="module")
def findings() -> Findings:
    return analyze(scenario("two groups"), Parameters())


def test_empty_tables_give_empty_findings() -> None:
    empty = Population(
        TOUCHES.empty_table(), CONTENTS.empty_table(), SURGES.empty_table(),
        PEOPLE.empty_table(), AS_OF,
    )  # fmt: skip
    nothing = analyze(empty, Parameters())
    assert (nothing.candidates, nothing.ties, nothing.accounts, nothing.people) == ((), (), 0, 0)
    assert any("only 0 signals" in note for note in nothing.notes)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_few_rows_run_and_keep_their_promises(data: st.DataObject) -> None:
    whole = scenario("group")
    rows = data.draw(st.lists(st.integers(0, whole.touches.num_rows - 1), max_size=60, unique=True))
    few = replace(whole, touches=whole.touches.take(pa.array(rows, pa.int64())))
    keep_promises(analyze(few, Parameters()), few.as_of)


def keep_promises(found: Findings, as_of: int) -> None:
    for candidate in found.candidates:
        assert 0 <= candidate.confidence <= 1
        assert as_of - 90 * DAY <= candidate.start < candidate.end <= as_of
        assert len(candidate.members) >= 3
        assert len({m.person for m in candidate.members}) == len(candidate.members)
        held = [m.role for m in candidate.members]
        assert held.count("champion") <= 1
        assert held.count("decision_maker") <= 1
        assert candidate.reasons
        for member in candidate.members:
            assert member.role in ROLES
            assert member.weight <= Parameters().person_cap
            assert candidate.start <= member.first_seen <= member.last_seen < candidate.end
            assert len(set(member.reasons)) == 3
            assert (member.role_confidence == 0) == (member.role == "undetermined")
            assert member.runner_up is None or member.runner_up != member.role
            assert member.grounds


def test_findings_of_a_world_keep_their_promises(findings: Findings) -> None:
    keep_promises(findings, AS_OF)
    assert findings.candidates
    order = [(c.account, c.solution, -c.confidence) for c in findings.candidates]
    assert order == sorted(order)
    for candidate in findings.candidates:
        members = [(-m.confidence, m.person) for m in candidate.members]
        assert members == sorted(members)


def test_one_row_per_group(findings: Findings) -> None:
    by_unit: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in findings.candidates:
        by_unit.setdefault((candidate.account, candidate.solution), []).append(candidate)
    for held in by_unit.values():
        for n, one in enumerate(held):
            for other in held[n + 1 :]:
                assert one.end <= other.start or other.end <= one.start


def test_ties_join_people_of_candidates(findings: Findings) -> None:
    members = {m.person for c in findings.candidates for m in c.members}
    assert findings.ties
    for tie in findings.ties:
        assert tie.one < tie.other
        assert {tie.one, tie.other} <= members
        assert tie.strength > Parameters().edge_z
        assert tie.first <= tie.last
    assert list(findings.ties) == sorted(findings.ties, key=lambda tie: (tie.one, tie.other))


def test_reasons_carry_numbers_and_grounds_carry_dates() -> None:
    [group] = [c for c in analyze(scenario("group"), Parameters()).candidates if c.confidence > 0.5]
    assert re.search(r"\d+ people on .+ within \d+ days, where chance would give", group.reasons[0])
    for member in group.members:
        assert re.search(r"\d+ signals? on .+ \d{4}-\d\d-\d\d", member.grounds[0])
    assert group.visitors >= 4


def test_the_first_to_engage_is_the_likely_champion() -> None:
    [group] = [c for c in analyze(scenario("group"), Parameters()).candidates if c.confidence > 0.5]
    [champion] = [m for m in group.members if m.role == "champion"]
    assert champion.person in planted(scenario("group"))


def test_a_very_large_account_is_capped_and_noted() -> None:
    population = scenario("group")
    found = analyze(population, Parameters(max_people=10))
    assert any(TARGET in note and "only the 10 busiest" in note for note in found.notes)
    keep_promises(found, AS_OF)


def test_pair_work_in_blocks_gives_the_same() -> None:
    population = scenario("group")
    assert analyze(population, Parameters(block_signals=7)) == analyze(population, Parameters())


def test_progress_is_told() -> None:
    said: list[str] = []
    analyze(scenario("background"), Parameters(), progress=said.append)
    assert said[0] == "account 1 of 24"
