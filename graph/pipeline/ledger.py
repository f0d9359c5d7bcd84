"""The ledger: what stands behind a unit, a group and a lead, line by line, in plain words.

Every line says whether it was observed, inferred (with the rule, and its probability where it
gives one) or asserted (with who said so). What detection says of single members stands on
MEMBER_OF itself. Of what nobody can see there is a line too: an estimate, or "unknown".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graph.analysis.codes import ANONYMOUS, CREDIBLE, in_words, rung
from graph.analysis.findings import Candidate, LeadScore, UnitEvidence
from graph.pipeline.lineage import hashed_id
from graph.pipeline.states import UnitState

CODE, STAGE, GROUP, LEAD, UNKNOWN = "code", "stage", "group", "lead", "known_unknown"


@dataclass(frozen=True)
class Line:
    """One line of a ledger; fields as those of an Evidence node."""

    section: str
    fact: str
    basis: str
    rule: str | None = None
    p: float | None = None
    weight: float | None = None
    said_by: str | None = None
    at: int | None = None


def rows_of(label: str, id_: str, lines: Iterator[Line]) -> Iterator[dict[str, Any]]:
    """Rows of Evidence and SUPPORTS for what the lines support; ``label`` keys the latter."""
    for rank, line in enumerate(lines):
        at = None if line.at is None else datetime.fromtimestamp(line.at, UTC).replace(tzinfo=None)
        own = hashed_id("evidence", label, id_, line.section, str(rank), line.fact)
        yield {
            "label": label,
            "id": own,
            "start_id": own,
            "end_id": id_,
            "section": line.section,
            "rank": rank,
            "fact": line.fact,
            "weight": line.weight,
            "rule": line.rule,
            "p": line.p,
            "said_by": line.said_by,
            "at": at,
            "basis": line.basis,
            "source": "detection",
        }


def unit_lines(
    state: UnitState, evidence: UnitEvidence | None, owner: str | None, least: int
) -> Iterator[Line]:
    """Code, rung and stage of a unit, then what is not known of it.

    Args:
        least: people that make a quorum here.
    """
    yield from _code_lines(state, evidence)
    for name, why in reversed(state.stage.grounds):
        yield Line(STAGE, f"{_plain(name)}: {why}", "inferred", "waterfall entry test")
    if state.stage.skipped:
        names = ", ".join(_plain(name) for name in state.stage.skipped)
        yield Line(STAGE, f"skipped so far: {names}", "inferred", "waterfall entry test")
    if state.stage.recycled:
        yield Line(STAGE, state.stage.recycled, "inferred", "closed holds until later evidence")
    if state.stage.override:
        fact = f"override: {state.stage.override}, so the group rule does not apply"
        yield Line(STAGE, fact, "observed", "[hand_raiser] kinds")
    if owner:
        yield Line(STAGE, f"owned by {owner}", "asserted", said_by="CRM")
    yield from _unknowns(state, evidence, least)


def group_lines(found: Candidate, code: int, quorum: str, least: int) -> Iterator[Line]:
    """Why a group is thought to exist, and what it counts for."""
    yield Line(
        GROUP,
        f"signals of {len(found.members)} likely members together stand "
        f"{found.evidence:.1f} nats above chance",
        "inferred",
        "mixture against the null tables; one person adds a capped share",
        weight=found.evidence,
    )
    yield Line(
        GROUP,
        f"its existence is {_percent(found.confidence)} sure",
        "inferred",
        "confidence model (provisional, fitted on made worlds)",
        p=found.confidence,
    )
    for reason in found.reasons:
        yield Line(GROUP, reason, "inferred", "detection")
    yield Line(
        GROUP,
        f"quorum {quorum}: {len(found.members)} known and {found.visitors} anonymous people, "
        f"{least} needed",
        "inferred",
        "[quorum], by headcount or the solution's n_min",
    )
    yield Line(GROUP, f"evidence code {code}: {in_words(code)}", "inferred", "code of the group")
    lasting = found.spread
    burst = ", most of it within a few days: a burst" if lasting.burst else ""
    yield Line(
        GROUP,
        f"a member touched the solution in {lasting.active_weeks} of {lasting.window_weeks} "
        f"weeks{burst}",
        "observed",
        "weeks counted back from as-of; burst_days and burst_share",
    )


def lead_lines(lead: LeadScore, unit: str, *, candidate: bool) -> Iterator[Line]:
    """What remains of a unit without a lead."""
    if lead.others:
        left = (
            f"a likely group ({_percent(lead.score)}) of {len(lead.others)} others remains"
            if lead.score >= CREDIBLE
            else f"no credible group remains ({_percent(lead.score)})"
        )
    else:
        left = (
            "nobody credible remains"
            if lead.score < CREDIBLE
            else (f"a likely group ({_percent(lead.score)}) of others stands there")
        )
    yield Line(
        LEAD,
        f"{unit}: without all that this lead did, {left}",
        "inferred",
        "leave-one-out",
        p=lead.score,
    )
    level = rung(lead.code, candidate=candidate).replace("_", " ")
    fact = f"{unit}: rung {level}; without this lead there is {in_words(lead.code)}"
    yield Line(LEAD, fact, "inferred", "evidence code")
    if lead.visits:
        visitors = "visitor" if lead.visits == 1 else "visitors"
        fact = f"{unit}: {lead.visits} anonymous {visitors} later known as this lead left out too"
        yield Line(LEAD, fact, "observed", "identity")


def _code_lines(state: UnitState, evidence: UnitEvidence | None) -> Iterator[Line]:
    third = evidence.surges if evidence else ()
    if third:
        fact = f"third-party intent stood at a surge for two weeks running, last {_day(third[-1])}"
        yield Line(CODE, fact, "observed", "a topic >= 60 in two consecutive weeks", at=third[-1])
    else:
        yield Line(CODE, "no third-party surge held for two weeks", "observed")
    seen, usual = (evidence.sessions, evidence.expected) if evidence else (0, 0.0)
    chance = evidence.chance if evidence else 1.0
    above = bool(state.bits & ANONYMOUS)
    verdict = "more than chance gives" if above else "no more than chance gives"
    sessions = "session" if seen == 1 else "sessions"
    yield Line(
        CODE,
        f"{seen} anonymous {sessions} where {usual:.1f} would be usual: {verdict}",
        "inferred",
        "upper Poisson tail below .05",
        p=chance,
    )
    best = state.groups[0] if state.groups else None
    if best is None:
        yield Line(CODE, "no candidate group", "inferred", "detection")
    else:
        fact = f"best candidate: {len(best.members)} people, {_percent(best.confidence)} sure"
        yield Line(CODE, fact, "inferred", "credible from 20 %", p=best.confidence)
    level = state.rung.replace("_", " ")
    fact = f"evidence code {state.code}, rung {level}: {in_words(state.code)}"
    yield Line(CODE, fact, "inferred", "code to rung; fit gates")


def _unknowns(state: UnitState, evidence: UnitEvidence | None, least: int) -> Iterator[Line]:
    """An estimate, or that it is unknown: never blank."""
    best = state.groups[0] if state.groups and state.groups[0].confidence >= CREDIBLE else None
    if best is None:
        team = "share of the decision team seen: unknown, nobody credible is seen"
        p = None
    else:
        p = min(1.0, len(best.members) / max(least, len(best.members) + best.visitors))
        team = (
            f"share of the decision team seen: at most {_percent(p)} ({len(best.members)} known, "
            f"{best.visitors} anonymous, {least} or more expected)"
        )
    yield Line(UNKNOWN, team, "inferred", "members over members and visitors, or the quorum", p=p)
    visits = evidence.sessions if evidence else 0
    yield Line(
        UNKNOWN,
        f"weight of each anonymous visitor: unknown ({visits} sessions; any may be a decider)",
        "inferred",
    )
    for what in (
        "which rivals they look at: unknown, what they read elsewhere is not seen",
        "role of the incumbent: unknown",
        "whether they collect for someone else: unknown",
        "stance and buy-in: unknown until a person notes it",
    ):
        yield Line(UNKNOWN, what, "inferred")


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
