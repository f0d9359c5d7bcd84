"""``python -m tests.training.ablation --world DIR ...``: what each part is worth, left out.

Every given world that holds groups is judged by models that were fitted without it, with all own
worlds. Prints the whole, then the same with one part taken away, then with fewer given worlds to
learn from. A part that is taken away is left out of the fit, not merely emptied.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from graph.analysis import membership
from graph.analysis.fitted import ALL, Fitted
from graph.analysis.parameters import Parameters
from tests.training.__main__ import LEARNT
from tests.training.courses import courses
from tests.training.figures import SHARES, Figures, mean
from tests.training.folds import Choices, Course, fit, tried

_TIMING = ("elsewhen", "beside", "calm", "out_of_step", "newcomer")
_COMPANY = ("nearness", "shared_contents", "affinity", "focus", "company")
_MIXTURE = ("weight", "people")
_DATES = ("first_day", "handbooks", "kinds", "progress", "days_each")
PARTS: Mapping[str, Choices] = {
    "whole": Choices(),
    "membership from the mixture's weight alone": Choices(
        members_without=tuple(f for f in membership.FEATURES if f not in _MIXTURE)
    ),
    "membership without timing": Choices(members_without=_TIMING),
    "membership without the others' company": Choices(members_without=_COMPANY),
    "membership with products": Choices(member_products=80, member_penalty=40.0),
    "confidence without products": Choices(products=0),
    "confidence without dates and kinds": Choices(sure_without=_DATES),
    "confidence without thinned copies": Choices(thinned=0.0),
    "no shifted copies": Choices(copies=0.0),
}


def main(arguments: list[str] | None = None) -> int:
    """Print a row for each part and for each number of given worlds."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.ablation", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", required=True, metavar="DIR")
    given, own = courses(parser.parse_args(arguments).world, LEARNT)
    sys.stdout.write(f"| part | {' | '.join(SHARES)} | false / 1000 |\n")
    for name, choices in PARTS.items():
        plain, bold, straight = _left_out((given, own), choices)
        _show(name, plain)
        if choices == Choices():
            _show("without rarity", bold)
            _show("without the last curve", straight)
    most = sum(course.thin is not None for course in given) - 1
    for number in range(1, most):
        _show(
            f"{number} given of {most} learnt from", _left_out((given, own), Choices(), number)[0]
        )
    return 0


def _left_out(
    courses: tuple[Sequence[Course], Sequence[Course]], choices: Choices, most: int | None = None
) -> tuple[list[Figures], list[Figures], list[Figures]]:
    """Every given world by models that have not seen it, the same without rarity, without curve.

    Args:
        most: how many other given worlds that hold groups are learnt from; all if not given.
    """
    given, own = courses
    found: list[list[Figures]] = []
    for n, course in enumerate(given):
        after = [*given[n + 1 :], *given[:n]]  # each as often, where not all are learnt from
        rest = [other for other in after if other.thin is not None][:most]
        rest += [other for other in after if other.thin is None]
        models = fit([*rest, *own], choices)
        several = (models, _without(models, "usual"), _without(models, "curve"))
        found.append([tried(course.whole, these, Parameters())[ALL] for these in several])
    plain, bold, straight = (list(column) for column in zip(*found, strict=True))
    return plain, bold, straight


def _without(models: Fitted, part: str) -> Fitted:
    """Models whose confidence lacks what it was given after its fit."""
    less = {name: replace(model, **{part: None}) for name, model in models.confidence.items()}
    return replace(models, confidence=less)


def _show(name: str, found: Sequence[Figures]) -> None:
    figures = mean(found)
    shares = " | ".join(f"{figures[share]:.3f}" for share in SHARES)
    sys.stdout.write(f"| {name} | {shares} | {figures['false_per_1000']:.1f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
