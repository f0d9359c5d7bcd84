"""``coterie leads``: every known lead and contact."""

from __future__ import annotations

import click

from cli.app import App
from cli.options import account_option, format_option
from cli.output import Column, Row, field, percent, share, show_rows
from cli.session import session
from graph.queries.leads import CLASSES, FIELDS, read_leads

HELP = """List every known person of a lead or contact record, with the account it was matched to.

A match says its method and score; 'rivals' are other accounts that the record may belong to. A
lead's score is the confidence of its unit's best group without all that the lead itself did; its
evidence is what then remains: third-party intent, anonymous visitors, other known people.

\b
Examples:
  coterie leads --account acme.example
  coterie leads --format csv > leads.csv
  coterie leads --second --class S1,S3 --format json
"""


@click.command("leads", help=HELP)
@account_option
@click.option("--second", is_flag=True, help="Only second leads: thrown away too early.")
@click.option("--class", "classes", metavar="S1,...", help="Only second leads of these classes.")
@format_option
@click.pass_obj
def command(app: App, account: str | None, second: bool, classes: str | None, form: str) -> None:
    """List leads."""
    wanted = _classes(classes)
    with session(app, "leads") as opened:
        found = read_leads(opened.store, account=account, second=second, classes=wanted)
    columns = [
        share("score"),
        Column("rung", lambda row: (row["rung"] or "").replace("_", " ")),
        Column("evidence", _evidence),
        field("name"),
        field("email"),
        field("title"),
        Column("account", lambda row: row["account_name"] or row["account"]),
        Column("matched by", _match),
        Column("rivals", lambda row: len(row["rivals"]) or None, right=True),
        field("status"),
        Column("second", lambda row: row["second"] and row["second"]["class"]),
        Column("no buyer", lambda row: (row["standing"] or "").replace("_", " ")),
    ]
    show_rows(found, form, FIELDS, columns)
    lost = sum(row["account_id"] is None for row in found)
    judged = any(row["score"] is not None for row in found)
    unjudged = "" if judged or not found else "; scores are known after 'coterie analyze'"
    app.note(f"{len(found)} people, {lost} matched to no account{unjudged}")


def _match(row: Row) -> str:
    method = (row["match_method"] or "").replace("_", " ")
    return f"{method} {percent(row['match_score'])}".strip()


def _evidence(row: Row) -> str:
    told = {"third_party": "intent", "anonymous": "visitors", "known": "people"}
    return ", ".join(word for bit, word in told.items() if row["evidence"][bit])


def _classes(text: str | None) -> tuple[str, ...]:
    wanted = tuple(part.strip().upper() for part in (text or "").split(",") if part.strip())
    unknown = [part for part in wanted if part not in CLASSES]
    if unknown:
        raise click.BadParameter(
            f"{unknown[0]!r} is no class; there are {', '.join(CLASSES)}", param_hint="--class"
        )
    return wanted
