"""Shifted copies of a world."""

from __future__ import annotations

import pytest

from tests.training.shifted import SHIFTS, shifted
from tests.training.specimens import Specimen, made
from tests.worlds.settings import Settings


@pytest.fixture(scope="module")
def world() -> Specimen:
    return made(Settings(seed=7, accounts=20, people=500))


def _signals(world: Specimen) -> int:
    return int(world.population.touches.num_rows)


@pytest.mark.parametrize("name", sorted(SHIFTS))
def test_the_same_world_gives_the_same_copy(world: Specimen, name: str) -> None:
    one, other = shifted(world, name), shifted(world, name)
    assert one.population.touches.equals(other.population.touches)
    assert one.population.touches.schema == world.population.touches.schema
    assert one.planted == other.planted
    assert one.name != world.name


def test_copies_have_fewer_or_more_signals(world: Specimen) -> None:
    whole = _signals(world)
    assert 0.6 * whole < _signals(shifted(world, "fainter")) < 0.8 * whole
    assert _signals(shifted(world, "noisier")) > 1.2 * whole
    assert _signals(shifted(world, "campaigns")) > whole
    assert _signals(shifted(world, "leaner")) < whole


def test_noise_stays_in_the_evidence_window(world: Specimen) -> None:
    added = shifted(world, "noisier").population.touches.slice(_signals(world))
    as_of = world.population.as_of
    at = added["at"].to_pylist()
    assert at and as_of - 90 * 86_400 <= min(at) and max(at) <= as_of


def test_merged_accounts_keep_every_group_and_person(world: Specimen) -> None:
    copy = shifted(world, "merged")
    assert len(copy.every_account) == (len(world.every_account) + 1) // 2
    groups = [sum(len(some) for some in one.planted.values()) for one in (world, copy)]
    assert groups[0] == groups[1]
    assert {account for account, _ in copy.planted} <= set(copy.every_account)
    assert _signals(copy) == _signals(world)


def test_a_group_whose_members_are_no_longer_seen_is_not_detectable(world: Specimen) -> None:
    before = sum(g.detectable for some in world.planted.values() for g in some)
    after = sum(g.detectable for some in shifted(world, "slower").planted.values() for g in some)
    assert 0 < after < before


def test_members_who_never_came_leave_no_signal(world: Specimen) -> None:
    copy = shifted(world, "smaller")
    gone = {n for some in world.planted.values() for g in some for n in g.members}
    gone -= {n for some in copy.planted.values() for g in some for n in g.members}
    assert gone
    assert not gone & {copy.people.get(a) for a in copy.population.touches["actor"].to_pylist()}
