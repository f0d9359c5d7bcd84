"""Shifted copies of a world: fainter, noisier, fuller, slower.

No two populations are alike, and a model that has seen one kind only says too much of another. The
copies in ``LEARNT`` are learnt from beside the world itself; those in ``UNSEEN`` only try what was
learnt. A copy says anew which groups can be seen at all: those of whom three members left a signal
on the solution. The same world gives the same copies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.arrays import Flags, Ints
from graph.analysis.parameters import Parameters
from graph.analysis.signals import DAY
from tests.training.specimens import Planted, Specimen

_DAYS = Parameters().evidence_days
_SEEN = 3  # members with a signal, from which a group can be found
_STRAY = 10  # days by which a copied signal is moved, at most
_BRIEF = 0.7  # days after its beginning that a campaign's reader comes, on average

Shift = Callable[[Specimen], Specimen]


def fainter(world: Specimen, share: float = 0.7) -> Specimen:
    """Only a share of all signals was recorded."""
    rng = _rng(world, "fainter")
    touches = world.population.touches
    return _with(world, touches.filter(pa.array(rng.random(len(touches)) < share)))


def noisier(world: Specimen, more: float = 0.5) -> Specimen:
    """Many signals of people outside every group happen once more: to anybody, some days off."""
    rng = _rng(world, "noisier")
    touches, population = world.population.touches, world.population
    apart = ~_members(world) & np.asarray(touches["known"])
    copied = touches.take(pa.array(np.flatnonzero(apart & (rng.random(len(touches)) < more))))
    people, homes = _known_people(touches)
    who = rng.integers(0, len(people), len(copied))
    at = np.asarray(copied["at"]) + rng.integers(-_STRAY * DAY, _STRAY * DAY, len(copied))
    first = population.as_of - _DAYS * DAY
    at = np.abs(at - first) + first  # mirrored at both ends of the window
    at = population.as_of - np.abs(population.as_of - at)
    return _with(world, _joined(touches, (people, homes, who), copied["content"], at))


def campaigns(world: Specimen, many: int = 12, segments: int = 10) -> Specimen:
    """One mail to very many, several times; and some to a few people of each of eight accounts."""
    rng = _rng(world, "campaigns")
    touches = world.population.touches
    people, homes = _known_people(touches)
    contents = _spoken(world)
    members = _by_account(homes)
    who: list[int] = []
    read: list[str] = []
    at: list[int] = []
    for n in range(many + segments):
        content = contents[int(rng.integers(len(contents)))]
        if n < many:
            number = int(len(people) * rng.uniform(0.01, 0.03))
            reached = rng.choice(len(people), number, replace=False).tolist()
        else:
            reached = _segment(members, rng)
        begun = world.population.as_of - int(rng.integers(2 * DAY, (_DAYS - 2) * DAY))
        delay = (rng.exponential(_BRIEF, len(reached)) * DAY).astype(np.int64)
        who += reached
        read += [content] * len(reached)
        at += np.minimum(begun + delay, world.population.as_of - DAY).tolist()
    added = (people, homes, np.array(who, dtype=np.int64))
    return _with(world, _joined(touches, added, pa.array(read), np.array(at, dtype=np.int64)))


def _segment(members: list[list[int]], rng: np.random.Generator) -> list[int]:
    """A few people of each of some accounts."""
    reached: list[int] = []
    for account in rng.choice(len(members), min(len(members), 8), replace=False).tolist():
        staff = members[account]
        some = min(len(staff), int(rng.integers(3, 8)))
        reached += rng.choice(staff, some, replace=False).tolist()
    return reached


def merged(world: Specimen) -> Specimen:
    """Accounts become one, two by two: larger firms, more noise around each group."""
    rng = _rng(world, "merged")
    names = list(rng.permutation(sorted(world.every_account)))
    into = {str(b): str(a) for a, b in zip(names[::2], names[1::2], strict=False)}
    ids = {name: account for account, name in sorted(world.accounts.items(), reverse=True)}
    moved = {a: ids[into[n]] for a, n in world.accounts.items() if n in into and into[n] in ids}
    population = world.population
    planted: dict[tuple[str, str], tuple[Planted, ...]] = {}
    for (name, solution), groups in world.planted.items():
        key = into.get(name, name), solution
        planted[key] = planted.get(key, ()) + groups
    stays = [account not in moved for account in population.surges["account"].to_pylist()]
    return replace(
        world,
        every_account=tuple(name for name in world.every_account if name not in into),
        planted=dict(sorted(planted.items())),
        population=replace(
            population,
            touches=_moved(population.touches, moved),
            people=_moved(population.people, moved),
            surges=population.surges.filter(pa.array(stays, pa.bool_())),
        ),
    )


def leaner(world: Specimen, share: float = 0.5) -> Specimen:
    """Of the people outside every group only a share is known."""
    rng = _rng(world, "leaner")
    chosen = {person for person in sorted(world.people) if rng.random() < share}
    actors = world.population.touches["actor"].to_pylist()
    stays = np.array([a in chosen or a not in world.people for a in actors], dtype=bool)
    return _with(world, world.population.touches.filter(pa.array(stays | _members(world))))


def calmer(world: Specimen, share: float = 0.6) -> Specimen:
    """Of the signals outside every group only a share was recorded."""
    rng = _rng(world, "calmer")
    touches = world.population.touches
    stays = _members(world) | (rng.random(len(touches)) < share)
    return _with(world, touches.filter(pa.array(stays)))


def slower(world: Specimen, pace: float = 1.35) -> Specimen:
    """Everything takes longer; what comes to lie before the evidence window is not seen."""
    as_of = world.population.as_of
    touches = world.population.touches
    at = (as_of - (as_of - np.asarray(touches["at"])) * pace).astype(np.int64)
    planted = {
        key: tuple(
            replace(
                group,
                start=as_of - (as_of - group.start) * pace,
                end=as_of - (as_of - group.end) * pace,
            )
            for group in groups
        )
        for key, groups in world.planted.items()
    }
    column = touches.schema.get_field_index("at")
    return _with(replace(world, planted=planted), touches.set_column(column, "at", pa.array(at)))


def smaller(world: Specimen, share: float = 0.7) -> Specimen:
    """Of each group's members only a share, two at least, ever came."""
    rng = _rng(world, "smaller")
    planted: dict[tuple[str, str], tuple[Planted, ...]] = {}
    for key, groups in world.planted.items():
        left = []
        for group in groups:
            names = sorted(group.members)
            number = min(len(names), max(2, round(len(names) * share)))
            kept = sorted(rng.choice(names, number, replace=False).tolist())
            left.append(replace(group, members={name: group.members[name] for name in kept}))
        planted[key] = tuple(left)
    gone = _names(world) - _names(replace(world, planted=planted))
    actors = world.population.touches["actor"].to_pylist()
    stays = [world.people.get(actor) not in gone for actor in actors]
    touches = world.population.touches.filter(pa.array(stays, pa.bool_()))
    return _with(replace(world, planted=planted), touches)


LEARNT: Mapping[str, Shift] = {
    shift.__name__: shift for shift in (fainter, noisier, campaigns, merged, leaner)
}
UNSEEN: Mapping[str, Shift] = {shift.__name__: shift for shift in (calmer, slower, smaller)}
SHIFTS: Mapping[str, Shift] = {**LEARNT, **UNSEEN}


def shifted(world: Specimen, by: str) -> Specimen:
    """The copy of this name in ``SHIFTS``."""
    return replace(SHIFTS[by](world), name=f"{world.name}, {by}")


def _rng(world: Specimen, shift: str) -> np.random.Generator:
    return np.random.default_rng(crc32(f"{world.name} {shift}".encode()))


def _names(world: Specimen) -> set[str]:
    """Members of any group, in the truth's names."""
    return {name for groups in world.planted.values() for g in groups for name in g.members}


def _members(world: Specimen) -> Flags:
    """Which touches are of a member of any group."""
    names = _names(world)
    actors = world.population.touches["actor"].to_pylist()
    return np.array([world.people.get(actor) in names for actor in actors], dtype=bool)


def _known_people(touches: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Every known person once, and the account of each."""
    known = touches.filter(touches["known"])
    held = known.group_by("actor").aggregate([("account", "min")]).sort_by("actor")
    return held["actor"].combine_chunks(), held["account_min"].combine_chunks()


def _by_account(homes: pa.Array) -> list[list[int]]:
    """People (by number) of each account that has at least eight."""
    held: dict[str, list[int]] = {}
    for n, account in enumerate(homes.to_pylist()):
        if account is not None:
            held.setdefault(account, []).append(n)
    return [staff for _, staff in sorted(held.items()) if len(staff) >= 8]


def _spoken(world: Specimen) -> list[str]:
    """Contents on a solution that somebody touched."""
    contents = world.population.contents
    on = contents.filter(pc.is_valid(contents["solution"]))["id"].to_pylist()
    touched = set(world.population.touches["content"].to_pylist())
    return sorted(content for content in on if content in touched)


def _joined(
    touches: pa.Table,
    who: tuple[pa.Array, pa.Array, Ints],
    contents: pa.Array | pa.ChunkedArray,
    at: Ints,
) -> pa.Table:
    """Touches with more of them by known people, of the kind by which each content came before."""
    people, homes, chosen = who
    columns = zip(touches["content"].to_pylist(), touches["kind"].to_pylist(), strict=True)
    kind = dict(columns)
    rows = pa.array(chosen)
    added = pa.table(
        {
            "actor": people.take(rows),
            "known": pa.array(np.ones(len(chosen), dtype=bool)),
            "account": homes.take(rows),
            "content": contents,
            "kind": pa.array([kind[content] for content in contents.to_pylist()], pa.string()),
            "at": pa.array(at),
        }
    )
    return pa.concat_tables([touches, added.select(touches.schema.names).cast(touches.schema)])


def _moved(table: pa.Table, moved: Mapping[str, str]) -> pa.Table:
    """A table whose accounts are others where ``moved`` says so."""
    accounts = [moved.get(a, a) if a is not None else None for a in table["account"].to_pylist()]
    column = table.schema.get_field_index("account")
    return table.set_column(column, "account", pa.array(accounts, pa.string()))


def _with(world: Specimen, touches: pa.Table) -> Specimen:
    """The world with other touches, its groups detectable where enough members are still seen."""
    told = world.population.contents
    of = dict(zip(told["id"].to_pylist(), told["solution"].to_pylist(), strict=True))
    first = world.population.as_of - _DAYS * DAY
    seen: dict[tuple[str | None, str | None], list[int]] = {}
    names = ("actor", "content", "at")
    for actor, content, at in zip(*(touches[name].to_pylist() for name in names), strict=True):
        if first < at <= world.population.as_of:
            seen.setdefault((world.people.get(actor), of.get(content)), []).append(at)
    planted = {
        key: tuple(
            replace(group, detectable=group.detectable and _visible(group, key[1], seen))
            for group in groups
        )
        for key, groups in world.planted.items()
    }
    population = replace(world.population, touches=touches)
    return replace(world, population=population, planted=planted)


def _visible(
    group: Planted, solution: str, seen: Mapping[tuple[str | None, str | None], list[int]]
) -> bool:
    """Whether enough members left a signal on the solution while the group was there."""
    since, until = group.start - DAY, group.end + DAY
    number = sum(
        any(since <= at <= until for at in seen.get((name, solution), ())) for name in group.members
    )
    return number >= _SEEN
