"""The waterfall's entry tests, as of any time (product.md A5, A7, A15)."""

from __future__ import annotations

import pytest

from graph.analysis.codes import best_rung, poisson_tail, rung
from graph.analysis.signals import DAY
from graph.analysis.waterfall import Deal, Fact, History, Moment, Policy, Stage, Standing, stage
from graph.model.vocabulary import RUNGS

POLICY = Policy("very_exciting", 90)
NOW = 1000 * DAY


def fact(day: int, words: str = "x", known: int | None = None) -> Fact:
    return Fact(day * DAY, (day if known is None else known) * DAY, words)


def at(history: History, day: int = 1000, **standing: object) -> Stage:
    known = {"fit": True, "rung": "aspiring"} | standing
    return stage(history, Standing(**known), Moment(day * DAY, day * DAY), POLICY)  # type: ignore[arg-type]


WON = Deal("Big one", fact(950), fact(980, "won"), won=True)


@pytest.mark.parametrize(
    ("history", "standing", "expected"),
    [
        (History(), {}, "target"),
        (History(surges=(fact(990),)), {}, "active"),
        (History(anonymous=(fact(990),)), {}, "engaged"),
        (History(inbound=(fact(990),)), {}, "engaged"),
        (History(inbound=(fact(800),)), {}, "target"),
        (
            History(),
            {"rung": "very_exciting", "quorum": "met", "last": 990 * DAY},
            "prioritized",
        ),
        (History(), {"rung": "maximal", "quorum": "possible", "last": 990 * DAY}, "target"),
        (History(), {"rung": "excellent", "quorum": "met", "last": 990 * DAY}, "target"),
        (History(acts=(fact(990),)), {}, "qualified"),
        (History(deals=(Deal("d", fact(700), None),)), {}, "pipeline"),
        (History(deals=(WON,)), {}, "closed_won"),
        (History(deals=(Deal("d", fact(950), fact(980)),)), {}, "closed_lost"),
    ],
)
def test_the_furthest_test_that_holds(
    history: History, standing: dict[str, object], expected: str
) -> None:
    assert at(history, **standing).stage == expected


def test_an_account_that_does_not_fit_has_no_stage_and_one_unknown_passes() -> None:
    history = History(acts=(fact(990),))
    assert at(history, fit=False) == Stage(None)
    assert at(history, fit=None).stage == "qualified"


def test_skips_are_recorded() -> None:
    found = at(History(deals=(Deal("d", fact(990), None),)))
    assert found.skipped == ("active", "engaged", "prioritized", "qualified")


def test_closed_holds_until_later_evidence_which_recycles() -> None:
    closed = at(History(deals=(WON,), inbound=(fact(970),)))
    assert (closed.stage, closed.recycled) == ("closed_won", None)
    again = at(History(deals=(WON,), inbound=(fact(970), fact(990, "Ann came back"))))
    assert again.stage == "engaged"
    assert again.recycled == "open again after Big one was closed: Ann came back"
    reopened = at(History(deals=(WON, Deal("next", fact(985), None))))
    assert reopened.stage == "pipeline"


def test_any_past_time_has_its_stage_and_knows_nothing_later() -> None:
    history = History(
        surges=(fact(900),), inbound=(fact(920),), acts=(fact(940, known=960),), deals=(WON,)
    )
    days = (899, 905, 925, 945, 951, 960, 985)
    found = [at(history, day).stage for day in days]
    assert found == [
        "target", "active", "engaged", "engaged", "pipeline", "pipeline", "closed_won",
    ]  # fmt: skip


def test_a7_a_raised_hand_overrides_the_group_rule_and_is_logged() -> None:
    hand = fact(995, "Ann: contact sales, Talk to us")
    found = at(History(inbound=(hand,), hands=(hand,)))
    assert found.stage == "prioritized"
    assert found.override == "a hand was raised: Ann: contact sales, Talk to us"
    assert ("prioritized", f"{found.override}; the group rule is overridden") in found.grounds


def test_a5_rungs_rise_with_the_code() -> None:
    levels = [RUNGS.index(rung(code)) for code in range(8)]
    assert levels == [1, 2, 3, 3, 4, 4, 4, 5]
    assert [code for code in range(8) if rung(code) == "maximal"] == [7]


def test_a3_the_gate_is_all_that_fit_does_to_a_rung() -> None:
    assert {rung(code, candidate=False) for code in range(8)} == {"not_a_candidate"}
    assert best_rung([]) == "not_a_candidate"
    assert best_rung(["good", "maximal", "excellent"]) == "maximal"


@pytest.mark.parametrize(
    ("seen", "expected", "chance"), [(0, 3.0, 1.0), (1, 1.0, 0.632121), (6, 2.0, 0.016564)]
)
def test_poisson_tails(seen: int, expected: float, chance: float) -> None:
    assert poisson_tail(seen, expected) == pytest.approx(chance, abs=1e-6)
