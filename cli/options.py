"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")
EARLIEST = 1900
"""Year before which no time is meant: 0206 is a slip for 2026."""


def format_option(function: F) -> F:
    """--format table|json|csv."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="Tables are for eyes; JSON and CSV are for programs.",
    )
    return option(function)


def account_option(function: F) -> F:
    """--account A."""
    option = click.option(
        "--account", metavar="A", help="Only this account, by domain, name or id."
    )
    return option(function)


def adopt_option(function: F) -> F:
    """--adopt, for verbs that write a graph."""
    option = click.option(
        "--adopt",
        is_flag=True,
        help="With --graph: work in a database that holds somebody else's nodes too.",
    )
    return option(function)


def probability(name: str, help_: str) -> Callable[[F], F]:
    """An option that takes 0..1."""
    return click.option(name, type=click.FloatRange(0, 1), metavar="P", help=help_)


class Instant(click.ParamType[datetime]):
    """An ISO 8601 time or date; UTC where no zone is given. Becomes naive UTC."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The instant, or a usage error."""
        try:
            read = datetime.fromisoformat(value)
            moment = read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no ISO 8601 time, such as 2026-05-31T12:00:00Z", param, ctx)
        if moment.year < EARLIEST:
            self.fail(f"{value!r} lies before {EARLIEST}; is the year right?", param, ctx)
        return moment


def as_of_option(function: F) -> F:
    """--as-of TIME, for verbs that read snapshots."""
    option = click.option(
        "--as-of",
        type=Instant(),
        metavar="TIME",
        help="As known at the last weekly snapshot at or before this time; ISO 8601, UTC.",
    )
    return option(function)
