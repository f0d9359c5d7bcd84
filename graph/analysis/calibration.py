"""Confidence and roles refitted on what the user's own deals became.

A candidate that a past look would have found is *right* when a deal of its account and solution was
won, was opened no later than ``AHEAD`` after the look and closed after the group began, and two of
the people in its contact roles (one, where only one is named) are among the candidate's members.
It is wrong when nothing was won and there was time enough for it (``PATIENCE``), and tells nothing
while a deal is open. So a refitted confidence is the chance that a candidate is a group that
*buys*.

Two numbers are refitted for confidence (Platt 1999) and six for roles, no weights: a history of a
hundred deals bears no more. What the refit is worth is shown by folds of accounts, each judged by a
fit on the others.

Limits: contact roles are sparse and partly typed in at the close; the same group is seen by several
looks; groups of which sellers never heard count as wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.analysis import confidence
from graph.analysis.arrays import Floats, Ints
from graph.analysis.block import blocks_of, census
from graph.analysis.conduct import Conduct, conducts, facts
from graph.analysis.examine import merged
from graph.analysis.fitted import Fitted
from graph.analysis.homes import Homes, homes, usual_functions
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.refit import fit_role_shift, fit_scaling, shifted_points
from graph.analysis.roles import NAMES, chances
from graph.analysis.run import judged_block, read_setting, titles_of
from graph.analysis.signals import DAY

AHEAD = 90 * DAY
PATIENCE = 60 * DAY
FOLDS = 5
BINS = 10
_NAMED = 2  # people of a deal's contact roles who must be members


@dataclass(frozen=True)
class Deal:
    """An opportunity; ``solution`` None: of any; ``roles``: person -> role; times are epochs."""

    account: str
    solution: str | None
    created: int
    closes: int
    won: bool
    closed: bool
    roles: Mapping[str, str]


@dataclass(frozen=True)
class Sighting:
    """A merged candidate as a look found it.

    Attributes:
        moment: as-of of the look; ``start``: of the candidate's window; both epoch seconds.
        chance: what the confidence model says, before the gates.
        kept: what gates and certainty leave of a chance.
        facts: role facts per member.
    """

    account: str
    solution: str
    moment: int
    start: int
    chance: float
    kept: float
    members: tuple[str, ...]
    facts: Floats


@dataclass(frozen=True)
class Calibration:
    """What is refitted.

    Attributes:
        slope, shift: of the confidence model's logit.
        usual: mean confidence of the history's candidates.
        sharpness, base: of the points of roles, and shift of each role's base.
    """

    slope: float
    shift: float
    usual: float
    sharpness: float
    base: tuple[float, ...]

    def applied(self, models: Fitted) -> Fitted:
        """Models refitted."""
        sure = {
            name: replace(
                model,
                weight=model.weight * self.slope,
                bias=model.bias * self.slope + self.shift,
                products=None if model.products is None else model.products * self.slope,
                usual=self.usual,
                curve=None,  # fitted to made worlds, as the scaling that is replaced was
            )
            for name, model in models.confidence.items()
        }
        points = shifted_points(models.roles, self.sharpness, self.base)
        return replace(models, confidence=sure, roles=points)

    def scaled(self, chance: Floats) -> Floats:
        """Chances of the confidence model after the refit."""
        safe = np.clip(chance, 1e-6, 1 - 1e-6)
        logit = self.slope * np.log(safe / (1 - safe)) + self.shift
        scaled: Floats = 1.0 / (1.0 + np.exp(-logit))
        return scaled


@dataclass(frozen=True)
class History:
    """Sightings that could be judged.

    Attributes:
        right: 1 or 0 per sighting.
        role: (sighting, place among its members, index in ``NAMES``) of every role that is known.
    """

    sightings: Sequence[Sighting]
    right: Floats
    role: Sequence[tuple[int, int, int]]

    @property
    def fold(self) -> Ints:
        """Fold of each sighting; all of an account are in one."""
        accounts = sorted({one.account for one in self.sightings})
        place = {name: n % FOLDS for n, name in enumerate(accounts)}
        return np.array([place[one.account] for one in self.sightings], dtype=np.int64)

    def values(self, name: str) -> Floats:
        """``chance`` or ``kept`` of all sightings."""
        return np.array([getattr(one, name) for one in self.sightings])

    def part(self, among: Iterable[int]) -> History:
        """Some of the sightings, by index."""
        place = {int(old): new for new, old in enumerate(among)}
        return History(
            [self.sightings[n] for n in place],
            self.right[list(place)],
            [(place[n], m, role) for n, m, role in self.role if n in place],
        )

    def people(self) -> tuple[Floats, Ints]:
        """Facts and roles of everybody whose role is known."""
        table = [self.sightings[n].facts[m] for n, m, _ in self.role]
        return np.array(table), np.array([role for _, _, role in self.role], dtype=np.int64)


def sightings(population: Population, parameters: Parameters, models: Fitted) -> list[Sighting]:
    """Every merged candidate of a population."""
    signals, setting = read_setting(population, parameters, models)
    titles = titles_of(population)
    origin = population.as_of - parameters.evidence_days * DAY
    found: list[Sighting] = []
    acts: list[list[Conduct]] = []
    seen: list[tuple[str, str, float, float]] = []
    for block in blocks_of(census(signals, setting.contents, parameters), parameters.block_signals):
        pair = judged_block(block, setting, communities=False)
        if pair is None:
            continue
        examined, sure = merged(*pair)
        table = confidence.group_features(
            examined.view, examined.judged, examined.chance, setting.surroundings
        )
        chance = setting.sure.probability(table)
        cells, members = examined.judged.cells, examined.members
        all_done = conducts(examined.view, cells, members, titles)
        for row, (people, done) in enumerate(zip(members, all_done, strict=True)):
            cell, names = cells.cell(row), [block.people[n] for n in people]
            solution = setting.contents.solutions[cell[0]]
            belong = examined.chance[examined.rows[row]].tolist()
            seen += [
                (solution, conduct.function, float(sure[row]), sharing)
                for conduct, sharing in zip(done, belong, strict=True)
            ]
            acts.append(done)
            found.append(
                Sighting(
                    account=examined.name(row),
                    solution=solution,
                    moment=population.as_of,
                    start=origin + round(cell[1] * DAY),
                    chance=float(chance[row]),
                    kept=float(sure[row] / max(chance[row], 1e-12)),
                    members=tuple(names),
                    facts=np.zeros((0, 0)),
                )
            )
    at_home = homes(seen, usual_functions(titles.values()))
    return [_told(one, done, at_home) for one, done in zip(found, acts, strict=True)]


def _told(sighting: Sighting, done: Sequence[Conduct], at_home: Homes) -> Sighting:
    """A sighting with its members' facts."""
    values = [facts(one, at_home.get((sighting.solution, one.function), 0.0)) for one in done]
    return replace(sighting, facts=np.stack(values))


def judged(sighting: Sighting, deals: Sequence[Deal], last: int) -> Deal | bool | None:
    """The won deal that a sighting foretold; False: none came; None: nobody can say yet.

    Args:
        last: until when deals are known.
    """
    mine = [
        deal
        for deal in deals
        if deal.account == sighting.account and deal.solution in (None, sighting.solution)
    ]
    for deal in mine:
        named = len(deal.roles.keys() & set(sighting.members))
        in_time = deal.created <= sighting.moment + AHEAD and deal.closes >= sighting.start
        if deal.won and deal.roles and in_time and named >= min(_NAMED, len(deal.roles)):
            return deal
    waiting = any(not deal.closed for deal in mine) or sighting.moment + PATIENCE > last
    return None if waiting else False


def history(found: Iterable[Sighting], deals: Sequence[Deal], last: int) -> History:
    """Sightings that deals can judge, with the roles that their contact roles name."""
    by_account: dict[str, list[Deal]] = {}
    for deal in deals:
        by_account.setdefault(deal.account, []).append(deal)
    kept: list[Sighting] = []
    right: list[float] = []
    role: list[tuple[int, int, int]] = []
    for one in found:
        said = judged(one, by_account.get(one.account, []), last)
        if said is None:
            continue
        if isinstance(said, Deal):
            role += [
                (len(kept), place, NAMES.index(said.roles[person]))
                for place, person in enumerate(one.members)
                if said.roles.get(person) in NAMES
            ]
        kept.append(one)
        right.append(float(said is not False))
    return History(kept, np.array(right), role)


def fit(past: History, models: Fitted) -> Calibration:
    """Refit on all of a history."""
    chance = past.values("chance")
    slope, shift = fit_scaling(chance, past.right, np.ones(len(chance)))
    sharpness, base = 1.0, (0.0,) * len(NAMES)
    if past.role:
        sharpness, base = fit_role_shift(*past.people(), models.roles)
    found = Calibration(slope, shift, 0.0, sharpness, base)
    usual = float((found.scaled(chance) * past.values("kept")).mean())
    return replace(found, usual=usual)


def held_out(past: History, models: Fitted) -> tuple[Floats, Floats]:
    """Confidence of every sighting, and chances of every known role, by fits on other accounts."""
    sure, told = np.zeros(len(past.right)), np.zeros((len(past.role), len(NAMES)))
    fold = past.fold
    for which in sorted(set(fold.tolist())):
        found = fit(past.part(np.flatnonzero(fold != which).tolist()), models)
        mine = fold == which
        sure[mine] = found.scaled(past.values("chance")[mine]) * past.values("kept")[mine]
        theirs = [n for n, (one, _, _) in enumerate(past.role) if mine[one]]
        if theirs:
            told[theirs] = chances(past.people()[0][theirs], found.applied(models).roles)
    return sure, told


def calibration_error(sure: Floats, right: Floats) -> float:
    """Mean gap between what was said and what was right, over ten bins, by their sizes."""
    place = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    gap = np.abs(np.bincount(place, sure - right, minlength=BINS)).sum()
    return float(gap / max(1, len(sure)))


def per_bin(sure: Floats, right: Floats) -> list[tuple[int, float | None, float | None]]:
    """(number, mean said, share right) of each of ten bins; None where a bin is empty."""
    place = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    found: list[tuple[int, float | None, float | None]] = []
    for which in range(BINS):
        mine = place == which
        said = (float(sure[mine].mean()), float(right[mine].mean())) if mine.any() else (None, None)
        found.append((int(mine.sum()), *said))
    return found
