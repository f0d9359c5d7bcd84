"""A load with a table of its own says the same as one that shares the common table."""

import pytest

from graph.facts.forgotten import ROWS
from graph.facts.open import open_facts
from graph.facts.pieces import pieces
from graph.facts.tables import quoted
from graph.model.registry import FACT_TABLES
from graph.workspace.config import Config
from loaders.forget import forget
from loaders.resolve import resolve
from loaders.unload import unload
from tests.loaders.exports import LEADS, lead, page, put, rows, run

MEMBERS = "Id,CampaignId,LeadId,Status,HasResponded,FirstRespondedDate,CreatedDate\n"
MEMBER = "00v5e{0:010d}EAA,7015e0000000001EAA,00Q5e0000000001EAA,{1},true,2026-04-01,2026-04-02\n"


@pytest.fixture(params=[1, 1_000_000], ids=["own tables", "one table"])
def large(request, monkeypatch):
    """From how many rows on a load has a table of its own."""
    monkeypatch.setattr("loaders.load.LARGE", request.param)
    return request.param == 1


@pytest.fixture
def ways(monkeypatch, tmp_path):
    """Two facts files: in one each load has a table of its own, in the other none has."""

    def both(work):
        found = []
        for number in (1, 1_000_000):
            monkeypatch.setattr("loaders.load.LARGE", number)
            con = open_facts(tmp_path / f"{number}.duckdb")
            work(con)
            found.append(con)
        return found

    made = []
    yield lambda work: made.extend(both(work)) or made
    for con in made:
        con.close()


def everything(con):
    """All versions of all rows, and those that hold now, but for when a load happened to be."""
    return {
        view: rows(
            con,
            f"SELECT * REPLACE (if(known_basis = 'load', NULL, known_time) AS known_time) "
            f"FROM facts.{quoted(view)} ORDER BY id, load, line",
        )
        for table in FACT_TABLES
        for view in (f"{table}_all", f"{table}_now")
    }


def loaded(folder):
    put(folder, "a.csv", LEADS + lead(1) + lead(2) + lead(2, status="Won") + lead(3, created="x"))
    put(folder, "b.csv", MEMBERS + MEMBER.format(1, "Responded") + MEMBER.format(2, "Attended"))
    put(folder, "c.jsonl", page(1) + page(2, userId="ann@acme.example"))
    return folder


def test_the_same_rows_stand_in_both(ways, folder):
    loaded(folder)
    put(folder, "d.csv", LEADS + lead(1, status="Closed") + lead(4))
    one, other = ways(lambda con: run(con, folder))
    assert everything(one) == everything(other)
    assert len(everything(one)["record_all"]) == 5
    assert len(pieces(one, "record")) == 3
    assert len(pieces(other, "record")) == 1
    (signal,) = (p for p in pieces(one, "signal") if p.load == 2)
    assert "campaign_key" in signal.columns
    assert not {"kind", "tier", "system", "load", "email", "at"} & signal.columns


def test_a_file_that_changes_and_deletes_later_is_compared_with_them(large, con, folder):
    run(con, loaded(folder))
    gone = LEADS.replace("Id,", "IsDeleted,Id,", 1)
    put(folder, "e.csv", gone + "true," + lead(1) + "false," + lead(2, status="Won"))
    (*_, last) = run(con, folder / "e.csv").files
    assert (last.loaded, last.duplicates, last.skipped) == (0, 1, 1)
    assert rows(con, "SELECT right(id, 5), status FROM facts.record_now") == [("02EAA", "Won")]


def test_a_load_is_taken_back_with_its_table(ways, folder):
    def work(con):
        run(con, loaded(folder))
        put(folder, "d.csv", LEADS + lead(1) + lead(2, status="Closed"))
        run(con, folder / "d.csv")
        assert unload(con, Config(), "a.csv").removed == 3
        (folder / "d.csv").unlink()

    one, other = ways(work)
    assert everything(one) == everything(other)
    assert [piece.load for piece in pieces(one, "record")] == [None, 4]
    assert rows(one, "SELECT count(*) FROM facts.record_now") == [(2,)]


def test_a_human_is_forgotten_in_all_tables(ways, folder):
    def work(con):
        run(con, loaded(folder))
        resolve(con, Config())
        ((person,),) = rows(con, "SELECT id FROM graph.person")
        assert forget(con, person, None).rows == {"record": 3, "signal": 4}

    one, other = ways(work)
    assert everything(one) == everything(other)
    for table in ROWS:
        for piece in pieces(one, table):
            for name in piece.columns:
                kept = f"SELECT count(*) FROM {piece.place} WHERE CAST({quoted(name)} AS VARCHAR)"
                assert rows(one, f"{kept} ILIKE '%ann@acme%'") == [(0,)]


def test_a_human_is_forgotten_in_what_all_rows_of_a_load_share(ways, folder):
    profile = put(
        folder,
        "webinar.toml",
        'name = "own.Webinar"\ntable = "signal"\nsystem = "own"\nformat = "csv"\n'
        'required = ["id", "at"]\n[fields]\nid = { columns = ["No"], type = "key" }\n'
        'kind = { value = "webinar" }\nlabel = { value = "Webinar with Zerlinda Quixoteman" }\n'
        'email = { columns = ["Mail"], type = "email" }\n'
        'at = { columns = ["When"], type = "instant" }\n'
        '[times]\nevent = ["at"]\nstamped = ["at"]\n',
    )
    text = "No,Mail,When\n1,bo@acme.example,2026-04-01\n2,cy@acme.example,2026-04-02\n"

    def work(con):
        run(con, put(folder, "leads.csv", LEADS + lead(1, name="Zerlinda Quixoteman")))
        run(con, put(folder, "webinar.csv", text), profile=str(profile))
        resolve(con, Config())
        ((person,),) = rows(con, "SELECT id FROM graph.person WHERE email = 'ann@acme.example'")
        assert forget(con, person, None).texts

    one, other = ways(work)
    assert everything(one) == everything(other)
    assert rows(one, "SELECT DISTINCT label FROM facts.signal_all") == [
        ("Webinar with [forgotten]",)
    ]
    assert rows(one, "SELECT count(*) FROM meta.piece WHERE same::VARCHAR LIKE '%Zerlinda%'") == [
        (0,)
    ]


def test_a_file_reopened_still_has_them(large, tmp_path, folder):
    with open_facts(tmp_path / "own.duckdb") as con:
        run(con, loaded(folder))
        before = everything(con)
    with open_facts(tmp_path / "own.duckdb") as con:
        con.execute("DELETE FROM meta.value WHERE key = 'tables'")
    with open_facts(tmp_path / "own.duckdb") as con:
        assert everything(con) == before
