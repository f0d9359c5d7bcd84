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

_TIMING = ("elsewhen", "beside", "calm", "out_of_step")
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
    "confidence without products": Choices(products=False),
    "confidence without dates and kinds": Choices(sure_without=_DATES),
    "confidence without anonymous visits": Choices(sure_without=("anonymous_z",)),
    "confidence without intent": Choices(sure_without=("surge_weeks",)),
    "confidence without thinned copies": Choices(thinned=0.0),
    "given worlds alone": Choices(),
    "without rarity": Choices(),
}


def main(arguments: list[str] | None = None) -> int:
    """Print a row for each part and for each number of given worlds."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.ablation", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", required=True, metavar="DIR")
    given, own = courses(parser.parse_args(arguments).world, LEARNT)
    sys.stdout.write(f"| part | {' | '.join(SHARES)} | false / 1000 |\n")
    for name, choices in PARTS.items():
        beside = [] if name == "given worlds alone" else own
        _show(name, _left_out((given, beside), choices, rare=name != "without rarity"))
    most = sum(course.thin is not None for course in given) - 1
    for number in range(1, most):
        _show(f"{number} given of {most} to learn from", _left_out((given, own), Choices(), number))
    return 0


def _left_out(
    courses: tuple[Sequence[Course], Sequence[Course]],
    choices: Choices,
    most: int | None = None,
    rare: bool = True,
) -> list[Figures]:
    """Every given world by models that have not seen it; ``most`` others with groups are learnt."""
    given, own = courses
    found = []
    for n, course in enumerate(given):
        after = [*given[n + 1 :], *given[:n]]  # each as often, where not all are learnt from
        rest = [other for other in after if other.thin is not None][:most]
        rest += [other for other in after if other.thin is None]
        models = fit([*rest, *own], choices)
        found.append(tried(course.whole, models if rare else _bold(models), Parameters())[ALL])
    return found


def _bold(models: Fitted) -> Fitted:
    """Models that do not ask how common groups are."""
    bold = {name: replace(model, usual=None) for name, model in models.confidence.items()}
    return replace(models, confidence=bold)


def _show(name: str, found: Sequence[Figures]) -> None:
    figures = mean(found)
    shares = " | ".join(f"{figures[share]:.3f}" for share in SHARES)
    sys.stdout.write(f"| {name} | {shares} | {figures['false_per_1000']:.1f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
