"""Facts through detection to facts: units, groups and memberships of one as-of."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from graph.analysis.fitted import shipped_digest
from graph.analysis.parameters import Parameters
from graph.analysis.run import analyze as detect
from graph.facts.rows import first_row
from graph.facts.transaction import transaction
from graph.facts.versions import bump_version, get_value, set_value
from graph.pipeline.account_states import show_account_states
from graph.pipeline.calibrate import CALIBRATION, models_in_force
from graph.pipeline.histories import read_histories
from graph.pipeline.outcome import Outcome
from graph.pipeline.parts import POLICIES
from graph.pipeline.population import data_clock, timeline
from graph.pipeline.results import write_results
from graph.pipeline.weeks import looking_back
from graph.workspace.config import Config
from graph.workspace.config_text import config_text

Progress = Callable[[str], None]
LISTED = """
    SELECT count(*) FILTER (found.confidence >= $least AND account.fit IS DISTINCT FROM false),
        count(*)
    FROM graph.buying_group found
    JOIN graph.in_unit ON in_unit.start_id = found.id
    JOIN graph.at_demandunit_account place ON place.start_id = in_unit.end_id
    JOIN graph.account ON account.id = place.end_id"""


@dataclass(frozen=True)
class AnalyzeReport:
    """What a run looked at and found; ``notes`` says what it could not judge."""

    accounts: int
    people: int
    groups: int
    listed: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """One run: by what rules, as of when, and whether the past is replayed."""

    config: Config
    parameters: Parameters
    moment: datetime
    replay: bool


def analyze(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    *,
    as_of: datetime | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> AnalyzeReport:
    """Look for buying groups as of a time; the same facts, config and time do nothing twice.

    Args:
        as_of: naive UTC; None, or a time at or after the data's own clock, is that clock.
        everything: run even when nothing changed.

    Raises:
        InputError: there is nothing to analyze.
        ConfigError: ``[model]`` names an unknown parameter.
    """
    began = time.perf_counter()
    parameters = Parameters.from_mapping(
        {"evidence_days": config.window.evidence_days, **config.model}
    )
    clock = data_clock(con)
    moment = clock if as_of is None or as_of >= clock else as_of
    plan = _Plan(config, parameters, moment, moment < clock)
    if everything or get_value(con, "analysis") != _key(con, plan):
        _run(con, plan, progress)
    counts = json.loads(get_value(con, "analysis_counts") or "{}")
    listed, groups = _listed(con, config)
    return AnalyzeReport(
        accounts=counts["accounts"],
        people=counts["people"],
        groups=groups,
        listed=listed,
        seconds=round(time.perf_counter() - began, 3),
        notes=(*_about_time(as_of, clock, counts["people"]), *counts["notes"]),
    )


def _about_time(as_of: datetime | None, clock: datetime, people: int) -> tuple[str, ...]:
    """That a time was asked of which the facts say nothing."""
    if as_of is None:
        return ()
    if as_of.date() > clock.date():
        return (f"nothing is known later than {clock:%Y-%m-%d}; the result speaks of that day",)
    if not people:
        return (
            f"no known person's signal was known by {as_of:%Y-%m-%d}: nothing can be found; "
            "give a later --as-of, or none",
        )
    return ()


def _run(con: duckdb.DuckDBPyConnection, plan: _Plan, progress: Progress | None) -> None:
    line = timeline(con, plan.moment)
    given = line.at(line.as_of) if plan.replay else line.whole
    models = models_in_force(con)
    with looking_back(line, plan.parameters, models=models) as past:
        findings = detect(given, plan.parameters, progress=progress, models=models)
        weeks = past(progress)
    histories = read_histories(con, plan.config, plan.parameters.silent_kinds, plan.moment)
    counts = {
        "accounts": findings.accounts,
        "people": findings.people,
        "notes": list(findings.notes),
    }
    outcome = Outcome(
        findings, histories, plan.moment, plan.replay, plan.parameters.silent_kinds, weeks
    )
    with transaction(con):
        write_results(con, plan.config, outcome)
        set_value(con, "as_of", f"{plan.moment.isoformat(timespec='seconds')}Z")
        policies = plan.config.list_confidence, plan.config.window.evidence_days
        for key, value in zip(POLICIES, policies, strict=True):
            set_value(con, key, str(value))
        show_account_states(con)
        set_value(con, "analysis_counts", json.dumps(counts))
        set_value(con, "analysis", _key(con, plan))
        set_value(con, "analyzed_facts", get_value(con, "loaded_facts") or "0")
        bump_version(con)


def _key(con: duckdb.DuckDBPyConnection, plan: _Plan) -> str:
    """What one run is made of: facts as loaded, configuration, models and parameters, as-of."""
    asked = {
        "facts": get_value(con, "loaded_facts"),
        "config": config_text(plan.config),
        "parameters": {name: str(value) for name, value in asdict(plan.parameters).items()},
        "models": shipped_digest(),
        "as_of": plan.moment.isoformat(),
        "calibration": get_value(con, CALIBRATION),
    }
    return hashlib.blake2b(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _listed(con: duckdb.DuckDBPyConnection, config: Config) -> tuple[int, int]:
    found = first_row(con, LISTED, {"least": config.list_confidence})
    return (found[0], found[1]) if found else (0, 0)


def is_stale(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether something was loaded since groups were last looked for."""
    return bool(get_value(con, "analyzed_facts") != get_value(con, "loaded_facts"))
