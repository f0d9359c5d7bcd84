"""Every known person's quality in every unit that the person touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.arrays import Floats
from graph.analysis.codes import ANONYMOUS, KNOWN, credible, own_site, unit_evidence
from graph.analysis.examine import Examined, Setting
from graph.analysis.findings import LeadScore, UnitEvidence
from graph.analysis.inputs import Population
from graph.analysis.leave_one_out import (
    NOTHING,
    Remains,
    Visits,
    best_candidates,
    leave_one_out,
)
from graph.analysis.rarity import Belief


@dataclass
class Book:
    """What accounts hold and what remains of it, filled block by block.

    Attributes:
        visits: visitors who later were known as a person, by person.
        best: surest candidate per account and solution.
        without: what remains per account, person and solution.
    """

    visits: Visits
    best: dict[tuple[str, int], Remains] = field(default_factory=dict)
    without: dict[tuple[str, str, int], Remains] = field(default_factory=dict)

    def enter(self, examined: Examined, sure: Floats, setting: Setting) -> None:
        """Note one block's proposals, not merged yet."""
        self.best |= best_candidates(examined, sure)
        self.without |= leave_one_out(examined, sure, setting, self.visits)


def open_book(population: Population) -> Book:
    """An empty book with the visits that leave with each person."""
    visits: dict[str, list[str]] = defaultdict(list)
    for row in population.identities.to_pylist():
        visits[row["person"]].append(row["visitor"])
    return Book({person: tuple(sorted(held)) for person, held in sorted(visits.items())})


def units_seen(population: Population, setting: Setting) -> tuple[UnitEvidence, ...]:
    """Bits 1 and 2 wherever an account shows anonymous sessions or standing surges."""
    around = setting.surroundings
    pairs = np.stack([around.account, around.solution], axis=1)[around.solution >= 0]
    names = {number: name for name, number in around.accounts.items()}
    keys = {(names[account], n) for account, n in np.unique(pairs, axis=0).tolist()}
    units = sorted(keys | set(around.surges))
    solutions = setting.contents.solutions
    return tuple(unit_evidence(units, solutions, around, setting.parameters, population.as_of))


def lead_scores(
    population: Population,
    setting: Setting,
    book: Book,
    units: tuple[UnitEvidence, ...],
    belief: Belief,
) -> tuple[LeadScore, ...]:
    """Score and code of every known, unbarred person in every unit touched up to as-of.

    Args:
        belief: what the population makes of every confidence.
    """
    number = {name: n for n, name in enumerate(setting.contents.solutions)}
    seen = {(unit.account, unit.solution): unit for unit in units}
    scores = []
    for person, account, solution in _touched(population, setting):
        which = number[solution]
        own = book.without.get((account, person, which))
        remains = book.best.get((account, which), NOTHING) if own is None else own
        visits, unit = book.visits.get(person, ()), seen.get((account, solution))
        bits = _bits(unit, which, visits, setting) if unit is not None else 0
        score = belief.of(remains.score)
        known = KNOWN if credible(score, len(remains.members)) else 0
        scores.append(
            LeadScore(
                person=person,
                account=account,
                solution=solution,
                score=round(score, 4),
                code=bits | known,
                others=remains.members if own is not None else (),
                visits=len(visits),
            )
        )
    return tuple(scores)


def _bits(unit: UnitEvidence, solution: int, visits: Iterable[str], setting: Setting) -> int:
    """A unit's bits 1 and 2, some visits not made."""
    around = setting.surroundings
    left = [(unit.account, visitor) for visitor in visits]
    gone = [around.numbers[visitor] for visitor in left if visitor in around.numbers]
    if not gone:
        return unit.code
    own = around.on_site_without(around.accounts[unit.account], solution, gone)
    return unit.code & ~ANONYMOUS | int(own_site(*own, setting.parameters))


def _touched(population: Population, setting: Setting) -> list[tuple[str, str, str]]:
    """(person, account, solution) of on-solution activity, sorted, each once."""
    contents, people = setting.contents, population.people
    spoken = [n for n, solution in enumerate(contents.solution) if solution >= 0]
    spoken = [n for n in spoken if not contents.silent[n]]
    index = pa.array([contents.ids[n] for n in spoken], pa.string())
    solutions = pa.array([contents.solutions[contents.solution[n]] for n in spoken], pa.string())
    barred = people.filter(people["barred"])["id"].combine_chunks()
    touches = population.touches
    touches = touches.filter(pc.and_(touches["known"], pc.is_valid(touches["account"])))
    touches = touches.filter(pc.is_in(touches["content"], value_set=index))
    touches = touches.filter(pc.invert(pc.is_in(touches["actor"], value_set=barred)))
    solution = pc.take(solutions, pc.index_in(touches["content"], value_set=index))
    table = pa.table(
        {"actor": touches["actor"], "account": touches["account"], "solution": solution}
    )
    rows = table.group_by(["actor", "account", "solution"]).aggregate([]).to_pylist()
    return sorted((row["actor"], row["account"], row["solution"]) for row in rows)
