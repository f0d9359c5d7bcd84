"""Changes to a population that must not matter to detection, or not materially."""

from __future__ import annotations

import random
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.inputs import Population


def reordered(population: Population, seed: int = 1) -> Population:
    """The same rows, every table in another order."""
    rng = random.Random(seed)

    def mixed(table: pa.Table) -> pa.Table:
        order = list(range(table.num_rows))
        rng.shuffle(order)
        return table.take(pa.array(order, pa.int64()))

    return replace(
        population,
        touches=mixed(population.touches),
        contents=mixed(population.contents),
        surges=mixed(population.surges),
        people=mixed(population.people),
    )


def renamed(population: Population) -> tuple[Population, dict[str, str]]:
    """The same population under other ids of people, visitors and contents; new id -> old id."""
    actors = population.people["id"].to_pylist() + population.touches["actor"].to_pylist()
    old = sorted({*actors, *population.contents["id"].to_pylist()}, key=lambda i: i[::-1])
    new = {name: f"x{place:06d}" for place, name in enumerate(old)}

    def swapped(table: pa.Table, column: str) -> pa.Table:
        values = pa.array([new[name] for name in table[column].to_pylist()], pa.string())
        return table.set_column(table.schema.get_field_index(column), column, values)

    changed = replace(
        population,
        touches=swapped(swapped(population.touches, "actor"), "content"),
        contents=swapped(population.contents, "id"),
        people=swapped(population.people, "id"),
    )
    return changed, {name: before for before, name in new.items()}


def shifted(population: Population, seconds: int) -> Population:
    """All times and the as-of moved together, as another time zone or year would."""

    def moved(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index("at")
        return table.set_column(place, "at", pc.add(table["at"], seconds))

    return replace(
        population,
        touches=moved(population.touches),
        surges=moved(population.surges),
        as_of=population.as_of + seconds,
    )


def permuted_titles(population: Population, seed: int = 1) -> Population:
    """Titles, with what was read from them, dealt out anew among the people."""
    order = list(range(population.people.num_rows))
    random.Random(seed).shuffle(order)
    people = population.people
    for column in ("title", "seniority", "function"):
        place = people.schema.get_field_index(column)
        people = people.set_column(place, column, people[column].take(pa.array(order)))
    return replace(population, people=people)


def repeated(population: Population, person: str, times: int) -> Population:
    """Every touch of one person ``times`` times, seconds apart."""
    theirs = population.touches.filter(pc.equal(population.touches["actor"], person))
    place = theirs.schema.get_field_index("at")
    copies = [
        theirs.set_column(place, "at", pc.add(theirs["at"], number)) for number in range(1, times)
    ]
    return replace(population, touches=pa.concat_tables([population.touches, *copies]))


def without_people(population: Population, people: frozenset[str]) -> Population:
    """The population without these people and all they did."""
    gone = pa.array(sorted(people), pa.string())
    touches, known = population.touches, population.people
    return replace(
        population,
        touches=touches.filter(pc.invert(pc.is_in(touches["actor"], gone))),
        people=known.filter(pc.invert(pc.is_in(known["id"], gone))),
    )
