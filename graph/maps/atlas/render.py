"""Pages of the atlas as HTML: our templates, data in JSON blocks, scripts and styles beside them.

A browser does not match hashes with files that it opens from a disk, so the policy of these pages
names the folder's own files (``'self'``) and nothing else: no inline script or style, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from graph.maps import files
from graph.maps.atlas.table import Table
from graph.maps.palette import stylesheet
from graph.maps.render import SHARED_POLICY, embed, enclosed
from graph.maps.wording import counted

SCRIPTS = (
    "words",
    "fold",
    "dom",
    "csv",
    "font",
    "atlas/facets",
    "atlas/cells",
    "atlas/table",
    "atlas/main",
)
STYLES = ("reset", "atlas/atlas", "atlas/table", "atlas/pictures", "atlas/narrow", "atlas/print")
NAV = (
    ("index.html", "Accounts"),
    ("portfolio.html", "Portfolio"),
    ("waterfall.html", "Waterfall"),
    ("second-leads.html", "Second leads"),
    ("missing-roles.html", "Missing roles"),
    ("changes.html", "Changes"),
    ("quality.html", "Data quality"),
)


@dataclass(frozen=True)
class Sheet:
    """One page.

    Attributes:
        file: its name, and with ``.html`` taken off that of its template.
        title: what it answers.
        content: what the template is given.
        tables: tables that the page draws.
    """

    file: str
    title: str
    content: Mapping[str, Any] = field(default_factory=dict)
    tables: Sequence[Table] = ()


def render_sheet(sheet: Sheet, heading: Mapping[str, Any]) -> str:
    """A page as HTML, the same bytes for the same input; ``heading`` is told on every page."""
    template = _environment().get_template(sheet.file)
    tables = {table.id: table for table in sheet.tables}
    return template.render(
        sheet=sheet, nav=NAV, csp=SHARED_POLICY, tables=tables, **heading, **sheet.content
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("graph.maps", "templates/atlas"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        embed=embed, ratio=_ratio, counted=counted, thousands=lambda n: f"{n:,}"
    )
    return environment


def _ratio(value: float) -> str:
    """A share of things counted, whole or to a tenth: never 100 % where one is missing."""
    whole = f"{100 * value:.0f}"
    return f"{100 * value:.1f} %" if whole in ("0", "100") and 0 < value < 1 else f"{whole} %"


def assets() -> dict[str, str]:
    """Files that all pages share, by name."""
    script = "\n".join(files.text(f"assets/{name}.js") for name in SCRIPTS)
    styles = "\n".join(files.text(f"assets/{name}.css") for name in STYLES)
    return {
        "atlas.js": enclosed(script),
        "atlas.css": stylesheet() + styles,
    }
