"""``python -m tests.training.daily``: own worlds looked at again and again, as days go by.

Says how long a group takes to be found, and whether what is listed stays so. Every look is a run
of its own on what had happened by then, with the shipped models; ids are handed on from look to
look by the rule of the product (``graph.pipeline.lineage``).

formed   the day of the third member's first signal on the solution
found    the first look at which a listed candidate of the unit holds two of the members or more
flicker  share of listed candidates that fell under the threshold in a later look, by their id;
         those of which no candidate was left (merged, grown apart) are told apart
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow.compute as pc

from graph.analysis.findings import Candidate
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze
from graph.analysis.signals import DAY
from graph.pipeline.lineage import Kept, assign_ids
from tests.training.specimens import Planted, Specimen, made
from tests.worlds.settings import Settings

LISTED = 0.5
FORMING = 18  # first look, days from the beginning: before, too little has happened
Unit = tuple[str, str]


@dataclass
class Diary:
    """What was seen of a world, look by look.

    Attributes:
        seen: per look, candidates of each unit by id: (confidence, members).
    """

    days: list[float] = field(default_factory=list)
    seen: list[dict[Unit, dict[str, tuple[float, frozenset[str]]]]] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Print days until found and flicker, pooled over the worlds."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.daily", description=__doc__)
    parser.add_argument(
        "--seed", type=int, action="append", help="of an own world; default 901, 902"
    )
    parser.add_argument("--step", type=int, default=3, help="days between looks")
    chosen = parser.parse_args(arguments)
    waits: list[float] = []
    formed, kept, stays = 0, [0, 0, 0], [0, 0]
    for seed in chosen.seed or (901, 902):
        specimen = made(Settings(seed=seed, accounts=80, people=2400))
        diary = looked(specimen, chosen.step)
        sys.stderr.write(f"own {seed}: {len(diary.days)} looks\n")
        for unit, group, day in forming(specimen):
            formed += 1
            found = when_found(diary, unit, group, day)
            waits += [] if found is None else [found]
            ids = listing_ids(diary, unit, group)
            stays = [stays[0] + (len(ids) == 1), stays[1] + (len(ids) > 0)]
        kept = [a + b for a, b in zip(kept, flickers(diary), strict=True)]
    middle, late = np.quantile(waits, [0.5, 0.9]) if waits else (np.nan, np.nan)
    listed, fell, gone = kept
    sys.stdout.write(
        f"| formed | found | median days | 90 % within | listed ids | fell under {LISTED:g} | no "
        f"candidate left | one id throughout |\n| {formed} | {len(waits)} | {middle:.1f} | "
        f"{late:.1f} | {listed} | {fell / max(1, listed):.0%} | {gone / max(1, listed):.0%} | "
        f"{stays[0]} of {stays[1]} |\n"
    )
    return 0


def looked(specimen: Specimen, step: int) -> Diary:
    """Runs as of every few days, ids handed on from each to the next."""
    days, diary = Parameters().evidence_days, Diary()
    before: dict[Unit, list[Kept]] = {}
    for day in range(FORMING, days + 1, step):
        then = as_of(specimen.population, specimen.population.as_of - (days - day) * DAY)
        found = analyze(then, Parameters(), leads=False).candidates
        seen = _named(found, str(then.as_of), before)
        before = {
            unit: [Kept(name, people) for name, (_, people) in held.items()]
            for unit, held in seen.items()
        }
        diary.days.append(float(day))
        diary.seen.append(seen)
    return diary


def as_of(population: Population, moment: int) -> Population:
    """What had happened by a moment (epoch seconds)."""
    touches, surges = (
        table.filter(pc.less_equal(table["at"], moment))
        for table in (population.touches, population.surges)
    )
    return replace(population, touches=touches, surges=surges, as_of=moment)


def _named(
    found: Iterable[Candidate], stamp: str, before: dict[Unit, list[Kept]]
) -> dict[Unit, dict[str, tuple[float, frozenset[str]]]]:
    held: dict[Unit, list[Candidate]] = {}
    for one in found:
        held.setdefault((one.account, one.solution), []).append(one)
    seen = {}
    for unit, these in sorted(held.items()):
        members = [frozenset(member.person for member in one.members) for one in these]
        ids = assign_ids("\x1f".join(unit), stamp, members, before.get(unit, []))
        seen[unit] = {
            name: (one.confidence, people)
            for (name, _), one, people in zip(ids, these, members, strict=True)
        }
    return seen


def forming(specimen: Specimen) -> list[tuple[Unit, Planted, float]]:
    """Planted groups that form after the first look, with the day."""
    given, days = specimen.population, Parameters().evidence_days
    origin = given.as_of - days * DAY
    contents = (given.contents[name].to_pylist() for name in ("id", "solution"))
    solution = dict(zip(*contents, strict=True))
    first: dict[tuple[str, str], float] = {}
    touches = (given.touches[name].to_pylist() for name in ("actor", "content", "at"))
    for actor, content, at in zip(*touches, strict=True):
        key = (specimen.people.get(actor, actor), solution[content] or "")
        first[key] = min(first.get(key, np.inf), (at - origin) / DAY)
    formed = []
    for unit, groups in specimen.planted.items():
        for group in groups:
            begun = sorted(first[m, unit[1]] for m in group.members if (m, unit[1]) in first)
            if len(begun) > 2 and begun[2] >= FORMING:
                formed.append((unit, group, begun[2]))
    return formed


def when_found(diary: Diary, unit: Unit, group: Planted, formed: float) -> float | None:
    """Days from its forming until a group was listed; None where it never was."""
    for day, seen in zip(diary.days, diary.seen, strict=True):
        if day >= formed and _listing(seen.get(unit, {}), group):
            return day - formed
    return None


def listing_ids(diary: Diary, unit: Unit, group: Planted) -> set[str]:
    """Ids under which a group was ever listed."""
    return {name for seen in diary.seen for name in _listing(seen.get(unit, {}), group)}


def _listing(held: dict[str, tuple[float, frozenset[str]]], group: Planted) -> list[str]:
    return [
        name
        for name, (sure, people) in held.items()
        if sure >= LISTED and len(people & group.members.keys()) >= 2
    ]


def flickers(diary: Diary) -> Sequence[int]:
    """Ids ever listed; of these, how many fell under the threshold later, and how many left."""
    listed: set[str] = set()
    fell: set[str] = set()
    gone: set[str] = set()
    for seen in diary.seen:
        now = {name: sure for held in seen.values() for name, (sure, _) in held.items()}
        fell |= {name for name in listed if now.get(name, 1.0) < LISTED}
        gone |= listed - now.keys()
        listed |= {name for name, sure in now.items() if sure >= LISTED}
    return len(listed), len(fell), len(gone)


if __name__ == "__main__":
    sys.exit(main())
