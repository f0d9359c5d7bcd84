from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from graph.facts.open import open_facts
from graph.workspace.config import Config, FitConfig, SolutionConfig
from graph.workspace.config_reader import read_config
from loaders.load import load
from loaders.resolve import resolve
from tests.loaders.by_hand import OUTSIDE, broken_ties, contact, facts, lead, snapshot, view

WORLDS = OUTSIDE / "worlds"
UNIVERSITIES = OUTSIDE / "data/university_domains/world_universities_and_domains.json"
CONFIG = Config(solutions=(SolutionConfig("Cloud Security", topics=("zero trust",)),))


def small() -> dict[str, list[dict[str, Any]]]:
    """A few rows of every kind."""
    surge = {"kind": "intent", "topic": "Zero Trust", "score": 70.0, "url": None}
    return {
        "account": [
            {"id": "A", "name": "Acme LLC", "website": "acme.com", "owner_key": "U"},
            {"id": "B", "name": "Bolt", "parent_key": "A"},
        ],
        "user": [{"id": "U", "name": "Olga Owner"}],
        "record": [
            contact("C1", "Ann Lee", "ann@acme.com", account_key="A", owner_key="U"),
            lead("L1", "Ann Lee", "ann@acme.com", company="Acme"),
            lead("L2", "Bob Stone", "bob@gmail.com", company="Bolt", owner_key="gone"),
            lead("L3", "Cid", "cid@gmail.com", company="Acmi"),
        ],
        "opportunity": [{"id": "O", "name": "Cloud Security deal", "account_key": "A"}],
        "contact_role": [{"id": "R", "opportunity_key": "O", "record_key": "C1", "role": "User"}],
        "visitor_feed": [{"id": "b1", "domain": "acme.com"}],
        "signal": [
            view("S1", "2026-03-01", visitor="b1"),
            view("S2", "2026-03-02", visitor="b2", email="ann@acme.com"),
            view("S3", "2026-03-10", visitor="b2", email="ann@acme.com"),
            view("S4", "2026-03-04", domain="acme.com", **surge),
            view("S5", "2026-03-04", company="BOLT", **{**surge, "score": 40.0}),
            view("S6", "2026-03-04", domain="nobody.com", **surge),
            view("S7", "2026-03-05", kind="meeting", url=None, account_key="B", label="Call"),
            view("S8", "2026-03-05", kind="meeting", url=None, record_key="L2", label="Zero trust"),
        ],
    }


def test_every_tie_has_both_ends_source_and_basis() -> None:
    con = facts(**small())
    resolve(con, CONFIG)
    assert broken_ties(con) == []
    emitted = con.execute("SELECT start_id, end_id FROM graph.emitted_account_signal ORDER BY 2")
    assert emitted.fetchall() == [("A", "S4"), ("B", "S5"), ("B", "S7")]
    owned = con.execute("SELECT start_id FROM graph.owned_by_record_user").fetchall()
    assert owned == [("C1",)]


def test_repeated_views_are_one_engagement() -> None:
    con = facts(**small())
    resolve(con, CONFIG)
    rows = con.execute("SELECT n, weeks, kinds FROM graph.engaged_person_content ORDER BY n DESC")
    assert rows.fetchall()[0] == (2, 2, ["page_view"])


def test_page_views_are_signals_only_when_asked_for() -> None:
    con = facts(**small())
    resolve(con, CONFIG)
    kinds = con.execute("SELECT DISTINCT kind FROM graph.signal ORDER BY 1").fetchall()
    assert kinds == [("intent",), ("meeting",)]
    resolve(con, Config(solutions=CONFIG.solutions, graph_signals="all"))
    tiers = con.execute("SELECT id, tier FROM graph.signal WHERE kind = 'page_view' ORDER BY 1")
    assert tiers.fetchall() == [("S1", "anonymous"), ("S2", "known"), ("S3", "known")]
    assert broken_ties(con) == []


def test_every_intent_row_of_a_known_account_is_a_surge_row() -> None:
    con = facts(**small())
    resolve(con, CONFIG)
    rows = con.execute("SELECT signal, account, topic, solution, score FROM resolved.surge")
    assert sorted(rows.fetchall()) == [
        ("S4", "A", "zero trust", "Cloud Security", 70.0),
        ("S5", "B", "zero trust", "Cloud Security", 40.0),
    ]
    assert con.execute("SELECT id, surges FROM graph.account ORDER BY 1").fetchall() == [
        ("A", 1),
        ("B", 0),
    ]


def test_the_same_facts_give_the_same_rows_in_any_order_and_again() -> None:
    one = facts(**small())
    resolve(one, CONFIG)
    first = snapshot(one)
    resolve(one, CONFIG)
    assert snapshot(one) == first
    other = facts(**{table: rows[::-1] for table, rows in small().items()})
    resolve(other, CONFIG)
    assert snapshot(other) == first


def test_a_failed_transaction_leaves_what_was_there() -> None:
    con = facts(**small())
    resolve(con, CONFIG)
    before = snapshot(con)
    con.begin()
    con.execute("DELETE FROM facts.record")
    resolve(con, CONFIG)
    con.rollback()
    assert snapshot(con) == before


def test_no_facts_give_no_rows() -> None:
    con = facts()
    resolve(con, Config())
    assert not any(snapshot(con).values())


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        (FitConfig(), [None, None, None]),
        (FitConfig(target=True), [True, False, None]),
        (FitConfig(employees_min=100, employees_max=500), [True, None, False]),
        (FitConfig(target=True, employees_min=100), [True, False, None]),
        (FitConfig(target=True, country=("de",)), [True, False, False]),
        (FitConfig(country=("Germany", "USA")), [True, True, False]),
        (FitConfig(industry=(" BANKING ", "Retail")), [True, None, True]),
    ],
)
def test_fit_is_true_false_or_unknown(fit: FitConfig, expected: list[bool | None]) -> None:
    accounts = [
        {"id": "A", "target": True, "employees": 200, "country": "DE", "industry": "Banking"},
        {"id": "B", "target": False, "country": "United States"},
        {"id": "C", "employees": 900, "country": "FR", "industry": "retail"},
    ]
    con = facts(account=accounts)
    resolve(con, Config(fit=fit))
    found = con.execute("SELECT fit FROM graph.account ORDER BY id").fetchall()
    assert [value for (value,) in found] == expected


@pytest.mark.skipif(not WORLDS.exists(), reason="the planted worlds are not here")
@pytest.mark.parametrize("world", ["dev-1", "dev-3"])
def test_people_of_the_planted_worlds_stand_at_their_accounts(world: str, tmp_path: Path) -> None:
    """At most one in two hundred unmatched (free mail, no company), none wrong, none merged."""
    config = read_config(WORLDS / world / "coterie.toml")
    con = open_facts(tmp_path / "facts.duckdb")
    load(con, [WORLDS / world], config)
    resolve(con, config)
    truth = json.loads((WORLDS / world / "truth.json").read_text(encoding="utf-8"))
    found = dict(
        con.execute(
            """SELECT p.email, a.domain FROM graph.person p
            LEFT JOIN graph.works_at w ON w.start_id = p.id AND w."until" IS NULL
            LEFT JOIN graph.account a ON a.id = w.end_id"""
        ).fetchall()
    )
    placed = [found[p["email"]] == p["account"] for p in truth["people"] if found[p["email"]]]
    assert all(placed)
    assert len(placed) / len(truth["people"]) >= 0.995
    merged = con.execute("SELECT count(*) FROM graph.person WHERE len(emails) > 1").fetchone()
    assert merged == (0,)
    assert broken_ties(con) == []
    con.close()


@pytest.mark.skipif(not UNIVERSITIES.exists(), reason="outside data are not here")
def test_real_names_and_domains_are_matched_with_precision() -> None:
    """10,000 institutions: other domains, sub-domains, capitals and bare names; >= .95 right."""
    rows = json.loads(UNIVERSITIES.read_text(encoding="utf-8"))
    con = facts()
    records: list[tuple[str, str, str | None]] = []
    for i, row in enumerate(rows):
        records.append((f"d{i}", f"x{i}@mail.{row['domains'][-1]}", None))
        records.append((f"n{i}", f"x{i}@gmail.com", row["name"].upper()))
        records.append((f"s{i}", f"y{i}@{row['domains'][0]}", "self"))
    accounts = [(f"A{i}", row["name"], row["web_pages"][0]) for i, row in enumerate(rows)]
    _insert(con, "account", ["id", "name", "website"], accounts)
    _insert(con, "record", ["id", "email", "company"], records)
    resolve(con, Config())
    for kind, recall in (("d", 0.9), ("n", 0.95), ("s", 0.9)):
        matched = con.execute(
            """SELECT count(*), count(*) FILTER (w.end_id[2:] = r.id[2:]) FROM graph.record r
            JOIN graph.is_record_of i ON i.start_id = r.id
            JOIN graph.works_at w ON w.start_id = i.end_id WHERE r.id[1] = $kind""",
            {"kind": kind},
        ).fetchone()
        assert matched is not None
        assert matched[1] / matched[0] >= 0.95
        assert matched[1] / len(rows) >= recall


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[tuple[Any, ...]]
) -> None:
    given = pa.table(
        [pa.array(column, pa.string()) for column in zip(*rows, strict=True)], names=columns
    )
    con.register("given", given)
    con.execute(
        f"INSERT INTO facts.{table} BY NAME SELECT *, 'crm' AS system, 1 AS load FROM given"
    )
    con.unregister("given")
