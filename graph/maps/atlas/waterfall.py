"""The Demand Unit Waterfall: how many units stand at each stage, and how many came further.

A unit counts once, however many of its people did something, and at its furthest stage only; so
the volumes add up to the number of units. Stages may be skipped: a unit that stands at a later
stage has come at least as far as every earlier one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from graph.maps.atlas import cypher
from graph.maps.atlas.read import Portfolio, Unit
from graph.maps.wording import STAGES
from graph.store.base import GraphStore

STEPS = ("target", "active", "engaged", "prioritized", "qualified", "pipeline", "closed")
LABELS = {step: STAGES.get(step, "Closed") for step in STEPS}


@dataclass(frozen=True)
class Step:
    """One stage.

    Attributes:
        units: units that stand here; ``won`` and ``lost`` of them where they are closed.
        accounts: their accounts.
        further: units that stand here or further.
        next: of these, units that stand at the next stage or further; None at the last.
        weeks: median of the weeks that units here have stood here; None without snapshots.
        at_least: the snapshots do not reach back to where that began.
        value: amounts of the opportunities that units here became, as the CRM has them.
    """

    key: str
    label: str
    units: int
    accounts: int
    further: int
    next: int | None
    value: float | None
    won: int = 0
    lost: int = 0
    weeks: int | None = None
    at_least: bool = False

    @property
    def share(self) -> float | None:
        """Share that came further; None where nobody came this far, and at the last stage."""
        return self.next / self.further if self.next is not None and self.further else None


@dataclass(frozen=True)
class Waterfall:
    """Stages of the units of one solution, or of all."""

    name: str
    steps: tuple[Step, ...]
    units: int


def step_of(stage: str | None) -> str | None:
    """The step that a stage belongs to: closed is one, won or lost."""
    return "closed" if stage in ("closed_won", "closed_lost") else stage


def waterfalls(store: GraphStore, portfolio: Portfolio) -> tuple[Waterfall, ...]:
    """All units together, then each solution; a single solution stands for all."""
    known = Known(_values(store), _stood(store))
    units = [unit for _, unit in portfolio.units if step_of(unit.stage) in STEPS]
    solutions = sorted({unit.solution for unit in units})
    everything = _waterfall("All solutions", units, known)
    if len(solutions) < 2:
        return (everything,)
    each = (_waterfall(s, [u for u in units if u.solution == s], known) for s in solutions)
    return (everything, *each)


@dataclass(frozen=True)
class Known:
    """What is known of units by their id: amounts, and how long each stood where it stands.

    Attributes:
        stood: stage, weeks, and whether the snapshots begin later than the stay.
    """

    values: dict[str, float]
    stood: dict[str, tuple[str | None, int, bool]]


def _stood(store: GraphStore) -> dict[str, tuple[str | None, int, bool]]:
    """The last stay of every unit that has snapshots, counted in weekly snapshots."""
    found: dict[str, tuple[str | None, int, bool]] = {}
    for row in store.read(cypher.WEEKS).rows:
        stage = step_of(row["stage"])
        before = found.get(row["unit"])
        if before is None:
            found[row["unit"]] = (stage, 1, True)
        elif before[0] == stage:
            found[row["unit"]] = (stage, before[1] + 1, before[2])
        else:
            found[row["unit"]] = (stage, 1, False)
    return found


def _median_stay(step: str, units: list[Unit], known: Known) -> tuple[int | None, bool]:
    """The lower median of the stays at a stage; a stay of open beginning counts as longer."""
    stays = sorted(
        known.stood[unit.id][1:]
        for unit in units
        if unit.id in known.stood and known.stood[unit.id][0] == step
    )
    return stays[(len(stays) - 1) // 2] if stays else (None, False)


def _values(store: GraphStore) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in store.read(cypher.VALUES).rows:
        if row["amount"] is not None and isfinite(row["amount"]):
            found[row["unit"]] = found.get(row["unit"], 0.0) + row["amount"]
    return found


def _waterfall(name: str, units: Iterable[Unit], known: Known) -> Waterfall:
    held = list(units)
    standing = Counter(step_of(unit.stage) for unit in held)
    further = [sum(standing[step] for step in STEPS[n:]) for n in range(len(STEPS))]
    steps = tuple(
        _step(step, [u for u in held if step_of(u.stage) == step], further[n : n + 2], known)
        for n, step in enumerate(STEPS)
    )
    return Waterfall(name, steps, len(held))


def _step(step: str, units: list[Unit], further: list[int], known: Known) -> Step:
    amounts = [known.values[unit.id] for unit in units if unit.id in known.values]
    weeks, at_least = _median_stay(step, units, known)
    return Step(
        step,
        LABELS[step],
        len(units),
        len({unit.account for unit in units}),
        further[0],
        further[1] if len(further) > 1 else None,
        sum(amounts) if amounts else None,
        sum(unit.stage == "closed_won" for unit in units),
        sum(unit.stage == "closed_lost" for unit in units),
        weeks,
        at_least,
    )
