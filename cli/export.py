"""``coterie export``: the graph for other programs; one module per sub-verb."""

from __future__ import annotations

from cli.verbs import Verbs

EXPORTS = {
    "crm": "Files that a CRM imports: rungs, roles, contact roles.",
    "groups": "Buying groups as CSV, JSON, Parquet or GraphML.",
    "neo4j-import": "Files and command of a Neo4j's offline import.",
}
"""What each sub-verb writes; its module is ``cli.export_NAME``."""
HELP = """Write what was found for other programs; each WHAT has its own --help.

\b
Examples:
  coterie export crm crm-import
  coterie export groups groups.parquet
  coterie export neo4j-import graph-files
"""

command = Verbs("export", help=HELP, verbs=EXPORTS, prefix="export_", subcommand_metavar="WHAT ...")
