"""Who belongs: a calibrated logistic model per person and judged cell (step 7).

The mixture alone is too strict: most true members leave one or two signals. The model adds to it
how a person's few signals lie beside those of the other likely members: near in time, on the same
contents, tied in the account's graph. Titles are no feature. Members are those above
``member_threshold`` with a signal in the cell; the cap of step 5 still holds, since ``weight`` and
``posterior`` are capped and every count enters by its logarithm.

Limits: *provisional*, fitted on made worlds (docs/method.md); features of a person are taken one
by one, so two people of whom only one belongs are both taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.affinity import Account
from graph.analysis.arrays import Flags, Floats, Ints, run_ends, run_starts, run_sums
from graph.analysis.logistic import Logistic
from graph.analysis.mixture import Cells, Judged, in_cell
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents

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
)


@dataclass(frozen=True)
class Scene:
    """Everything about one account that judging its cells needs."""

    account: Account
    contents: Contents
    null: Null
    parameters: Parameters
    z: Floats
    late: Flags
    meeting: Flags
    kinds: Ints


def scene(
    account: Account, contents: Contents, null: Null, parameters: Parameters, z: Floats
) -> Scene:
    """Mark the late-stage contents and meetings among an account's signals; number the kinds."""
    kinds = [contents.kinds[c] for c in account.content]
    late = np.array([kind in parameters.late_kinds for kind in kinds], dtype=bool)
    meeting = np.array([kind == "meeting" for kind in kinds], dtype=bool)
    names = sorted(set(contents.kinds))
    number = np.searchsorted(names, kinds).astype(np.int64)
    return Scene(account, contents, null, parameters, z, late, meeting, number)


def memberships(view: Scene, judged: Judged, model: Logistic, absent: int = 0) -> Floats:
    """Probability of membership per cell and person; 0 without a signal in the cell.

    ``absent`` people of each cell are left out and carry nothing.
    """
    chance, here = np.zeros(judged.inside.shape), judged.inside > 0
    chance[here] = model.probability(member_features(view, judged, absent)[here])
    return chance


def member_features(view: Scene, judged: Judged, absent: int = 0) -> Floats:
    """Table cells x people x FEATURES; ``absent`` people of each cell do not count."""
    account, cells, likely = view.account, judged.cells, judged.posterior
    inside = in_cell(account, cells)
    count = judged.inside
    some = np.maximum(count, 1.0)
    on = account.solution[None, :] == cells.solution[:, None]
    on_count = run_sums(on, account.starts)
    total = account.counts[None, :].astype(np.float64)
    others = (likely * count).sum(axis=1, keepdims=True) - likely * count
    near, alike = _near_in_time(view, inside, likely), _near_in_topic(view, inside, likely)
    columns = {
        "weight": np.maximum(judged.weight, -5.0),
        "inside": np.log1p(count),
        "outside_window": np.log1p(on_count - count),
        "around_window": np.log1p(_around(view, judged, on) - count),
        "off_solution": np.log1p(total - on_count),
        "share_inside": count / total,
        "nearness": np.log1p(near / some),
        "shared_contents": np.log1p(_shared(view, cells, likely)),
        "affinity": _affinity(view, likely),
        "late_share": run_sums(inside & view.late, account.starts) / some,
        "meeting": np.minimum(run_sums(inside & view.meeting, account.starts), 1.0),
        "evidence": np.log1p(np.maximum(judged.evidence, 0.0))[:, None],
        "people": np.full((1, 1), np.log1p(len(account.people) - absent)),
        "days": np.log1p(_days(account, inside)),
        "focus": alike / some / np.maximum(others, 0.5),
        "company": np.sqrt(near / some / np.maximum(others, 1.0)),
    }
    columns |= _placed(view, cells, inside, some)
    return np.stack([np.broadcast_to(columns[name], count.shape) for name in FEATURES], axis=-1)


def _placed(view: Scene, cells: Cells, inside: Flags, some: Floats) -> dict[str, Floats]:
    """Where a person's signals lie in the window, and how ordinary they are there."""
    account = view.account
    log_g = view.null.log_density[account.content, account.day.astype(np.int64)]
    told = np.where(inside, view.null.log_choice[account.content] - log_g, 0.0)
    middle, length = (cells.start + cells.end)[:, None] / 2, (cells.end - cells.start)[:, None]
    mean_day = run_sums(inside * account.day, account.starts) / some
    return {
        "ordinary": run_sums(inside * log_g, account.starts) / some,
        "off_centre": np.abs(mean_day - middle) / length,
        "surprise": run_sums(told, account.starts) / some - np.log(length),
    }


def _around(view: Scene, judged: Judged, on: Flags) -> Floats:
    """On-solution signals in the window and near it."""
    near = view.parameters.near_days
    day, cells = view.account.day[None, :], judged.cells
    around = on & (day >= cells.start[:, None] - near) & (day < cells.end[:, None] + near)
    return run_sums(around, view.account.starts)


def _near_in_time(view: Scene, inside: Flags, likely: Floats) -> Floats:
    """Likely members' signals near in time to a person's own, summed over the own, by days."""
    days = view.parameters.evidence_days
    offset = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    kernel = np.exp(-offset / view.parameters.kinship_days)
    return _reached(view.account, (inside, likely), view.account.day.astype(np.int64), kernel)


def _near_in_topic(view: Scene, inside: Flags, likely: Floats) -> Floats:
    """Likely members' signals alike in topic to a person's own, summed over the own."""
    themes, column = np.unique(view.contents.theme[view.account.content], return_inverse=True)
    alike = view.contents.likeness[np.ix_(themes, themes)]
    return _reached(view.account, (inside, likely), column.ravel(), alike)


def _reached(account: Account, which: tuple[Flags, Floats], label: Ints, kernel: Floats) -> Floats:
    """Sum of kernel(label e, label f) over a person's signals e in the cell and others' f.

    Others are weighed by how likely they are members; per cell and person.
    """
    inside, likely = which
    row, signal = np.nonzero(inside)
    person, own_label = account.person[signal], label[signal]
    held = np.bincount(
        row * len(kernel) + own_label, likely[row, person], minlength=len(inside) * len(kernel)
    ).reshape(len(inside), len(kernel))
    reach = (held @ kernel)[row, own_label]
    block = row * len(account.people) + person
    first, second = _pairs_within(run_starts(block), len(block))
    own = np.bincount(first, kernel[own_label[first], own_label[second]], minlength=len(row))
    reach -= likely[row, person] * own
    reached = np.bincount(block, reach, minlength=likely.size).reshape(likely.shape)
    return np.maximum(reached, 0.0)


def _pairs_within(starts: Ints, rows: int) -> tuple[Ints, Ints]:
    """Ordered pairs of rows of the runs that begin at ``starts``, each with itself as well."""
    number = run_ends(starts, rows) - starts
    size = np.repeat(number, number)
    first = np.repeat(np.arange(rows), size)
    place = np.arange(len(first)) - np.repeat(np.cumsum(size) - size, size)
    return first, np.repeat(starts, number)[first] + place


def _days(account: Account, inside: Flags) -> Floats:
    """Distinct days with a signal in the cell; signals are in order of person and time."""
    key = account.person * 1000 + account.day.astype(np.int64)
    first = run_starts(key)
    return run_sums(run_sums(inside, first) > 0, run_starts(account.person[first]))


def _shared(view: Scene, cells: Cells, likely: Floats) -> Floats:
    """On-solution contents shared with the other likely members, each weighed by posterior."""
    account = view.account
    shared = np.zeros(likely.shape)
    for solution in np.unique(cells.solution):
        rows = np.flatnonzero(account.solution == solution)
        kinds, column = np.unique(account.content[rows], return_inverse=True)
        read = np.zeros((len(account.people), len(kinds)))
        read[account.person[rows], column.ravel()] = 1.0
        both = read @ read.T
        np.fill_diagonal(both, 0.0)
        of = np.flatnonzero(cells.solution == solution)
        shared[of] = likely[of] @ both
    return shared


def _affinity(view: Scene, likely: Floats) -> Floats:
    """Mean affinity above chance to the other likely members, square root to tame it."""
    tied = likely @ np.maximum(view.z, 0.0)
    others = likely.sum(axis=1, keepdims=True) - likely
    mean: Floats = np.sqrt(tied / np.maximum(others, 1.0))
    return mean
