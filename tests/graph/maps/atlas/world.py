"""An invented graph of many accounts, written to a real store: what an atlas can show."""

from __future__ import annotations

from typing import Any

from graph.model.vocabulary import QUORUMS, RUNGS, STAGES
from graph.store.base import GraphStore

SOLUTIONS = ("Cloud Security", "Data Backup", "Spend Control")
ROLES = ("champion", "decision_maker", "influencer", "ratifier", "user", "undetermined")
REASONS = (("duplicate", "Duplicate"), ("no budget", "No money this year"), ("other", "Student"))
AS_OF, AS_OF_TS = "2026-09-28T12:00:00Z", 1790596800
WEEK_AGO, WEEK_AGO_TS = "2026-09-21T12:00:00Z", 1790596800 - 7 * 86_400
Rows = list[dict[str, Any]]


class World:
    """``accounts`` accounts, the first ``telling`` of which have evidence and groups.

    ``nasty`` stands before every free text.
    """

    def __init__(self, accounts: int = 40, telling: int = 30, nasty: str = "") -> None:
        self.accounts, self.telling, self.nasty = accounts, telling, nasty
        self.nodes: dict[str, Rows] = {}
        self.links: dict[tuple[str, str, str], Rows] = {}
        self._add("Coterie", id="coterie", as_of=AS_OF, as_of_ts=AS_OF_TS, analyzed=True)
        for place, name in enumerate(SOLUTIONS):
            self._add("Solution", id=f"s{place}", name=name)
        for number in range(accounts):
            self._account(number)

    def fill(self, store: GraphStore) -> None:
        """Write everything."""
        for label, rows in self.nodes.items():
            store.write_nodes(label, rows, fresh=True)
        for (type_, start, end), rows in self.links.items():
            store.write_relationships(type_, (start, end), rows, fresh=True)

    def _add(self, label: str, **row: Any) -> None:
        self.nodes.setdefault(label, []).append(row)

    def _link(self, type_: str, pair: tuple[str, str], ends: tuple[str, str], **row: Any) -> None:
        told = {"start_id": ends[0], "end_id": ends[1], "basis": "inferred", "source": "detection"}
        self.links.setdefault((type_, *pair), []).append(told | row)

    def _account(self, number: int) -> None:
        id_, telling = f"a{number:05}", number < self.telling
        fit = None if number % 11 == 10 else number % 7 != 6
        rung = "not_a_candidate" if fit is False else _rung(number, telling)
        unit = {"stage": None if fit is False else STAGES[number * 3 % 8], "rung": rung}
        sure = round(0.99 - 0.021 * (number % 45), 4) if telling and number % 5 else None
        self._add(
            "Account",
            id=id_,
            name=f"{self.nasty}Company {number * 37 % 1009} Ä{number}",
            domain=f"company{number}.example" if number % 9 else None,
            employees=(90, 700, 4000)[number % 3],
            people=number % 17,
            fit=fit,
            confidence=sure,
            **unit,
        )
        for place in range(1 + number % 2):
            self._unit(number, place, unit | {"confidence": sure if not place else None})

    def _unit(self, number: int, place: int, state: dict[str, Any]) -> None:
        id_, account = f"u{number:05}-{place}", f"a{number:05}"
        telling = number < self.telling and not place
        solution = (number + place) % 3
        code = _code(state["rung"], number) if telling else 0
        name = SOLUTIONS[solution] if not self.nasty else f"{self.nasty}{SOLUTIONS[solution]}"
        self._add("DemandUnit", id=id_, solution=name, code=code, **state)
        self._link("AT", ("DemandUnit", "Account"), (id_, account))
        if telling and state["confidence"] is not None:
            self._group(number, state["confidence"])
            self._ledger(number)
            self._weeks(number, state)

    def _group(self, number: int, sure: float) -> None:
        id_, unit = f"g{number:05}", f"u{number:05}-0"
        self._add(
            "BuyingGroup",
            id=id_,
            confidence=sure,
            quorum=QUORUMS[number % 3],
            solution=SOLUTIONS[number % 3],
        )
        self._link("IN_UNIT", ("BuyingGroup", "DemandUnit"), (id_, unit))
        for place in range(2 + number % 5):
            person = f"p{number:05}-{place}"
            self._add(
                "Person",
                id=person,
                name=f"{self.nasty}Person {place} of {number}" if place != 1 else None,
                email=f"{person}@company{number}.example",
                title=f"{self.nasty}Title",
                last_seen=AS_OF,
                last_seen_ts=AS_OF_TS,
            )
            self._link("WORKS_AT", ("Person", "Account"), (person, f"a{number:05}"))
            self._link(
                "MEMBER_OF",
                ("Person", "BuyingGroup"),
                (person, id_),
                role=ROLES[(number + 2 * place) % 6],
                role_confidence=0.8 - 0.1 * place,
                confidence=0.9 - 0.1 * place,
            )
        self._second(number)

    def _weeks(self, number: int, state: dict[str, Any]) -> None:
        """Of four units one is a new group this week, one has risen, one won a member."""
        members = [f"p{number:05}-{place}" for place in range(2 + number % 5)]
        same = {
            "group": f"g{number:05}",
            "confidence": state["confidence"],
            "rung": state["rung"],
            "stage": state["stage"],
            "dated_stage": state["stage"],
            "quorum": QUORUMS[number % 3],
            "members": members,
            "why": f"{self.nasty}rung and quorum",
        }
        past: dict[str, Any] = [
            {"confidence": 0.3},
            {"rung": "aspiring"},
            {"members": members[1:]},
            {},
        ][number % 4]
        for at, seconds, told in ((WEEK_AGO, WEEK_AGO_TS, past), (AS_OF, AS_OF_TS, {})):
            id_ = f"w{number:05}-{seconds}"
            row = {key: value for key, value in (same | told).items() if value is not None}
            self._add("Snapshot", id=id_, at=at, at_ts=seconds, **row)
            self._link("WAS", ("DemandUnit", "Snapshot"), (f"u{number:05}-0", id_))

    def _second(self, number: int) -> None:
        """One second lead per group, one more where the number is even, and a doubtful match."""
        for place in range(2 - number % 2):
            record, person = f"r{number:05}-{place}", f"p{number:05}-{place}"
            reason, words = REASONS[(number + place) % 3]
            self._add("Record", id=record, kind="lead", company=f"{self.nasty}Company")
            self._link("IS_RECORD_OF", ("Record", "Person"), (record, person))
            self._link(
                "SECOND_LEAD_OF",
                ("Record", "DemandUnit"),
                (record, f"u{number:05}-0"),
                **{"class": "S1"},
                classes=["S1", "S6"] if number % 4 == 1 else ["S1"],
                reason=reason,
                words=f"{self.nasty}{words}",
                engaged_before=["p", "q"],
            )
        self._link(
            "MAY_BELONG_TO",
            ("Record", "Account"),
            (f"r{number:05}-0", f"a{(number + 1) % self.accounts:05}"),
            method="fuzzy_name",
            score=0.5 + 0.01 * (number % 30),
        )

    def _ledger(self, number: int) -> None:
        facts = [
            (f"share of the decision team seen: at most {40 + number % 30} %", 0.4),
            ("role of the incumbent: unknown", None),
        ]
        for rank, (fact, p) in enumerate(facts):
            id_ = f"e{number:05}-{rank}"
            told = {"section": "known_unknown", "fact": f"{self.nasty}{fact}", "rank": rank}
            self._add("Evidence", id=id_, **told, **({} if p is None else {"p": p}))
            self._link("SUPPORTS", ("Evidence", "DemandUnit"), (id_, f"u{number:05}-0"))


def _rung(number: int, telling: bool) -> str:
    return RUNGS[2 + number % 4] if telling else "aspiring"


def _code(rung: str, number: int) -> int:
    return {"good": 1, "excellent": 2 + number % 2, "very_exciting": 4 + number % 3}.get(rung, 7)
