"""How sure a set of people is a buying group: a calibrated logistic model (step 8).

Right means, in fitting: the set's members overlap a planted group's with Jaccard >= .42. Features
are few and readable; the model takes products of two of them as well. Breadth over depth: distinct
people and capped weights enter, never the raw number of signals. Titles and fit are no features.
The features, counts by log(1 + x):

members, firm_members   above the membership threshold; above .6
people                  active people of the account: big accounts hold more by chance
expected_members        sum of membership probabilities
expected_overlap        the members' sum over (members + the others' sum): Jaccard to be expected
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

import numpy as np

from graph.analysis.arrays import Flags, Floats, Ints, counts, pairs_within, run_starts, sums
from graph.analysis.cells import Presence
from graph.analysis.logistic import Logistic
from graph.analysis.mixture import Judged, contribution, evidence_without
from graph.analysis.parameters import Parameters
from graph.analysis.scene import Scene
from graph.analysis.surroundings import Surroundings, Windows
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
    "expected_overlap",
)

_BEST = 2  # people whose evidence is left out of breadth: a pair is no group
_FIRM = 0.6  # membership probability of a firm member
_ANONYMOUS_REACH = (-2.0, 4.0)


def crowd(view: Scene, judged: Judged) -> tuple[Ints, Floats]:
    """People with a signal in each cell, and how many chance would give.

    Chance: as many people as the account has, as active as people usually are; one with n signals
    has one in a cell of share q with probability 1 - (1 - q)^n.
    """
    cells = judged.cells
    usual = view.null.active_share(view.null.cell_share(cells.solution, cells.start, cells.end))
    return counts(judged.who.cell, len(cells)), usual * view.block.sizes[cells.account]


def group_features(
    view: Scene,
    judged: Judged,
    membership: Floats,
    surroundings: Surroundings,
    gone: tuple[Ints, Ints] | None = None,
) -> Floats:
    """Table cells x FEATURES; every cell has members.

    Where a cell does without one person a pair may remain: then one less of the strongest is left
    out of breadth.

    Args:
        gone: anonymous visits that were not made: cell and visitor.
    """
    who, windows = judged.who, surroundings.windows(view.block.names, judged.cells)
    member = membership > view.parameters.member_threshold
    top = most_shared(view.block, who)[0]
    beyond = evidence_without(view.block, judged, top, (view.null, view.parameters))
    best = _BEST - (judged.gone is not None)
    columns = _people_values(view, judged, membership, member)
    columns |= signal_values(view, who, member)
    columns |= {
        "people": np.log1p(judged.crowd),
        "breadth": np.log1p(np.maximum(_all_but(judged, member, best), 0.0)),
        "beyond_one_content": np.log1p(np.maximum(beyond, 0.0)),
        "anonymous_z": anonymous(windows, surroundings, gone),
        "surge_weeks": np.log1p(_surge_weeks(windows, surroundings)),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _surge_weeks(windows: Windows, around: Surroundings) -> Floats:
    """Weeks of standing intent; not a number where none stands anywhere, as without a feed."""
    if not around.surges:
        return np.full(len(windows.start), np.nan)
    return around.surge_weeks(windows).astype(np.float64)


def _all_but(judged: Judged, member: Flags, best: int) -> Floats:
    """Lambda's share of all members of each cell but the ``best`` strongest."""
    mine = np.flatnonzero(member)
    added, cell = contribution(judged)[mine], judged.who.cell[mine]
    order = np.lexsort((added, cell))
    number = counts(cell, judged.who.cells)
    place = np.arange(len(mine)) - np.repeat(np.cumsum(number) - number, number)
    weak = place < number[cell] - best
    return sums(cell[weak], added[order][weak], judged.who.cells)


def confidences(table: Floats, model: Logistic, parameters: Parameters) -> Floats:
    """Confidence per cell, gated and never certain.

    Gates: what rests on two people or on one content alone keeps only ``gate_factor`` of it.
    """
    breadth = np.expm1(table[:, FEATURES.index("breadth")])
    beyond = np.expm1(table[:, FEATURES.index("beyond_one_content")])
    gated = (breadth < parameters.least_breadth) | (beyond < parameters.least_beyond)
    sure = parameters.certainty * model.probability(table)
    return np.where(gated, parameters.gate_factor * sure, sure)


def _people_values(view: Scene, judged: Judged, chance: Floats, member: Flags) -> dict[str, Floats]:
    """How many people there are and how closely they are tied."""
    who = judged.who
    number = counts(who.cell[member], who.cells)
    tied = _tied(view, who, np.flatnonzero(member))
    total = sums(who.cell, chance, who.cells)
    inside = sums(who.cell[member], chance[member], who.cells)
    return {
        "members": np.log1p(number),
        "expected_members": np.log1p(total),
        "expected_overlap": inside / np.maximum(number + total - inside, 1e-9),
        "firm_members": np.log1p(counts(who.cell[chance > _FIRM], who.cells)),
        "affinity": np.sqrt(tied / np.maximum(number * (number - 1), 1)),
    }


def _tied(view: Scene, who: Presence, members: Ints) -> Floats:
    """Sum of affinities among the members of each cell, every pair both ways."""
    cell, person = who.cell[members], who.person[members]
    one, other = pairs_within(run_starts(cell), len(cell))
    return sums(cell[one], view.kinship.between(person[one], person[other]), who.cells)


def anonymous(windows: Windows, around: Surroundings, gone: tuple[Ints, Ints] | None) -> Floats:
    """Anonymous sessions above expectation; not a number where none were loaded at all."""
    if not around.has_sessions:
        return np.full(len(windows.start), np.nan)
    return np.clip(around.anonymous_z(windows, gone), *_ANONYMOUS_REACH)
