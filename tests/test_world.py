"""The planted populations hold what their names say; the changes change only that."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from graph.analysis.inputs import CONTENTS, PEOPLE, SURGES, TOUCHES
from tests import changes
from tests.world import AS_OF, SCENARIOS, TARGET, planted, scenario


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_scenario_is_well_formed_and_repeatable(name: str) -> None:
    population = scenario(name)
    assert population.touches.schema == TOUCHES
    assert population.contents.schema == CONTENTS
    assert population.surges.schema == SURGES
    assert population.people.schema == PEOPLE
    assert pc.max(population.touches["at"]).as_py() <= AS_OF
    named = set(population.contents["id"].to_pylist())
    assert set(population.touches["content"].to_pylist()) <= named
    assert scenario(name) == population


@pytest.mark.parametrize(
    ("name", "people"),
    [("background", 0), ("lone gorger", 1), ("two people", 2), ("group", 6), ("quiet quorum", 3)],
)
def test_only_the_planted_people_are_added(name: str, people: int) -> None:
    population = scenario(name)
    members = planted(population)
    assert len(members) == people
    plain = changes.without_people(population, members)
    assert plain.people == scenario("background").people


def test_the_executive_is_shared_by_both_groups() -> None:
    population = scenario("shared executive")
    theirs = population.touches.filter(pc.equal(population.touches["actor"], "planted-executive"))
    solution = dict(
        zip(
            population.contents["id"].to_pylist(),
            population.contents["solution"].to_pylist(),
            strict=True,
        )
    )
    assert len({solution[content] for content in theirs["content"].to_pylist()}) == 2
    assert set(theirs["account"].to_pylist()) == {TARGET}


def test_changes_keep_every_signal() -> None:
    population = scenario("group")
    other, before = changes.renamed(population)
    actors = [before[name] for name in other.touches["actor"].to_pylist()]
    assert actors == population.touches["actor"].to_pylist()
    mixed = changes.reordered(population).touches
    assert mixed != population.touches
    order = [(column, "ascending") for column in mixed.column_names]
    assert mixed.sort_by(order) == population.touches.sort_by(order)
    moved = changes.shifted(population, 7200)
    assert pc.min(moved.touches["at"]).as_py() == pc.min(population.touches["at"]).as_py() + 7200
    titles = changes.permuted_titles(population).people["title"].to_pylist()
    assert sorted(titles) == sorted(population.people["title"].to_pylist())
    assert titles != population.people["title"].to_pylist()


def test_repeating_adds_touches_of_one_person_only() -> None:
    population = scenario("lofty executive")
    more = changes.repeated(population, "planted-executive", 100)
    added = more.touches.num_rows - population.touches.num_rows
    assert added == 99 * pc.sum(pc.equal(population.touches["actor"], "planted-executive")).as_py()
