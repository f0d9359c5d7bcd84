"""``coterie calibrate``: refit confidence and roles on the user's own won deals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from cli.app import App
from cli.options import format_option
from cli.output import Row, plain, show_csv, show_json
from cli.session import progress, session
from graph.pipeline.calibrate import CalibrateReport, calibrate, calibrated_on, revoke

FIELDS = (
    "won",
    "looks",
    "sightings",
    "right",
    "confidence",
    "roles",
    "reliability",
    "stored",
    "in_force",
)
HELP = """Refit how sure groups and roles are on your own closed-won opportunities.

Past looks, 30 days apart, are held against what became of the deals: a candidate came true when a
deal of its account and solution was made within 90 days and won, and two people of its contact
roles are members (one, where one alone is named). Figures 'after' are held out: every account
judged by a fit on the others. The refit is kept in the workspace, and the next 'coterie analyze'
uses it; --revoke goes back to the shipped models. Under 50 won opportunities with contact roles
nothing is refitted.

\b
Examples:
  coterie calibrate --dry-run
  coterie calibrate && coterie analyze
  coterie calibrate --revoke
"""


@click.command("calibrate", help=HELP)
@click.option("--dry-run", is_flag=True, help="Show what a refit is worth, and keep nothing.")
@click.option("--revoke", "back", is_flag=True, help="Go back to the shipped models.")
@format_option
@click.pass_obj
def command(app: App, dry_run: bool, back: bool, form: str) -> None:
    """Calibrate."""
    if dry_run and back:
        raise click.UsageError("--dry-run and --revoke do not go together")
    with (
        session(app, "calibrate", need_workspace=True) as opened,
        progress(app, "looking back") as say,
    ):
        _, facts = opened.at_hand()
        if back:
            changed, report = revoke(facts), None
        else:
            report = calibrate(facts, opened.config, keep=not dry_run, progress=say)
            changed = not dry_run
        in_force = calibrated_on(facts)
    _show(_row(report, changed and not back, in_force), form)
    if changed:
        app.note("run 'coterie analyze': groups are still those of the models before")


def _row(report: CalibrateReport | None, stored: bool, in_force: str | None) -> Row:
    row: dict[str, Any] = dict.fromkeys(FIELDS)
    if report is not None:
        found = report.calibration
        numbers = {"slope": round(found.slope, 4), "shift": round(found.shift, 4)}
        row |= {name: value for name, value in asdict(report).items() if name in FIELDS}
        row["confidence"] = numbers | report.confidence
    row["stored"], row["in_force"] = stored, in_force
    return row


def _show(row: Row, form: str) -> None:
    if form == "json":
        show_json(row)
    elif form == "csv":
        show_csv([row], FIELDS)
    else:
        for name, value in row.items():
            if name == "reliability":
                _bins(value or [])
            elif isinstance(value, dict):
                for part, number in value.items():
                    click.echo(f"{name + ' ' + part:<26}{plain(number)}".replace("_", " "))
            else:
                click.echo(f"{name.replace('_', ' '):<26}{plain(value)}")


def _bins(bins: list[Row]) -> None:
    """Said against right, before and after; empty bins are left out."""
    for one in bins:
        for when in ("before", "after"):
            held = one[when]
            if held["candidates"]:
                where = f"said {one['from']:.1f} to {one['to']:.1f}, {when}"
                told = f"{held['candidates']} candidates, {held['right']:.0%} right"
                click.echo(f"{where:<26}{told}")
