"""What past weeks would have found, worked out beside the run itself on the machine's other cores.

Each week is a pure function of what was known then (``analysis.glance``), so it does not matter
where it is computed: a pool is for speed, never for correctness. Small populations are done at
once, since a process costs more to start than their weeks take.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait

from graph.analysis.findings import Findings
from graph.analysis.fitted import Fitted, shipped_models
from graph.analysis.glance import glance
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from graph.pipeline.population import Timeline

WEEK = 7 * DAY
POOLED = 20_000  # touches; fewer are done sooner than other processes are up
Weeks = tuple[tuple[int, Findings], ...]
Progress = Callable[[str], None]
Asked = tuple[Timeline, Parameters, Fitted]
_told: list[Asked] = []  # a worker's own copy of what to look back on


@contextmanager
def looking_back(
    line: Timeline,
    parameters: Parameters,
    workers: int | None = None,
    models: Fitted | None = None,
) -> Iterator[Callable[[Progress | None], Weeks]]:
    """Begin with the past weeks of the evidence window; gives what waits for them.

    Args:
        workers: processes to share the weeks among; None is one per core, where it pays.
        models: fitted models; those that ship where none are given.

    Yields:
        A function that gives what each past week would have found, the latest first.
    """
    asked = (line, parameters, models or shipped_models())
    ends = range(line.as_of - WEEK, line.as_of - parameters.evidence_days * DAY, -WEEK)
    if workers is None:
        workers = (os.cpu_count() or 1) if line.touches.num_rows >= POOLED else 1
    if workers < 2:
        yield lambda progress: _here(asked, ends, progress)
        return
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=asked,
    )
    try:
        futures = [pool.submit(_glance_at, end) for end in ends]
        yield lambda progress: _gathered(asked, dict(zip(ends, futures, strict=True)), progress)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _here(asked: Asked, ends: range, progress: Progress | None) -> Weeks:
    found = []
    for number, end in enumerate(ends):
        _tell(progress, number, len(ends))
        found.append((end, _looked(asked, end)))
    return tuple(found)


def _gathered(
    asked: Asked,
    futures: dict[int, Future[Findings]],
    progress: Progress | None,
) -> Weeks:
    """What the workers found; a week whose worker was lost is worked out here."""
    found = []
    for number, (end, future) in enumerate(futures.items()):
        _tell(progress, number, len(futures))
        try:
            found.append((end, future.result()))
        except BrokenProcessPool:
            found.append((end, _looked(asked, end)))
    return tuple(found)


def _tell(progress: Progress | None, number: int, weeks: int) -> None:
    if progress is not None:
        progress(f"past week {number + 1} of {weeks}")


def _looked(asked: Asked, end: int) -> Findings:
    line, parameters, models = asked
    return glance(line.at(end, parameters.evidence_days), parameters, models)


def _begin(line: Timeline, parameters: Parameters, models: Fitted) -> None:
    """Make a process a worker: it leaves Ctrl-C to its parent, and goes when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _told.append((line, parameters, models))
    threading.Thread(target=_go_with_parent, daemon=True).start()


def _go_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _glance_at(end: int) -> Findings:
    return _looked(_told[0], end)
