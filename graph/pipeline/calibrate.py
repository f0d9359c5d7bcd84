"""Models refitted on the user's own closed deals: fitted, shown, kept with the facts, revoked.

A calibration is kept beside the facts of its workspace, never in the package. The next run of
``analyze`` uses it, and a run made without it counts as out of date.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import numpy as np

from graph.analysis.calibration import (
    BINS,
    Calibration,
    Deal,
    History,
    calibration_error,
    fit,
    held_out,
    history,
    per_bin,
    sightings,
)
from graph.analysis.fitted import Fitted, shipped_models
from graph.analysis.parameters import Parameters
from graph.analysis.roles import chances
from graph.analysis.signals import DAY
from graph.errors import InputError
from graph.facts.versions import get_value, set_value
from graph.pipeline.population import data_clock, timeline
from graph.workspace.config import Config

CALIBRATION = "calibration"
NEEDED = 50  # closed-won opportunities with contact roles
LEAST = 10  # sightings that were right, and that were wrong
LOOK_DAYS = 30
MOST_LOOKS = 24
_EVIDENCE = 90 * DAY
_ROLES = """
    SELECT end_id AS deal, start_id AS person, role FROM graph.involved_in ORDER BY ALL"""
_DEALS = """
    SELECT deal.id, place.end_id AS account, solution.name AS solution,
        floor(epoch(deal.created))::BIGINT AS created, floor(epoch(deal.closes))::BIGINT AS closes,
        coalesce(deal.won, false) AS won, coalesce(deal.closed, false) AS closed
    FROM graph.opportunity deal
    JOIN graph.at_opportunity_account place ON place.start_id = deal.id
    LEFT JOIN graph.for_opportunity_solution owned ON owned.start_id = deal.id
    LEFT JOIN graph.solution ON solution.id = owned.end_id
    WHERE deal.created IS NOT NULL AND deal.closes IS NOT NULL ORDER BY ALL"""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class CalibrateReport:
    """What the deals say of confidence and roles, before the refit and held out after it.

    Attributes:
        looks: past moments at which candidates were looked for.
        sightings, right: candidates that deals can judge, and those that came true.
        confidence, roles: figures before and after; ``reliability``: ten bins of each.
    """

    won: int
    looks: int
    sightings: int
    right: int
    confidence: dict[str, float]
    roles: dict[str, float | None]
    reliability: list[dict[str, Any]]
    calibration: Calibration


def models_in_force(con: duckdb.DuckDBPyConnection) -> Fitted:
    """The shipped models, refitted where this workspace keeps a calibration."""
    kept = json.loads(get_value(con, CALIBRATION) or "{}")
    if not kept:
        return shipped_models()
    numbers = {**kept["calibration"], "base": tuple(kept["calibration"]["base"])}
    return Calibration(**numbers).applied(shipped_models())


def calibrated_on(con: duckdb.DuckDBPyConnection) -> str | None:
    """What the calibration in force was fitted on, in words; None where there is none."""
    kept: dict[str, str] = json.loads(get_value(con, CALIBRATION) or "{}")
    return kept.get("fitted_on")


def revoke(con: duckdb.DuckDBPyConnection) -> bool:
    """Go back to the shipped models; False where they were in force already."""
    held = calibrated_on(con) is not None
    set_value(con, CALIBRATION, "")
    return held


def calibrate(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    *,
    keep: bool = True,
    progress: Progress | None = None,
) -> CalibrateReport:
    """Refit confidence and roles on closed-won opportunities with contact roles.

    Args:
        keep: let the next run use the refit.

    Raises:
        InputError: too few won opportunities, or too few that past looks could have foretold.
    """
    deals = _deals(con)
    won = [deal for deal in deals if deal.won and deal.roles]
    if len(won) < NEEDED:
        raise InputError(
            f"{len(won)} closed-won opportunities with contact roles, {NEEDED} are needed: "
            "fewer say too little to refit on",
            fix="load more history of opportunities and contact roles; the shipped models stay",
        )
    past, looks, last = _history(con, config, (deals, won), progress)
    if min(past.right.sum(), len(past.right) - past.right.sum()) < LEAST:
        raise InputError(
            f"{len(won)} won opportunities, but past looks found only {int(past.right.sum())} "
            f"candidates that came true and {int((1 - past.right).sum())} that did not, of the "
            f"{LEAST} of each that are needed",
            fix="load the web and campaign history from before these deals",
        )
    report = _report(past, shipped_models(), (len(won), looks))
    if keep:
        day = datetime.fromtimestamp(last, UTC).date().isoformat()
        words = f"{len(won)} closed-won opportunities, {looks} looks until {day}"
        kept = {"fitted_on": words, "calibration": asdict(report.calibration)}
        set_value(con, CALIBRATION, json.dumps(kept))
    return report


def _deals(con: duckdb.DuckDBPyConnection) -> list[Deal]:
    roles: dict[str, dict[str, str]] = {}
    for deal, person, role in con.execute(_ROLES).fetchall():
        roles.setdefault(deal, {})[person] = role
    return [
        Deal(account, solution, created, closes, won, closed, roles.get(name, {}))
        for name, account, solution, created, closes, won, closed in con.execute(_DEALS).fetchall()
    ]


def _history(
    con: duckdb.DuckDBPyConnection,
    config: Config,
    deals: tuple[list[Deal], list[Deal]],
    progress: Progress | None,
) -> tuple[History, int, int]:
    """What past looks found and deals can judge; how many looks, and the data's clock."""
    every, won = deals
    parameters = Parameters.from_mapping(
        {"evidence_days": config.window.evidence_days, **config.model}
    )
    line = timeline(con, data_clock(con))
    first = min(deal.created for deal in won) - _EVIDENCE
    moments = range(line.as_of, first, -LOOK_DAYS * DAY)[:MOST_LOOKS]
    found = []
    for number, moment in enumerate(moments):
        if progress is not None:
            progress(f"look {number + 1} of {len(moments)}")
        given = line.at(moment, parameters.evidence_days)
        found += sightings(given, parameters, shipped_models())
    return history(found, every, line.as_of), len(moments), line.as_of


def _report(past: History, models: Fitted, counts: tuple[int, int]) -> CalibrateReport:
    before = past.values("chance") * past.values("kept")
    after, told = held_out(past, models)
    bins = zip(per_bin(before, past.right), per_bin(after, past.right), strict=True)
    return CalibrateReport(
        won=counts[0],
        looks=counts[1],
        sightings=len(past.right),
        right=int(past.right.sum()),
        confidence={
            "error_before": round(calibration_error(before, past.right), 4),
            "error_after": round(calibration_error(after, past.right), 4),
            "brier_before": round(float(((before - past.right) ** 2).mean()), 4),
            "brier_after": round(float(((after - past.right) ** 2).mean()), 4),
        },
        roles=_roles(past, models, told),
        reliability=[
            {"from": n / BINS, "to": (n + 1) / BINS, "before": _bin(one), "after": _bin(two)}
            for n, (one, two) in enumerate(bins)
        ],
        calibration=fit(past, models),
    )


def _bin(found: tuple[int, float | None, float | None]) -> dict[str, float | None]:
    number, said, right = found
    return {
        "candidates": number,
        "said": None if said is None else round(said, 4),
        "right": None if right is None else round(right, 4),
    }


def _roles(past: History, models: Fitted, after: np.ndarray) -> dict[str, float | None]:
    names = ("right_before", "right_after", "loss_before", "loss_after")
    if not past.role:
        return {"people": 0, **dict.fromkeys(names)}
    table, which = past.people()
    both = (chances(table, models.roles), after)
    rows = np.arange(len(which))
    values = [round(float((one.argmax(axis=1) == which).mean()), 4) for one in both]
    values += [round(float(-np.log(np.maximum(one[rows, which], 1e-12)).mean()), 4) for one in both]
    return {"people": len(which), **dict(zip(names, values, strict=True))}
