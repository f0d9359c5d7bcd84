"""``python -m tests.training [--world DIR ...] [--write]``: fit the models and try them.

A world of another maker is a folder of exports with ``truth.json``, ``coterie.toml`` beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.analysis.fitted import ALL, TIERS, Fitted
from graph.analysis.parameters import Parameters
from tests.training.courses import courses, tries, whole, worlds
from tests.training.examples import Prepared
from tests.training.figures import SHARES, Figures, mean, right_or_not
from tests.training.folds import Choices, Course, fit, found_rows, tried
from tests.training.picture import reliability_svg
from tests.training.specimens import OWN
from tests.training.writing import write_models
from tests.worlds.settings import Settings

Pairs = list[tuple[float, bool]]
LEARNT = (
    Settings(seed=101, accounts=80, people=2400),
    Settings(seed=102, accounts=60, people=1200, groups=0.6),
    Settings(seed=103, accounts=120, people=3600, solutions=4, groups=0.35),
    Settings(seed=104, accounts=50, people=2500, solutions=2, noise=1.5),
    Settings(seed=105, accounts=80, people=2400, noise=0.6, casual=1.4),
    Settings(seed=106, accounts=100, people=3000, solutions=5, casual=0.7, groups=0.5),
    Settings(seed=107, accounts=120, people=3600, groups=0.0),
    Settings(seed=108, accounts=80, people=2400, groups=0.0, noise=1.6, solutions=4),
    Settings(seed=109, accounts=100, people=3500, groups=0.5, noise=1.2),
    Settings(seed=110, accounts=60, people=1800, tracking=0.7, groups=0.5),
    Settings(seed=111, accounts=150, people=4500, groups=0.0),
    Settings(seed=112, accounts=150, people=4500, groups=0.0, noise=1.3),
    Settings(seed=113, accounts=120, people=4200, groups=0.0, noise=1.3, solutions=4),
    Settings(seed=114, accounts=120, people=3000, groups=0.0, casual=1.3, solutions=5),
)
TRIED = tuple(Settings(seed=seed, accounts=80, people=2400) for seed in range(901, 906))
QUIET = tuple(
    Settings(seed=seed, accounts=100, people=3000, groups=0.0) for seed in range(931, 941)
)


def main(arguments: list[str] | None = None) -> int:
    """Fit, print held-out figures by construction, and write the models where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--write", action="store_true", help="replace the shipped models")
    parser.add_argument("--picture", type=Path, help="write the reliability diagram there")
    parser.add_argument("--parts", action="store_true", help="figures of each world as well")
    chosen = parser.parse_args(arguments)
    parameters, choices = Parameters(), Choices()
    given, own = courses(chosen.world, LEARNT)
    final = fit([*given, *own], choices, tuple(TIERS))
    if chosen.write:
        write_models(final, [course.whole.specimen for course in (*given, *own)], choices)
        sys.stderr.write("models written; now they are tried\n")
    tests = _Tests(parameters, chosen.parts)
    tests.unseen("both" if given else OWN, final)
    if given:
        said = tests.folds("both", (given, own), choices, tuple(TIERS), worlds(chosen.world, tries))
        if chosen.picture:
            draw(chosen.picture, said, tests.own, (final, parameters))
        tests.show("both", "given, seen", [tried(c.whole, final, parameters)[ALL] for c in given])
        tests.unseen("given alone", fit(given, choices))
        own_alone = fit(own, choices)
        tests.unseen("own alone", own_alone)
        tests.show(
            "own alone", "given", [tried(c.whole, own_alone, parameters)[ALL] for c in given]
        )
        tests.folds("given alone", (given, []), choices)
    return 0


def _said(world: Prepared, models: Fitted, parameters: Parameters) -> Pairs:
    return right_or_not(world.specimen, found_rows(world, models, parameters)[ALL])


def draw(path: Path, given: Pairs, own: Sequence[Prepared], by: tuple[Fitted, Parameters]) -> None:
    """The reliability diagram: given worlds left out, and own ones never learnt from."""
    unseen = [pair for world in own for pair in _said(world, *by)]
    series = {"given worlds, left out": given, "own worlds, unseen": unseen}
    path.write_text(reliability_svg("Confidence said, and right", series), encoding="utf-8")


class _Tests:
    """Worlds that nothing is learnt from, and how figures are printed."""

    def __init__(self, parameters: Parameters, parts: bool) -> None:
        self.parameters, self.parts = parameters, parts
        self.own = worlds(TRIED, whole)
        self.quiet = worlds(QUIET, whole)
        sys.stdout.write(f"| learnt from | tried on | {' | '.join(SHARES)} | false / 1000 |\n")

    def unseen(self, learnt: str, models: Fitted) -> None:
        for name, these in (("own, unseen", self.own), ("own quiet, unseen", self.quiet)):
            tiers = tuple(models.confidence)
            found = [tried(world, models, self.parameters, tiers) for world in these]
            for tier in tiers:
                self.show(learnt, f"{name}, {tier}", [figures[tier] for figures in found])

    def folds(
        self,
        learnt: str,
        courses: tuple[Sequence[Course], Sequence[Course]],
        choices: Choices,
        tiers: Sequence[str] = (ALL,),
        copies: Sequence[Mapping[str, Prepared]] = (),
    ) -> Pairs:
        """Every given world by models that have not seen it, by each tiers' model.

        Args:
            copies: shifted ones of each, to be tried as well, by name.

        Returns:
            (confidence, right) of the candidates, by the model for all tiers.
        """
        given, own = courses
        said: Pairs = []
        found: dict[str, list[Figures]] = {name: [] for name in tiers}
        for n, course in enumerate(given):
            rest = [other for m, other in enumerate(given) if m != n]
            models = fit([*rest, *own], choices, tiers)
            for name, one in tried(course.whole, models, self.parameters, tiers).items():
                found[name].append(one)
            said += _said(course.whole, models, self.parameters)
            for name, world in copies[n].items() if copies else ():
                one = tried(world, models, self.parameters)[ALL]
                found.setdefault(f"shifted: {name}", []).append(one)
        for name, figures in found.items():
            self.show(learnt, f"given, left out, {name}", figures)
        return said

    def show(self, learnt: str, on: str, found: Sequence[Figures]) -> None:
        several = [(on, found)]
        if self.parts:
            several += [(one.world, [one]) for one in found]
        for name, these in several:
            figures = mean(these)
            shares = " | ".join(f"{figures[share]:.3f}" for share in SHARES)
            false = f"{figures['false_per_1000']:.1f} ({figures['false']:.0f})"
            sys.stdout.write(f"| {learnt} | {name} | {shares} | {false} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
