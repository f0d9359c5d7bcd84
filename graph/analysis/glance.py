"""What a past week would have found.

The steps are those of a run as of that week, on what was known by then and with null tables of
that week: no later fact can reach them. Two things are left out because they cost more than they
tell. Proposals come from the crowded windows alone, not from communities (on the made worlds this
moves a confidence by .02 at most), and no role and no wording is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.analysis.arrays import Floats
from graph.analysis.block import blocks_of, census
from graph.analysis.examine import Examined, Setting, merged
from graph.analysis.findings import Candidate, Findings
from graph.analysis.fitted import Fitted
from graph.analysis.garbage import rarely_collected
from graph.analysis.inputs import Population
from graph.analysis.leads import units_seen
from graph.analysis.members import members_of, surest_first
from graph.analysis.parameters import Parameters
from graph.analysis.rarity import all_believed
from graph.analysis.run import judged_block, read_setting
from graph.analysis.signals import DAY


@rarely_collected()
def glance(
    population: Population, parameters: Parameters, models: Fitted | None = None
) -> Findings:
    """Candidates of every account, and every unit's evidence beside known people.

    Args:
        population: what was known at its ``as_of``, and nothing else.
        models: fitted models; those that ship where none are given.
    """
    signals, setting = read_setting(population, parameters, models)
    counted = census(signals, setting.contents, parameters)
    origin = population.as_of - parameters.evidence_days * DAY
    candidates: list[Candidate] = []
    for block in blocks_of(counted, parameters.block_signals):
        found = judged_block(block, setting, communities=False)
        if found is not None:
            examined, sure = merged(*found)
            candidates.extend(_candidates(examined, sure, setting, origin))
    candidates, _ = all_believed(candidates, setting.sure, parameters)
    return Findings(
        candidates=tuple(candidates),
        ties=(),
        accounts=len(counted.whole.names),
        people=len(set(signals.people)),
        notes=(),
        units=units_seen(population, setting),
    )


def _candidates(
    examined: Examined, sure: Floats, setting: Setting, origin: int
) -> Iterator[Candidate]:
    around, judged, cells = setting.surroundings, examined.judged, examined.judged.cells
    visitors = around.visitors_in(around.windows(examined.view.block.names, cells)).tolist()
    for row, members in enumerate(members_of(examined, origin)):
        solution, start, end = cells.cell(row)
        yield Candidate(
            account=examined.name(row),
            solution=setting.contents.solutions[solution],
            start=origin + round(start * DAY),
            end=origin + round(end * DAY),
            confidence=round(float(sure[row]), 4),
            evidence=round(float(judged.evidence[row]), 4),
            visitors=visitors[row],
            reasons=(),
            members=tuple(sorted(members, key=surest_first)),
        )
