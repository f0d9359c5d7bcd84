"""A human is forgotten: no byte of the workspace names them, and no load brings them back."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.test_contract import check
from tests.journeys.conftest import runner


@pytest.fixture(scope="module")
def planted(tmp_path_factory, world):
    """A workspace with groups, and a surest member of one, known by names enough."""
    folder = tmp_path_factory.mktemp("forget")
    run = runner(folder)
    exports = folder / "exports"
    shutil.copytree(world, exports)
    run("load", "exports")
    run("analyze")
    groups = run("groups", "--all", "--format", "json").json
    member = next(m for g in groups for m in g["members"] if m["name"] and m["email"])
    return run, folder, member, exports


def holding(folder: Path, *texts: str) -> list[str]:
    """Files under a folder whose bytes hold one of the texts, in any case."""
    pattern = re.compile("|".join(re.escape(text) for text in texts).encode(), re.IGNORECASE)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in files if pattern.search(path.read_bytes())]


def test_no_byte_is_left_and_nothing_brings_them_back(planted):
    run, folder, member, exports = planted
    name, email = member["name"], member["email"]
    (exports / "more").mkdir()
    head = "Id,FirstName,LastName,Company,Status,Email,CreatedDate\n"
    first, last = name.split(" ", 1)
    row = f"00Q5e0000099999EAA,{first},{last},Acme,Open,{email},not a date\n"
    refused = exports / "more" / "refused.csv"
    refused.write_text(head + row, encoding="utf-8")
    subject = (
        "Id,Name,Type,Status,StartDate\n"
        "7015e0000099999AAA,Dinner with NAME/NAME/NAME,Event,Done,2026-05-01\n"
    )
    (exports / "more" / "campaign.csv").write_text(subject.replace("NAME", name), encoding="utf-8")
    assert run("load", "exports/more").code == 3
    run("analyze")
    workspace = folder / ".coterie"
    assert "facts.duckdb" in holding(workspace, email)

    before = run("leads", "--format", "json").json
    assert run("forget", email, "--dry-run", "--format", "json").json["dry_run"] is True
    assert run("leads", "--format", "json").json == before
    done = run("forget", email, "--format", "json")
    assert done.code == 0, done.err
    check("forget", done.json)
    assert done.json["rows"]["record"] >= 1
    assert done.json["rows"]["signal"] >= 1
    assert done.json["rejects"] == 1
    assert any("Lead" in what or "Contact" in what for what in done.json["unreachable"])
    assert holding(workspace, email, name, member["id"]) == []

    leads = run("leads", "--format", "json").json
    assert len(leads) == len(before) - 1
    groups = run("groups", "--all", "--format", "json").json
    assert groups
    assert not [m for g in groups for m in g["members"] if m["id"] == member["id"]]
    assert run("why", email).code == 1

    for path in sorted(exports.rglob("*.csv")):  # the same facts in other bytes
        path.write_bytes(path.read_bytes() + b"\n")
    again = run("load", "exports", "--format", "json").json
    assert sum(row["skipped_why"].get("forgotten", 0) for row in again) >= 2
    assert len(run("leads", "--format", "json").json) == len(leads)
    assert holding(workspace, email, member["id"]) == []


def test_an_address_that_nobody_is_known_by_is_forgotten_in_advance(tmp_path):
    run = runner(tmp_path)
    head = "Id,FirstName,LastName,Company,Status,Email,CreatedDate\n"
    (tmp_path / "a.csv").write_text(head + "00Q1,Bo,Berg,Bolt,Open,bo@bolt.example,2026-01-01\n")
    run("load", "a.csv")
    run("export", "neo4j-import", "files")
    assert run("forget", "nobody at all").code == 1
    done = run("forget", "Ann@Acme.example", "--format", "json").json
    assert done["unreachable"][0].startswith(
        "files for an offline import, and a graph made of them"
    )
    assert (done["person"], done["rows"], done["remembered"]) == (None, {}, 1)
    late = head + "00Q2,Ann,Lee,Acme,Open, <ANN@acme.example>,2026-01-01\n"
    (tmp_path / "b.csv").write_text(late)
    (row,) = run("load", "b.csv", "--format", "json").json
    assert row["skipped_why"] == {"forgotten": 1}


def test_a_mailbox_that_several_share_stays(tmp_path):
    run = runner(tmp_path)
    text = """Id,FirstName,LastName,Company,Status,Email,CreatedDate
00Q1,Bo,Berg,Bolt,Open,info@bolt.example,2026-01-01
00Q2,Cy,Cho,Bolt,Open,info@bolt.example,2026-01-01
"""
    (tmp_path / "a.csv").write_text(text)
    run("load", "a.csv")
    done = run("forget", "Bo Berg", "--format", "json").json
    assert done["rows"] == {"record": 1}
    assert [lead["name"] for lead in run("leads", "--format", "json").json] == ["Cy Cho"]
    (tmp_path / "b.csv").write_text(text.replace("2026-01-01", "2026-01-02"))
    (row,) = run("load", "b.csv", "--format", "json").json
    assert (row["loaded"], row["skipped_why"]) == (1, {"forgotten": 1})
