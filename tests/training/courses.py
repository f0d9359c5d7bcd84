"""Worlds up to the point where models come in, prepared on every core."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from graph.analysis.parameters import Parameters
from tests.training.examples import Prepared, prepare
from tests.training.folds import Course
from tests.training.shifted import LEARNT, SHIFTS, shifted
from tests.training.specimens import GIVEN, Specimen, made, read, thinned
from tests.worlds.settings import Settings

Source = Path | Settings
_Made = TypeVar("_Made")


def courses(given: Sequence[Path], own: Sequence[Settings]) -> tuple[list[Course], list[Course]]:
    """Worlds to learn from: those of other makers by folder, and own ones."""
    found = worlds([*given, *own], course)
    return found[: len(given)], found[len(given) :]


def worlds(sources: Sequence[Source], make: Callable[[Source], _Made]) -> list[_Made]:
    """What is made of each source, in their order; how far it is goes to stderr."""
    return list(_told(sources, make))


def course(source: Source) -> Course:
    """A world and its copies: thinned where groups were planted, shifted where others made it."""
    specimen = _specimen(source)
    thin = prepare(thinned(specimen), Parameters()) if specimen.planted else None
    names = LEARNT if specimen.construction == GIVEN else ()
    copies = tuple(prepare(shifted(specimen, name), Parameters()) for name in names)
    return Course(prepare(specimen, Parameters()), thin, copies)


def tries(source: Source) -> dict[str, Prepared]:
    """Every shifted copy of a world, to try on what was learnt without it."""
    specimen = _specimen(source)
    return {name: prepare(shifted(specimen, name), Parameters()) for name in SHIFTS}


def whole(source: Source) -> Prepared:
    """A world as it is."""
    return prepare(_specimen(source), Parameters())


def _specimen(source: Source) -> Specimen:
    return read(source) if isinstance(source, Path) else made(source)


def _told(sources: Sequence[Source], make: Callable[[Source], _Made]) -> Iterator[_Made]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        for n, one in enumerate(pool.map(make, sources), 1):
            source = sources[n - 1]
            name = source.name if isinstance(source, Path) else f"own {source.seed}"
            sys.stderr.write(f"{name}: world {n} of {len(sources)}\n")
            yield one
