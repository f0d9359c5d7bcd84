"""Worlds to learn from: made here, or read from a folder through the real loaders."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.inputs import Population
from graph.analysis.signals import DAY
from graph.facts.open import open_facts
from graph.pipeline.population import data_clock, population
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest
from tests.worlds import population as inside
from tests.worlds.make import make_world
from tests.worlds.settings import Settings

OWN = "own"
GIVEN = "given"


@dataclass(frozen=True)
class Planted:
    """A planted group: members (name in the truth -> role) and when it was seen (epoch)."""

    members: Mapping[str, str]
    start: float
    end: float
    detectable: bool


@dataclass(frozen=True)
class Specimen:
    """A world with its truth.

    Attributes:
        construction: who made it: ``OWN`` or ``GIVEN``.
        people, accounts: ids of the population to names in the truth.
        planted: groups by (account, solution), in the truth's names.
        every_account: names of all accounts.
    """

    name: str
    construction: str
    population: Population
    people: Mapping[str, str]
    accounts: Mapping[str, str]
    planted: Mapping[tuple[str, str], tuple[Planted, ...]]
    every_account: tuple[str, ...]

    def held_by(self, account: str) -> int:
        """Most people of any group planted at the account."""
        return max(
            (len(g.members) for key, gs in self.planted.items() if key[0] == account for g in gs),
            default=0,
        )


def made(settings: Settings) -> Specimen:
    """A world of the project's own generator, in memory."""
    world = make_world(settings)
    given = inside.population(world)
    accounts = tuple(account["domain"] for account in world.truth["accounts"])
    return Specimen(
        name=f"own {settings.seed}",
        construction=OWN,
        population=given,
        people={person: person for person in given.people["id"].to_pylist()},
        accounts={account: account for account in accounts},
        planted=_planted(world.truth),
        every_account=accounts,
    )


def read(folder: Path) -> Specimen:
    """A planted world from its files, loaded as a user's would be."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    with TemporaryDirectory() as scratch:
        facts = open_facts(Path(scratch) / "facts.duckdb")
        ingest(facts, [folder], read_config(folder / "coterie.toml"))
        given = population(facts, data_clock(facts))
        people = facts.execute("SELECT id, lower(email) FROM graph.person").fetchall()
        accounts = facts.execute("SELECT id, domain FROM graph.account").fetchall()
        facts.close()
    return Specimen(
        name=folder.name,
        construction=GIVEN,
        population=given,
        people={person: email or person for person, email in people},
        accounts={account: domain or account for account, domain in accounts},
        planted=_planted(truth),
        every_account=tuple(account["domain"] for account in truth["accounts"]),
    )


def _planted(truth: Mapping[str, Any]) -> dict[tuple[str, str], tuple[Planted, ...]]:
    found: dict[tuple[str, str], list[Planted]] = {}
    for group in truth["groups"]:
        start, end = (
            datetime.fromisoformat(group[which]).timestamp() for which in ("start", "end")
        )
        members = {email.lower(): role for email, role in group["members"].items()}
        one = Planted(members, start, end, group["detectable"])
        found.setdefault((group["account"], group["solution"]), []).append(one)
    return {key: tuple(groups) for key, groups in sorted(found.items())}


def thinned(specimen: Specimen) -> Specimen:
    """The same world, every group keeping one or two people: then there is no group in it.

    Their anonymous colleagues and meetings stay, so that these alone do not make a group.
    """
    rng = random.Random(specimen.name)
    everybody: set[str] = set()
    kept: set[str] = set()
    for groups in specimen.planted.values():
        for group in groups:
            names = sorted(group.members)
            everybody.update(names)
            kept.update(rng.sample(names, min(len(names), rng.choice((1, 2, 2)))))
    gone = everybody - kept
    ids = pa.array(sorted(i for i, name in specimen.people.items() if name in gone), pa.string())
    touches = specimen.population.touches
    left = touches.filter(pc.invert(pc.is_in(touches["actor"], ids)))
    return replace(
        specimen,
        name=f"{specimen.name}, thinned",
        population=replace(specimen.population, touches=left),
        planted={},
    )


def in_days(specimen: Specimen, group: Planted, days: int) -> tuple[float, float]:
    """When a group was seen, in days from the beginning of the evidence window."""
    origin = specimen.population.as_of - days * DAY
    return (group.start - origin) / DAY, (group.end - origin) / DAY
