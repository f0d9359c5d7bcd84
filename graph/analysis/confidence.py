"""How sure a set of people is a buying group: a calibrated logistic model (step 8).

Right means, in fitting: the set's members overlap a planted group's with Jaccard >= .42. Features
are few and readable; the model takes products of two of them as well. Breadth over depth: distinct
people and capped weights enter, never the raw number of signals. Titles and fit are no features.
The features, counts by log(1 + x):

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
first_day               share of members who began on the commonest day (campaigns, forwards)
handbooks               share of handbook pages: existing users learn, buyers compare
kinds, days_each        distinct kinds of content; mean log of a member's active days
progress                how far late-stage reading lies after the early one, in spans
surge_weeks             weeks of standing third-party intent on the solution

Limits: *provisional*, fitted on made worlds; see docs/method.md. One person's repeated signals
can still move a share a little; the property tests bound it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints
from graph.analysis.logistic import Logistic
from graph.analysis.membership import Scene
from graph.analysis.mixture import Cell, Cells, Judged, contribution, evidence_without, in_cell
from graph.analysis.parameters import Parameters
from graph.analysis.surroundings import Surroundings
from graph.analysis.traits import most_shared, signal_values

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
    "first_day",
    "handbooks",
    "kinds",
    "surge_weeks",
    "progress",
    "days_each",
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
    account = view.account
    inside = in_cell(account, judged.cells)
    gone = None if absent is None else absent.gone
    if gone is not None:
        inside &= account.person[None, :] != gone[:, None]
    member = membership > view.parameters.member_threshold
    top = most_shared(view, inside)[0]
    beyond = evidence_without(account, judged, top, (view.null, view.parameters), gone)
    people = len(account.people) - (gone is not None)
    added = np.sort(np.where(member, contribution(judged), np.inf), axis=1)
    best = _BEST if absent is None else absent.best
    columns = _people_values(view, membership, member)
    columns |= signal_values(view, inside, member)
    columns |= {
        "people": np.full(len(member), np.log1p(people)),
        "breadth": np.log1p(np.maximum(_all_but(added, member.sum(axis=1) - best), 0.0)),
        "beyond_one_content": np.log1p(np.maximum(beyond, 0.0)),
        "anonymous_z": _per_cell(
            judged.cells, partial(anonymous, view.account.name, around=surroundings)
        ),
        "surge_weeks": np.log1p(
            _per_cell(judged.cells, partial(_surge_weeks, view.account.name, around=surroundings))
        ),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _per_cell(cells: Cells, value: Callable[[Cell], float]) -> Floats:
    """A value of each cell; leaving one out brings the same cells many times over."""
    rows = [cells.cell(n) for n in range(len(cells.start))]
    known = {cell: value(cell) for cell in dict.fromkeys(rows)}
    return np.array([known[cell] for cell in rows], dtype=np.float64)


def _surge_weeks(account: str, cell: Cell, around: Surroundings) -> float:
    """Weeks of standing intent; not a number where none stands anywhere, as without a feed."""
    return float(around.surge_weeks(account, *cell)) if around.surges else float("nan")


def _all_but(added: Floats, many: Ints) -> Floats:
    """Sum of the first ``many`` of each row of sorted values."""
    taken = np.arange(added.shape[1])[None, :] < many[:, None]
    total: Floats = np.where(taken & np.isfinite(added), added, 0.0).sum(axis=1)
    return total


def confidences(table: Floats, model: Logistic, parameters: Parameters) -> Floats:
    """Confidence per cell, gated and never certain.

    Gates: what rests on two people or on one content alone keeps only ``gate_factor`` of it.
    """
    breadth = np.expm1(table[:, FEATURES.index("breadth")])
    beyond = np.expm1(table[:, FEATURES.index("beyond_one_content")])
    gated = (breadth < parameters.least_breadth) | (beyond < parameters.least_beyond)
    sure = parameters.certainty * model.probability(table)
    return np.where(gated, parameters.gate_factor * sure, sure)


def _people_values(view: Scene, chance: Floats, member: Flags) -> dict[str, Floats]:
    """How many people there are and how closely they are tied."""
    among = member.astype(np.float64)
    tied = ((among @ np.maximum(view.z, 0.0)) * among).sum(axis=1)
    count = among.sum(axis=1)
    return {
        "members": np.log1p(count),
        "expected_members": np.log1p(chance.sum(axis=1)),
        "firm_members": np.log1p((chance > _FIRM).sum(axis=1)),
        "affinity": np.sqrt(tied / np.maximum(count * (count - 1), 1.0)),
    }


def anonymous(account: str, cell: Cell, around: Surroundings) -> float:
    """Anonymous sessions above expectation; not a number where none were loaded at all."""
    if not around.sessions:
        return float("nan")
    return float(np.clip(around.anonymous_z(account, *cell), *_ANONYMOUS_REACH))
