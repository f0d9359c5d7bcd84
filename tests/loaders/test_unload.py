"""Taking loads back: what is left is what the other loads alone would have given."""

import pytest

from graph.errors import UnknownNameError
from graph.workspace.config import Config
from loaders.unload import unload
from tests.loaders.exports import LEADS, dump, lead, put, rows, run

KNOWN = "SELECT id, status, load FROM facts.record_now ORDER BY id"


def back(con, asked, **more):
    return unload(con, Config(), asked, **more)


def test_a_change_goes_and_the_value_before_it_is_back(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS + lead(1, status="Closed") + lead(2) + lead(3, created="never"))
    run(con, folder)
    gone = back(con, "b.csv")
    assert (gone.load, gone.removed, gone.rejects, gone.restored) == (2, 2, 1, 0)
    assert [(status, load) for _, status, load in rows(con, KNOWN)] == [("Open", 1)]
    assert rows(con, "SELECT count(*) FROM meta.reject") == [(0,)]


def test_what_a_later_load_had_as_duplicates_stays(con, folder):
    put(folder, "a.csv", LEADS + lead(1) + lead(2))
    put(folder, "b.csv", LEADS + lead(1) + lead(2, status="Closed") + lead(2))
    put(folder, "c.csv", LEADS + lead(1, status="Won"))
    run(con, folder)
    gone = back(con, "1")
    assert (gone.removed, gone.restored, gone.unread) == (2, 1, ())
    assert [(status, load) for _, status, load in rows(con, KNOWN)] == [("Won", 3), ("Open", 2)]
    assert rows(con, "SELECT loaded, duplicates FROM meta.load WHERE load = 2") == [(3, 0)]
    assert run(con, folder / "b.csv").files[0].duplicates == 3


def test_what_cannot_be_read_again_is_named_and_may_be_loaded_anew(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    later = put(folder, "b.csv", LEADS + lead(1) + lead(2))
    run(con, folder)
    kept = later.read_bytes()
    later.unlink()
    gone = back(con, "1")
    assert (gone.restored, gone.unread) == (0, (later.as_posix(),))
    later.write_bytes(kept)
    assert run(con, later).files[0].loaded == 1


def test_numbers_are_not_given_twice_and_a_rehearsal_writes_nothing(con, folder):
    file = put(folder, "a.csv", LEADS + lead(1))
    run(con, file)
    before = dump(con)
    assert back(con, "1", dry_run=True).removed == 1
    assert dump(con) == before
    back(con, "1")
    assert run(con, file).files[0].load == 2


def test_a_file_loaded_twice_must_be_named_by_number(con, folder):
    run(con, put(folder, "a.csv", LEADS + lead(1)))
    run(con, put(folder, "a.csv", LEADS + lead(1, status="Closed")))
    with pytest.raises(UnknownNameError, match=r"1 .*a.csv.*2 .*a.csv"):
        back(con, "a.csv")
    with pytest.raises(UnknownNameError, match="coterie status"):
        back(con, "3")


def test_a_deletion_taken_back_brings_the_row_back(con, folder):
    put(folder, "a.csv", LEADS + lead(1))
    put(folder, "b.csv", LEADS.strip() + ",IsDeleted\n" + lead(1).strip() + ",true\n")
    run(con, folder)
    assert rows(con, KNOWN) == []
    back(con, "b.csv")
    assert len(rows(con, KNOWN)) == 1
