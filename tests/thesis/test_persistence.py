"""Goodness must not be partial or transitory (product.md A16)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from graph.analysis.findings import Candidate
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from tests.world import AS_OF, DAY, TARGET, planted, scenario


def best(population: Population) -> Candidate:
    """The target's candidate that holds most of the planted people."""
    found = analyze(population, Parameters(), leads=False).candidates
    people = planted(population)
    mine = [c for c in found if c.account == TARGET]
    return max(mine, key=lambda c: len(people & {m.person for m in c.members}))


def squeezed(population: Population, days: float) -> Population:
    """The planted people's signals, as many as before, within so many days."""
    touches = population.touches
    theirs = np.asarray(pc.is_in(touches["actor"], value_set=pa.array(sorted(planted(population)))))
    at = np.asarray(touches["at"], dtype=np.int64).copy()
    first, last = at[theirs].min(), at[theirs].max()
    middle = (first + last) // 2
    share = (at[theirs] - first) / (last - first)
    at[theirs] = middle + (share * days * DAY).astype(np.int64)
    place = touches.schema.get_field_index("at")
    changed = touches.set_column(place, "at", pa.array(at)).sort_by("at")
    return Population(
        touches=changed,
        contents=population.contents,
        surges=population.surges,
        people=population.people,
        as_of=population.as_of,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a16_a_burst_is_less_than_the_same_count_over_six_weeks(seed: int) -> None:
    whole = scenario("group", seed=seed)
    flash, lasting = (best(squeezed(whole, days)).spread for days in (1, 42))
    assert flash.persistence < lasting.persistence
    assert flash.active_weeks <= 2
    assert lasting.active_weeks >= 5
    assert (flash.burst, lasting.burst) == (True, False)
    assert flash.window_weeks == lasting.window_weeks == 13


def test_a16_spread_tells_kinds_of_evidence_levels_and_functions() -> None:
    full, bare = (
        best(scenario("group", seed=2, anonymous=flag, surge=flag)).spread for flag in (True, False)
    )
    assert full.tiers == ("known", "anonymous", "third_party")
    assert bare.tiers[0] == "known"
    assert "third_party" not in bare.tiers
    assert set(full.seniorities) >= {"director", "manager"}
    assert "operations" in full.functions
    assert "unknown" not in (*full.functions, *full.seniorities)


def test_the_newest_week_is_the_one_that_ends_at_as_of() -> None:
    whole = scenario("group", seed=2)
    shifted = best(squeezed(whole, 1)).spread
    assert shifted.active_weeks in (1, 2)
    assert whole.as_of == AS_OF
