"""Doubts of identity, end to end: from rows to the question ``match-audit``."""

from graph.facts.versions import set_value
from graph.pipeline.project import project
from graph.queries.catalog import find_query
from graph.store.embedded import EmbeddedStore
from tests.loaders.exports import told


def test_every_kind_of_doubt_is_listed(con, folder, tmp_path):
    told(
        con,
        folder,
        account="Id,Name,Website\n001A,Acme,acme.example\n001B,Acme Inc,acme.example\n"
        "001C,Bolt,bolt.example\n001D,Cask,cask.example\n",
        lead="Id,LastName,Company,Email,Status\n00Q1,Lee,Something,lee@acme.example,Open\n"
        "00Q2,Berg,Cask,info@cask.example,Open\n00Q3,Cho,Cask,info@cask.example,Open\n"
        "00Q4,Dahl,Bolt,di@gmail.com,Open\n00Q5,Eng,Boltt,ed@gmail.com,Open\n"
        "00Q6,Fox,Bolt,fox@cask.example,Open\n",
    )
    set_value(con, "workspace", "w")
    with EmbeddedStore(tmp_path / "graph") as store:
        project(con, store, "embedded")
        found = find_query("match-audit").run(store, {}).rows
    told_of = {(row["doubt"], row["id"].removeprefix("salesforce:")): row for row in found}
    assert set(told_of) == {
        ("name_only", "00Q4"),
        ("rivals", "00Q6"),
        ("rivals_only", "00Q1"),
        ("rivals_only", "00Q5"),
        ("shared_address", "info@cask.example"),
        ("shared_domain", "acme.example"),
    }
    assert told_of["rivals", "00Q6"]["account"] == "Cask"
    assert told_of["rivals", "00Q6"]["others"] == ["Bolt"]
    assert told_of["rivals_only", "00Q1"]["others"] == ["Acme", "Acme Inc"]
