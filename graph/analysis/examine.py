"""One account, from its signals to the candidates that stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis import confidence, membership
from graph.analysis.affinity import Account, affinities, part
from graph.analysis.arrays import Floats, Ints, run_ends, run_starts
from graph.analysis.fitted import Fitted, shipped_models
from graph.analysis.logistic import Logistic
from graph.analysis.membership import Scene, scene
from graph.analysis.merge import surviving
from graph.analysis.mixture import Cells, Judged, judge, refit
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.proposals import crowded_solutions, propose
from graph.analysis.signals import Signals
from graph.analysis.surroundings import Surroundings
from graph.analysis.topics import Contents

_LEAST_EVIDENCE = 0.25  # nats; below, a cell cannot win against nothing at all
_TWIN = 0.75  # windows of one solution that overlap this much are one proposal


@dataclass(frozen=True)
class Setting:
    """What is the same for every account of a run."""

    contents: Contents
    null: Null
    surroundings: Surroundings
    parameters: Parameters
    given: Fitted | None = None

    @property
    def models(self) -> Fitted:
        """The models given, or else those that ship: training needs none of them."""
        return self.given or shipped_models()

    @property
    def sure(self) -> Logistic:
        """The confidence model for the tiers that were loaded."""
        return self.models.for_tiers(self.surroundings)


@dataclass(frozen=True)
class Examined:
    """Judged proposals of one account, before or after merging.

    Attributes:
        chance: membership probability per cell and person.
        members: local indices of members per cell, surest first.
    """

    view: Scene
    judged: Judged
    chance: Floats
    members: list[Ints]


def accounts_of(signals: Signals, contents: Contents) -> list[Account]:
    """The signals of each account; people without one are left out."""
    solution = contents.solution[signals.content]
    starts = run_starts(signals.account)
    ends = run_ends(starts, len(signals.account))
    found = []
    for a, b in zip(starts, ends, strict=True):
        name = signals.accounts[signals.account[a]]
        person = signals.person[a:b]
        first = run_starts(person)
        if name:
            found.append(
                Account(
                    name=name,
                    people=[signals.people[n] for n in person[first]],
                    content=signals.content[a:b],
                    solution=solution[a:b],
                    day=signals.day[a:b],
                    starts=first,
                    person=person - person[0],
                )
            )
    return found


def capped(account: Account, most: int) -> Account:
    """The account, or the people of it with the most signals on any solution."""
    if len(account.people) <= most:
        return account
    on = np.bincount(account.person, account.solution >= 0, minlength=len(account.people))
    busiest = np.lexsort((np.arange(len(on)), -on))[:most]
    return part(account, np.sort(busiest))


def proposals(
    account: Account, setting: Setting, *, communities: bool = True
) -> tuple[Scene, Judged] | None:
    """Judged cells worth a closer look; None where there is none."""
    parameters = setting.parameters
    if not crowded_solutions(account, parameters):
        return None
    z = affinities(account, setting.contents, setting.null, parameters)
    cells = propose(account, z if communities else None, parameters)
    if not len(cells.start):
        return None
    judged = refit(account, cells, setting.null, parameters)
    keep = _worth(judged, parameters)
    if not len(keep):
        return None
    view = scene(account, setting.contents, setting.null, parameters, z)
    return view, judge(account, judged.cells.take(keep), setting.null, parameters)


def _worth(judged: Judged, parameters: Parameters) -> Ints:
    """Best cells of each solution by evidence, without near twins and thin ones."""
    crowded = (judged.inside > 0).sum(axis=1) >= parameters.min_people
    usable = np.flatnonzero(crowded & (judged.evidence > _LEAST_EVIDENCE))
    cells = judged.cells
    order = sorted(
        usable.tolist(),
        key=lambda n: (cells.solution[n], -judged.evidence[n], cells.start[n], cells.end[n]),
    )
    kept: list[int] = []
    for n in order:
        mine = [k for k in kept if cells.solution[k] == cells.solution[n]]
        if len(mine) < parameters.per_unit and not any(_twins(cells, n, k) for k in mine):
            kept.append(n)
    return np.array(kept, dtype=np.int64)


def _twins(cells: Cells, n: int, other: int) -> bool:
    common = min(cells.end[n], cells.end[other]) - max(cells.start[n], cells.start[other])
    whole = max(cells.end[n], cells.end[other]) - min(cells.start[n], cells.start[other])
    return bool(common > _TWIN * whole)


def with_members(view: Scene, judged: Judged, model: Logistic) -> Examined:
    """Members of every cell; cells left with fewer than ``min_people`` fall away."""
    found = _examined(view, judged, membership.memberships(view, judged, model))
    least = view.parameters.min_people
    return taken(found, [n for n, who in enumerate(found.members) if len(who) >= least])


def without_one(view: Scene, judged: Judged, model: Logistic) -> Examined:
    """Members of cells that each do without one person; none falls away."""
    return _examined(view, judged, membership.memberships(view, judged, model, absent=1))


def _examined(view: Scene, judged: Judged, chance: Floats) -> Examined:
    threshold = view.parameters.member_threshold
    return Examined(view, judged, chance, [_surest(row, threshold) for row in chance])


def _surest(chance: Floats, threshold: float) -> Ints:
    """People above the threshold, surest first."""
    order = np.argsort(-chance, kind="stable")
    surest: Ints = order[chance[order] > threshold]
    return surest


def merged(examined: Examined, sure: Floats) -> tuple[Examined, Floats]:
    """The candidates that stay, with their confidence."""
    kept = surviving(
        examined.judged.cells, examined.members, sure, examined.view.parameters.overlap
    )
    return taken(examined, kept), sure[np.array(kept, dtype=np.int64)]


def group_table(examined: Examined, surroundings: Surroundings) -> Floats:
    """Confidence features of every cell."""
    return confidence.group_features(examined.view, examined.judged, examined.chance, surroundings)


def taken(examined: Examined, rows: list[int]) -> Examined:
    """Some of the cells, in the given order."""
    index = np.array(rows, dtype=np.int64)
    judged = examined.judged
    return Examined(
        examined.view,
        Judged(
            judged.cells.take(index),
            *(
                getattr(judged, name)[index]
                for name in ("weight", "posterior", "inside", "evidence", "share")
            ),
        ),
        examined.chance[index],
        [examined.members[n] for n in rows],
    )
