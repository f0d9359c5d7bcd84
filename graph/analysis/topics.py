"""Topic vectors of contents and how alike two contents are.

A content speaks of a topic and of a solution; its vector has a one for each. Hence
``Sim = cos(v, v')^2`` (Salton and McGill 1983 for the cosine) is 1 for the same topic, 1/4 for two
topics of one solution, 1/2 between a topic and the solution as a whole (a meeting), and 0
otherwise; contents about nothing known are like nothing, not even one another. Contents with equal
vectors are one *theme*, so tables stay small however many URLs there are.

Limits: topics have no likeness across solutions, and words are compared as they are written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.analysis.arrays import Floats, Ints


@dataclass(frozen=True)
class Contents:
    """Contents as arrays, in an order that does not depend on their ids' spelling.

    Attributes:
        ids: content ids.
        kinds: content kinds, "" when unknown.
        solutions: names of solutions, sorted.
        solution: index into ``solutions``, -1 when off every solution.
        theme: index into ``likeness``.
        likeness: Sim between themes.
    """

    ids: list[str]
    kinds: list[str]
    solutions: list[str]
    solution: Ints
    theme: Ints
    likeness: Floats
    silent: np.ndarray


def read_contents(table: pa.Table, silent_kinds: tuple[str, ...]) -> Contents:
    """Contents and their themes; ``silent`` marks those that carry no evidence."""
    rows = sorted(
        (
            row["solution"] or "",
            row["topic"] or "",
            row["kind"] or "",
            row["id"],
        )
        for row in table.to_pylist()
    )
    solutions = sorted({row[0] for row in rows} - {""})
    place = {name: n for n, name in enumerate(solutions)}
    themes = sorted({row[:2] for row in rows})
    number = {theme: n for n, theme in enumerate(themes)}
    return Contents(
        ids=[row[3] for row in rows],
        kinds=[row[2] for row in rows],
        solutions=solutions,
        solution=np.array([place.get(row[0], -1) for row in rows], dtype=np.int64),
        theme=np.array([number[row[:2]] for row in rows], dtype=np.int64),
        likeness=_likeness(themes),
        silent=np.array([row[2] in silent_kinds or row[1] in silent_kinds for row in rows], bool),
    )


def _likeness(themes: list[tuple[str, str]]) -> Floats:
    words = sorted({("s", s) for s, _ in themes if s} | {("t", t) for _, t in themes if t})
    column = {word: n for n, word in enumerate(words)}
    vectors = np.zeros((len(themes), len(words)))
    for row, (solution, topic) in enumerate(themes):
        for word in (("s", solution), ("t", topic)):
            if word[1]:
                vectors[row, column[word]] = 1.0
    length = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    likeness: Floats = (unit @ unit.T) ** 2
    return likeness
