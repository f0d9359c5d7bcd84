"""Python's search for garbage in cycles, made less often while detection runs.

Detection makes hundreds of thousands of small objects that stay to its end, and Python looks
through all that lives again and again as they grow: a tenth of the time at 100,000 people. Nearly
nothing of it lies in cycles; networkx's graphs do, a few per account, so the search is made rarer
and not turned off.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 20_000  # new objects between two searches; Python's own number is 700


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Search for garbage less often inside, as before outside; also a decorator."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _OBJECTS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
