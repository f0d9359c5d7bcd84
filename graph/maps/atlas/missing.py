"""Missing roles: which part of the decision team nobody seems to play, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.maps.atlas.accounts import (
    ROLE_NAMES,
    account_column,
    champion,
    missing_column,
    missing_roles,
    named,
    shown,
    solution_column,
    solutions_of,
)
from graph.maps.atlas.read import ROLES, Account, Group, Portfolio, Unit
from graph.maps.atlas.table import Column, Table


@dataclass(frozen=True)
class MissingRoles:
    """Listed groups, how many of them lack each role, and the table of those that lack any."""

    groups: int
    lacking: tuple[tuple[str, str, int], ...]
    table: Table


def missing(portfolio: Portfolio) -> MissingRoles:
    """Roles not found yet in listed groups."""
    listed = [(account, unit, group) for account, unit in portfolio.units for group in unit.listed]
    listed.sort(key=lambda found: (-found[2].confidence, found[2].id))
    lacking = tuple(
        (role, name, sum(role in group.missing for _, _, group in listed))
        for role, name in zip(ROLES, ROLE_NAMES, strict=True)
    )
    solutions = solutions_of(portfolio)
    return MissingRoles(
        len(listed),
        lacking,
        Table(
            "missing",
            "Groups with a role not found yet",
            ("group", "groups"),
            (
                account_column(),
                solution_column(solutions),
                Column("confidence", "Group confidence", "share"),
                Column("people", "Members", "count"),
                missing_column(),
                Column("champion", "Ask the likely champion", nothing="not found yet"),
            ),
            [_row(*found, solutions) for found in listed if found[2].missing],
            empty="No listed group lacks a role.",
        ),
    )


def _row(account: Account, unit: Unit, group: Group, solutions: tuple[str, ...]) -> list[Any]:
    return [
        named(account),
        solutions.index(unit.solution),
        shown(group.confidence),
        len(group.members),
        missing_roles(group),
        champion(group),
    ]
