"""The scorer, on truths small enough to reckon by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worlds.make import make_world
from tests.worlds.score import score
from tests.worlds.settings import Settings


def _truth(*groups: tuple[str, str, str], accounts: str = "abcd") -> dict[str, Any]:
    return {
        "accounts": [{"domain": name} for name in accounts],
        "groups": [
            {
                "account": account,
                "solution": solution,
                "detectable": len(members) >= 3,
                "members": dict.fromkeys(members, "user"),
            }
            for account, solution, members in groups
        ],
    }


def _row(account: str, solution: str, members: str, confidence: float = 0.9) -> dict[str, Any]:
    people = [{"email": email, "role": "user"} for email in members]
    row = {"account": account, "solution": solution, "members": people}
    return {**row, "confidence": confidence}


def test_a_perfect_answer_scores_one() -> None:
    truth = make_world(Settings(seed=2, accounts=12, people=240)).truth
    rows = [
        {
            "account": group["account"],
            "solution": group["solution"],
            "confidence": 1.0,
            "members": [{"email": e.upper(), "role": r} for e, r in group["members"].items()],
        }
        for group in truth["groups"]
        if group["detectable"]
    ]
    figures = score(truth, rows)
    assert figures.true > 0
    assert (figures.precision, figures.recall, figures.f1, figures.member_f1) == (1, 1, 1, 1)
    assert (figures.auc, figures.calibration, figures.roles, figures.false) == (1, 0, 1, 0)


def test_overlap_account_and_solution_must_agree() -> None:
    truth = _truth(("a", "S", "1234"))
    assert score(truth, [_row("a", "S", "1256")]).right == 0
    assert score(truth, [_row("a", "S", "12")]).right == 1
    assert score(truth, [_row("a", "T", "1234")]).right == 0
    assert score(truth, [_row("b", "S", "1234")]).right == 0


def test_one_true_group_is_found_once() -> None:
    figures = score(_truth(("a", "S", "1234")), [_row("a", "S", "123"), _row("a", "S", "1234")])
    assert (figures.right, figures.listed) == (1, 2)
    assert figures.precision == 0.5


def test_a_false_group_is_one_where_nothing_was_planted() -> None:
    truth = _truth(("a", "S", "123"), ("b", "S", "45"))
    rows = [_row("b", "S", "456"), _row("c", "S", "789"), _row("d", "S", "xyz", 0.4)]
    figures = score(truth, rows)
    assert (figures.false, figures.empty) == (1, 2)


def test_auc_ranks_accounts_and_halves_ties() -> None:
    truth = _truth(("a", "S", "123"))
    assert score(truth, [_row("a", "S", "xyz", 0.3)]).auc == 1
    assert score(truth, []).auc == 0.5
    assert score(truth, [_row("b", "S", "123", 0.3)]).auc == pytest.approx(1 / 3)


def test_calibration_compares_confidence_with_being_right() -> None:
    rows = [_row("a", "S", "123", 0.8), _row("b", "S", "456", 0.84)]
    assert score(_truth(("a", "S", "123")), rows).calibration == pytest.approx(0.32)


def test_nothing_planted_and_nothing_found_is_no_fault() -> None:
    figures = score(_truth(), [])
    assert (figures.precision, figures.recall, figures.false) == (1, 1, 0)
    assert figures.auc is None
    assert figures.calibration is None
