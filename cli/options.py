"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")


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
