"""The index: a table of accounts and one of demand units."""

from __future__ import annotations

from typing import Any

from graph.maps.atlas.read import ROLES, Account, Group, Portfolio, Unit, best_first, surest
from graph.maps.atlas.table import Column, Table, place
from graph.maps.wording import ROLE_WORDS, RUNGS, STAGES, percent
from graph.model import vocabulary

QUORUMS = ("Met", "Possible", "No")
FITS = ("Fits", "Not a fit")
ROLE_NAMES = tuple(ROLE_WORDS[role] for role in ROLES)


def solutions_of(portfolio: Portfolio) -> tuple[str, ...]:
    """Every solution that a unit is about, sorted."""
    return tuple(sorted({unit.solution for _, unit in portfolio.units}))


def account_column() -> Column:
    """Name of an account, leading to its map."""
    return Column("account", "Account", "name")


def solution_column(solutions: tuple[str, ...]) -> Column:
    """Solution of a unit."""
    return Column("solution", "Solution", "choice", solutions, filter=True)


def missing_column() -> Column:
    """Roles that nobody seems to hold; empty where there is no group to lack them."""
    return Column(
        "missing", "Not found yet", "several", ROLE_NAMES, filter=True, nothing="all five seen"
    )


def _state_columns() -> tuple[Column, ...]:
    return (
        Column("rung", "Quality rung", "choice", tuple(RUNGS.values()), filter=True),
        Column("confidence", "Confidence", "share", nothing="no candidate"),
        Column("quorum", "Quorum", "choice", QUORUMS, filter=True, nothing="no group"),
        Column("stage", "Stage", "choice", tuple(STAGES.values()), filter=True, nothing="no stage"),
        Column("tiers", "Evidence", "tiers", filter=True),
    )


def accounts_table(portfolio: Portfolio) -> Table:
    """One row per account: its best unit's rung, its furthest stage, its surest group's quorum."""
    solutions = solutions_of(portfolio)
    return Table(
        "accounts",
        "Accounts",
        ("account", "accounts"),
        (
            account_column(),
            *_state_columns(),
            Column("groups", "Groups", "count"),
            Column("people", "People", "count"),
            Column("solutions", "Listed for", "several", solutions, filter=True, nothing=""),
            missing_column(),
            Column("fit", "Fit", "choice", FITS, filter=True),
        ),
        [_account(account, solutions) for account in sorted(portfolio.accounts, key=_order)],
        empty="No accounts here yet: run coterie load.",
    )


def _order(account: Account) -> tuple[int, float, str]:
    """The best rung first, then the surest: so what is no candidate comes last."""
    rung = place(vocabulary.RUNGS, account.row["rung"])
    return 1 if rung is None else -rung, -(account.row["confidence"] or 0.0), account.id


def _account(account: Account, solutions: tuple[str, ...]) -> list[Any]:
    row = account.row
    best = next((unit for unit in account.units if unit.code is not None), None)
    groups = [group for unit in account.units for group in unit.groups]
    group = surest(sorted(groups, key=lambda one: (-one.confidence, one.id)))
    listed = sorted({unit.solution for unit in account.units if unit.listed})
    fit = row["fit"]
    return [
        named(account),
        place(vocabulary.RUNGS, row["rung"]),
        shown(row["confidence"]),
        _quorum(group, fit),
        place(vocabulary.STAGES, row["stage"]),
        best.code if best else None,
        sum(len(unit.listed) for unit in account.units),
        row["people"] or 0,
        [solutions.index(solution) for solution in listed],
        missing_roles(group),
        None if fit is None else (0 if fit else 1),
    ]


def units_table(portfolio: Portfolio) -> Table:
    """One row per demand unit, ordered as the accounts are."""
    solutions = solutions_of(portfolio)
    rows = sorted(portfolio.units, key=lambda pair: best_first(pair[1]))
    return Table(
        "units",
        "Demand units",
        ("demand unit", "demand units"),
        (
            account_column(),
            solution_column(solutions),
            *_state_columns(),
            Column("groups", "Groups", "count"),
            Column("champion", "Likely champion", nothing="not found yet"),
            missing_column(),
            Column("owner", "Owner", nothing=""),
        ),
        [_unit(account, unit, solutions) for account, unit in rows],
        empty="No demand units here yet: run coterie analyze.",
    )


def _unit(account: Account, unit: Unit, solutions: tuple[str, ...]) -> list[Any]:
    group = surest(unit.groups)
    return [
        named(account),
        solutions.index(unit.solution),
        place(vocabulary.RUNGS, unit.rung),
        shown(unit.confidence),
        _quorum(group, account.row["fit"]),
        place(vocabulary.STAGES, unit.stage),
        unit.code,
        len(unit.listed),
        champion(group),
        missing_roles(group),
        unit.owner,
    ]


def named(account: Account) -> list[str | None]:
    """Name, domain and map of an account, as a ``name`` cell."""
    return [account.name, account.hint, account.map]


def shown(value: float | None) -> float | None:
    """A probability to four places: more is noise, and makes the page bigger."""
    return None if value is None else round(value, 4)


def _quorum(group: Group | None, fit: bool | None) -> int | None:
    return None if group is None or fit is False else place(vocabulary.QUORUMS, group.quorum)


def missing_roles(group: Group | None) -> list[int] | None:
    """Places of the roles that a listed group lacks; None without such a group."""
    if group is None or not group.listed:
        return None
    return [ROLES.index(role) for role in group.missing]


def champion(group: Group | None) -> str | None:
    """The likeliest champion of a listed group, with how likely that is."""
    if group is None or not group.listed:
        return None
    found = [member for member in group.members if member.role == "champion"]
    best = min(found, key=lambda one: (-(one.role_confidence or 0.0), one.person), default=None)
    sure = percent(best.role_confidence if best else None).replace(" ", "\u00a0")
    return f"{best.name} ({sure})" if best else None
