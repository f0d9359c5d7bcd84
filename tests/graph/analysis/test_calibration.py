"""Confidence and roles refitted on deals."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from graph.analysis.calibration import (
    AHEAD,
    PATIENCE,
    Deal,
    History,
    Sighting,
    calibration_error,
    fit,
    held_out,
    history,
    judged,
    per_bin,
    sightings,
)
from graph.analysis.conduct import FACTS
from graph.analysis.fitted import shipped_models
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from tests.training.specimens import Specimen, made
from tests.worlds.settings import Settings

NOW = 1_000 * DAY
SEEN = Sighting(
    "a1", "Zero", NOW, NOW - 20 * DAY, 0.6, 0.99, ("p1", "p2", "p3"), np.zeros((3, len(FACTS)))
)
WON = Deal("a1", "Zero", NOW + DAY, NOW + 40 * DAY, True, True, {"p1": "champion", "p9": "user"})
LATE = NOW + 400 * DAY


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        (replace(WON, roles={"p1": "user", "p2": "user", "p9": "user"}), True),
        (replace(WON, roles={"p1": "undetermined"}), True),
        (WON, False),  # one of two named people
        (replace(WON, roles={}), False),
        (replace(WON, roles={"p1": "user"}, solution="Other"), False),
        (replace(WON, roles={"p1": "user"}, solution=None), True),
        (replace(WON, roles={"p1": "user"}, created=NOW + AHEAD + 1), False),
        (replace(WON, roles={"p1": "user"}, closes=SEEN.start - 1), False),
        (replace(WON, won=False), False),
        (replace(WON, won=False, closed=False), None),
    ],
)
def test_what_a_deal_says_of_a_sighting(deal: Deal, said: bool | None) -> None:
    assert judged(SEEN, [deal], LATE) == (deal if said else said)


def test_nobody_says_wrong_before_there_was_time_for_a_deal() -> None:
    assert judged(SEEN, [], NOW + PATIENCE - 1) is None
    assert judged(SEEN, [], NOW + PATIENCE) is False


@lru_cache(maxsize=1)
def world() -> tuple[Specimen, tuple[Sighting, ...]]:
    specimen = made(Settings(seed=77, accounts=50, people=1500, groups=0.8))
    return specimen, tuple(sightings(specimen.population, Parameters(), shipped_models()))


def deals(specimen: Specimen) -> list[Deal]:
    """Every planted group bought, and the seller typed in who it was."""
    return [
        Deal(account, solution, int(group.end), int(group.end) + DAY, True, True, group.members)
        for (account, solution), groups in specimen.planted.items()
        for group in groups
    ]


def past() -> History:
    specimen, found = world()
    return history(found, deals(specimen), specimen.population.as_of + PATIENCE)


def test_a_refit_is_nearer_to_what_came_true_on_accounts_that_it_has_not_seen() -> None:
    held = past()
    before = held.values("chance") * held.values("kept")
    after, _ = held_out(held, shipped_models())
    assert held.right.sum() >= 10
    assert ((after - held.right) ** 2).mean() < ((before - held.right) ** 2).mean()
    assert calibration_error(after, held.right) < calibration_error(before, held.right)


def test_deals_of_nobody_take_all_confidence_away() -> None:
    held = past()
    found = fit(History(held.sightings, np.zeros(len(held.right)), ()), shipped_models())
    assert found.scaled(held.values("chance")).max() < 0.5
    assert (found.sharpness, set(found.base)) == (1.0, {0.0})


def test_roles_follow_the_contact_roles() -> None:
    held = past()
    everyone = [(n, place, 3) for n, place, _ in held.role]
    found = fit(History(held.sightings, held.right, everyone), shipped_models())
    assert found.base[3] == max(found.base)


def test_a_calibration_changes_probabilities_as_it_says() -> None:
    found, models = fit(past(), shipped_models()), shipped_models()
    table = np.random.default_rng(1).normal(0, 0.5, (20, len(models.membership.features)))
    model = models.confidence["confidence"]
    plain = model.mean + table[:, : len(model.features)] * model.scale
    refitted = found.applied(models).confidence["confidence"]
    expected = found.scaled(model.probability(plain))
    assert np.allclose(refitted.probability(plain), expected, atol=1e-5)
    assert refitted.usual == found.usual


def test_bins_hold_everything_once() -> None:
    held = past()
    bins = per_bin(held.values("chance"), held.right)
    assert sum(n for n, _, _ in bins) == len(held.right)
