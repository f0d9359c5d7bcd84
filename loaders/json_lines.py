"""JSON that is not one object per line, as lines.

An array of objects, objects over several lines, or one object around an array of them, as the APIs
of Salesforce (``records``), HubSpot (``results``), Marketo (``result``) and others answer.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

LARGEST = 64 << 20
"""Bytes of the largest object."""
LARGEST_ANSWER = 256 << 20
"""Bytes of the largest object around an array."""
FEW = 8
"""Most keys of such an object; a row of many keys may hold an array of objects, too."""
ENVELOPE = re.compile(r'"(records|results|result|data|items|rows|value)"\s*:\s*\[\s*\{')
"""Names under which answers hold their rows, one word each."""
FIELD_GUARD = "\x01"
"""Delimiter that no JSON text may hold."""
HEAD = 4096
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Layout:
    """How JSON is laid out that is not in lines.

    Attributes:
        shape: ``array`` of objects, or objects that are ``unstructured``, over several lines.
        encoding: Python's name of it.
        around: name of the array that the one object of the file may be around.
    """

    shape: str
    encoding: str
    around: str | None = None


def layout(path: Path) -> Layout | None:
    """How the file's JSON is laid out; None for JSON lines and whatever is no JSON."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "utf-8")
    text = head.decode(encoding, errors="ignore").lstrip()
    if text.startswith("[") and text[1:].lstrip()[:1] in ("{", "]"):
        return Layout("array", encoding)
    lines = [line.strip() for line in text.splitlines()[:2]]
    if not text.startswith("{") or (len(lines) == 2 and _whole(lines[0])):
        return None
    around = ENVELOPE.search(text) if path.stat().st_size <= LARGEST_ANSWER else None
    if around is not None or (len(lines) == 2 and lines[1][:1] != "{"):
        return Layout("unstructured", encoding, around[1] if around else None)
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
    source, target = _utf8(path, found.encoding, scratch), scratch / "objects"
    place = str(target).replace("'", "''")
    try:
        con.execute(
            f"""COPY ({_rows(con, source, found)}) TO '{place}'
            (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '{FIELD_GUARD}')""",
            [str(source)],
        )
    except duckdb.Error:
        return None if found.shape == "array" else path
    return target


def _utf8(path: Path, encoding: str, scratch: Path) -> Path:
    if encoding == "utf-8":
        return path
    copy = scratch / "utf8.json"
    with (
        path.open(encoding=encoding, errors="replace") as read,
        copy.open("w", encoding="utf-8") as write,
    ):
        while block := read.read(1 << 20):
            write.write(block)
    return copy


def _rows(con: duckdb.DuckDBPyConnection, source: Path, found: Layout) -> str:
    """SQL of the objects: those of the file, or of the array that its one object is around."""
    largest = max(LARGEST, source.stat().st_size) if found.around else LARGEST
    objects = f"""read_json_objects(?, format = '{found.shape}',
        maximum_object_size = {largest})"""
    if found.around is not None:
        wanted = f"json_type(json, '$.{found.around}') = 'ARRAY' AND len(json_keys(json)) <= {FEW}"
        first = con.execute(f"SELECT {wanted} FROM {objects} LIMIT 2", [str(source)]).fetchall()
        if first == [(True,)]:
            return f"SELECT unnest(json_extract(json, '$.{found.around}[*]')) FROM {objects}"
    return f"SELECT json(json) FROM {objects}"
