"""Text that was encoded twice ("ZÃ¼rich"): mended where that is sure, else counted.

Text that reads as UTF-8 once its characters are written as Windows' cp1252 was UTF-8 taken for
cp1252; honest text hardly ever does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def mend(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> str | None:
    """Mend these columns of a table of text; gives what to say of it, None when all was well."""
    good, bad = 0, 0
    for column in columns:
        found = con.execute(
            f"SELECT {column}, count(*) FROM {table} WHERE regexp_matches({column}, $suspect) "
            f"OR contains({column}, '\ufffd') GROUP BY 1 ORDER BY 1",
            {"suspect": SUSPECT},
        ).fetchall()
        pairs = [(text, better, n) for text, n in found if (better := mended(text)) is not None]
        good += sum(n for *_, n in pairs)
        known = {text for text, *_ in pairs}
        bad += sum(n for text, n in found if text not in known and SURE.search(text))
        if pairs:
            _replace(con, table, column, [pair[:2] for pair in pairs])
    said = []
    if good:
        said.append(f"{good} cells were encoded twice and mended")
    if bad:
        said.append(f"{bad} cells have garbled letters that cannot be mended")
    return "; ".join(said) or None


def _replace(
    con: duckdb.DuckDBPyConnection, table: str, column: str, pairs: Sequence[tuple[str, str]]
) -> None:
    batch = pa.table(
        {"was": pa.array([a for a, _ in pairs]), "better": pa.array([b for _, b in pairs])}
    )
    con.register("mended_text", batch)
    con.execute(f"UPDATE {table} SET {column} = m.better FROM mended_text m WHERE {column} = m.was")
    con.unregister("mended_text")
