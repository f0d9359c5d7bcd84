"""An invented account with everything that a map can show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.maps.answers import Answers
from graph.maps.page import Page
from graph.maps.read import make_page

AS_OF = datetime(2026, 9, 28, 12, tzinfo=UTC)
ACCOUNT = "a1"

Member = tuple[str, str, str, str, float, float]
MEMBERS: dict[str, list[Member]] = {
    "Data platform": [
        ("Maya Okafor", "Chief Data Officer", "cxo", "decision_maker", 0.95, 0.88),
        ("Jonas Lindqvist", "VP Data Engineering", "vp", "champion", 0.97, 0.93),
        ("Helen Brandt", "VP Finance", "vp", "ratifier", 0.81, 0.77),
        ("Priya Raman", "Director, Analytics", "director", "influencer", 0.9, 0.7),
        ("Tomás Herrera", "Principal Architect", "manager", "influencer", 0.85, 0.74),
        ("Omar Haddad", "Sourcing Manager", "manager", "ratifier", 0.78, 0.69),
        ("Aisha Bello", "Data Engineer", "entry", "user", 0.7, 0.6),
        ("Wen Li", "Senior Data Engineer", "senior", "user", 0.66, 0.62),
        ("Karl Novak", "Platform Engineer", "entry", "user", 0.58, 0.55),
    ],
    "Revenue operations": [
        ("Ruth Sandoval", "Chief Revenue Officer", "cxo", "decision_maker", 0.84, 0.8),
        ("Dev Patel", "Director, RevOps", "director", "champion", 0.88, 0.79),
        ("Grace Kim", "Head of Enablement", "director", "influencer", 0.7, 0.64),
        ("Nina Petrova", "Marketing Ops Lead", "manager", "user", 0.6, 0.5),
        ("Chloe Martin", "Sr Manager, Demand Gen", "manager", "influencer", 0.72, 0.66),
        ("Leo Fischer", "BDR Manager", "manager", "user", 0.5, 0.41),
        ("Isaac Cohen", "Sales Ops Analyst", "entry", "user", 0.55, 0.52),
    ],
    "Security & compliance": [
        ("Samuel Osei", "Chief Info Security Officer", "cxo", "ratifier", 0.7, 0.66),
        ("Elena Rossi", "Director, GRC", "director", "influencer", 0.6, 0.57),
        ("Farah Aziz", "Privacy Counsel", "director", "ratifier", 0.58, 0.61),
        ("Marcus Webb", "Security Architect", "manager", "champion", 0.65, 0.58),
        ("Yuki Tanaka", "Compliance Analyst", "entry", "user", 0.44, 0.5),
    ],
}
LONE = [
    ("Ben Carver", "Account Director", "director"),
    ("Anna Kowalski", "HR Partner", "manager"),
    ("Lucía Gómez", "Marketing Manager", "manager"),
    ("Raj Malhotra", "IT Support Lead", "manager"),
    ("Sofia Duarte", "Product Manager", "manager"),
    ("Viktor Orlov", "Facilities Manager", "manager"),
    ("Tim O'Neil", "Sales Executive", "entry"),
    ("Peter Haas", "Student intern", "training"),
    ("Mei Chen", "Data Scientist", "senior"),
]
CONFIDENCE = {"Data platform": 0.91, "Revenue operations": 0.68, "Security & compliance": 0.52}
TOPICS = [
    ("data lakehouse", "Data platform", 3),
    ("vendor comparison", "Data platform", 2),
    ("data migration", "Data platform", 1),
    ("legacy warehouse", "Data platform", 2),
    ("lead scoring", "Revenue operations", 2),
    ("SOC 2 audit", "Security & compliance", 1),
]
CONTENTS = [
    ("API docs", "Data platform"),
    ("Migration playbook", "Data platform"),
    ("Reference: Nordbank", "Data platform"),
    ("Change management kit", "Data platform"),
    ("Buyer's guide: lakehouse total cost", "Data platform"),
    ("Live demo", "Data platform"),
    ("Pricing page", "Revenue operations"),
    ("ROI calculator", "Revenue operations"),
    ("Webinar: buying groups", "Revenue operations"),
    ("Integration gallery", "Revenue operations"),
    ("RevOps benchmark", "Revenue operations"),
    ("SOC 2 overview", "Security & compliance"),
    ("Data residency FAQ", "Security & compliance"),
    ("Security whitepaper", "Security & compliance"),
    ("Analyst report", "Security & compliance"),
]
VISITORS = {"Data platform": 8, "Revenue operations": 2, "Security & compliance": 2, "": 2}


def instant(days: float) -> str:
    """The instant so many days before as-of."""
    return (AS_OF - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(days: float) -> int:
    return int((AS_OF - timedelta(days=days)).timestamp())


@dataclass
class Hand:
    """How a fixture writes free text: plain, or with something nasty in every field."""

    nasty: str = ""

    def __call__(self, text: str) -> str:
        return f"{self.nasty}{text}" if self.nasty else text


def answers(nasty: str = "", *, rungs: bool = False) -> Answers:
    """What a store would answer for the invented account."""
    hand = Hand(nasty)
    people, members = _people(hand)
    touches = _touches(hand, people)
    visitors, visits = _visitors(hand)
    groups = [_group(number, name, hand, rungs) for number, name in enumerate(MEMBERS)]
    return Answers(
        stamp={
            "as_of": instant(0),
            "as_of_ts": stamp(0),
            "analyzed": True,
            "list_confidence": 0.5,
            "evidence_days": 90,
        },
        account={
            "id": ACCOUNT,
            "name": hand("Northwind Industries"),
            "domain": hand("northwind.example"),
            "industry": hand("Manufacturing"),
            "country": hand("US"),
            "employees": 4200,
            "fit": True,
            "rung": None,
            "stage": None,
            "confidence": 0.91,
        },
        groups=groups,
        members=members,
        people=people,
        person_touches=touches,
        visitors=visitors,
        visitor_touches=visits,
        intent=_intent(hand),
        signals=[],
        ties=_ties(hand),
        unknowns=_unknowns(hand),
        snapshots=_snapshots(hand),
        since=stamp(90),
    )


def page(nasty: str = "", *, rungs: bool = False) -> Page:
    """The invented account as page data."""
    return make_page(answers(nasty, rungs=rungs))


def crowd(n: int) -> Page:
    """The invented account with ``n`` more lone leads, to see how the map copes."""
    base = answers()
    extra = [
        _person_row(f"x{number:04}", f"Casual Reader {number}", "Reader", "unknown", number % 80)
        for number in range(n)
    ]
    return make_page(replace(base, people=[*base.people, *extra]))


def dense() -> Page:
    """The invented account, each group with more people of long names, and many lone leads."""
    base = answers()
    levels = ("vp", "director", "director", "manager", "manager", "senior", "entry", "unknown")
    extra, members = [], []
    for number in range(18):
        id_ = f"d{number:02}"
        name = f"{('Anastasio', 'Friedhold', 'Christelle')[number % 3]} Gabaldón-Wojciech {number}"
        title = "Senior Director of Engineering Operations"
        extra.append(_person_row(id_, name, title, levels[number % 8], 20 + number))
        members.append(
            dict(base.members[number], person=id_, group_id=f"g{number % 3}", confidence=0.6)
        )
    lone = [
        _person_row(f"x{n:03}", f"Casual Reader {n}", "Reader of Things", levels[n % 8], n % 80)
        for n in range(70)
    ]
    return make_page(
        replace(base, people=[*base.people, *extra, *lone], members=[*base.members, *members])
    )


def _group(number: int, name: str, hand: Hand, rungs: bool) -> dict[str, Any]:
    return {
        "id": f"{hand.nasty}g{number}",
        "solution": hand(name),
        "confidence": CONFIDENCE[name],
        "rung": ("maximal", "very_exciting", "excellent")[number] if rungs else None,
        "stage": ("qualified", "prioritized", "engaged")[number] if rungs else None,
        "quorum": ("met", "met", "possible")[number],
        "code": None,
        "visitors": VISITORS[name],
        "reasons": [hand(f"{len(MEMBERS[name])} people acted on {name} within six weeks")],
        "first_seen": instant(80 - 10 * number),
        "last_seen": instant(2),
    }


def _person_row(id_: str, name: str, title: str, seniority: str, first: float) -> dict[str, Any]:
    return {
        "id": id_,
        "name": name,
        "email": f"{id_}@northwind.example",
        "title": title,
        "seniority": seniority,
        "function": "data",
        "standing": None,
        "first_seen": instant(first),
        "last_seen": instant(3),
        "last_seen_ts": stamp(3),
    }


def _people(hand: Hand) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    people, members = [], []
    for number, group in enumerate(MEMBERS):
        for place, (name, title, level, role, sure, role_sure) in enumerate(MEMBERS[group]):
            id_ = f"{hand.nasty}p{number}{place}"
            people.append(_person_row(id_, hand(name), hand(title), level, 150 - 9 * place))
            members.append(
                {
                    "group_id": f"{hand.nasty}g{number}",
                    "person": id_,
                    "role": role,
                    "role_confidence": role_sure,
                    "runner_up": "user",
                    "confidence": sure,
                    "reasons": [hand("active in 5 of 6 weeks"), hand("bridges two departments")],
                    "grounds": [hand("6 touches on the solution where 0.4 were expected")],
                }
            )
    for place, (name, title, level) in enumerate(LONE):
        people.append(
            _person_row(f"{hand.nasty}q{place}", hand(name), hand(title), level, 90 - 8 * place)
        )
    return people, members


def _content_row(hand: Hand, number: int) -> dict[str, Any]:
    title, solution = CONTENTS[number]
    return {
        "content": f"{hand.nasty}c{number}",
        "title": hand(title),
        "url": hand(f"https://vendor.example/{number}"),
        "kind": hand("guide"),
        "topic": hand("topic"),
        "solution": hand(solution),
    }


def _touch(hand: Hand, actor: str, number: int, day: float) -> dict[str, Any]:
    return {
        "actor": actor,
        **_content_row(hand, number),
        "n": 1 + number % 3,
        "first_ts": stamp(day + 7),
        "last": instant(day),
        "last_ts": stamp(day),
    }


def _touches(hand: Hand, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for place, person in enumerate(people):
        for step in range(1 + (place * 7) % 5):
            number = (place * 3 + step * 4) % len(CONTENTS)
            rows.append(_touch(hand, person["id"], number, 3 + (place * 11 + step * 5) % 80))
    return rows


def _visitors(hand: Hand) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    visitors, rows = [], []
    for solution, n in VISITORS.items():
        for place in range(n):
            id_ = f"{hand.nasty}v{solution[:1]}{place}"
            visitors.append(
                {
                    "id": id_,
                    "sessions": 1 + place % 4,
                    "first_seen": instant(20 + 12 * place),
                    "last_seen": instant(5),
                    "last_seen_ts": stamp(5),
                }
            )
            of = [i for i, (_, s) in enumerate(CONTENTS) if s == solution][:2] or []
            rows += [_touch(hand, id_, i, 5 + place) for i in of]
    return visitors, rows


def _intent(hand: Hand) -> list[dict[str, Any]]:
    return [
        {
            "topic": f"{hand.nasty}t{number}",
            "name": hand(name),
            "solution": hand(solution),
            "signal": f"{number}-{week}",
            "score": 62.0 + number,
            "at": instant(10 + 7 * week + 14 * number),
            "at_ts": stamp(10 + 7 * week + 14 * number),
        }
        for number, (name, solution, weeks) in enumerate(TOPICS)
        for week in range(weeks)
    ]


def _ties(hand: Hand) -> list[dict[str, Any]]:
    pairs = [
        (f"p{number}{place}", f"p{number}{other}", 2.0 + (place + other) % 5, 1 + place % 4)
        for number, group in enumerate(MEMBERS.values())
        for place in range(len(group))
        for other in range(place + 1, len(group))
        if (place + other) % 3 != 2
    ]
    pairs += [("p01", "p11", 2.5, 1), ("p02", "p10", 2.2, 1), ("p04", "p23", 3.0, 2)]
    return [
        {"one": f"{hand.nasty}{one}", "other": f"{hand.nasty}{other}", "strength": z, "shared": n}
        for one, other, z, n in sorted(pairs)
    ]


UNKNOWNS = (
    "share of the decision team seen: at most 60 % (9 known, 8 anonymous, 5 or more expected)",
    "which rivals they look at: unknown, what they read elsewhere is not seen",
    "whether they collect for someone else: unknown",
)


def _unknowns(hand: Hand) -> list[dict[str, Any]]:
    return [
        {"solution": hand(name), "fact": hand(fact), "rank": rank}
        for name in sorted(MEMBERS)
        for rank, fact in enumerate(UNKNOWNS)
    ]


def _snapshots(hand: Hand) -> list[dict[str, Any]]:
    """Thirteen weeks: each group begins empty, grows by a person a week, rises in stage."""
    rows = []
    for name in sorted(MEMBERS):
        number = list(MEMBERS).index(name)
        for week in range(13):
            size = max(0, min(len(MEMBERS[name]), week - 2 * number))
            found = size >= 3
            rows.append(
                {
                    "id": f"{hand.nasty}s{number}-{week:02}",
                    "solution": hand(name),
                    "at": instant(7 * (12 - week)),
                    "at_ts": stamp(7 * (12 - week)),
                    "stage": "engaged" if week > 6 else "active",
                    "rung": "very_exciting" if found else "good",
                    "code": 5 if found else 1,
                    "quorum": "met" if size >= 5 else "possible",
                    "confidence": round(min(CONFIDENCE[name], 0.1 * size), 2) if found else None,
                    "group_id": f"{hand.nasty}g{number}" if found else None,
                    "members": [f"{hand.nasty}p{number}{place}" for place in range(size)]
                    if found
                    else [],
                }
            )
    return rows
