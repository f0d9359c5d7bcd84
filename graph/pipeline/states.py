"""The state of every demand unit at a time: evidence code, rung, quorum, stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.analysis.codes import KNOWN, best_rung, credible, rung
from graph.analysis.findings import Candidate, Findings
from graph.analysis.waterfall import ALWAYS, History, Moment, Policy, Stage, Standing, stage
from graph.model.vocabulary import QUORUMS, STAGES
from graph.pipeline.histories import Unit
from graph.workspace.config import Config, QuorumConfig


@dataclass(frozen=True)
class Place:
    """What the gate and the quorum need of an account."""

    fit: bool | None
    employees: int | None


@dataclass(frozen=True)
class UnitState:
    """A unit at a time.

    Attributes:
        bits: evidence beside known people, 1 and 2 of the code.
        groups: its candidates, the surest first.
    """

    code: int
    bits: int
    rung: str
    stage: Stage
    groups: tuple[Candidate, ...]

    @property
    def confidence(self) -> float | None:
        """That of the best candidate; None without one."""
        return self.groups[0].confidence if self.groups else None


def unit_states(
    units: Iterable[Unit],
    findings: Findings,
    histories: Mapping[Unit, History],
    places: Mapping[str, Place],
    config: Config,
    moment: Moment,
) -> dict[Unit, UnitState]:
    """State of each of the units at a moment, from what a run as of then found."""
    groups: dict[Unit, list[Candidate]] = defaultdict(list)
    for found in findings.candidates:
        groups[found.account, found.solution].append(found)
    bits = {(one.account, one.solution): one.code for one in findings.units}
    policy = Policy(config.stage_prioritized, config.window.evidence_days)
    states = {}
    for unit in units:
        held = tuple(sorted(groups[unit], key=lambda c: (-c.confidence, c.start)))
        place = places[unit[0]]
        good = [found for found in held if credible(found.confidence, len(found.members))]
        own = bits.get(unit, 0)
        code = own | (KNOWN if good else 0)
        level = rung(code, candidate=place.fit is not False)
        standing = Standing(
            fit=place.fit,
            rung=level,
            quorum=_best_quorum(good, config, place.employees),
            last=max((m.last_seen for found in good for m in found.members), default=ALWAYS),
        )
        staged = stage(histories.get(unit, History()), standing, moment, policy)
        states[unit] = UnitState(code, own, level, staged, held)
    return states


def group_code(state: UnitState, found: Candidate) -> int:
    """A group has bit 4 when it is credible, and bits 1 and 2 of its unit."""
    return state.bits | (KNOWN if credible(found.confidence, len(found.members)) else 0)


def account_state(states: Iterable[UnitState]) -> tuple[str, str | None]:
    """Rung of the best unit and stage of the furthest."""
    held = list(states)
    stages = [state.stage.stage for state in held if state.stage.stage is not None]
    return best_rung(s.rung for s in held), max(stages, key=STAGES.index, default=None)


def needed(config: Config, solution: str, employees: int | None) -> int:
    """People that make a quorum: the solution's own number, else by headcount.

    An unknown headcount asks for three, the least that a group is.
    """
    own = config.solution(solution)
    if own is not None and own.n_min is not None:
        return own.n_min
    table = config.quorum
    if employees is None:
        return QuorumConfig().below_500
    if employees < 500:
        return table.below_500
    return table.below_1000 if employees < 1000 else table.above


def quorum(found: Candidate, least: int) -> str:
    """Whether enough people are known, or would be with the anonymous ones."""
    if len(found.members) >= least:
        return "met"
    return "possible" if len(found.members) + found.visitors >= least else "no"


def _best_quorum(groups: Iterable[Candidate], config: Config, employees: int | None) -> str | None:
    found = [quorum(group, needed(config, group.solution, employees)) for group in groups]
    return min(found, key=QUORUMS.index, default=None)
