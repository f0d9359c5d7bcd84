"""How a person's signals lie in time: away from the window, on calm days, in step with a purchase.

elsewhen     log(1 + signals on anything more than ``apart_days`` outside the window): passers-by
             come all the time, members because of the purchase
beside       log(1 + signals in the window off the solution)
calm         mean log rhythm of the days of the signals in the cell (``null``): few come by chance
             on a day on which nearly nobody does
newcomer     1 where nothing of the person is known from before the window, ``apart_days`` aside
out_of_step  mean |stage - place in the window| of these signals, both from 0 to 1: buyers become
             aware, explore, compare and decide in this order, readers by chance in none

A content's stage is that of its kind (``scene``), from early to late for ``aware_kinds``,
``explore_kinds``, ``compare_kinds`` and ``decide_kinds``. Where no signal has one, out_of_step is
missing.

Limits: a purchase is taken to go through the window evenly; whoever starts over is out of step.
"""

from __future__ import annotations

import numpy as np

from graph.analysis.arrays import Floats, Ints, counts, sums
from graph.analysis.block import Block
from graph.analysis.cells import Cells, Presence
from graph.analysis.scene import Scene


def timing_features(view: Scene, cells: Cells, who: Presence) -> dict[str, Floats]:
    """The features above, per row."""
    block, rows = view.block, len(who.person)
    start, end = cells.start[who.cell], cells.end[who.cell]
    apart = view.parameters.apart_days
    near = _within(block, who.person, start - apart, end + apart)
    first = block.day[block.starts[who.person]]
    rhythm = view.null.rhythm[block.whole[who.signal]]
    return {
        "elsewhen": np.log1p(block.counts[who.person] - near),
        "beside": np.log1p(_within(block, who.person, start, end) - who.count),
        "calm": sums(who.row, rhythm, rows) / who.count,
        "newcomer": (first >= start - apart).astype(np.float64),
        "out_of_step": _out_of_step(view, cells, who),
    }


def _within(block: Block, person: Ints, start: Floats, end: Floats) -> Ints:
    """A person's signals on anything in [start, end), per row."""
    width = float(block.day.max(initial=0.0)) + 1.0
    key = block.person * width + block.day
    first, last = (
        np.searchsorted(key, person * width + np.clip(day, 0.0, width)) for day in (start, end)
    )
    number: Ints = last - first
    return number


def _out_of_step(view: Scene, cells: Cells, who: Presence) -> Floats:
    cell, stage = who.cell[who.row], view.stage[who.signal]
    place = (view.block.day[who.signal] - cells.start[cell]) / (cells.end - cells.start)[cell]
    told = np.isfinite(stage)
    number = counts(who.row[told], len(who.person))
    gap = sums(who.row[told], np.abs(stage - place)[told], len(who.person))
    return np.where(number > 0, gap / np.maximum(number, 1), np.nan)
