"""A world in memory is what loading its exports gives, and detection can read it."""

from __future__ import annotations

import pyarrow.compute as pc

from graph.analysis.inputs import CONTENTS, PEOPLE, SURGES, TOUCHES
from tests.worlds.make import make_world
from tests.worlds.population import population
from tests.worlds.settings import Settings


def test_the_tables_hold_what_the_truth_names() -> None:
    world = make_world(Settings(seed=5, accounts=16, people=400))
    found = population(world)
    schemas = (found.touches, TOUCHES), (found.contents, CONTENTS)
    assert all(table.schema == schema for table, schema in schemas)
    assert (found.surges.schema, found.people.schema) == (SURGES, PEOPLE)
    assert found.people["id"].to_pylist() == sorted(p["email"] for p in world.truth["people"])
    assert pc.max(found.touches["at"]).as_py() <= found.as_of
    assert set(found.touches["content"].to_pylist()) <= set(found.contents["id"].to_pylist())
    solution = dict(
        zip(found.contents["id"].to_pylist(), found.contents["solution"].to_pylist(), strict=True)
    )
    seen = {
        (actor, account, solution[content])
        for actor, known, account, content in zip(
            *(found.touches[name].to_pylist() for name in ("actor", "known", "account", "content")),
            strict=True,
        )
        if known
    }
    members = [
        (email, group["account"], group["solution"])
        for group in world.truth["groups"]
        for email in group["members"]
    ]
    assert members
    assert set(members) <= seen


def test_our_own_people_are_barred() -> None:
    world = make_world(Settings(seed=5, accounts=16, people=400))
    people = population(world).people
    barred = set(people.filter(people["barred"])["id"].to_pylist())
    kinds = {person["email"]: person["kind"] for person in world.truth["people"]}
    assert {kinds[email] for email in barred} == {"own staff", "consultant", "rival"}
