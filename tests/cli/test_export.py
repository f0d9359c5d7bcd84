"""Write-back: files for a CRM, and groups for other programs."""

import csv
import io
import json

import networkx as nx
import pyarrow.parquet as pq
import pytest

from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import GROUP, WEAK, write_sample


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def crm(tmp_path_factory):
    """The sample with an open deal of the sure group's unit, and records of two systems."""
    folder = tmp_path_factory.mktemp("crm") / "ws"
    with EmbeddedStore(folder / "graph") as store:
        write_sample(store)
        store.write_nodes("Opportunity", [{"id": "salesforce:006A", "name": "=Deal"}])
        store.write_relationships(
            "BECAME",
            ("DemandUnit", "Opportunity"),
            [{"start_id": "u1", "end_id": "salesforce:006A"}],
        )
        records = [
            {"id": "salesforce:003A", "system": "salesforce", "kind": "contact"},
            {"id": "salesforce:00QC", "system": "salesforce", "kind": "lead"},
            {"id": "hubspot:77", "system": "hubspot", "kind": "contact"},
        ]
        store.write_nodes("Record", records)
        store.write_relationships(
            "IS_RECORD_OF",
            ("Record", "Person"),
            [
                {"start_id": one["id"], "end_id": person}
                for one, person in zip(records, ("p2", "p3", "p2"), strict=True)
            ],
        )
        store.write_relationships(
            "INVOLVED_IN",
            ("Person", "Opportunity"),
            [{"start_id": "p1", "end_id": "salesforce:006A"}],
        )
    return folder


@pytest.fixture
def written(run, crm, tmp_path):
    done = run("--workspace", crm, "export", "crm", tmp_path / "out", "--format", "json")
    assert done.code == 0, done.err
    return {row["file"].split("/out/")[1]: row["rows"] for row in done.json}, tmp_path / "out"


def test_a_crm_gets_files_per_system_with_ids_of_its_own(written):
    files, folder = written
    assert files == {
        "hubspot/contacts.csv": 1,
        "salesforce/Contact.csv": 2,
        "salesforce/Lead.csv": 4,
        "salesforce/OpportunityContactRole.csv": 1,
        "salesforce/convert-first.csv": 1,
    }
    contact = next(r for r in table(folder / "salesforce/Contact.csv") if r["Id"] == "003A")
    assert contact["Coterie_Group__c"] == GROUP
    assert (contact["Coterie_Role__c"], contact["Coterie_Unit__c"]) == (
        "user",
        "Acme Corp: Cloud Security",
    )
    (other,) = table(folder / "hubspot/contacts.csv")
    assert (other["Record ID"], other["coterie_role"]) == ("77", "user")


def test_only_missing_contact_roles_are_added_and_leads_are_to_be_converted(written):
    _, folder = written
    (role,) = table(folder / "salesforce/OpportunityContactRole.csv")
    assert (role["OpportunityId"], role["ContactId"], role["Role"]) == (
        "006A",
        "r3",
        "Business User",
    )
    assert role["Opportunity_Name"] == "'=Deal"
    (lead,) = table(folder / "salesforce/convert-first.csv")
    assert (lead["LeadId"], lead["Likely_Role"]) == ("00QC", "undetermined")


def test_groups_below_the_confidence_are_left_out(run, crm, tmp_path):
    run("--workspace", crm, "export", "crm", tmp_path, "--min-confidence", ".95")
    assert {row["Coterie_Group__c"] for row in table(tmp_path / "salesforce/Contact.csv")} == {""}
    assert not (tmp_path / "salesforce/OpportunityContactRole.csv").exists()


def test_a_crms_own_files_of_the_same_name_are_spared(run, crm, tmp_path):
    theirs = tmp_path / "salesforce" / "Lead.csv"
    theirs.parent.mkdir()
    theirs.write_text("Id,LastName\n00QC,Lee\n")
    done = run("--workspace", crm, "export", "crm", tmp_path)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert str(theirs) in done.err
    assert theirs.read_text() == "Id,LastName\n00QC,Lee\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [theirs]


def test_an_earlier_export_is_replaced(run, crm, written):
    _, folder = written
    before = table(folder / "salesforce/Contact.csv")
    done = run("--workspace", crm, "export", "crm", folder, "--min-confidence", ".95")
    assert done.code == 0, done.err
    assert table(folder / "salesforce/Contact.csv") != before


def test_groups_as_csv_json_parquet_and_graphml_say_the_same(ask, tmp_path):
    told = ask("groups", "--min-confidence", ".1", "--format", "json").json
    for ending in ("csv", "json", "parquet", "graphml"):
        done = ask("export", "groups", tmp_path / f"g.{ending}", "--min-confidence", ".1")
        assert (done.code, done.out) == (0, "")
        assert "2 groups, 4 members" in done.err
    assert json.loads((tmp_path / "g.json").read_text(encoding="utf-8")) == told
    pairs = [(g["id"], m["id"], m["role"]) for g in told for m in g["members"]]
    assert len(pairs) == 4
    flat = table(tmp_path / "g.csv")
    assert [(r["group"], r["person"], r["role"]) for r in flat] == pairs
    columns = pq.read_table(tmp_path / "g.parquet")
    rows = columns.to_pylist()
    assert [(r["group"], r["person"], r["role"]) for r in rows] == pairs
    assert columns.schema.field("confidence").type == "double"
    assert columns.column_names == list(flat[0])
    graph = nx.read_graphml(tmp_path / "g.graphml")
    assert sorted((b, a, d["role"]) for a, b, d in graph.edges(data=True) if "role" in d) == sorted(
        pairs
    )
    assert graph.nodes[GROUP]["confidence"] == 0.91
    assert WEAK in graph


def test_the_format_wins_over_the_ending_and_one_is_needed(ask, tmp_path):
    assert ask("export", "groups", tmp_path / "g.txt", "--format", "csv").code == 0
    assert table(tmp_path / "g.txt")[0]["group"] == GROUP
    refused = ask("export", "groups", tmp_path / "h.txt")
    assert (refused.code, (tmp_path / "h.txt").exists()) == (2, False)


def test_no_groups_make_a_file_with_nothing_but_its_columns(ask, tmp_path):
    for ending in ("csv", "json", "parquet", "graphml"):
        path = tmp_path / f"g.{ending}"
        assert ask("export", "groups", path, "--min-confidence", "1").code == 0
        assert path.stat().st_size
    assert table(tmp_path / "g.csv") == []
    assert pq.read_table(tmp_path / "g.parquet").num_rows == 0


def test_a_place_that_cannot_be_written_is_named(ask, tmp_path):
    done = ask("export", "groups", tmp_path / "no" / "g.csv")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "cannot write" in done.err


def test_names_with_control_characters_are_no_broken_graphml(run, tmp_path):
    with EmbeddedStore(tmp_path / "ws" / "graph") as store:
        write_sample(store)
        store.write_nodes(
            "Person", [{"id": "p1", "name": "A\u0001 <B> & C", "email": "a@b.example"}]
        )
    done = run("--workspace", tmp_path / "ws", "export", "groups", tmp_path / "g.graphml")
    assert done.code == 0, done.err
    assert nx.read_graphml(tmp_path / "g.graphml").nodes["p1"]["name"] == "A\ufffd <B> & C"
