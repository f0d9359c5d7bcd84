"""``python -m tests.training.small``: what the shipped models are worth to small customers.

Own worlds of 30 people per account, with groups and without any, pooled by size.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from graph.analysis.fitted import ALL, shipped_models
from graph.analysis.parameters import Parameters
from tests.training.courses import whole, worlds
from tests.training.examples import Prepared
from tests.training.figures import scored
from tests.training.folds import found_rows
from tests.worlds.score import Score
from tests.worlds.settings import Settings

SIZES = ((5, 16), (20, 6), (60, 3), (120, 2))  # accounts, worlds
FIRST = 951  # seed


def main() -> int:
    """Print a row per size."""
    sys.stdout.write(
        "| accounts | worlds | group P / R | AUC | false per 1000, elsewhere / quiet |\n"
    )
    for accounts, number in SIZES:
        settings = [
            Settings(seed=FIRST + n, accounts=accounts, people=30 * accounts) for n in range(number)
        ]
        some, none = (
            [_score(world) for world in worlds(these, whole)]
            for these in (settings, [replace(one, groups=0.0) for one in settings])
        )
        sys.stdout.write(f"| {accounts} | {number} | {_shares(some)} | {_false(some)} / ")
        sys.stdout.write(f"{_false(none)} |\n")
        sys.stdout.flush()
    return 0


def _score(world: Prepared) -> Score:
    return scored(world.specimen, found_rows(world, shipped_models(), Parameters())[ALL])


def _shares(these: list[Score]) -> str:
    right = sum(one.right for one in these)
    listed, true = sum(one.listed for one in these), sum(one.true for one in these)
    ranked = [one.auc for one in these if one.auc is not None]
    shares = right / max(1, listed), right / max(1, true), sum(ranked) / max(1, len(ranked))
    return "{:.2f} / {:.2f} | {:.3f}".format(*shares)


def _false(these: list[Score]) -> str:
    empty = sum(one.empty for one in these)
    return f"{1000 * sum(one.false for one in these) / max(1, empty):.0f}"


if __name__ == "__main__":
    sys.exit(main())
