"""The portfolio picture: every account with a map as a bubble, placed by rung and stage.

Rows are quality rungs, the best on top; columns are waterfall stages. Few accounts in a cell have
their names beneath them; many are packed closer, and what has no room is one dashed bubble that
leads to the table. Sizes tell known people of the surest group, arcs its confidence, and the
mark's solidity the evidence, as on the maps. Lengths are in pixels; the same graph gives the same
picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, pi, sqrt
from urllib.parse import urlencode

from graph.maps.atlas.read import Account, Portfolio, surest
from graph.maps.text import Style, wrap
from graph.maps.wording import RUNGS, STAGES, counted, percent

NAMED, PACKED = 15, 36
"""Bubbles of a cell that carry names, and that are drawn at all."""
SLOT, PITCH = (106.0, 102.0), 30.0
LEFT, TOP, GAP, PAD = 132.0, 46.0, 10.0, 10.0
WIDTH = 1388.0
"""A narrower picture is stretched to this."""
SMALLEST, LARGEST = 7.0, 24.0
NAME = Style(size=12, leading=14, room=98, lines=3)
NOBODY = "no_stage"


@dataclass(frozen=True)
class Bubble:
    """One account, or the rest of a cell.

    Attributes:
        kind: known, anonymous, third_party: what its evidence is at best; or rest.
        arc: length of the confidence arc and of the gap after it; None without a candidate.
        label: name in lines, empty where there is no room for it.
        about: the whole in words.
    """

    x: float
    y: float
    r: float
    kind: str
    href: str | None
    about: str
    label: tuple[str, ...] = ()
    arc: tuple[float, float] | None = None
    count: int | None = None


@dataclass(frozen=True)
class Band:
    """A row or column: its name, where it begins and how long it is."""

    key: str
    label: str
    at: float
    length: float
    accounts: int


@dataclass(frozen=True)
class Picture:
    """The whole picture; ``shown`` of ``total`` accounts with a map have a bubble."""

    width: float
    height: float
    rows: tuple[Band, ...]
    columns: tuple[Band, ...]
    bubbles: tuple[Bubble, ...]
    shown: int
    total: int


Cell = tuple[str, str]


def draw(portfolio: Portfolio) -> Picture:
    """Place every account that has a map."""
    cells: dict[Cell, list[Account]] = {}
    for account in portfolio.accounts:
        if account.map is not None:
            rung, stage = account.row["rung"] or "aspiring", account.row["stage"] or NOBODY
            cells.setdefault((rung, stage), []).append(account)
    rungs = [rung for rung in reversed(RUNGS) if any(key[0] == rung for key in cells)]
    stages = [name for name in (*STAGES, NOBODY) if any(key[1] == name for key in cells)]
    wide = _stretched({s: max(_room(cells.get((r, s), ()))[0] for r in rungs) for s in stages})
    high = {r: max(_room(cells.get((r, s), ()))[1] for s in stages) for r in rungs}
    columns = _bands(stages, STAGES | {NOBODY: "No stage yet"}, wide, LEFT, (1, cells))
    rows = _bands(rungs, RUNGS, high, TOP, (0, cells))
    bubbles = tuple(
        bubble
        for row in rows
        for column in columns
        for bubble in _fill((row, column), cells.get((row.key, column.key), []))
    )
    return Picture(
        width=round(LEFT + sum(wide.values()) + GAP * len(stages), 1),
        height=round(TOP + sum(high.values()) + GAP * len(rungs), 1),
        rows=rows,
        columns=columns,
        bubbles=bubbles,
        shown=sum(bubble.kind != "rest" for bubble in bubbles),
        total=sum(map(len, cells.values())),
    )


def _stretched(lengths: dict[str, float]) -> dict[str, float]:
    """Columns a little wider each, where together they leave room."""
    left = WIDTH - LEFT - sum(lengths.values()) - GAP * len(lengths)
    each = round(max(0.0, left) / max(1, len(lengths)), 1)
    return {key: length + each for key, length in lengths.items()}


def _bands(
    keys: Sequence[str],
    labels: dict[str, str],
    lengths: dict[str, float],
    start: float,
    counted_by: tuple[int, dict[Cell, list[Account]]],
) -> tuple[Band, ...]:
    place, cells = counted_by
    bands, at = [], start
    for key in keys:
        held = sum(len(accounts) for cell, accounts in cells.items() if cell[place] == key)
        bands.append(Band(key, labels[key], round(at, 1), lengths[key], held))
        at += lengths[key] + GAP
    return tuple(bands)


def _across(n: int) -> int:
    """Bubbles beside one another in a cell of ``n``."""
    if n <= NAMED:
        return min(n, 2 if n <= 8 else 3)
    return max(6, ceil(sqrt(n)))


def _room(accounts: Sequence[Account]) -> tuple[float, float]:
    """Width and height that a cell needs."""
    n = min(len(accounts), PACKED + 1)
    if not n:
        return 96.0, 44.0
    across = _across(n)
    wide, high = SLOT if n <= NAMED else (PITCH, PITCH)
    return max(96.0, across * wide + 2 * PAD), ceil(n / across) * high + 2 * PAD


def _fill(bands: tuple[Band, Band], accounts: list[Account]) -> list[Bubble]:
    """The bubbles of one cell, the surest account first."""
    row, column = bands
    n = min(len(accounts), PACKED + 1)
    if not n:
        return []
    few, across = n <= NAMED, _across(n)
    wide, high = SLOT if few else (PITCH, PITCH)
    lines = ceil(n / across)
    top = row.at + (row.length - lines * high) / 2
    drawn = accounts if len(accounts) <= PACKED + 1 else accounts[:PACKED]
    bubbles = [_bubble(account, few) for account in drawn]
    if len(drawn) < len(accounts):
        bubbles.append(_rest(len(accounts) - len(drawn), row, column))
    placed = []
    for number, bubble in enumerate(bubbles):
        line, step = divmod(number, across)
        left = column.at + (column.length - min(across, n - line * across) * wide) / 2
        x = left + (step + 0.5) * wide
        y = top + line * high + (LARGEST + 6 if few else high / 2)
        placed.append(replace(bubble, x=round(x, 1), y=round(y, 1)))
    return placed


def _bubble(account: Account, few: bool) -> Bubble:
    groups = [group for unit in account.units for group in unit.groups]
    group = surest(sorted(groups, key=lambda one: (-one.confidence, one.id)))
    people = len(group.members) if group else 0
    most = LARGEST if few else PITCH / 2 - 4.5
    r = round(min(most, max(SMALLEST, 6.0 * sqrt(people))), 1)
    sure = account.row["confidence"]
    kind = _evidence(account)
    ring = 2 * pi * (r + 2.2)
    return Bubble(
        0.0,
        0.0,
        r,
        kind,
        account.map,
        _about(account, people),
        wrap(account.name, NAME) if few else (),
        None
        if sure is None or kind != "known"
        else (round(ring * sure, 1), round(ring * (1 - sure), 1)),
    )


def _evidence(account: Account) -> str:
    code = max((unit.code or 0 for unit in account.units), default=0)
    if code & 4 or any(unit.groups for unit in account.units):
        return "known"
    return "anonymous" if code & 2 else "third_party"


def _about(account: Account, people: int) -> str:
    row = account.row
    rung = RUNGS.get(row["rung"] or "", "Rung not known yet")
    stage = STAGES.get(row["stage"] or "", "stage not known yet")
    sure = row["confidence"]
    group = "no group found" if sure is None else f"confidence {percent(sure)}"
    size = f", {counted(people, 'likely member')}" if people else ""
    return f"{account.name}: {rung}, {stage}, {group}{size}"


def _rest(n: int, row: Band, column: Band) -> Bubble:
    words = f"{n} more: {row.label}, {column.label}. The table has them all"
    chosen = {"rung": row.label} | ({} if column.key == NOBODY else {"stage": column.label})
    href = f"index.html#{urlencode(chosen)}"
    return Bubble(0.0, 0.0, PITCH / 2 - 4.5, "rest", href, words, count=n)
