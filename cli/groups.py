"""``coterie groups``: the buying groups that were found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from cli.app import App
from cli.options import account_option, as_of_option, format_option, probability
from cli.output import Column, Row, date, field, share, show_rows
from cli.past import asked_week
from cli.session import session
from graph.queries.groups import FIELDS, read_groups
from graph.queries.past import Asked, groups_at
from graph.queries.status import read_stamp
from graph.queries.wording import roles_of

HELP = """List buying groups: who seems to prepare a purchase together, of what, and how sure.

Listed are groups of confidence .5 or more (list.confidence in coterie.toml) at accounts that do
not fail the fit gate; --all lists every candidate. A group's confidence says how sure its
existence is, and nothing else. Roles are likely roles; 'coterie why GROUP' gives the reasons.
--as-of reads the weekly snapshots: each unit's best candidate as it was known then, without roles.

\b
Examples:
  coterie groups
  coterie groups --account acme.example --all
  coterie groups --as-of 2026-05-01
  coterie groups --format json | jq '.[].members[].email'
"""


@click.command("groups", help=HELP)
@account_option
@click.option("--solution", metavar="S", help="Only this solution, by its key in coterie.toml.")
@probability("--min-confidence", "List from this confidence on, instead of .5.")
@click.option("--all", "everything", is_flag=True, help="Every candidate, also at unfit accounts.")
@as_of_option
@format_option
@click.pass_obj
def command(
    app: App,
    *,
    account: str | None,
    solution: str | None,
    min_confidence: float | None,
    everything: bool,
    as_of: datetime | None,
    form: str,
) -> None:
    """List buying groups."""
    with session(app, "groups") as opened:
        default = None if everything else opened.config.list_confidence
        least = default if min_confidence is None else min_confidence
        if as_of is None:
            found = read_groups(
                opened.store, account=account, solution=solution, least=least, unfit=everything
            )
        else:
            week = asked_week(app, opened.store, as_of)
            asked = Asked(account, solution, everything)
            found = groups_at(opened.store, week, asked, least) if week else []
        looked = bool(found or read_stamp(opened.store)["analyzed"])
    columns = [
        share("confidence"),
        Column("account", lambda row: row["account_name"] or row["account"] or row["account_id"]),
        field("solution"),
        Column("people", lambda row: len(row["members"]), right=True),
        Column("rung", lambda row: (row["rung"] or "").replace("_", " ")),
        field("quorum"),
        Column("stage", lambda row: (row["stage"] or "").replace("_", " ")),
        Column("active weeks", _weeks, right=True),
        Column("likely roles", lambda row: roles_of(row["members"])),
        Column(
            "seen", lambda row: f"{date(row['first_seen'])} to {date(row['last_seen'])}", whole=True
        ),
        field("id", whole=True),
    ]
    show_rows(found, form, FIELDS, columns)
    unlooked = "" if looked else "; they are looked for by 'coterie analyze'"
    app.note(f"{len(found)} group{'' if len(found) == 1 else 's'}{_unknown(found)}{unlooked}")


def _weeks(row: Row) -> str:
    """``6 of 13``, marked where most of it was one burst."""
    if row["active_weeks"] is None:
        return ""
    burst = ", a burst" if row["burst"] else ""
    return f"{row['active_weeks']} of {row['window_weeks']}{burst}"


def _unknown(rows: Sequence[Row]) -> str:
    if not rows or any(row["rung"] for row in rows):
        return ""
    return "; rung, evidence and stage are known after 'coterie analyze'"
