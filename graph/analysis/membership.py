"""Who belongs: a calibrated logistic model per person and judged cell (step 7).

The mixture alone is too strict: most true members leave one or two signals. The model adds to it
how a person's few signals lie beside those of the other likely members: near in time, on the same
contents, tied in the account's graph; and how they lie in time (``timing``). Titles are no
feature. Members are those above ``member_threshold`` with a signal in the cell; the cap of step 5
still holds, since ``weight`` and ``posterior`` are capped and every count enters by its logarithm.

Limits: *provisional*, fitted on made worlds (docs/method.md); features of a person are taken one
by one, so two people of whom only one belongs are both taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Floats, Ints, counts, pairs_within, run_starts, sums
from graph.analysis.block import Block
from graph.analysis.cells import Cells, Presence, present
from graph.analysis.leaning import leaning
from graph.analysis.logistic import Logistic
from graph.analysis.mixture import Judged
from graph.analysis.scene import Scene
from graph.analysis.timing import timing_features

FEATURES = (
    "weight",
    "inside",
    "outside_window",
    "around_window",
    "off_solution",
    "share_inside",
    "nearness",
    "shared_contents",
    "affinity",
    "late_share",
    "meeting",
    "ordinary",
    "off_centre",
    "evidence",
    "people",
    "days",
    "focus",
    "company",
    "surprise",
    "elsewhen",
    "beside",
    "calm",
    "out_of_step",
    "window",
    "rarest",
    "newcomer",
)


@dataclass(frozen=True)
class Standing:
    """What of the rows' features is worked out elsewhere, where many cells are almost the same.

    Attributes:
        own: as ``own_features`` gives it.
        lean: as ``leaning`` gives it.
    """

    own: Mapping[str, Floats]
    lean: Floats


def standing(view: Scene, judged: Judged) -> Standing:
    """That of cells as they are."""
    own = own_features(view, judged.cells, judged.who)
    return Standing(own, leaning(view.block, judged, view.kinship))


def memberships(
    view: Scene, judged: Judged, model: Logistic, given: Standing | None = None
) -> Floats:
    """Probability of membership per row; who has no signal in the cell belongs with none."""
    return model.probability(member_features(view, judged, given))


def member_features(view: Scene, judged: Judged, given: Standing | None = None) -> Floats:
    """Table rows x FEATURES; ``given`` is what is known of these rows beforehand."""
    who, given = judged.who, given or standing(view, judged)
    columns = {**given.own, **company_features(view, judged, given.lean)}
    columns |= {
        "weight": np.maximum(judged.weight, -5.0),
        "evidence": np.log1p(np.maximum(judged.evidence, 0.0))[who.cell],
        "people": np.log1p(judged.crowd)[who.cell],
    }
    return np.stack([columns[name] for name in FEATURES], axis=-1)


def own_features(view: Scene, cells: Cells, who: Presence) -> dict[str, Floats]:
    """What a person's own signals are like, in the cell and elsewhere, whoever else is there."""
    block, count = view.block, who.count
    on = block.on[who.person, cells.solution[who.cell]]
    total = block.counts[who.person]
    columns = {
        "inside": np.log1p(count),
        "outside_window": np.log1p(on - count),
        "around_window": np.log1p(_around(view, cells, who) - count),
        "off_solution": np.log1p(total - on),
        "share_inside": count / total,
        "late_share": counts(who.row[view.late[who.signal]], len(count)) / count,
        "meeting": np.minimum(counts(who.row[view.meeting[who.signal]], len(count)), 1.0),
        "days": np.log1p(_days(block, who)),
    }
    return columns | _placed(view, cells, who) | timing_features(view, cells, who)


def _placed(view: Scene, cells: Cells, who: Presence) -> dict[str, Floats]:
    """Where a person's signals lie in the window, and how ordinary they are there."""
    block, rows = view.block, len(who.person)
    content = block.content[who.signal]
    log_g = view.null.log_density[content, block.whole[who.signal]]
    middle, length = (cells.start + cells.end)[who.cell] / 2, (cells.end - cells.start)[who.cell]
    rarest = np.minimum.reduceat(log_g, who.starts[:-1]) if rows else np.zeros(0)
    mean_day = sums(who.row, block.day[who.signal], rows) / who.count
    told = sums(who.row, view.null.log_choice[content] - log_g, rows)
    return {
        "ordinary": sums(who.row, log_g, rows) / who.count,
        "off_centre": np.abs(mean_day - middle) / length,
        "surprise": told / who.count - np.log(length),
        "rarest": rarest,
        "window": np.log(length),
    }


def _around(view: Scene, cells: Cells, who: Presence) -> Ints:
    """On-solution signals in the window and near it."""
    near, people = view.parameters.near_days, len(view.block.people)
    wide = Cells(cells.account, cells.solution, cells.start - near, cells.end + near)
    around = present(view.block, wide)
    seat = np.searchsorted(around.cell * people + around.person, who.cell * people + who.person)
    return around.count[seat]


def _days(block: Block, who: Presence) -> Ints:
    """Distinct days with a signal in the cell."""
    width = int(block.whole.max(initial=0)) + 1
    seen = np.zeros(len(who.person) * width, dtype=bool)
    seen[who.row * width + block.whole[who.signal]] = True
    days: Ints = seen.reshape(-1, width).sum(axis=1)
    return days


def company_features(view: Scene, judged: Judged, lean: Floats) -> dict[str, Floats]:
    """How a person's signals lie beside those of the other likely members."""
    who, count = judged.who, judged.who.count
    likely = judged.posterior * count
    others = sums(who.cell, likely, who.cells)[who.cell] - likely
    near, alike = _near_in_time(view, judged) / count, _near_in_topic(view, judged) / count
    return {
        "nearness": np.log1p(near),
        "shared_contents": np.log1p(_shared(view, judged)),
        "affinity": _affinity(view, judged, lean),
        "focus": alike / np.maximum(others, 0.5),
        "company": np.sqrt(near / np.maximum(others, 1.0)),
    }


def _near_in_time(view: Scene, judged: Judged) -> Floats:
    """Likely members' signals near in time to a person's own, summed over the own, by days."""
    days = view.parameters.evidence_days
    offset = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    kernel = np.exp(-offset / view.parameters.kinship_days)
    return _reached(judged, judged.who, view.block.whole[judged.who.signal], kernel)


def _near_in_topic(view: Scene, judged: Judged) -> Floats:
    """Likely members' signals alike in topic to a person's own, summed over the own.

    A cell's signals are all on its solution: the themes of one solution at a time are compared.
    """
    who, contents = judged.who, view.contents
    theme = contents.theme[view.block.content[who.signal]]
    solution = judged.cells.solution[who.cell[who.row]]
    reached = np.zeros(len(who.person))
    for one in np.unique(solution):
        mine = np.flatnonzero(solution == one)
        themes, label = np.unique(theme[mine], return_inverse=True)
        part = Presence(who.cell, who.person, who.row[mine], who.signal[mine], who.cells)
        alike = contents.likeness[np.ix_(themes, themes)]
        reached += _reached(judged, part, label.ravel(), alike)
    return reached


def _reached(judged: Judged, who: Presence, label: Ints, kernel: Floats) -> Floats:
    """Sum of kernel(label e, label f) over a person's signals e in the cell and others' f.

    Others are weighed by how likely they are members; per row. ``label`` is per signal of ``who``.
    """
    likely, cell = judged.posterior[who.row], who.cell[who.row]
    place = np.cumsum(counts(cell, who.cells) > 0) - 1  # cells without such a signal have none
    seat = place[cell] * len(kernel) + label
    shape = int(place[-1]) + 1 if len(place) else 0, len(kernel)
    held = sums(seat, likely, shape[0] * shape[1]).reshape(shape)
    reach = (held @ kernel).ravel()[seat]
    first, second = pairs_within(run_starts(who.row), len(who.row))
    own = sums(first, kernel[label[first], label[second]], len(who.row))
    return np.maximum(sums(who.row, reach - likely * own, len(judged.posterior)), 0.0)


@dataclass(frozen=True)
class _Known:
    """People of whom a cell says more than of its account's others.

    Attributes:
        beyond: how much likelier a member each is than people without a signal in the cell. Who is
            left out of the cell is no member at all, which is less.
    """

    cell: Ints
    person: Ints
    beyond: Floats


def _known(judged: Judged) -> _Known:
    who, idle = judged.who, judged.idle
    beyond = judged.posterior - idle[who.cell]
    if judged.gone is None:
        return _Known(who.cell, who.person, beyond)
    return _Known(
        np.r_[who.cell, np.arange(who.cells)],
        np.r_[who.person, judged.gone],
        np.r_[beyond, -idle],
    )


def _shared(view: Scene, judged: Judged) -> Floats:
    """On-solution contents shared with the other likely members, each weighed by posterior.

    A content counts wherever in time it was read.
    """
    who, known, read = judged.who, _known(judged), view.block.readings
    place, of = read.on(known.person, judged.cells.solution[known.cell])
    seat = known.cell[of] * read.width + read.content[place]
    seats, number = np.unique(seat, return_inverse=True)
    held = sums(number.ravel(), known.beyond[of], len(seats))[number.ravel()] - known.beyond[of]
    everybody = judged.idle[known.cell[of]] * read.others[place]
    return np.maximum(sums(of, held + everybody, len(known.cell))[: len(who.cell)], 0.0)


def _affinity(view: Scene, judged: Judged, lean: Floats) -> Floats:
    """Mean affinity above chance to the other likely members, square root to tame it."""
    who, idle = judged.who, judged.idle
    tied = lean + idle[who.cell] * view.kinship.total[who.person]
    number = counts(who.cell, who.cells)
    likely = sums(who.cell, judged.posterior, who.cells) + idle * (judged.crowd - number)
    others = likely[who.cell] - judged.posterior
    mean: Floats = np.sqrt(np.maximum(tied, 0.0) / np.maximum(others, 1.0))
    return mean
