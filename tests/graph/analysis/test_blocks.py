"""Accounts are judged in blocks: what they are judged with must not show in what is found."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from graph.analysis import affinity, leave_one_out
from graph.analysis.arrays import pairs_within, ranges, running_sums
from graph.analysis.findings import Findings
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from tests.worlds import population as inside
from tests.worlds.make import make_world
from tests.worlds.settings import Settings

PEOPLE = 25  # cut larger accounts to so many, that cutting is tried as well


@lru_cache
def world() -> Population:
    return inside.population(make_world(Settings(seed=33, accounts=12, people=360)))


@lru_cache
def whole() -> Findings:
    return analyze(world(), Parameters())


@pytest.mark.parametrize("signals", [1, 300, 10**6])
def test_an_account_is_judged_alike_in_whatever_block(signals: int) -> None:
    assert len(whole().candidates) > 5
    assert analyze(world(), Parameters(block_signals=signals)) == whole()


@pytest.mark.parametrize("signals", [1, 10**6])
def test_so_are_accounts_that_are_cut_to_their_busiest(signals: int) -> None:
    cut = analyze(world(), Parameters(max_people=PEOPLE))
    assert any("busiest" in note for note in cut.notes)
    assert analyze(world(), Parameters(max_people=PEOPLE, block_signals=signals)) == cut


def test_how_much_is_held_in_memory_at_once_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = whole()
    monkeypatch.setattr(affinity, "_PAIRS", 50)
    monkeypatch.setattr(leave_one_out, "_ROWS", 20)
    assert analyze(world(), Parameters()) == expected


def test_running_sums_are_those_of_each_run_alone() -> None:
    values = np.random.default_rng(5).random(200)
    starts = np.array([0, 1, 8, 9, 60, 199])
    runs = np.split(values, starts[1:])
    assert np.array_equal(running_sums(values, starts), np.concatenate([*map(np.cumsum, runs)]))


def test_ranges_and_pairs_within_runs() -> None:
    numbers, which = ranges(np.array([3, 7, 7]), np.array([5, 7, 8]))
    assert (numbers.tolist(), which.tolist()) == ([3, 4, 7], [0, 0, 2])
    one, other = pairs_within(np.array([0, 2]), 3)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [
        (0, 0), (0, 1), (1, 0), (1, 1), (2, 2),
    ]  # fmt: skip
