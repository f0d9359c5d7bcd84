"""Loading as a whole: counts that add up, versions, the ledger, all or nothing."""

import errno
from types import MappingProxyType

import duckdb
import pytest

from graph.errors import InputError, WorkspaceError
from graph.facts import ledger
from graph.facts.versions import facts_version
from graph.workspace.config import Config
from loaders import load as loading
from loaders.load import load
from loaders.unpack import Plain
from tests.loaders.exports import LEADS, counts, dump, lead, page, put, rows, run


def test_the_same_file_twice_writes_nothing(con, folder):
    put(folder, "leads.csv", LEADS + lead(1) + lead(2) + "bad\n")
    first = run(con, folder)
    assert counts(first) == [(3, 2, 0, 1, 0)]
    assert first.changed
    before = dump(con)
    again = run(con, folder)
    assert counts(again) == [(3, 0, 3, 0, 0)]
    assert not again.changed
    assert dump(con) == before


def test_a_grown_file_adds_what_is_new(con, folder):
    put(folder, "leads.csv", LEADS + lead(1))
    run(con, folder)
    put(folder, "leads.csv", LEADS + lead(1) + lead(2))
    report = run(con, folder)
    assert counts(report) == [(2, 1, 1, 0, 0)]
    assert facts_version(con) == 2


def test_only_duplicates_leave_the_version_of_the_facts_alone(con, folder):
    put(folder, "a.csv", LEADS + lead(1) + lead(2))
    run(con, folder)
    put(folder, "a.csv", LEADS + lead(2) + lead(1))
    report = run(con, folder)
    assert counts(report) == [(2, 0, 2, 0, 0)]
    assert not report.changed
    assert facts_version(con) == 1


def test_a_changed_row_is_a_new_version_and_so_is_the_way_back(con, folder):
    for number, status in enumerate(("Open", "Working", "Working", "Open"), 10):
        put(folder, "leads.csv", LEADS + lead(1, status=status) + lead(number))
        run(con, folder)
    versions = rows(
        con, "SELECT status FROM facts.record WHERE ends_with(id, '01EAA') ORDER BY load"
    )
    assert versions == [("Open",), ("Working",), ("Open",)]


def test_the_newest_row_of_an_id_counts(con, folder):
    put(folder, "leads.csv", LEADS + lead(1) + lead(1, status="Working") + lead(1) + lead(1))
    report = run(con, folder)
    assert counts(report) == [(4, 3, 1, 0, 0)]
    assert rows(con, "SELECT status, line FROM facts.record_now") == [("Open", 4)]


def test_two_deliveries_of_one_event_are_one(con, folder):
    put(folder, "a.jsonl", page(1) + page(1) + page(2))
    put(folder, "b.jsonl", page(2) + page(3))
    assert counts(run(con, folder)) == [(3, 2, 1, 0, 0), (2, 1, 1, 0, 0)]


def test_two_copies_of_one_file_are_loaded_once(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(1))
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]


def test_files_of_no_known_kind_are_named_and_left(con, folder):
    put(folder, "README.md", "# Read me\n")
    put(folder, "empty.csv", "")
    put(folder, "photo.png", b"\x89PNG\0\0")
    put(folder, "truth.json", '{"seed": 1, "accounts": []}')
    put(folder, "coterie.toml", "")
    header_only = put(folder, "zz.csv", LEADS)
    report = run(con, folder)
    assert report.config_file == folder / "coterie.toml"
    names = [f.file.rpartition("/")[2] for f in report.files]
    assert names == ["README.md", "empty.csv", "photo.png", "truth.json", "zz.csv"]
    assert [f.profile for f in report.files] == [None] * 4 + ["salesforce.Lead"]
    assert all(f.reason for f in report.files[:4])
    assert counts(run(con, header_only)) == [(0, 0, 0, 0, 0)]
    assert not report.changed


def test_unused_columns_are_named(con, folder):
    put(folder, "a.csv", LEADS.strip() + ",Shoe Size\n" + lead(1).strip() + ",42\n")
    assert run(con, folder).files[0].ignored_columns == ("Shoe Size",)


def test_a_file_that_may_not_be_read_stops_no_other(con, folder, monkeypatch):
    put(folder, "leads.csv", LEADS + lead(1))
    closed = put(folder, "closed.csv", LEADS + lead(2))

    def unpack(con, path, scratch):
        if path == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return [Plain(path)]

    monkeypatch.setattr("loaders.stage.unpack", unpack)
    told = {f.file: f.reason or f.loaded for f in run(con, folder).files}
    assert sorted(told.values(), key=str) == [1, "cannot be read (Permission denied)"]
    with pytest.raises(InputError, match="Permission denied"):
        run(con, closed)


def test_a_missing_path_is_named_and_nothing_is_written(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    before = dump(con)
    with pytest.raises(InputError, match=r"not-here.*no such file"):
        load(con, [folder, folder / "not-here"], Config())
    assert dump(con) == before


def test_dry_run_reports_and_writes_nothing(con, folder):
    put(folder, "a.csv", LEADS + lead(1) + "bad\n")
    before = dump(con)
    report = run(con, folder, dry_run=True)
    assert counts(report) == [(2, 1, 0, 1, 0)]
    assert not report.changed
    assert dump(con) == before
    assert counts(run(con, folder)) == [(2, 1, 0, 1, 0)]


def test_a_load_that_fails_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    run(con, folder)
    put(folder, "b.csv", LEADS + lead(2))
    put(folder, "c.csv", LEADS + lead(3))
    before = dump(con)
    con.execute("ALTER TABLE meta.load RENAME TO gone")
    con.execute("CREATE VIEW meta.load AS SELECT * FROM meta.gone")
    with pytest.raises(duckdb.Error):
        load(con, [folder], Config())
    con.execute("DROP VIEW meta.load")
    con.execute("ALTER TABLE meta.gone RENAME TO load")
    assert dump(con) == before
    assert counts(run(con, folder)) == [(1, 0, 1, 0, 0), (1, 1, 0, 0, 0), (1, 1, 0, 0, 0)]


def test_a_full_disk_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + "".join(lead(n, name=f"{n:0400d}") for n in range(60_000)))
    before = dump(con)
    con.execute("SET max_temp_directory_size = '1MB'")
    con.execute("SET memory_limit = '64MB'")
    with pytest.raises(WorkspaceError, match="could not be written"):
        load(con, [folder], Config())
    con.execute("SET memory_limit = '1GB'")
    assert dump(con) == before
    assert counts(run(con, folder)) == [(60_000, 60_000, 0, 0, 0)]


def test_an_interrupt_leaves_the_facts_as_they_were(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(2))
    before = dump(con)

    def stop(file):
        if file.endswith("b.csv"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(con, [folder], Config(), progress=stop)
    assert dump(con) == before


def test_another_mapping_reads_the_same_file_again(con, folder):
    put(folder, "a.csv", "Id,Name,Industry,VIP__c\n001000000000001,Acme,Banking,1\n")
    run(con, folder)
    columns = MappingProxyType({"salesforce.Account": MappingProxyType({"target": "VIP__c"})})
    assert counts(run(con, folder, config=Config(columns=columns))) == [(1, 1, 0, 0, 0)]
    assert rows(con, "SELECT target FROM facts.account_now") == [(True,)]


def test_a_named_profile_reads_a_file_of_its_own(con, folder, tmp_path):
    profile = tmp_path / "shop.toml"
    profile.write_text(
        'name = "shop.Customer"\ntable = "record"\nsystem = "shop"\nformat = "csv"\n'
        'required = ["id"]\n[fields]\nid = { columns = ["No"], type = "key" }\n'
        'kind = { value = "contact" }\nname = { columns = ["Who"] }\n'
    )
    file = put(folder, "a.tsv", "No\tWho\n7\tAnn\n\tBob\n")
    other = put(folder, "b.tsv", "Nr\tWho\n7\tAnn\n")
    report = run(con, file, other, profile=str(profile))
    assert counts(report) == [(2, 1, 0, 1, 0), (0, 0, 0, 0, 0)]
    assert report.files[1].reason == "profile shop.Customer needs a column 'No'"
    assert report.files[1].named
    assert rows(con, "SELECT id, name, kind, system FROM facts.record") == [
        ("shop:7", "Ann", "contact", "shop")
    ]


def test_the_ledger_tells_what_was_loaded(con, folder):
    put(folder, "b.csv", LEADS + lead(1) + "bad\n")
    put(folder, "a.jsonl", page(1) + page(2, type="group"))
    report = run(con, folder)
    told = ledger.loads(con)
    assert [entry["file"] for entry in told] == [file.file for file in report.files]
    for entry, file in zip(told, report.files, strict=True):
        assert {**vars(file), **entry} == {
            **vars(file),
            "seconds": entry["seconds"],
            "ignored_columns": list(file.ignored_columns),
        }


def test_what_little_memory_is_too_little_for_is_done_in_more(monkeypatch, con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    tried = []

    def hungry(con, *given, **more):
        tried.append(rows(con, "SELECT current_setting('memory_limit')"))
        if len(tried) == 1:
            raise duckdb.OutOfMemoryException("no room")
        return written(con, *given, **more)

    written = loading._write_all
    monkeypatch.setattr(loading, "_write_all", hungry)
    assert counts(run(con, folder)) == [(1, 1, 0, 0, 0)]
    assert tried[0] != tried[1]
    assert rows(con, "SELECT count(*) FROM meta.load") == [(1,)]
