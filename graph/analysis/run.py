"""Detection from the population to findings: pure, deterministic, a block of accounts at a time.

The steps are those of docs/method.md: saturate, null tables, affinity, proposals, mixture,
membership, confidence, late suppression, roles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph.analysis import confidence
from graph.analysis.arrays import Floats
from graph.analysis.block import Block, Census, blocks_of, census
from graph.analysis.conduct import Conduct, conducts
from graph.analysis.examine import (
    Examined,
    Setting,
    group_table,
    merged,
    proposals,
    with_members,
)
from graph.analysis.findings import Candidate, Findings, Tie
from graph.analysis.fitted import Fitted
from graph.analysis.garbage import rarely_collected
from graph.analysis.homes import homes, usual_functions
from graph.analysis.inputs import Population
from graph.analysis.leads import lead_scores, open_book, units_seen
from graph.analysis.members import members_of, surest_first
from graph.analysis.null import build_null
from graph.analysis.parameters import Parameters
from graph.analysis.persistence import spread
from graph.analysis.rarity import all_believed
from graph.analysis.roles import infer_roles
from graph.analysis.signals import DAY, Signals, read_signals
from graph.analysis.surroundings import read_surroundings
from graph.analysis.ties import ties_among
from graph.analysis.topics import read_contents
from graph.analysis.wording import beside, group_reasons, member_grounds

Titles = dict[str, tuple[str, str]]
Drafts = list[tuple[Candidate, tuple[Conduct, ...]]]  # roles wait until all candidates are known


@rarely_collected()
def analyze(
    population: Population,
    parameters: Parameters,
    *,
    progress: Callable[[str], None] | None = None,
    leads: bool = True,
    models: Fitted | None = None,
) -> Findings:
    """Find the likely buying groups of every account.

    Args:
        population: everything that detection may look at.
        parameters: every number it obeys.
        progress: told how many accounts are done, now and then.
        leads: judge every lead by what remains without it.
        models: fitted models; those that ship where none are given.

    Returns:
        Candidates of any confidence after merging, ties among their people, and notes on what
        could not be judged. The same input gives the same findings, whatever its row order.
    """
    signals, setting = read_setting(population, parameters, models)
    counted = census(signals, setting.contents, parameters)
    book = open_book(population)
    titles = titles_of(population)
    origin = population.as_of - parameters.evidence_days * DAY
    drafts: Drafts = []
    ties: list[Tie] = []
    done = 0
    for block in blocks_of(counted, parameters.block_signals):
        if progress is not None:
            progress(f"account {done + 1} of {len(counted.whole.names)}")
        found = judged_block(block, setting)
        if found is not None:
            kept = merged(*found)
            drafts.extend(_drafts(*kept, (setting, titles, origin)))
            ties.extend(ties_among(kept[0], origin))
            if leads:
                book.enter(*found, setting)
        done += len(block.names)
    units = units_seen(population, setting)
    candidates, belief = all_believed([one for one, _ in drafts], setting.sure, parameters)
    done_by = [conduct for _, conduct in drafts]
    candidates = with_roles(list(zip(candidates, done_by, strict=True)), titles, setting)
    return Findings(
        candidates=tuple(
            sorted(candidates, key=lambda c: (c.account, c.solution, -c.confidence, c.start))
        ),
        ties=tuple(sorted(ties, key=lambda tie: (tie.one, tie.other))),
        accounts=len(counted.whole.names),
        people=len(set(signals.people)),
        notes=_notes(signals, counted, setting),
        units=units,
        leads=lead_scores(population, setting, book, units, belief) if leads else (),
    )


def read_setting(
    population: Population, parameters: Parameters, models: Fitted | None = None
) -> tuple[Signals, Setting]:
    """Saturated signals, and the null tables and surroundings that all accounts share."""
    contents = read_contents(population.contents, parameters.silent_kinds)
    signals = read_signals(population, contents, parameters)
    return signals, Setting(
        contents,
        build_null(signals, contents, parameters),
        read_surroundings(population, contents, parameters),
        parameters,
        models,
    )


def judged_block(
    block: Block, setting: Setting, *, communities: bool = True
) -> tuple[Examined, Floats] | None:
    """Candidates of a block with their confidence, not merged; None where there is none.

    Args:
        communities: propose those of the accounts' graphs too, not only crowded windows.
    """
    proposed = proposals(block, setting, communities=communities)
    if proposed is None:
        return None
    found = with_members(*proposed, setting.models.membership)
    if not len(found.judged.cells):
        return None
    table = group_table(found, setting.surroundings)
    return found, confidence.confidences(table, setting.sure, setting.parameters)


def _drafts(examined: Examined, sure: Floats, around: tuple[Setting, Titles, int]) -> Drafts:
    setting, titles, origin = around
    cells, judged, names = examined.judged.cells, examined.judged, setting.contents.solutions
    done = conducts(examined.view, cells, examined.members, titles)
    members = members_of(examined, origin, member_grounds(examined, names, origin))
    held = beside(examined, setting.surroundings)
    reasons = group_reasons(examined, names, held)
    found = []
    for row in range(len(sure)):
        solution, start, end = cells.cell(row)
        pairs = sorted(zip(members[row], done[row], strict=True), key=lambda p: surest_first(p[0]))
        candidate = Candidate(
            account=examined.name(row),
            solution=names[solution],
            start=origin + round(start * DAY),
            end=origin + round(end * DAY),
            confidence=round(float(sure[row]), 4),
            evidence=round(float(judged.evidence[row]), 4),
            visitors=held[row].visitors,
            reasons=reasons[row],
            members=tuple(member for member, _ in pairs),
            spread=spread(examined, row, held[row], titles),
        )
        found.append((candidate, tuple(conduct for _, conduct in pairs)))
    return found


def with_roles(drafts: Drafts, titles: Titles, setting: Setting) -> list[Candidate]:
    """Candidates with their members' roles; what a function means is learnt from all of them."""
    seen = (
        (candidate.solution, conduct.function, candidate.confidence, member.confidence)
        for candidate, done in drafts
        for member, conduct in zip(candidate.members, done, strict=True)
    )
    at_home = homes(seen, usual_functions(titles.values()))
    home = [
        [at_home.get((candidate.solution, conduct.function), 0.0) for conduct in done]
        for candidate, done in drafts
    ]
    groups, least = [done for _, done in drafts], setting.parameters.role_threshold
    told = infer_roles(groups, home, setting.models.roles, least)
    found = []
    for (candidate, _), roles in zip(drafts, told, strict=True):
        members = tuple(
            replace(
                member,
                role=role.role,
                role_confidence=role.confidence,
                runner_up=role.runner_up,
                reasons=role.reasons,
            )
            for member, role in zip(candidate.members, roles, strict=True)
        )
        found.append(replace(candidate, members=members))
    return found


def titles_of(population: Population) -> Titles:
    """(seniority, function) of every person, as titles were read."""
    columns = (population.people[name].to_pylist() for name in ("id", "seniority", "function"))
    return {
        person: (seniority or "unknown", function or "unknown")
        for person, seniority, function in zip(*columns, strict=True)
    }


def _notes(signals: Signals, counted: Census, setting: Setting) -> tuple[str, ...]:
    """What could not be judged, or not well."""
    parameters = setting.parameters
    notes = []
    if not setting.contents.solutions:
        notes.append("no content belongs to a solution, so no group can be looked for")
    if len(signals.day) < parameters.thin_signals:
        notes.append(
            f"only {len(signals.day)} signals of known people in {parameters.evidence_days} days: "
            f"what chance gives is poorly known, so confidence is rough"
        )
    if not setting.surroundings.has_sessions:
        notes.append("no anonymous visitor was matched to an account: that evidence is missing")
    for name, people in counted.cut:
        notes.append(
            f"account {name}: {people} active people, only the {parameters.max_people} busiest on "
            f"any solution were compared"
        )
    return tuple(notes)
