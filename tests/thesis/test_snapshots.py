"""The past as it was known then (product.md A15, B9, as-of and Snapshots)."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.findings import Findings
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from graph.pipeline.population import Timeline
from graph.pipeline.weeks import WEEK, looking_back
from tests.known import timeline
from tests.world import AS_OF, DAY, SOLUTION, TARGET, planted, scenario

P = Parameters()


def past_weeks(line: Timeline, workers: int = 1) -> dict[int, Findings]:
    with looking_back(line, P, workers) as past:
        return dict(past(None))


@lru_cache(maxsize=8)
def line(name: str = "group", seed: int = 2) -> Timeline:
    return timeline(scenario(name, seed=seed))


@lru_cache(maxsize=8)
def weeks(name: str = "group", seed: int = 2) -> dict[int, Findings]:
    return past_weeks(line(name, seed))


def best(found: Findings) -> float:
    """Confidence of the target's best candidate."""
    held = [c.confidence for c in found.candidates if c.account == TARGET]
    return max(held, default=0.0)


def test_there_is_one_for_every_week_of_the_evidence_window() -> None:
    ends = list(weeks())
    assert ends == [AS_OF - n * WEEK for n in range(1, 13)]
    assert AS_OF - ends[-1] < P.evidence_days * DAY <= AS_OF - ends[-1] + WEEK


def test_a_group_appears_when_its_people_do_and_never_before() -> None:
    sure = {end: best(found) for end, found in weeks().items()}
    begun = AS_OF - (90 - 35) * DAY
    assert all(sure[end] < 0.2 for end in sure if end < begun)
    assert sure[AS_OF - WEEK] > 0.5


@pytest.mark.parametrize("back", [1, 3, 5])
def test_a_week_says_what_a_run_as_of_then_says(back: int) -> None:
    end = AS_OF - back * WEEK
    then = analyze(line().at(end), P, leads=False)
    assert best(weeks()[end]) == pytest.approx(best(then), abs=0.05)
    assert weeks()[end].units == then.units


def test_late_facts_reach_no_earlier_week() -> None:
    """Without all that happened or became known after a week, the week is the same."""
    end = AS_OF - 4 * WEEK
    cut = line()
    touches = cut.touches.filter(pc.less_equal(cut.touches["at"], end))
    surges = cut.surges.filter(pc.less_equal(cut.surges["at"], end))
    past = replace(cut, touches=touches, surges=surges)
    assert past_weeks(past)[end] == weeks()[end]


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 11), st.sampled_from(["page_view", "form", "meeting"]), st.booleans())
def test_canary_a_fact_known_later_is_unreachable(back: int, kind: str, happened: bool) -> None:
    """Planted facts that nobody knew at a week's end leave that week as it was."""
    end = AS_OF - back * WEEK
    planted_line = _with_canaries(line(), end, kind, happened=happened)
    assert planted_line.at(end, 90).touches == line().at(end, 90).touches
    assert planted_line.at(end + WEEK, 90).touches != line().at(end + WEEK, 90).touches


def _with_canaries(whole: Timeline, end: int, kind: str, *, happened: bool) -> Timeline:
    """Thirty visits to the target: made before ``end`` and known after it, or made after it."""
    content = whole.contents.filter(pc.equal(whole.contents["solution"], SOLUTION))["id"][0]
    at = end - DAY if happened else end + DAY
    rows = [
        {
            "actor": f"canary-{n}",
            "known": True,
            "account": TARGET,
            "content": content.as_py(),
            "kind": kind,
            "at": at,
            "known_at": end + DAY,
            "placed_at": at,
        }
        for n in range(30)
    ]
    extra = pa.Table.from_pylist(rows, schema=whole.touches.schema)
    return replace(whole, touches=pa.concat_tables([whole.touches, extra]))


def test_facts_known_later_move_the_group_later() -> None:
    """What our systems learn a month late is seen a month late, and not at all before."""
    people = pa.array(sorted(planted(scenario("group", seed=2))))

    def month(touches: pa.Table) -> np.ndarray:
        theirs = pc.is_in(touches["actor"], value_set=people)
        return np.where(np.asarray(theirs), 30 * DAY, 0)

    late = past_weeks(timeline(scenario("group", seed=2), month))
    first = {name: _first(found) for name, found in (("prompt", weeks()), ("late", late))}
    assert first["late"] - first["prompt"] >= 3 * WEEK


def _first(found: dict[int, Findings]) -> int:
    return min((end for end, week in found.items() if best(week) >= 0.2), default=AS_OF)


def test_who_was_not_yet_known_to_belong_to_an_account_belonged_to_none() -> None:
    """Employers that were learnt late, say by a conversion, make no earlier group."""
    whole = line()
    end = AS_OF - 2 * WEEK
    known_since = pa.array(np.full(whole.touches.num_rows, end + 1, dtype=np.int64))
    place = whole.touches.schema.get_field_index("placed_at")
    late = replace(whole, touches=whole.touches.set_column(place, "placed_at", known_since))
    assert best(weeks()[end]) > 0.2
    assert late.at(end).touches["account"].null_count == late.at(end).touches.num_rows
    assert best(past_weeks(late)[end]) == 0.0


def test_other_processes_find_the_same() -> None:
    assert past_weeks(line(), workers=2) == weeks()


def test_weeks_of_a_lost_worker_are_worked_out_all_the_same() -> None:
    with looking_back(line(), P, 2) as past:
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        assert dict(past(None)) == weeks()
