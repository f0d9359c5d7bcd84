"""Opening the facts, their version, and what stands in the way of either."""

import subprocess
import sys

import pytest

from graph.errors import WorkspaceError
from graph.facts.create import MADE
from graph.facts.open import SPARING, open_facts, sparing
from graph.facts.versions import bump_version, facts_version, get_value, set_value


def test_values_and_the_version_outlive_the_connection(tmp_path):
    con = open_facts(tmp_path / "facts.duckdb")
    assert facts_version(con) == 0
    assert [bump_version(con), bump_version(con)] == [1, 2]
    set_value(con, "workspace", "a")
    set_value(con, "workspace", "b")
    con.close()
    con = open_facts(tmp_path / "facts.duckdb", read_only=True)
    assert (facts_version(con), get_value(con, "workspace"), get_value(con, "x")) == (2, "b", None)
    con.close()


def test_instants_are_utc(tmp_path):
    con = open_facts(tmp_path / "facts.duckdb")
    row = con.execute("SELECT current_setting('TimeZone')").fetchone()
    assert row == ("UTC",)
    con.close()


def test_a_damaged_file_is_named(tmp_path):
    file = tmp_path / "facts.duckdb"
    file.write_bytes(b"not a database" * 1000)
    with pytest.raises(WorkspaceError, match=r"facts.duckdb.*cannot be opened"):
        open_facts(file)


def test_a_missing_file_cannot_be_read(tmp_path):
    with pytest.raises(WorkspaceError, match="coterie load"):
        open_facts(tmp_path / "facts.duckdb", read_only=True)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(WorkspaceError, match="gone: no such folder"):
        open_facts(tmp_path / "gone" / "facts.duckdb")


def test_a_file_held_by_another_process_is_said_to_be(tmp_path):
    file = tmp_path / "facts.duckdb"
    hold = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceError, match="another process"):
            open_facts(file)
        holder.communicate()


def test_a_file_of_an_earlier_model_gains_its_new_columns(tmp_path):
    path = tmp_path / "facts.duckdb"
    with open_facts(path) as con:
        con.execute("DROP VIEW facts.record_now")
        con.execute("DROP VIEW facts.record_all")
        con.execute("DROP TABLE meta.piece")
        con.execute("ALTER TABLE facts.record DROP COLUMN country")
        con.execute("DELETE FROM meta.value WHERE key = ?", [MADE])
        con.execute("INSERT INTO facts.record (id) VALUES ('a')")
    with open_facts(path) as con:
        assert con.execute("SELECT id, country FROM facts.record_now").fetchall() == [("a", None)]


def test_it_spills_beside_the_facts_and_sweeps_what_a_killed_run_left(tmp_path):
    left = tmp_path / "facts.duckdb.tmp"
    left.mkdir()
    (left / "duckdb_temp_1_0.tmp").write_text("rows of people")
    con = open_facts(tmp_path / "facts.duckdb")
    assert not left.exists()
    row = con.execute("SELECT current_setting('temp_directory')").fetchone()
    assert row == (str(left),)
    con.close()


def test_less_memory_is_held_for_a_while_but_never_more_than_was_allowed(tmp_path):
    con = open_facts(tmp_path / "facts.duckdb")

    def held():
        return con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]

    usual = held()
    with sparing(con):
        assert held() == f"{SPARING}.0 MiB"
    assert held() == usual
    con.execute("SET memory_limit = '64MiB'")
    with sparing(con):
        assert held() == "64.0 MiB"
    con.close()
