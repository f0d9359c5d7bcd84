"""What policies and machines may change, from files to the graph: A3, A6, B3, B8 of product.md."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.pipeline.analyze import analyze
from graph.pipeline.session import Asked, Session, open_session
from graph.queries.catalog import find_query
from graph.queries.groups import read_groups
from graph.queries.leads import read_leads
from graph.queries.ledger import read_ledger
from graph.queries.names import find_subject
from graph.queries.status import read_quarantine
from graph.workspace.config import Config, FitConfig
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest
from tests.worlds.__main__ import main as plant

ROBOT = "Mozilla/5.0 (compatible; LinkCrawler/1.0)"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    plant([str(folder / "world"), "--accounts", "10", "--seed", "7"])
    return folder / "world"


@contextmanager
def found(files: Path, folder: Path, config: Config) -> Iterator[Session]:
    """The world loaded and analyzed under a configuration."""
    with open_session(Asked(folder), create=True) as session:
        ingest(session.facts, [files], config)
        analyze(session.facts, config)
        session.project()
        yield session


def seen(session: Session) -> list[dict[str, Any]]:
    return read_groups(session.store, unfit=True)


def existence(session: Session) -> list[tuple[Any, ...]]:
    """All that says which groups there are, and how sure that is."""
    return [
        (g["id"], g["unit"], g["confidence"], [(m["id"], m["confidence"]) for m in g["members"]])
        for g in seen(session)
    ]


@pytest.fixture(scope="module")
def config(world: Path) -> Config:
    return replace(read_config(world / "coterie.toml"), fit=FitConfig())


@pytest.fixture(scope="module")
def base(world: Path, config: Config, tmp_path_factory: pytest.TempPathFactory):
    with found(world, tmp_path_factory.mktemp("base") / "ws", config) as session:
        yield session


def test_a3_flipping_the_gate_changes_rung_and_stage_alone(base, world, config, tmp_path) -> None:
    shut = replace(config, fit=FitConfig(employees_min=10**9))
    before = existence(base)
    assert any(g["rung"] not in ("not_a_candidate", "aspiring") for g in seen(base))
    with found(world, tmp_path / "ws", shut) as session:
        assert existence(session) == before
        assert {(g["rung"], g["stage"]) for g in seen(session)} == {("not_a_candidate", None)}
        assert read_groups(session.store) == []


def test_a3_above_the_gate_more_fit_adds_nothing(base, world, config, tmp_path) -> None:
    with found(world, tmp_path / "ws", replace(config, fit=FitConfig(employees_min=1))) as session:
        assert seen(session) == seen(base)
        scores = [(row["id"], row["score"], row["rung"]) for row in read_leads(session.store)]
    assert scores == [(row["id"], row["score"], row["rung"]) for row in read_leads(base.store)]


def test_a6_the_quorum_describes_a_group_and_hides_none(base, world, config, tmp_path) -> None:
    many = replace(config, solutions=tuple(replace(s, n_min=7) for s in config.solutions))
    with found(world, tmp_path / "ws", many) as session:
        assert existence(session) == existence(base)
        sizes = {
            row["id"]: (row["size"], row["visitors"])
            for row in session.store.read(
                "MATCH (g:BuyingGroup) RETURN g.id AS id, g.size AS size, g.visitors AS visitors"
            ).rows
        }
        asked = {g["id"]: g["quorum"] for g in seen(session)}
    before = {g["id"]: g["quorum"] for g in seen(base)}
    for group, (size, visitors) in sizes.items():
        wanted = "met" if size >= 7 else "possible" if size + visitors >= 7 else "no"
        assert asked[group] == wanted
    assert any(before[group] == "met" and asked[group] != "met" for group in sizes)


def dirtied(world: Path, folder: Path, team: list[str]) -> Path:
    """The world with machines in it: they read what a team reads, as people and as visitors."""
    copy = folder / "dirty"
    for path in world.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(world)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    calls = sorted((copy / "web").glob("events-*.jsonl"))[-1]
    lines = calls.read_text(encoding="utf-8").splitlines()
    pages = [json.loads(line)["context"]["page"] for line in lines]
    urls = sorted({page["url"].split("#")[0].split("?")[0] for page in pages})[:40]
    day = json.loads(lines[0])["timestamp"][:10]
    feed = copy / "web" / "companies.csv"
    with feed.open(encoding="utf-8", newline="") as file:
        header, first, *_ = csv.reader(file)
    added = []
    for number, url in enumerate(urls):
        who = team[number % len(team)]
        for kind, more in (
            ("bot", {"anonymousId": f"robot-{number % 5}", "userAgent": ROBOT}),
            ("person", {"anonymousId": f"gate-{number % 3}", "userId": who, "userAgent": ROBOT}),
            ("burst", {"anonymousId": "burst-1"}),
        ):
            at = f"{day}T03:00:{number // 8:02d}.{number % 8}00Z"
            call = {
                "type": "page",
                "messageId": f"{kind}-{number}",
                "userId": None,
                "timestamp": at,
            }
            agent = more.pop("userAgent", None)
            about = {"page": {"url": url, "title": "x"}, "userAgent": agent}
            added.append(json.dumps({**call, **more, "context": about}))
    calls.write_text("\n".join([*lines, *added]) + "\n", encoding="utf-8")
    domain = first[header.index("company_domain")] if "company_domain" in header else first[1]
    with feed.open("a", encoding="utf-8", newline="") as file:
        robots = [f"robot-{n}" for n in range(5)] + ["burst-1"]
        csv.writer(file).writerows([name, domain] for name in robots)
    return copy


def test_b3_machines_change_no_group_no_evidence_and_no_lead(base, world, config, tmp_path) -> None:
    group = next(g for g in seen(base) if len(g["members"]) > 2)
    team = [member["email"] for member in group["members"]][:3]
    with found(dirtied(world, tmp_path, team), tmp_path / "ws", config) as session:
        assert existence(session) == existence(base)
        assert read_leads(session.store) == read_leads(base.store)
        for text in (
            "MATCH ()-[e:ENGAGED]->() RETURN count(e) AS n, sum(e.n) AS signals",
            "MATCH (u:DemandUnit) RETURN u.id AS id, u.code AS code, u.stage AS stage ORDER BY id",
            "MATCH (v:Visitor) RETURN count(v) AS n",
        ):
            assert session.store.read(text).rows == base.store.read(text).rows
        aside = read_quarantine(session.store)
        assert (aside["bot"], aside["burst"]) == (80, 40)
        listed = find_query("quarantine").run(session.store, {"reasons": ["bot"]}).rows
        assert sorted(row["who"] for row in listed if row["person"]) == sorted(team)
        ledger = read_ledger(session.store, find_subject(session.store, team[0]))
        assert any("set aside: bot" in line["fact"] for line in ledger["lines"])


def test_b8_non_buyers_are_in_no_group_and_leak(base) -> None:
    people = base.store.read(
        "MATCH (p:Person) WHERE p.standing IS NOT NULL RETURN p.id AS id, p.standing AS standing"
    ).rows
    kinds = {row["standing"] for row in people}
    assert {"competitor", "partner", "own_staff"} <= kinds
    barred = {row["id"] for row in people}
    assert not barred & {m["id"] for g in seen(base) for m in g["members"]}
    scored = base.store.read("MATCH (p:Person)-[:LEAD_IN]->() RETURN DISTINCT p.id AS id").rows
    assert not barred & {row["id"] for row in scored}
    leaks = find_query("leakage").run(base.store, {}).rows
    assert {row["person"] for row in leaks} < barred
    assert "own_staff" not in {row["standing"] for row in leaks}
    for row in leaks:
        ledger = read_ledger(base.store, find_subject(base.store, row["person"]))
        assert any("no buyer" in line["fact"] for line in ledger["lines"])
