"""Runs of other times: nothing known later is reached, groups keep their ids (as-of)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from graph.facts.open import open_facts
from graph.pipeline.analyze import analyze
from graph.pipeline.population import data_clock, timeline
from graph.workspace.config import Config
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest
from tests.worlds.__main__ import main as plant

Groups = dict[str, frozenset[str]]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Config]:
    """A small planted world as facts; tests work on copies."""
    folder = tmp_path_factory.mktemp("as-of")
    plant([str(folder / "world"), "--accounts", "12", "--seed", "7"])
    config = read_config(folder / "world" / "coterie.toml")
    with open_facts(folder / "facts.duckdb") as con:
        ingest(con, [folder / "world"], config)
    return folder / "facts.duckdb", config


@pytest.fixture
def facts(loaded: tuple[Path, Config], tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = tmp_path / "facts.duckdb"
    copy.write_bytes(loaded[0].read_bytes())
    with open_facts(copy) as con:
        yield con


@pytest.fixture
def config(loaded: tuple[Path, Config]) -> Config:
    return loaded[1]


def run(con: duckdb.DuckDBPyConnection, config: Config, as_of: datetime | None = None) -> Groups:
    """Groups by id with their members, after a run as of a time."""
    analyze(con, config, as_of=as_of, everything=True)
    found = con.execute(
        "SELECT end_id, list(start_id) FROM graph.member_of GROUP BY end_id"
    ).fetchall()
    return {group: frozenset(people) for group, people in found}


def account_of_best(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute(
        """SELECT place.end_id FROM graph.buying_group found
           JOIN graph.in_unit ON in_unit.start_id = found.id
           JOIN graph.at_demandunit_account place ON place.start_id = in_unit.end_id
           ORDER BY found.confidence DESC, found.id LIMIT 1"""
    ).fetchone()
    assert found is not None
    return str(found[0])


def shown(con: duckdb.DuckDBPyConnection, account: str) -> int:
    """Rows that speak of an account's groups, snapshots with members, and second leads."""
    units = "SELECT start_id FROM graph.at_demandunit_account WHERE end_id = $account"
    found = con.execute(
        f"""SELECT (SELECT count(*) FROM graph.in_unit WHERE end_id IN ({units}))
            + (SELECT count(*) FROM graph.was JOIN graph.snapshot ON snapshot.id = was.end_id
               WHERE was.start_id IN ({units}) AND len(snapshot.members) > 0)
            + (SELECT count(*) FROM graph.lead_in WHERE end_id IN ({units}))
            + (SELECT count(*) FROM graph.second_lead_of WHERE end_id IN ({units}))""",
        {"account": account},
    ).fetchone()
    return int(found[0]) if found else 0


@pytest.mark.parametrize("basis", ["stamped", "load"])
def test_canary_what_is_known_later_is_in_no_past_run(
    facts: duckdb.DuckDBPyConnection, config: Config, basis: str
) -> None:
    """All of an account's signals become known at the clock, or with the load, and not before."""
    clock = data_clock(facts)
    run(facts, config)
    account = account_of_best(facts)
    assert shown(facts, account)
    for table in ("touch", "surge"):
        facts.execute(
            f"UPDATE resolved.{table} SET known_time = $clock, known_basis = $basis "
            "WHERE account = $account",
            {"clock": clock, "basis": basis, "account": account},
        )
    run(facts, config, clock - timedelta(hours=1))
    assert shown(facts, account) == 0
    run(facts, config)
    assert shown(facts, account)
    early = facts.execute(
        """SELECT count(*) FROM graph.snapshot JOIN graph.was ON was.end_id = snapshot.id
           JOIN graph.at_demandunit_account place ON place.start_id = was.start_id
           WHERE place.end_id = $account AND snapshot."at" < $clock
           AND (len(snapshot.members) > 0 OR snapshot.code > 0)""",
        {"account": account, "clock": clock},
    ).fetchall()
    assert early == [(0,)]


def test_late_stitching_and_late_employers_leak_nothing_back(
    facts: duckdb.DuckDBPyConnection, config: Config
) -> None:
    """An employer that only a contact made at conversion tells is none before; addresses tell."""
    clock = data_clock(facts)
    facts.execute("UPDATE graph.works_at SET method = 'declared', since = $clock", {"clock": clock})
    past = timeline(facts, clock).at(timeline(facts, clock).as_of - 1)
    by_address = past.touches["account"].null_count
    facts.execute("UPDATE graph.person SET emails = ['someone@free-mail.example']")
    past = timeline(facts, clock).at(timeline(facts, clock).as_of - 1)
    known = past.touches.filter(past.touches["known"])
    assert by_address < known.num_rows
    assert known["account"].null_count == known.num_rows
    facts.execute("UPDATE graph.identified_as SET known = $clock", {"clock": clock})
    assert timeline(facts, clock).at(timeline(facts, clock).as_of - 1).identities.num_rows == 0


def test_groups_keep_their_ids_from_run_to_run_and_a_rerun_replaces(
    facts: duckdb.DuckDBPyConnection, config: Config
) -> None:
    clock = data_clock(facts)
    first = run(facts, config, clock - timedelta(days=7))
    second = run(facts, config)
    both = first.keys() & second.keys()
    assert both
    for group in both:
        one, two = first[group], second[group]
        assert len(one & two) / len(one | two) >= 0.5
    assert run(facts, config) == second
    noted = facts.execute(
        "SELECT count(*), count(inherited) FROM meta.run_group WHERE as_of = $clock",
        {"clock": clock},
    ).fetchall()
    assert noted == [(len(second), len(second))], "a rerun inherits from the run it replaces"


def test_a_run_hands_no_id_to_an_earlier_one(
    facts: duckdb.DuckDBPyConnection, config: Config
) -> None:
    clock = data_clock(facts)
    late = run(facts, config)
    early = run(facts, config, clock - timedelta(days=7))
    assert not late.keys() & early.keys()
    again = run(facts, config)
    assert again.keys() == late.keys(), "the later run's own groups still hand their ids on"
