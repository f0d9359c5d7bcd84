"""Signals as arrays: what counts as evidence, once per person, content and week.

Step 0 of the method. Dropped: signals outside the evidence window, of barred people (own staff,
partners, competitors), and of contents that carry no evidence (careers, training). Repeats
saturate: of one person's signals on one content in one week the first counts, so that a hundred
clicks are no more than one.

Days are counted back from as-of, so a common shift of all times changes nothing. People of an
account are put in an order that their signals give; ids decide only between people whose signals
are alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.arrays import Floats, Ints, run_starts
from graph.analysis.inputs import Population
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents

DAY = 86_400


@dataclass(frozen=True)
class Signals:
    """Known people's signals, sorted by account, person and time.

    Attributes:
        accounts: ids; those of people without an account are "".
        account, person, content: indices per signal; persons are numbered within the population.
        day: days since the beginning of the evidence window, with fractions.
        people: ids of persons, by index.
    """

    accounts: list[str]
    people: list[str]
    account: Ints
    person: Ints
    content: Ints
    day: Floats


def read_signals(population: Population, contents: Contents, parameters: Parameters) -> Signals:
    """Signals of known people that carry evidence, saturated."""
    table = _evidence(population, contents, parameters)
    accounts, account = codes(table["account"])
    actors, actor = codes(table["actor"])
    content = np.asarray(table["content"], dtype=np.int64)
    at = np.asarray(table["at"], dtype=np.int64)
    keep = _first_per_week(account, actor, content, at, population.as_of)
    account, actor, content, at = account[keep], actor[keep], content[keep], at[keep]
    start = population.as_of - parameters.evidence_days * DAY
    day = np.clip((at - start) / DAY, 0.0, parameters.evidence_days - 1e-6)
    rank = _ranks(account, actor, content, day)
    order = np.lexsort((content, day, rank))
    rank = rank[order]
    firsts = run_starts(rank)
    return Signals(
        accounts=accounts,
        people=[actors[n] for n in actor[order][firsts]],
        account=account[order],
        person=rank,
        content=content[order],
        day=day[order],
    )


def _evidence(population: Population, contents: Contents, parameters: Parameters) -> pa.Table:
    """Touches of known, unbarred people in the window, with content as an index."""
    people, touches = population.people, population.touches
    barred = people.filter(people["barred"])["id"]
    start = population.as_of - parameters.evidence_days * DAY
    spoken = [name for name, mute in zip(contents.ids, contents.silent, strict=True) if not mute]
    near = pc.and_(pc.greater(touches["at"], start), pc.less_equal(touches["at"], population.as_of))
    told = pc.is_in(touches["content"], value_set=pa.array(spoken, pa.string()))
    buyer = pc.invert(pc.is_in(touches["actor"], value_set=_array(barred)))
    kept = pc.and_(pc.and_(touches["known"], near), pc.and_(told, buyer))
    touches = touches.select(["account", "actor", "content", "at"]).filter(kept)
    index = pc.index_in(touches["content"], value_set=pa.array(contents.ids, pa.string()))
    return pa.table(
        {
            "account": pc.fill_null(touches["account"], ""),
            "actor": touches["actor"],
            "content": index,
            "at": touches["at"],
        }
    )


def _array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def codes(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """Sorted distinct names and an index into them per row."""
    names = sorted(pc.unique(column).to_pylist())
    found = pc.index_in(column, value_set=pa.array(names, pa.string()))
    return names, np.asarray(found, dtype=np.int64)


def _first_per_week(account: Ints, actor: Ints, content: Ints, at: Ints, as_of: int) -> Ints:
    """Rows that stay: the first of each person, content and week (counted back from as-of)."""
    week = (as_of - at) // (7 * DAY)
    widths = [int(part.max(initial=0)) + 1 for part in (actor, content, week)]
    key = ((account * widths[0] + actor) * widths[1] + content) * widths[2] + week
    order = np.lexsort((at, key))
    kept: Ints = order[run_starts(key[order])]
    return kept


def _ranks(account: Ints, actor: Ints, content: Ints, day: Floats) -> Ints:
    """Number of each signal's person: by account, then by what the person did, then by id."""
    width = int(actor.max(initial=0)) + 1
    pairs, which = np.unique(account * width + actor, return_inverse=True)
    which = which.ravel()
    count = len(pairs)
    total = np.bincount(which, minlength=count)
    first = np.full(count, np.inf)
    last = np.full(count, -np.inf)
    np.minimum.at(first, which, day)
    np.maximum.at(last, which, day)
    themes = np.bincount(which, weights=content, minlength=count)
    order = np.lexsort((pairs % width, themes, last, total, first, pairs // width))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    ranks: Ints = rank[which]
    return ranks
