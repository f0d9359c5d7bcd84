"""The graph as CSV files for ``neo4j-admin database import full``, with the very command.

The offline import builds a database's files without a running server; beyond some millions of
rows nothing is faster. The set holds what a projection would send, the stamp included, so that a
server started on it is one that coterie wrote. The sender's books note what the newest set
holds: the next projection to a server that was built from it sends only what changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.errors import StoreError
from graph.facts.rows import first_row, row_count
from graph.facts.tables import END, START, quoted
from graph.facts.versions import facts_version
from graph.model.registry import ID, NODE_TYPES, graph_columns
from graph.model.spec import Kind, NodeType, Property, RelationshipType
from graph.pipeline.books import IMPORT, note_import
from graph.pipeline.parts import OWN_LABEL, Part, parts, shaped, stamp
from graph.store.cypher import STAMP

SCRIPT = "import.sh"
SUFFIX = ".csv"
DELIMITERS = tuple(chr(code) for code in range(0x1F, 0x1B, -1))
"""Between the items of a list: control characters, the first that no item holds."""
TYPES = {
    Kind.STRING: "string",
    Kind.INTEGER: "long",
    Kind.FLOAT: "double",
    Kind.BOOLEAN: "boolean",
    Kind.INSTANT: "datetime",
    Kind.DATE: "string",
    Kind.STRINGS: "string[]",
}
PLAIN = (":long", ":double", ":boolean")
MARK = (f"{STAMP}:boolean", "true")
"""Every node is marked as ours."""
HEAD = """#!/bin/sh
# Builds a Neo4j database from the files beside this script, replacing what was in it:
#   sh import.sh neo4j
# Run it where neo4j-admin is, the server stopped, as the user that the server runs as; options of
# neo4j-admin may stand before the name of the database. Then start the server, and let coterie
# make its constraints there:
#   coterie --graph neo4j://HOST:7687 project
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
[ $# -gt 0 ] || set -- neo4j
"""


@dataclass(frozen=True)
class ImportSet:
    """What was written.

    Attributes:
        folder: where it stands.
        script: the command, to be run with the server stopped.
        files: CSV files.
        nodes, relationships: rows in them.
    """

    folder: Path
    script: Path
    files: int
    nodes: int
    relationships: int


def write_import_set(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    progress: Callable[[str], None] | None = None,
) -> ImportSet:
    """Write one CSV file per label and pair that has rows, and the script that imports them.

    The same facts give the same bytes. Files of an earlier set in the folder are replaced; the
    script is written last, so a set without it is not whole.

    Args:
        progress: told the kind at hand.

    Raises:
        StoreError: the folder holds other files, or list items hold every possible delimiter.
    """
    _make_room(folder)
    delimiter = _delimiter(con)
    name = f"{IMPORT}{facts_version(con)}"
    note_import(con, name)
    written: list[tuple[Part, int]] = []
    for part in parts():
        if progress:
            progress(part.kind)
        rows = _write_part(con, part, folder / f"{part.table}{SUFFIX}", delimiter)
        if rows:
            written.append((part, rows))
    _write_stamp(con, folder, name)
    script = folder / SCRIPT
    script.write_text(_script([part for part, _ in written], delimiter), encoding="utf-8")
    script.chmod(0o755)
    nodes = sum(rows for part, rows in written if part.pair is None) + 1
    relationships = sum(rows for part, rows in written if part.pair is not None)
    return ImportSet(folder, script, len(written) + 1, nodes, relationships)


def _make_room(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    own = {f"{part.table}{SUFFIX}" for part in parts()} | {_stamp_file(), SCRIPT}
    found = sorted(path.name for path in folder.iterdir())
    strange = [name for name in found if name not in own]
    if strange:
        raise StoreError(
            f"holds {strange[0]}, which is no part of an import set",
            where=str(folder),
            fix="name an empty folder",
        )
    for name in sorted(found, key=lambda name: name != SCRIPT):
        (folder / name).unlink()


def _delimiter(con: duckdb.DuckDBPyConnection) -> str:
    """A character that stands in no item of any list."""
    lists = [
        f"SELECT unnest({quoted(column.name)}) AS item FROM graph.{quoted(part.table)}"
        for part in parts()
        for column in part.columns
        if column.kind is Kind.STRINGS
    ]
    for delimiter in DELIMITERS:
        query = f"SELECT count(*) FROM ({' UNION ALL '.join(lists)}) WHERE contains(item, $1)"
        row = first_row(con, query, [delimiter])
        if row == (0,):
            return delimiter
    raise StoreError(
        "lists of the graph hold every character that could part their items",
        fix="take the control characters out of the exports, or project to a running server",
    )


def _write_part(con: duckdb.DuckDBPyConnection, part: Part, path: Path, delimiter: str) -> int:
    """Write the rows of one part, header first; their number. No rows, no file."""
    rows = row_count(con, part.source)
    if rows:
        _copy(con, list(_fields(part, delimiter)), f"{part.source} ORDER BY {part.key}", path)
    return rows


def _write_stamp(con: duckdb.DuckDBPyConnection, folder: Path, books: str) -> None:
    """The Coterie node, as a set of its own."""
    values = stamp(con, books)
    named = ", ".join(f"${name} AS {quoted(name)}" for name in values)
    con.execute(f"CREATE OR REPLACE TEMP TABLE import_stamp AS SELECT {named}", values)
    declared = NODE_TYPES[OWN_LABEL]
    fields = [
        (_header(declared, name, column), quoted(name))
        for column in graph_columns(declared)
        for name, _ in shaped(column)
    ]
    _copy(con, [*fields, MARK], "import_stamp", folder / _stamp_file())
    con.execute("DROP TABLE import_stamp")


def _copy(
    con: duckdb.DuckDBPyConnection, fields: list[tuple[str, str]], source: str, path: Path
) -> None:
    """Rows as CSV: text in quotes, so that an empty text is told from an absent one."""
    chosen = ", ".join(f"{value} AS {quoted(header)}" for header, value in fields)
    texts = ", ".join(quoted(header) for header, _ in fields if not header.endswith(PLAIN))
    place = str(path).replace("'", "''")
    con.execute(
        f"COPY (SELECT {chosen} FROM {source}) TO '{place}' "
        f"(FORMAT csv, HEADER, FORCE_QUOTE ({texts}))"
    )


def _fields(part: Part, delimiter: str) -> Iterator[tuple[str, str]]:
    """Header and SQL value of every field of a part."""
    for column in part.columns:
        for name, value in shaped(column):
            text = value
            if column.kind is Kind.STRINGS:
                text = f"array_to_string({value}, chr({ord(delimiter)}))"
            yield _header(part.declared, name, column, part.pair), text
    if part.pair is None:
        yield MARK


def _header(
    declared: NodeType | RelationshipType,
    name: str,
    column: Property,
    pair: tuple[str, str] | None = None,
) -> str:
    """How a field is declared in the first line of its file."""
    if isinstance(declared, NodeType) and name == ID.name:
        return f"{name}:ID({declared.label})"
    if pair and name in (START.name, END.name):
        return f":START_ID({pair[0]})" if name == START.name else f":END_ID({pair[1]})"
    return f"{name}:{TYPES[column.kind] if name == column.name else TYPES[Kind.INTEGER]}"


def _stamp_file() -> str:
    return f"{NODE_TYPES[OWN_LABEL].table}{SUFFIX}"


def _script(written: list[Part], delimiter: str) -> str:
    """The command as a shell script; ``$here`` is the set's folder, wherever it was moved."""
    nodes = [f'--nodes={OWN_LABEL}="$here/{_stamp_file()}"']
    nodes += [f'--nodes={p.kind}="$here/{p.table}{SUFFIX}"' for p in written if p.pair is None]
    links = [f'--relationships={p.kind}="$here/{p.table}{SUFFIX}"' for p in written if p.pair]
    options = [
        f"--array-delimiter=U+{ord(delimiter):04X}",
        "--multiline-fields=true",
        "--bad-tolerance=0",
        "--overwrite-destination",
    ]
    command = " \\\n  ".join(["exec neo4j-admin database import full", *nodes, *links, *options])
    return f'{HEAD}{command} \\\n  "$@"\n'
