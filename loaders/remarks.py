"""What a report says beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence

LINES = 3
"""Lines that a remark names."""


def join_notes(*notes: str | None) -> str | None:
    """Several remarks as one; None where there is none."""
    return "; ".join(filter(None, notes)) or None


def in_lines(first: Sequence[int], count: int) -> str:
    """Where something stands: the first ``LINES`` lines, and whether there are more."""
    return f"line {', '.join(map(str, first))}{', ...' if count > len(first) else ''}"
