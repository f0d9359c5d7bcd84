"""Hard CSV files with their content as JSON: both are read, to the same cells."""

import json

import duckdb
import pytest

from loaders.examine import examine
from loaders.layout import lay_out
from loaders.read import read_csv, read_jsonl
from loaders.source import recognise
from loaders.unpack import unpack
from tests.loaders.by_hand import OUTSIDE

FOLDER = OUTSIDE / "data/csv_spectrum"
NAMES = sorted(path.stem for path in FOLDER.glob("csvs/*.csv"))


def cells(path, scratch):
    """Header and cells of a file as it is read, its line breaks as they are."""
    scratch.mkdir()
    with duckdb.connect() as con:
        (plain,) = unpack(con, path, scratch)
        contents = examine(plain.path)
        source = recognise(plain.path, contents)
        names = source.header.columns
        layout = lay_out(source, contents)
        if source.format == "csv":
            raw = read_csv(con, source, layout, range(len(names)), scratch)
        else:
            raw = read_jsonl(con, source, layout, names, scratch)
        assert raw.rejects == ()
        shown = ", ".join(f"coalesce(c{i}, '')" for i in range(len(names)))
        found = con.execute(f"SELECT {shown} FROM raw ORDER BY line").fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


@pytest.mark.skipif(not NAMES, reason="outside data are not here")
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_as_it_was_meant(name, tmp_path):
    meant = json.loads((FOLDER / f"json/{name}.json").read_text(encoding="utf-8"))
    expected = meant if isinstance(meant, list) else [meant]
    assert cells(FOLDER / f"json/{name}.json", tmp_path / "json") == expected
    found = cells(FOLDER / f"csvs/{name}.csv", tmp_path / "csv")
    if name == "location_coordinates":  # the two files have different numbers in one cell
        assert found[0].pop("Contact Phone Number") == "2095257564"
        assert expected[0].pop("Contact Phone Number") == "1234567890"
    assert found == expected
