"""``coterie export crm``: what was found, as files that a CRM imports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cli.app import App
from cli.options import format_option, probability
from cli.output import csv_text, field, number, show_rows
from cli.session import session
from graph.errors import InputError
from graph.files import write_whole
from graph.queries.crm import CrmFile, crm_files

FIELDS = ("file", "rows")
HELP = """Write CSV files into DIR that a CRM imports, a folder per system, rows by record id.

Lead.csv, Contact.csv (Salesforce) and contacts.csv (HubSpot) hold rung, score, unit, likely group
and role of every person, for fields of our own (Coterie_Rung__c ..., coterie_rung ...): make these
once. OpportunityContactRole.csv and deal_contacts.csv add likely members to open opportunities on
which they have no role; Salesforce's picklist knows no champion, so 'Likely_Role' says what is
meant, beside columns for the eyes that an import leaves aside. convert-first.csv lists members who
are leads only. Nothing that a person typed is overwritten. Cells that a spreadsheet would
calculate are preceded by '. Files of an earlier export are replaced; where another file, such as
the CRM's own Lead.csv, has one of these names, nothing is written.

\b
Examples:
  coterie export crm crm-import
  coterie --graph neo4j://host:7687 export crm crm-import --min-confidence .7
"""


@click.command("crm", help=HELP)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@probability("--min-confidence", "Groups from this confidence on, instead of list.confidence.")
@format_option
@click.pass_obj
def command(app: App, folder: Path, min_confidence: float | None, form: str) -> None:
    """Write files for a CRM's import."""
    with session(app, "export crm") as opened:
        least = opened.config.list_confidence if min_confidence is None else min_confidence
        found = crm_files(opened.store, least)
    _spare_others(folder, found)
    for file in found:
        path = folder / file.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"cannot be made ({error.strerror})"
            raise InputError(what, where=str(path.parent), fix="name another folder") from error
        write_whole(path, csv_text(file.rows, file.fields), "the file")
    rows = [{"file": str(folder / file.path), "rows": len(file.rows)} for file in found]
    show_rows(rows, form, FIELDS, [field("file", whole=True), number("rows")])
    app.note(f"{len(rows)} file{'' if len(rows) == 1 else 's'} in {folder}")


def _spare_others(folder: Path, found: Iterable[CrmFile]) -> None:
    """Refuse a folder where a name is taken by a file that no export of ours wrote.

    The CRM's own exports bear the same names in the same folders, and may be the only copy.
    """
    for file in found:
        path = folder / file.path
        header = csv_text((), file.fields).encode()
        if path.exists() and not (path.is_file() and _begins(path, header)):
            what = "is there already and is no export of coterie's, so nothing was written"
            raise InputError(what, where=str(path), fix="name another folder")


def _begins(path: Path, header: bytes) -> bool:
    try:
        with path.open("rb") as read:
            return read.read(len(header)) == header
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise InputError(what, where=str(path), fix="name another folder") from error
