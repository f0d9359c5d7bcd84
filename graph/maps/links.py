"""The lines of a map: who acts with whom, and who touched what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.maps.choose import BRIDGES_EACH, EDGES, TIES_EACH
from graph.maps.page import LONE, Link, Person

if TYPE_CHECKING:
    from graph.maps.answers import Answers


def choose_links(answers: Answers, marks: tuple[Sequence[Any], ...]) -> tuple[Link, ...]:
    """Ties, then touches as far as there is room, those of the strongest first.

    Args:
        marks: people, visitors and contents of the map.
    """
    ties = tie_links(answers, marks[0])
    return (*ties, *touch_links(answers, marks, EDGES - len(ties)))


def tie_links(answers: Answers, people: Sequence[Person]) -> list[Link]:
    """Every tie between two people on the map; only the most telling are drawn unasked.

    Those are the strongest ties of each person, and of each two columns the strongest bridges: a
    few lines tell more than all of them, and bridges are weak as a rule, so they are kept apart.
    """
    column = {person.id: person.column for person in people}
    links = [
        Link("acts", f"p:{t['one']}", f"p:{t['other']}", t["strength"] or 0.0, t["shared"] or 0)
        for t in answers.ties
        if f"p:{t['one']}" in column and f"p:{t['other']}" in column and t["one"] != t["other"]
    ]
    links.sort(key=lambda link: (-link.weight, link.start, link.end))
    used: Counter[str] = Counter()
    bridges: Counter[frozenset[str]] = Counter()
    kept = []
    for link in links[:EDGES]:
        ends = frozenset((column[link.start], column[link.end]))
        if len(ends) > 1:
            bridges[ends] += 1
            quiet = bridges[ends] > (1 if LONE in ends else BRIDGES_EACH)
        else:
            quiet = min(used[link.start], used[link.end]) >= TIES_EACH
            if not quiet:
                used.update((link.start, link.end))
        kept.append(replace(link, quiet=quiet))
    return sorted(kept, key=lambda link: (link.start, link.end))


def touch_links(answers: Answers, marks: tuple[Sequence[Any], ...], room: int) -> list[Link]:
    """Who touched what, the first of the map first while there is room."""
    place = {mark.id: n for kind in marks for n, mark in enumerate(kind)}
    pairs = [(f"p:{row['actor']}", row) for row in answers.person_touches]
    pairs += [(f"v:{row['actor']}", row) for row in answers.visitor_touches]
    links = [
        Link("touch", actor, f"c:{row['content']}", float(row["n"] or 0), 0, _day(row["last"]))
        for actor, row in pairs
        if actor in place and f"c:{row['content']}" in place
    ]
    links.sort(key=lambda link: (place[link.start] + place[link.end], link.start, link.end))
    return sorted(links[: max(0, room)], key=lambda link: (link.start, link.end))


def _day(instant: str | None) -> str | None:
    return instant[:10] if instant else None
