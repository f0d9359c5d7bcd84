"""A file that is as it should be is mapped as it lies there, with the rows of the long way."""

from pathlib import Path

import pytest

from graph.facts.open import open_facts
from graph.workspace.config import Config
from loaders import mapped
from loaders.load import load
from tests.loaders.exports import LEADS, counts, lead, page, put, rows, run

LINES = "".join(
    (
        page(1, userId=1.50),
        page(2, userId={"b": [1, 2]}, context="none"),
        page(3, type="identify", userId="u1", traits={"company": {"name": "Acme"}}),
        page(4, type="identify", userId="ä@x.example", traits={"company": "Acme", "name": "Zoë"}),
        page(5, timestamp="2026-04-01T10:00:00+0200", receivedAt="2026-04-01T10:00:01.000+0000"),
        page(1, userId=1.50),
    )
)
DATES = LEADS + lead(1, created="13/04/2026") + lead(2, created="1/2/2026") + lead(3)


@pytest.mark.parametrize(
    ("name", "text", "straight"),
    [
        ("leads.csv", LEADS + lead(1, name="Zoë ") + lead(2) + lead(2, status="Won"), True),
        ("dates.csv", DATES, True),
        ("events.jsonl", LINES, True),
        ("lines.csv", LEADS + lead(1, name='"two\nlines"') + lead(2), False),
        ("formula.csv", LEADS + lead(1, name='="Lee"') + lead(2), False),
        ("broken.jsonl", LINES + '{"type": "pa\n', False),
        ("list.jsonl", LINES + "[1]\n", False),
    ],
)
def test_both_ways_give_the_same(monkeypatch, tmp_path, con, name, text, straight):
    file = put(tmp_path, name, text)
    ways = []
    long_way = mapped._around

    def around(*given):
        ways.append(1)
        return long_way(*given)

    monkeypatch.setattr(mapped, "_around", around)
    first = run(con, file)
    assert (not ways) is straight
    monkeypatch.setattr(mapped, "_straight", lambda *given: None)
    other = open_facts(tmp_path / "other.duckdb")
    assert counts(run(other, file)) == counts(first)
    for query in (
        "SELECT * EXCLUDE (known_time, known) FROM facts.signal ORDER BY line",
        "SELECT * EXCLUDE (known_time) FROM facts.record ORDER BY line",
        "SELECT * FROM meta.reject ORDER BY ALL",
    ):
        assert rows(con, query) == rows(other, query)
    other.close()


def test_every_row_stands_in_its_own_line_however_often_a_file_is_loaded(tmp_path: Path) -> None:
    lines = [lead(i) for i in range(24_000)]
    put(tmp_path, "Lead.csv", LEADS + "".join(lines))
    ids = ["salesforce:" + line.split(",")[0] for line in lines]
    for turn in range(5):
        with open_facts(tmp_path / f"{turn}.duckdb") as con:
            load(con, [tmp_path / "Lead.csv"], Config())
            found = con.execute("SELECT id, line FROM facts.record_all ORDER BY line").fetchall()
        assert found == [(one, line) for line, one in enumerate(ids, start=2)]
