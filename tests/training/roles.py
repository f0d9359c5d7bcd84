"""``python -m tests.training.roles --world DIR ... [--write] [--picture FILE]``: roles alone.

Fits the points of roles anew, membership and confidence as shipped, and tries them: each given
world by membership and points that have not seen it (the shipped confidence has, and decides only
which groups are looked at), and own worlds that nothing is learnt from. Prints the matrices.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.conduct import FACTS
from graph.analysis.fitted import ALL, Fitted
from graph.analysis.logistic import shipped
from graph.analysis.parameters import Parameters
from graph.analysis.roles import NAMES, Points
from tests.training.__main__ import LEARNT, TRIED
from tests.training.courses import courses
from tests.training.examples import Prepared, prepare, role_examples, sets_of
from tests.training.folds import (
    Choices,
    Lesson,
    fit_membership,
    fit_roles,
    found_rows,
    lessons,
)
from tests.training.picture import reliability_svg
from tests.training.role_figures import Told, macro_f1, matrix_lines, role_matrix, role_reliability
from tests.training.role_figures import told_roles as told_of
from tests.training.specimens import made
from tests.training.writing import write_roles


def main(arguments: list[str] | None = None) -> int:
    """Fit, print matrices, draw, and write the points where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.roles", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="replace the shipped points")
    parser.add_argument("--picture", type=Path, help="write the reliability diagram there")
    chosen = parser.parse_args(arguments)
    parameters, choices = Parameters(), Choices()
    given, own = courses(chosen.world, [settings for settings in LEARNT if settings.groups])
    given = [course for course in given if course.thin is not None]
    final = _fitted(lessons([*given, *own], choices), _shipped(), choices)
    if chosen.write:
        learnt = [course.whole.specimen for course in (*given, *own)]
        write_roles(final.roles, learnt, choices)
    left_out: list[Told] = []
    for course in given:
        rest = lessons([one for one in (*given, *own) if one is not course], choices)
        models = _fitted(rest, _member(rest, choices), choices)
        left_out += _tried(course.whole, models, parameters)
    _show("given worlds, left out, pooled", left_out)
    unseen: list[Told] = []
    for settings in TRIED:
        unseen += _tried(prepare(made(settings), parameters), final, parameters)
    _show("own worlds, unseen, pooled", unseen)
    if chosen.picture:
        series = {
            "given worlds, left out": role_reliability(left_out),
            "own worlds, unseen": role_reliability(unseen),
        }
        picture = reliability_svg("Role confidence said, and right", series)
        chosen.picture.write_text(picture, encoding="utf-8")
    return 0


def _shipped() -> Fitted:
    """The shipped models, without points: the facts may be others than when these were fitted."""
    none = Points(np.zeros((len(FACTS), len(NAMES))), np.zeros(len(NAMES)))
    sure = shipped(ALL, confidence.FEATURES)
    return Fitted(shipped("membership", membership.FEATURES), {ALL: sure}, none)


def _member(learnt: Sequence[Lesson], choices: Choices) -> Fitted:
    return replace(_shipped(), membership=fit_membership(learnt, choices))


def _fitted(learnt: Sequence[Lesson], models: Fitted, choices: Choices) -> Fitted:
    """The models with points fitted on these worlds."""
    examples = [
        role_examples(one.world, sets_of(one.world, models.membership), models.confidence[ALL])
        for one in learnt
    ]
    return replace(models, roles=fit_roles(examples, learnt, choices))


def _tried(world: Prepared, models: Fitted, parameters: Parameters) -> list[Told]:
    told = told_of(world.specimen, found_rows(world, models, parameters)[ALL])
    sys.stdout.write(f"{world.specimen.name}: {macro_f1(role_matrix(told)) or 0.0:.3f}\n")
    sys.stdout.flush()
    return told


def _show(name: str, told: Sequence[Told]) -> None:
    sure = role_reliability(told)
    said = sum(one for one, _ in sure) / max(1, len(sure))
    right = sum(one for _, one in sure) / max(1, len(sure))
    lines = "\n".join(matrix_lines(told))
    sys.stdout.write(f"\n{name}: said {said:.3f}, right {right:.3f}\n\n{lines}\n\n")


if __name__ == "__main__":
    sys.exit(main())
