"""Text that was encoded twice ("ZÃ¼rich"): mended where that is sure, else counted.

Text that reads as UTF-8 once its characters are written as Windows' cp1252 was UTF-8 taken for
cp1252; honest text hardly ever does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

SUSPECT = "[\u00c2-\u00f4][^\\x00-\\x7f]"
"""What a first byte of UTF-8 and its followers look like in cp1252."""
SURE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|\ufffd")


def mended(text: str) -> str | None:
    """The text as it was meant; None when it was not encoded twice, or cannot be mended."""
    try:
        raw = b"".join(_byte(character) for character in text)
        found = raw.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    if found == text:
        return None
    return mended(found) or found


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


@dataclass(frozen=True)
class Garbled:
    """What is garbled in a file: texts with their better reading, and what to say of it."""

    pairs: tuple[tuple[str, str], ...]
    note: str | None


def garbled(
    con: duckdb.DuckDBPyConnection,
    rows: str,
    columns: Sequence[str],
    values: Mapping[str, object] | None = None,
) -> Garbled:
    """Look through these columns of a table, or of a SELECT in brackets with its parameters."""
    found = con.execute(
        f"""SELECT text, count(*) FROM (SELECT unnest([{", ".join(columns)}]) AS text FROM {rows})
            WHERE regexp_matches(text, $suspect) OR contains(text, '\ufffd')
            GROUP BY 1 ORDER BY 1""",
        {"suspect": SUSPECT, **(values or {})},
    ).fetchall()
    better = {text: new for text, _ in found if (new := mended(text)) is not None}
    good = sum(n for text, n in found if text in better)
    bad = sum(n for text, n in found if text not in better and SURE.search(text))
    said = []
    if good:
        said.append(f"{good} cells were encoded twice and mended")
    if bad:
        said.append(f"{bad} cells have garbled letters that cannot be mended")
    return Garbled(tuple(better.items()), "; ".join(said) or None)


def mend(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> str | None:
    """Mend these columns of a table of text; gives what to say of it, None when all was well."""
    found = garbled(con, table, columns)
    if found.pairs:
        for column in columns:
            _replace(con, table, column, found.pairs)
    return found.note


def _replace(
    con: duckdb.DuckDBPyConnection, table: str, column: str, pairs: Sequence[tuple[str, str]]
) -> None:
    batch = pa.table(
        {"was": pa.array([a for a, _ in pairs]), "better": pa.array([b for _, b in pairs])}
    )
    con.register("mended_text", batch)
    con.execute(f"UPDATE {table} SET {column} = m.better FROM mended_text m WHERE {column} = m.was")
    con.unregister("mended_text")
