"""What the models learn from: the engine's own features, and what the truth says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph.analysis import membership
from graph.analysis.arrays import Floats, Ints
from graph.analysis.block import blocks_of, census
from graph.analysis.conduct import Conduct, conducts, facts
from graph.analysis.confidence import confidences
from graph.analysis.examine import (
    Examined,
    Setting,
    group_table,
    merged,
    proposals,
    with_members,
)
from graph.analysis.homes import Homes, homes, usual_functions
from graph.analysis.logistic import Logistic
from graph.analysis.mixture import Judged
from graph.analysis.null import build_null
from graph.analysis.parameters import Parameters
from graph.analysis.roles import NAMES
from graph.analysis.scene import Scene
from graph.analysis.signals import read_signals
from graph.analysis.surroundings import read_surroundings
from graph.analysis.topics import read_contents
from tests.training.specimens import Planted, Specimen, in_days

SAME_WINDOW = 0.5  # a proposal whose window overlaps a group's by this share of their union is its
RIGHT = 0.42  # overlap of members (Jaccard) from which a set counts as found
LIKELY = 0.4  # overlap from which a set's roles are learnt from


@dataclass(frozen=True)
class Proposed:
    """Some accounts with their judged proposals and the features of the people in them.

    Attributes:
        accounts, names: names in the truth of the block's accounts and people.
        features: per row of ``judged.who``.
    """

    accounts: list[str]
    names: list[str]
    view: Scene
    judged: Judged
    features: Floats

    def account(self, judged: Judged, cell: int) -> str:
        """Name in the truth of a cell's account."""
        return self.accounts[judged.cells.account[cell]]


@dataclass(frozen=True)
class Prepared:
    """A world up to the point where models come in."""

    specimen: Specimen
    setting: Setting
    proposed: list[Proposed]
    titles: dict[str, tuple[str, str]]

    def planted(self, account: str, solution: int) -> list[Planted]:
        """Detectable groups of an account on a solution (by index)."""
        key = (account, self.setting.contents.solutions[solution])
        return [group for group in self.specimen.planted.get(key, ()) if group.detectable]


@dataclass(frozen=True)
class Sets:
    """Some accounts' sets of likely members.

    Attributes:
        table: confidence features per set.
        overlap: best Jaccard overlap with a planted group, per set.
        group: that group, per set.
    """

    proposed: Proposed
    examined: Examined
    table: Floats
    overlap: Floats
    group: list[Planted | None]


def prepare(specimen: Specimen, parameters: Parameters) -> Prepared:
    """Run the engine up to its proposals."""
    given = specimen.population
    contents = read_contents(given.contents, parameters.silent_kinds)
    signals = read_signals(given, contents, parameters)
    null = build_null(signals, contents, parameters)
    around = read_surroundings(given, contents, parameters)
    setting = Setting(contents, null, around, parameters)
    found = []
    counted = census(signals, contents, parameters)
    for block in blocks_of(counted, parameters.block_signals):
        pair = proposals(block, setting)
        if pair is not None:
            names = [specimen.people[person] for person in block.people]
            accounts = [specimen.accounts[account] for account in block.names]
            features = membership.member_features(*pair)
            found.append(Proposed(accounts, names, *pair, features))
    titles = {
        row["id"]: (row["seniority"] or "unknown", row["function"] or "unknown")
        for row in given.people.select(["id", "seniority", "function"]).to_pylist()
    }
    return Prepared(specimen, setting, found, titles)


def member_examples(prepared: Prepared) -> tuple[Floats, Floats]:
    """People with a signal in a proposal that lies over a planted group; 1 where planted."""
    tables, right = [np.zeros((0, len(membership.FEATURES)))], [np.zeros(0)]
    for one in prepared.proposed:
        for row in range(len(one.judged.evidence)):
            group = _under(prepared, one, row)
            if group is None:
                continue
            who = one.judged.who
            rows = np.arange(who.rows[row], who.rows[row + 1])
            belongs = np.array([one.names[n] in group.members for n in who.person[rows]], float)
            if belongs.sum() > 1:
                tables.append(one.features[rows])
                right.append(belongs)
    return np.concatenate(tables), np.concatenate(right)


def _under(prepared: Prepared, one: Proposed, row: int) -> Planted | None:
    """The planted group whose window the proposal's window overlaps most, if enough."""
    cells, days = one.judged.cells, prepared.setting.parameters.evidence_days
    best: tuple[float, Planted | None] = (SAME_WINDOW, None)
    for group in prepared.planted(one.account(one.judged, row), int(cells.solution[row])):
        start, end = in_days(prepared.specimen, group, days)
        common = min(end, cells.end[row]) - max(start, cells.start[row])
        share = common / (max(end, cells.end[row]) - min(start, cells.start[row]))
        if share > best[0]:
            best = (float(share), group)
    return best[1]


def sets_of(prepared: Prepared, model: Logistic) -> list[Sets]:
    """Every account's sets of likely members, with what the truth says of them."""
    found = []
    for one in prepared.proposed:
        examined = with_members(one.view, one.judged, model)
        if not len(examined.judged.cells):
            continue
        table = group_table(examined, prepared.setting.surroundings)
        best = [_nearest(prepared, one, examined, n) for n in range(len(examined.members))]
        overlap = np.array([overlap for overlap, _ in best])
        found.append(Sets(one, examined, table, overlap, [group for _, group in best]))
    return found


def _nearest(
    prepared: Prepared, one: Proposed, examined: Examined, row: int
) -> tuple[float, Planted | None]:
    names = {one.names[n] for n in examined.members[row]}
    best: tuple[float, Planted | None] = (0.0, None)
    judged = examined.judged
    for group in prepared.planted(one.account(judged, row), int(judged.cells.solution[row])):
        both = len(names & group.members.keys())
        share = both / (len(names) + len(group.members) - both)
        if share > best[0]:
            best = (share, group)
    return best


def confidence_examples(sets: Iterable[Sets]) -> tuple[Floats, Floats, Floats]:
    """Features, right or not, and weight: an account with many sets does not count for more."""
    held = list(sets)
    return (
        np.concatenate([one.table for one in held]),
        np.concatenate([(one.overlap >= RIGHT).astype(float) for one in held]),
        np.concatenate([_evenly(one.examined.judged.cells.account) for one in held]),
    )


def _evenly(account: Ints) -> Floats:
    """Weight of each set: what an account's sets weigh together grows with their root."""
    weight: Floats = np.bincount(account)[account] ** -0.5
    return weight


@dataclass(frozen=True)
class RoleExamples:
    """Likely members of sets that agree with a planted group, in the order of the sets.

    Attributes:
        table: facts per person; ``which``: index of the true role in ``NAMES``.
        group: number of the set that each person is of.
    """

    table: Floats
    which: Ints
    group: Ints


@dataclass(frozen=True)
class Merged:
    """A candidate after merging: what its members did, and how sure it and they are."""

    account: str
    solution: str
    confidence: float
    names: list[str]
    done: list[Conduct]
    belong: list[float]


def merged_sets(prepared: Prepared, sets: Iterable[Sets], sure: Logistic) -> list[Merged]:
    """The candidates that a run would show, before their roles and ``rarity``."""
    found = []
    for one in sets:
        chance = confidences(one.table, sure, prepared.setting.parameters)
        examined, kept = merged(one.examined, chance)
        done = done_by(prepared, examined)
        for row, members in enumerate(examined.members):
            found.append(
                Merged(
                    one.proposed.account(examined.judged, row),
                    prepared.setting.contents.solutions[examined.judged.cells.solution[row]],
                    float(kept[row]),
                    [one.proposed.names[n] for n in members],
                    done[row],
                    examined.chance[examined.rows[row]].tolist(),
                )
            )
    return found


def done_by(prepared: Prepared, examined: Examined) -> list[list[Conduct]]:
    """What the members of each set did."""
    cells, members = examined.judged.cells, examined.members
    return conducts(examined.view, cells, members, prepared.titles)


def homes_of(prepared: Prepared, found: Iterable[Merged]) -> Homes:
    """Which functions are at home in which solution, as a run would learn it."""
    seen = (
        (one.solution, conduct.function, one.confidence, belongs)
        for one in found
        for conduct, belongs in zip(one.done, one.belong, strict=True)
    )
    return homes(seen, usual_functions(prepared.titles.values()))


def role_examples(prepared: Prepared, sets: Iterable[Sets], sure: Logistic) -> RoleExamples:
    """Facts and true roles of likely members; ``sure`` tells the credible candidates."""
    held = list(sets)
    at_home = homes_of(prepared, merged_sets(prepared, held, sure))
    tables, which, groups = [], [], []
    number = 0
    for one in held:
        all_done = done_by(prepared, one.examined)
        for row, group in enumerate(one.group):
            if group is None or one.overlap[row] < LIKELY:
                continue
            cells, members = one.examined.judged.cells, one.examined.members[row]
            solution = prepared.setting.contents.solutions[cells.solution[row]]
            for person, conduct in zip(members, all_done[row], strict=True):
                role = group.members.get(one.proposed.names[person])
                if role in NAMES:
                    tables.append(facts(conduct, at_home.get((solution, conduct.function), 0.0)))
                    which.append(NAMES.index(role))
                    groups.append(number)
            number += 1
    return RoleExamples(np.array(tables), np.array(which, np.int64), np.array(groups, np.int64))
