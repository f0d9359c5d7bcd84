"""What an account map shows of all that the graph holds, most telling first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.maps.page import (
    LONE,
    Content,
    Group,
    Membership,
    Person,
    Visitor,
)
from graph.maps.text import clean
from graph.maps.wording import percent

if TYPE_CHECKING:
    from graph.maps.answers import Answers
    from graph.store.base import Row

CREDIBLE = 0.2
GROUPS = 12
CANDIDATES = 3
NODES = 1500
"""Marks at most on one map; what is above is counted (docs/maps.md: redraws stay quick)."""
PEOPLE = 1200
VISITORS = 160
SURGES = 40
CONTENTS = 120
EDGES = 4500
TIES_EACH = 3
BRIDGES_EACH = 3


@dataclass(frozen=True)
class Known:
    """What else the graph says of a person: its lead score, its surest group, listed from where."""

    lead: Row | None
    doubtful: Row | None
    least: float


def choose_groups(answers: Answers) -> tuple[Group, ...]:
    """Groups that are listed; without any, the best credible candidates."""
    rows = [row for row in answers.groups if row["confidence"] is not None]
    least = answers.list_confidence
    listed = [row for row in rows if row["confidence"] >= least][:GROUPS]
    credible = [row for row in rows if row["confidence"] >= CREDIBLE][:CANDIDATES]
    chosen = listed or credible
    members: dict[str, list[str]] = {}
    for row in sorted(answers.members, key=lambda m: (-(m["confidence"] or 0.0), m["person"])):
        members.setdefault(row["group_id"], []).append(f"p:{row['person']}")
    unknowns: dict[str, list[str]] = {}
    for row in answers.unknowns:
        unknowns.setdefault(row["solution"], []).append(row["fact"])
    seen: Counter[str] = Counter()
    groups = []
    for row in chosen:
        solution = row["solution"] or "Unknown solution"
        seen[solution] += 1
        title = solution if seen[solution] == 1 else f"{solution}, group {seen[solution]}"
        group = _group(row, title, tuple(members.get(row["id"], ())), least)
        groups.append(replace(group, unknowns=tuple(unknowns.get(solution, ()))))
    return tuple(groups)


def _group(row: Row, title: str, members: tuple[str, ...], least: float) -> Group:
    return Group(
        id=f"g:{row['id']}",
        title=title,
        solution=row["solution"],
        confidence=row["confidence"],
        listed=row["confidence"] >= least,
        rung=row["rung"],
        stage=row["stage"],
        quorum=row["quorum"],
        code=row["code"],
        visitors=row["visitors"],
        reasons=tuple(row["reasons"] or ()),
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        members=members,
    )


def column_for(solution: str | None, groups: tuple[Group, ...]) -> str:
    """Column of the best group of a solution, else the last one."""
    return next((g.id for g in groups if solution and g.solution == solution), LONE)


def choose_people(answers: Answers, groups: tuple[Group, ...]) -> tuple[tuple[Person, ...], int]:
    """Every member of a group on the map, then the others, most engaged first.

    Returns the people and how many known people the account has. Of the others, only those with
    a signal in the evidence window stand on the map.
    """
    shown = {group.id for group in groups}
    memberships: dict[str, list[Membership]] = {}
    for row in answers.members:
        if f"g:{row['group_id']}" in shown:
            memberships.setdefault(row["person"], []).append(_membership(row))
    touches = _by_actor(answers.person_touches)
    strong = Counter(row["person"] for row in answers.signals)
    others = [
        row for row in answers.people if row["id"] not in memberships and _active(row, answers)
    ]
    others.sort(key=lambda row: _engagement(row["id"], touches, strong))
    chosen = [row for row in answers.people if row["id"] in memberships]
    chosen += others[: max(0, PEOPLE - len(chosen))]
    leads = {row["person"]: row for row in reversed(answers.leads)}
    doubtful = _doubtful(answers)
    people = [
        _person(
            row,
            memberships.get(row["id"], []),
            touches.get(row["id"], []),
            Known(leads.get(row["id"]), doubtful.get(row["id"]), answers.list_confidence),
        )
        for row in chosen
    ]
    return tuple(people), len(answers.people)


def _engagement(
    person: str, touches: Mapping[str, list[Row]], strong: Mapping[str, int]
) -> tuple[int, int, str]:
    mine = touches.get(person, [])
    return -len(mine) - strong.get(person, 0), -sum(int(row["n"] or 0) for row in mine), person


def _active(row: Row, answers: Answers) -> bool:
    last = row["last_seen_ts"]
    return last is not None and last >= answers.since


def _membership(row: Row) -> Membership:
    return Membership(
        group=f"g:{row['group_id']}",
        role=row["role"] or "undetermined",
        role_confidence=row["role_confidence"],
        runner_up=row["runner_up"],
        confidence=row["confidence"],
        reasons=tuple(row["reasons"] or ()),
        grounds=tuple(row["grounds"] or ()),
    )


def _person(
    row: Row,
    memberships: list[Membership],
    touches: list[Row],
    known: Known,
) -> Person:
    name = clean(row["name"]) or clean(row["email"]) or "Name not known"
    ordered = sorted(memberships, key=lambda m: (-(m.confidence or 0.0), m.group))
    return Person(
        id=f"p:{row['id']}",
        name=name,
        column=ordered[0].group if ordered else LONE,
        title=row["title"],
        email=row["email"],
        seniority=row["seniority"] or "unknown",
        function=row["function"],
        standing=row["standing"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        memberships=tuple(ordered),
        touched=len(touches),
        lines=() if ordered else _why_not(row, touches, known),
    )


_STANDINGS = {
    "own_staff": "One of our own people: never a buyer, so never in a group.",
    "partner": "Works for a partner that looks for others, so never in a group.",
    "competitor": "Works for a competitor: looks, but does not buy.",
    "test_data": "A test's name or address, so never in a group.",
    "student": "Likely a student: reads, but does not buy.",
    "press": "Likely writes for the press: reads, but does not buy.",
    "job_seeker": "Likely looks for work with us, so never in a group.",
    "consultant": "Likely a consultant who looks for others, so never in a group.",
}


def _why_not(row: Row, touches: list[Row], known: Known) -> tuple[str, ...]:
    """Why a lone lead does not qualify."""
    lead = known.lead
    if row["standing"] in _STANDINGS:
        return (_STANDINGS[row["standing"]],)
    lines = [_alone(known)]
    solutions = sorted({t["solution"] for t in touches if t["solution"]})
    if solutions:
        lines.append(f"Touched content on {', '.join(solutions)}.")
    elif touches:
        lines.append("Touched content, none of it on one of our solutions.")
    if lead is not None and lead["score"] is not None:
        lines.append(_without(lead["score"]))
    lines.append("Neither the title nor the number of touches changes that.")
    return tuple(lines)


def _without(score: float) -> str:
    """What is left of the account's evidence without a lead that no group holds."""
    if score >= CREDIBLE:
        return f"A likely group of others acts here ({percent(score)}); this lead is not in it."
    return f"Lead score without what this lead did: {percent(score)}."


def _alone(known: Known) -> str:
    doubtful = known.doubtful
    if doubtful is None:
        return "No colleagues were found acting together with this lead on one solution."
    sure = percent(doubtful["confidence"])
    if doubtful["confidence"] >= known.least:
        return f"In a group on {doubtful['solution']} that this map has no room for ({sure})."
    return f"At most part of a doubtful group on {doubtful['solution']} (confidence {sure})."


def _doubtful(answers: Answers) -> dict[str, Row]:
    """The surest group of each person, listed or not."""
    groups = {row["id"]: row for row in answers.groups}
    found: dict[str, Row] = {}
    for row in answers.members:
        group = groups.get(row["group_id"])
        best = found.get(row["person"])
        if group and (best is None or group["confidence"] > best["confidence"]):
            found[row["person"]] = group
    return found


def _content_name(row: Row) -> str:
    return clean(row["title"]) or clean(row["url"]) or "Untitled"


def _by_actor(rows: Iterable[Row]) -> dict[str, list[Row]]:
    actors: dict[str, list[Row]] = {}
    for row in rows:
        actors.setdefault(row["actor"], []).append(row)
    for touches in actors.values():
        touches.sort(key=lambda row: (-(row["last_ts"] or 0), row["content"]))
    return actors


def choose_visitors(answers: Answers, groups: tuple[Group, ...]) -> tuple[tuple[Visitor, ...], int]:
    """Anonymous visitors of the evidence window, those on a group's solution first."""
    touches = _by_actor(answers.visitor_touches)
    active = [row for row in answers.visitors if _active(row, answers)]
    found = [_visitor(row, touches.get(row["id"], []), groups) for row in active]
    found.sort(key=lambda v: (v.column == LONE, -v.touched, -(v.sessions or 0), v.id))
    return tuple(found[:VISITORS]), len(answers.visitors)


def _visitor(row: Row, touches: list[Row], groups: tuple[Group, ...]) -> Visitor:
    counts: Counter[str] = Counter()
    for touch in touches:
        if touch["solution"]:
            counts[touch["solution"]] += int(touch["n"] or 0)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    solution = ranked[0][0] if ranked else None
    return Visitor(
        id=f"v:{row['id']}",
        name="Anonymous visitor",
        column=column_for(solution, groups),
        sessions=row["sessions"],
        solution=solution,
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        touched=len(touches),
    )


def choose_contents(
    answers: Answers, people: tuple[Person, ...], visitors: tuple[Visitor, ...], room: int
) -> tuple[tuple[Content, ...], int]:
    """Contents that most people on the map touched, members of groups counting first.

    Args:
        room: how many there may be.
    """
    member = {p.id[2:]: bool(p.memberships) for p in people}
    browser = {v.id[2:] for v in visitors}
    rows: dict[str, Row] = {}
    weight: dict[str, list[int]] = {}
    for row in (*answers.person_touches, *answers.visitor_touches):
        actor = row["actor"]
        if actor not in member and actor not in browser:
            continue
        rows.setdefault(row["content"], row)
        counts = weight.setdefault(row["content"], [0, 0, 0])
        counts[0] += 1 if member.get(actor) else 0
        counts[1] += 1 if actor in member else 0
        counts[2] += 1 if actor in browser else 0
    order = sorted(rows, key=lambda c: (*(-n for n in weight[c]), _content_name(rows[c]), c))
    chosen = tuple(_content(rows[c], weight[c]) for c in order[: max(0, min(room, CONTENTS))])
    return chosen, len(order)


def _content(row: Row, counts: list[int]) -> Content:
    return Content(
        id=f"c:{row['content']}",
        name=_content_name(row),
        kind=row["kind"],
        topic=row["topic"],
        solution=row["solution"],
        people=counts[1],
        visitors=counts[2],
    )
