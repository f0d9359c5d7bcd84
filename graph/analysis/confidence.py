"""How sure a set of people is a buying group: a calibrated logistic model (step 8).

Right means, in fitting: the set's members overlap a planted group's with Jaccard >= .42. Features
are few and readable. Breadth over depth: distinct people and capped weights enter, never the raw
number of signals. Titles and fit are no features.

Limits: *provisional*, fitted on made worlds; see docs/method.md. One person's repeated signals
can still move a share a little; the property tests bound it.
"""

from __future__ import annotations

import numpy as np

from graph.analysis.arrays import Floats, Ints
from graph.analysis.membership import Scene
from graph.analysis.mixture import Judged, in_cell
from graph.analysis.surroundings import Surroundings

FEATURES = (
    "evidence",
    "members",
    "people",
    "expected_members",
    "expected_overlap",
    "firm_members",
    "second_weight",
    "mean_weight",
    "crowd_z",
    "diversity",
    "kinds",
    "late_share",
    "meetings",
    "span",
    "purity",
    "one_content",
    "one_day",
    "prompted",
    "ordinary",
    "affinity",
    "anonymous_z",
    "surge_weeks",
)


def crowd(view: Scene, judged: Judged) -> tuple[Floats, Floats]:
    """People with a signal in each cell, and how many chance would give.

    A person with n signals has one in a cell of share q with probability 1 - (1 - q)^n.
    """
    cells = judged.cells
    q = view.null.cell_share(cells.solution, cells.start, cells.end)
    chance = 1.0 - (1.0 - q[:, None]) ** view.account.counts[None, :]
    return (judged.inside > 0).sum(axis=1).astype(np.float64), chance.sum(axis=1)


def group_features(
    view: Scene, judged: Judged, membership: Floats, surroundings: Surroundings
) -> Floats:
    """Table cells x FEATURES."""
    seen, expected = crowd(view, judged)
    inside = in_cell(view.account, judged.cells)
    rows = []
    for n in range(len(membership)):
        members = np.flatnonzero(membership[n] > view.parameters.member_threshold)
        values = _set_values(view, judged, membership, (n, members))
        values |= _signal_values(view, inside[n], members)
        values["crowd_z"] = (seen[n] - expected[n]) / np.sqrt(expected[n] + 0.5)
        values["purity"] = _purity(view, judged.inside[n], members)
        cell = _cell(judged, n)
        values["anonymous_z"] = np.clip(
            surroundings.anonymous_z(view.account.name, *cell), -2.0, 6.0
        )
        values["surge_weeks"] = min(surroundings.surge_weeks(view.account.name, *cell), 4)
        rows.append([values[name] for name in FEATURES])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def _cell(judged: Judged, n: int) -> tuple[int, float, float]:
    cells = judged.cells
    return int(cells.solution[n]), float(cells.start[n]), float(cells.end[n])


def _set_values(
    view: Scene, judged: Judged, membership: Floats, which: tuple[int, Ints]
) -> dict[str, float]:
    """What the members' probabilities and weights say."""
    n, members = which
    chance = membership[n]
    weights = np.sort(judged.weight[n][members])[::-1]
    union = len(members) + chance.sum() - chance[members].sum()
    ties = np.maximum(view.z[np.ix_(members, members)], 0.0)
    pairs = max(1, len(members) * (len(members) - 1))
    return {
        "evidence": float(np.log1p(max(judged.evidence[n], 0.0))),
        "members": float(np.log1p(len(members))),
        "people": float(np.log1p(len(view.account.people))),
        "expected_members": float(np.log1p(chance.sum())),
        "expected_overlap": float(chance[members].sum() / max(union, 1e-9)),
        "firm_members": float(np.log1p((chance > 0.6).sum())),
        "second_weight": float(weights[2]) if len(weights) > 2 else -5.0,
        "mean_weight": float(weights.mean()) if len(weights) else -5.0,
        "affinity": float(np.sqrt(ties.sum() / pairs)),
    }


def _signal_values(view: Scene, inside: np.ndarray, members: Ints) -> dict[str, float]:
    """What the members' signals in the cell are like; people count, not clicks."""
    account = view.account
    rows = np.flatnonzero(inside & np.isin(account.person, members))
    if not len(rows):
        return dict.fromkeys(
            ("diversity", "kinds", "late_share", "meetings", "span", "one_content", "one_day",
             "prompted", "ordinary"), 0.0)  # fmt: skip
    person, content, day = account.person[rows], account.content[rows], account.day[rows]
    whole = day.astype(np.int64)
    kinds = {view.contents.kinds[c] for c in content}
    log_g = view.null.log_density[content, whole]
    webinar = np.array([view.contents.kinds[c] == "webinar" for c in content], dtype=np.float64)
    low, high = np.quantile(day, (0.1, 0.9))
    return {
        "diversity": len(np.unique(content)) / len(content),
        "kinds": float(np.log1p(len(kinds))),
        "late_share": _per_person(view.late[rows].astype(np.float64), person),
        "meetings": float(np.log1p(len(np.unique(person[view.meeting[rows]])))),
        "span": float(np.log1p(high - low)),
        "one_content": _most_people(content, person) / len(members),
        "one_day": _most_people(whole, person) / len(members),
        "prompted": _per_person(webinar, person),
        "ordinary": _per_person(log_g, person),
    }


def _per_person(values: Floats, person: Ints) -> float:
    """Mean over people of each one's mean: a busy person counts as one."""
    _, who = np.unique(person, return_inverse=True)
    return float((np.bincount(who, values) / np.bincount(who)).mean())


def _most_people(label: Ints, person: Ints) -> int:
    """Distinct people on the label that most of them share."""
    pairs = np.unique(np.stack([label, person]), axis=1)
    return int(np.unique(pairs[0], return_counts=True)[1].max())


def _purity(view: Scene, inside: Floats, members: Ints) -> float:
    """Mean share of a member's signals that lie in the cell."""
    if not len(members):
        return 0.0
    return float((inside[members] / view.account.counts[members]).mean())
