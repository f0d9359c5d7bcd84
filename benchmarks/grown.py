"""A world as large as wanted: the graph of a small one, copied under other names.

``python -m benchmarks.grown FACTS OUT --signals 1000000`` takes the facts of a workspace
(``.coterie/facts.duckdb``) and writes a facts file whose graph shows as many signals. Accounts and
all that belongs to one are copied, with ids, domains and addresses of their own; content, topics,
solutions, campaigns and users are shared, as they are in one company. So the mixture of kinds, the
length of texts and the number of relationships at a node are those of the small world, and shared
content is met by ever more people. Only the graph is copied, not the facts that it was made from.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from graph.facts.open import open_facts
from graph.facts.tables import quoted
from graph.facts.versions import set_value
from graph.model.spec import Kind, Property
from graph.pipeline.parts import Part, parts

SHARED = frozenset({"Campaign", "Content", "Function", "Solution", "System", "Topic", "User"})
NAMES = {
    "id": "{0} || '~' || copies.n",
    "email": "replace({0}, '@', '@c' || copies.n || '.')",
    "domain": "'c' || copies.n || '.' || {0}",
}
"""How a copy's own values are made; lists of these go item by item."""
LISTS = {"emails": "email", "domains": "domain"}


def grown(source: Path, target: Path, signals: int) -> int:
    """Write facts whose graph shows at least so many signals; how many it shows."""
    with open_facts(target) as con:
        place = str(source).replace("'", "''")
        con.execute(f"ATTACH '{place}' AS small (READ_ONLY)")
        shown = con.execute("SELECT count(*) FROM small.facts.signal").fetchall()[0][0]
        copies = -(-signals // shown)
        for part in parts():
            con.execute(_copied(part), [copies])
        set_value(con, "workspace", "grown")
        con.execute("DETACH small")
    return copies * shown


def _copied(part: Part) -> str:
    """SQL that fills a part's table with the copies of its rows; the first keeps its names."""
    ends = part.pair or (part.kind, part.kind)
    own = [label not in SHARED for label in ends]
    copies = "range(?)" if any(own) else "range(least(?, 1))"
    values = ", ".join(_value(column, part, own) for column in part.columns)
    return f"""INSERT INTO graph.{quoted(part.table)} BY NAME
        SELECT {values} FROM small.graph.{quoted(part.table)} source, {copies} copies(n)"""


def _value(column: Property, part: Part, own: list[bool]) -> str:
    name = f"source.{quoted(column.name)}"
    made = None
    if part.pair and column.name in ("start_id", "end_id"):
        made = NAMES["id"] if own[column.name == "end_id"] else None
    elif part.pair is None and own[0]:
        made = NAMES.get(LISTS.get(column.name, column.name))
    if made is None:
        return name
    text = made.format(name)
    if column.kind is Kind.STRINGS:
        text = f"list_transform({name}, lambda x: {made.format('x')})"
    return f"CASE WHEN copies.n = 0 THEN {name} ELSE {text} END AS {quoted(column.name)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("facts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--signals", type=int, default=1_000_000)
    asked = parser.parse_args()
    try:
        signals = grown(asked.facts, asked.out, asked.signals)
    except duckdb.Error as error:
        sys.exit(str(error))
    sys.stdout.write(f"{signals} signals in {asked.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
