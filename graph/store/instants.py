"""Instants as text: ISO 8601 in UTC, seconds always, fractions only where there are any."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(value: datetime) -> str:
    """``2026-05-01T12:30:00.25Z``; a naive value means UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return trimmed(aware.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00"))


def trimmed(text: str) -> str:
    """The same form from text without its zone, which is UTC; seconds may be missing."""
    head, dot, fraction = text.partition(".")
    head = head if head.count(":") == 2 else f"{head}:00"
    fraction = fraction.rstrip("0")
    return f"{head}.{fraction}Z" if dot and fraction else f"{head}Z"
