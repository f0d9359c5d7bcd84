"""Populations of ``tests.world`` with the times at which each fact became known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from graph.analysis.inputs import Population
from graph.analysis.waterfall import ALWAYS
from graph.pipeline.population import Timeline

Later = Callable[[pa.Table], np.ndarray]


def timeline(population: Population, later: Later | None = None) -> Timeline:
    """Everything known when it happened, or ``later(touches)`` seconds after that."""
    touches = population.touches
    at = np.asarray(touches["at"], dtype=np.int64)
    known = at if later is None else at + later(touches)
    return Timeline(
        touches=touches.append_column("known_at", pa.array(known)).append_column(
            "placed_at", pa.array(np.full(len(at), ALWAYS))
        ),
        surges=population.surges.append_column("known_at", population.surges["at"]),
        identities=population.identities.append_column(
            "known_at", pa.array([at[0]] * population.identities.num_rows, pa.int64())
        ),
        contents=population.contents,
        people=population.people,
        as_of=population.as_of,
    )
