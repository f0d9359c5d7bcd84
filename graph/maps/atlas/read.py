"""The graph into a portfolio: accounts with their demand units and groups, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.maps.answers import list_confidence
from graph.maps.atlas import cypher
from graph.maps.choose import CREDIBLE
from graph.maps.cypher import STAMP
from graph.maps.stem import unique_stems
from graph.maps.text import clean
from graph.model.vocabulary import RUNGS
from graph.store.base import GraphStore, Row

ROLES = ("champion", "decision_maker", "influencer", "ratifier", "user")
"""Roles of a decision team, in the order of the map's legend."""


@dataclass(frozen=True)
class Member:
    """A likely member of a group."""

    person: str
    name: str
    role: str
    role_confidence: float | None


@dataclass(frozen=True)
class Group:
    """A credible candidate; ``listed`` where it is sure enough and its account is not unfit."""

    id: str
    confidence: float
    quorum: str | None
    listed: bool
    members: tuple[Member, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles that no member seems to hold."""
        held = {member.role for member in self.members}
        return tuple(role for role in ROLES if role not in held)


@dataclass(frozen=True)
class Unit:
    """A demand unit with its credible candidates, the surest first."""

    id: str
    account: str
    solution: str
    stage: str | None
    rung: str | None
    code: int | None
    confidence: float | None
    owner: str | None
    groups: tuple[Group, ...] = ()

    @property
    def listed(self) -> tuple[Group, ...]:
        """Groups that are listed."""
        return tuple(group for group in self.groups if group.listed)


@dataclass(frozen=True)
class Account:
    """An account.

    Attributes:
        row: its properties, as the store gave them.
        units: the best first: by rung, then by confidence.
        map: address of its map within the atlas; None where there is nothing to show.
    """

    id: str
    name: str
    row: Row
    units: tuple[Unit, ...]
    map: str | None

    @property
    def hint(self) -> str | None:
        """What tells it from others of its name."""
        return self.row["domain"] if self.row["domain"] != self.name else None


@dataclass(frozen=True)
class Portfolio:
    """All accounts by confidence, then id; ``stamp`` is the graph's."""

    stamp: Row
    accounts: tuple[Account, ...]
    least: float

    @property
    def units(self) -> Iterable[tuple[Account, Unit]]:
        """Every unit with its account."""
        return ((account, unit) for account in self.accounts for unit in account.units)


def read_portfolio(store: GraphStore) -> Portfolio:
    """Read all accounts, with the confidence from which the team lists a group."""
    stamp = _stamp(store)
    least = list_confidence(stamp)
    rows = store.read(cypher.ACCOUNTS).rows
    unfit = {row["id"] for row in rows if row["fit"] is False}
    units = _units(store, least, unfit)
    names = {row["id"]: _name(row) for row in rows}
    worth = [key for key in names if key not in unfit and any(map(_telling, units.get(key, ())))]
    hints = {row["id"]: str(row["domain"] or names[row["id"]]) for row in rows}
    stems = unique_stems((key, hints[key]) for key in worth)
    accounts = tuple(
        Account(
            row["id"],
            names[row["id"]],
            row,
            tuple(units.get(row["id"], ())),
            f"accounts/{stems[row['id']]}.html" if row["id"] in stems else None,
        )
        for row in rows
    )
    return Portfolio(stamp, accounts, least)


def _telling(unit: Unit) -> bool:
    """Whether a map would show something: evidence of any tier, or a credible candidate."""
    return bool(unit.code or unit.groups)


def _name(row: Row) -> str:
    return clean(row["name"]) or clean(row["domain"]) or str(row["id"])


def _stamp(store: GraphStore) -> Row:
    rows = store.read(STAMP).rows
    return rows[0] if rows else {}


def _units(store: GraphStore, least: float, unfit: set[str]) -> dict[str, list[Unit]]:
    """Units by account, the best first."""
    groups = _groups(store, min(CREDIBLE, least))
    found: dict[str, list[Unit]] = defaultdict(list)
    for row in store.read(cypher.UNITS).rows:
        fits = row["account"] not in unfit
        held = tuple(
            Group(g["id"], g["confidence"], g["quorum"], fits and g["confidence"] >= least, m)
            for g, m in groups.get(row["id"], ())
        )
        found[row["account"]].append(
            Unit(**(row | {"solution": row["solution"] or ""}), groups=held)
        )
    for units in found.values():
        units.sort(key=best_first)
    return found


def best_first(unit: Unit) -> tuple[int, float, str]:
    """Key that sorts units by rung, then by confidence."""
    rung = RUNGS.index(unit.rung) if unit.rung in RUNGS else -1
    return -rung, -(unit.confidence or 0.0), unit.id


def _groups(store: GraphStore, least: float) -> dict[str, list[tuple[Row, tuple[Member, ...]]]]:
    """Credible candidates by unit, the surest first, with their members."""
    members: dict[str, list[Member]] = defaultdict(list)
    for row in store.read(cypher.MEMBERS, {"least": least}).rows:
        members[row["in_group"]].append(_member(row))
    found: dict[str, list[tuple[Row, tuple[Member, ...]]]] = defaultdict(list)
    for row in store.read(cypher.GROUPS, {"least": least}).rows:
        found[row["unit"]].append((row, tuple(members.get(row["id"], ()))))
    return found


def _member(row: Row) -> Member:
    name = clean(row["name"]) or clean(row["email"]) or "Name not known"
    return Member(row["person"], name, row["role"] or "undetermined", row["role_confidence"])


def surest(groups: Sequence[Group]) -> Group | None:
    """The first of groups that are sorted by confidence."""
    return groups[0] if groups else None
