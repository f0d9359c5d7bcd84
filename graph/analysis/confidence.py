"""How sure a set of people is a buying group: a calibrated logistic model (step 8).

Right means, in fitting: the set's members overlap a planted group's with Jaccard >= .42. Features
are few and readable. Breadth over depth: distinct people and capped weights enter, never the raw
number of signals. Titles, fit and third-party intent are no features (intent added nothing in
fitting; it is told among the reasons). The features, counts by log(1 + x):

members, firm_members   above the membership threshold; above .6
people                  active people of the account: big accounts hold more by chance
expected_members        sum of membership probabilities
breadth                 Lambda's share of all members but the two strongest
beyond_one_content      Lambda without the content that most people share (forwards, campaigns)
diversity, one_content  distinct contents per signal; share of members on the commonest content
meetings, span          members in a meeting; days between the 10 and 90 % quantiles
ordinary                mean log g: how ordinary the contents are on their days
affinity                mean affinity of member pairs
anonymous_z             anonymous sessions in the cell above expectation, in sd

Limits: *provisional*, fitted on made worlds; see docs/method.md. One person's repeated signals
can still move a share a little; the property tests bound it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints
from graph.analysis.logistic import Logistic
from graph.analysis.membership import Scene
from graph.analysis.mixture import Judged, contribution, evidence_without, in_cell
from graph.analysis.parameters import Parameters
from graph.analysis.surroundings import Surroundings

FEATURES = (
    "members",
    "people",
    "expected_members",
    "firm_members",
    "breadth",
    "beyond_one_content",
    "diversity",
    "meetings",
    "span",
    "one_content",
    "ordinary",
    "affinity",
    "anonymous_z",
)

_BEST = 2  # people whose evidence is left out of breadth: a pair is no group
_FIRM = 0.6  # membership probability of a firm member
_ANONYMOUS_REACH = (-2.0, 4.0)


def crowd(view: Scene, judged: Judged) -> tuple[Floats, Floats]:
    """People with a signal in each cell, and how many chance would give.

    Chance: as many people as the account has, as active as people usually are; one with n signals
    has one in a cell of share q with probability 1 - (1 - q)^n.
    """
    cells = judged.cells
    usual = view.null.active_share(view.null.cell_share(cells.solution, cells.start, cells.end))
    seen = (judged.inside > 0).sum(axis=1).astype(np.float64)
    return seen, usual * len(view.account.people)


@dataclass(frozen=True)
class Absent:
    """One person per cell who is left out, so that a pair may remain.

    Attributes:
        gone: local index per cell.
        best: strongest people who do not count for breadth.
    """

    gone: Ints
    best: int = _BEST - 1


def group_features(
    view: Scene,
    judged: Judged,
    membership: Floats,
    surroundings: Surroundings,
    absent: Absent | None = None,
) -> Floats:
    """Table cells x FEATURES; every cell has members, ``absent`` not among them."""
    inside = in_cell(view.account, judged.cells)
    gone = None if absent is None else absent.gone
    if gone is not None:
        inside &= view.account.person[None, :] != gone[:, None]
    best = _BEST if absent is None else absent.best
    added = contribution(judged)
    top = np.array([_most_shared(view, row)[0] for row in inside], dtype=np.int64)
    beyond = evidence_without(view.account, judged, top, (view.null, view.parameters), gone)
    people = len(view.account.people) - (gone is not None)
    rows = []
    for n, chance in enumerate(membership):
        members = np.flatnonzero(chance > view.parameters.member_threshold)
        values = _people_values(view, chance, members)
        values |= _signal_values(view, inside[n], members)
        values["people"] = np.log1p(people)
        values["breadth"] = np.log1p(max(0.0, np.sort(added[n][members])[:-best].sum()))
        values["beyond_one_content"] = np.log1p(max(0.0, beyond[n]))
        values["anonymous_z"] = anonymous(view, judged, n, surroundings)
        rows.append([values[name] for name in FEATURES])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def confidences(table: Floats, model: Logistic, parameters: Parameters) -> Floats:
    """Confidence per cell, gated and never certain.

    Gates: what rests on two people or on one content alone keeps only ``gate_factor`` of it.
    """
    breadth = np.expm1(table[:, FEATURES.index("breadth")])
    beyond = np.expm1(table[:, FEATURES.index("beyond_one_content")])
    gated = (breadth < parameters.least_breadth) | (beyond < parameters.least_beyond)
    sure = parameters.certainty * model.probability(table)
    return np.where(gated, parameters.gate_factor * sure, sure)


def _people_values(view: Scene, chance: Floats, members: Ints) -> dict[str, float]:
    """How many people there are and how closely they are tied."""
    tied = np.maximum(view.z[np.ix_(members, members)], 0.0).sum()
    pairs = max(1, len(members) * (len(members) - 1))
    return {
        "members": np.log1p(len(members)),
        "expected_members": np.log1p(chance.sum()),
        "firm_members": np.log1p((chance > _FIRM).sum()),
        "affinity": np.sqrt(tied / pairs),
    }


def _signal_values(view: Scene, inside: Flags, members: Ints) -> dict[str, float]:
    """What the members' signals in the cell are like; people count, not clicks."""
    account = view.account
    mine = inside & np.isin(account.person, members)
    rows = np.flatnonzero(mine)
    person, content, day = account.person[rows], account.content[rows], account.day[rows]
    low, high = np.quantile(day, (0.1, 0.9))
    log_g = view.null.log_density[content, day.astype(np.int64)]
    return {
        "diversity": len(np.unique(content)) / len(content),
        "meetings": np.log1p(len(np.unique(person[view.meeting[rows]]))),
        "span": np.log1p(high - low),
        "one_content": _most_shared(view, mine)[1] / len(members),
        "ordinary": _per_person(log_g, person),
    }


def anonymous(view: Scene, judged: Judged, n: int, surroundings: Surroundings) -> float:
    """Anonymous sessions above expectation; not a number where none were loaded at all."""
    if not surroundings.sessions:
        return float("nan")
    cells = judged.cells
    z = surroundings.anonymous_z(
        view.account.name, int(cells.solution[n]), float(cells.start[n]), float(cells.end[n])
    )
    return float(np.clip(z, *_ANONYMOUS_REACH))


def _per_person(values: Floats, person: Ints) -> float:
    """Mean over people of each one's mean: a busy person counts as one."""
    _, who = np.unique(person, return_inverse=True)
    return float((np.bincount(who, values) / np.bincount(who)).mean())


def _most_shared(view: Scene, inside: Flags) -> tuple[int, int]:
    """Content that most people touched among these signals, and how many they are."""
    account = view.account
    width = len(account.people)
    pairs = np.unique(account.content[inside] * width + account.person[inside])
    contents, people = np.unique(pairs // width, return_counts=True)
    best = int(people.argmax())
    return int(contents[best]), int(people[best])
