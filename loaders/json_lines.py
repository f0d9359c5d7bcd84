"""JSON that is not one object per line, as lines: an array of objects, or objects over lines."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import duckdb

LARGEST = 64 << 20
"""Bytes of the largest object."""
FIELD_GUARD = "\x01"
"""Delimiter that no JSON text may hold."""
HEAD = 4096
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def layout(path: Path) -> tuple[str, str] | None:
    """How JSON is laid out that is not in lines (``array`` or ``unstructured``), and its encoding.

    None for JSON lines and whatever is no JSON.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "utf-8")
    text = head.decode(encoding, errors="ignore").lstrip()
    if text.startswith("[") and text[1:].lstrip()[:1] in ("{", "]"):
        return "array", encoding
    lines = [line.strip() for line in text.splitlines()[:2]]
    if text.startswith("{") and len(lines) == 2 and not _whole(lines[0]) and lines[1][:1] != "{":
        return "unstructured", encoding
    return None


def _whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def as_lines(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> Path | None:
    """The objects of a file, one per line; None when an array of them is damaged.

    Line numbers are then the objects' places.
    """
    found = layout(path)
    if found is None:
        return path
    how, encoding = found
    source, target = path, scratch / "objects"
    if encoding != "utf-8":
        source = scratch / "utf8.json"
        with (
            path.open(encoding=encoding, errors="replace") as read,
            source.open("w", encoding="utf-8") as write,
        ):
            while block := read.read(1 << 20):
                write.write(block)
    place = str(target).replace("'", "''")
    try:
        con.execute(
            f"""COPY (SELECT json(json) FROM read_json_objects(?, format = '{how}',
                maximum_object_size = {LARGEST})) TO '{place}'
            (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '{FIELD_GUARD}')""",
            [str(source)],
        )
    except duckdb.Error:
        return None if how == "array" else path
    return target
