"""The generator: the same bytes each time, headers as exported, a truth that the files bear out."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.worlds.__main__ import main
from tests.worlds.demo_account import worth_a_look
from tests.worlds.exports import HEADERS
from tests.worlds.make import World, make_world, write_world
from tests.worlds.settings import FREE_MAIL, Settings

SMALL = Settings(seed=7, accounts=14, people=320)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world")
    write_world(path, SMALL)
    return path


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def demo() -> World:
    return make_world(Settings())


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _events(folder: Path) -> list[dict[str, Any]]:
    paths = sorted((folder / "web").glob("events-*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_world(tmp_path / "again", SMALL)
    assert _files(tmp_path / "again") == _files(folder)
    write_world(tmp_path / "other", Settings(seed=8, accounts=14, people=320))
    assert (
        _files(tmp_path / "other")["salesforce/Lead.csv"] != _files(folder)["salesforce/Lead.csv"]
    )


def test_every_file_is_there_with_its_header(folder: Path) -> None:
    for kind, header in HEADERS.items():
        rows = _rows(folder / "salesforce" / f"{kind}.csv")
        first = (folder / "salesforce" / f"{kind}.csv").read_text("utf-8").splitlines()[0]
        assert first == ",".join(header.split())
        assert rows or kind == "OpportunityContactRole", kind
        assert len({row["Id"] for row in rows}) == len(rows)
        assert all(re.fullmatch(r"[0-9A-Za-z]{15}[A-Z0-5]{3}", row["Id"]) for row in rows)
    assert list(_rows(folder / "content.csv")[0]) == ["URL", "Title", "Type", "Topic"]
    assert (folder / "coterie.toml").is_file()
    assert len(list((folder / "intent").glob("surge-*.csv"))) in (12, 13)


def test_ids_point_to_rows_that_exist(folder: Path) -> None:
    ids = {
        kind: {r["Id"] for r in _rows(folder / "salesforce" / f"{kind}.csv")} for kind in HEADERS
    }
    for row in _rows(folder / "salesforce" / "Contact.csv"):
        assert row["AccountId"] in ids["Account"]
        assert row["ReportsToId"] in ids["Contact"] | {""}
    for row in _rows(folder / "salesforce" / "CampaignMember.csv"):
        assert row["CampaignId"] in ids["Campaign"]
        assert (row["LeadId"] in ids["Lead"]) != (row["ContactId"] in ids["Contact"])
    for row in _rows(folder / "salesforce" / "OpportunityContactRole.csv"):
        assert row["ContactId"] in ids["Contact"]
        assert row["OpportunityId"] in ids["Opportunity"]
    for row in _rows(folder / "salesforce" / "Event.csv"):
        assert row["WhoId"] in ids["Lead"] | ids["Contact"]


def test_nothing_happens_at_or_after_the_end_of_the_window(folder: Path) -> None:
    end = SMALL.as_of.isoformat()
    assert all(event["timestamp"] < end for event in _events(folder))
    for kind in HEADERS:
        for row in _rows(folder / "salesforce" / f"{kind}.csv"):
            assert row.get("CreatedDate", "") < end
            assert row.get("LastModifiedDate", "") < end


def test_some_calls_come_twice_and_some_visitors_become_known(folder: Path) -> None:
    events = _events(folder)
    assert len({event["messageId"] for event in events}) < len(events)
    known = {e["anonymousId"] for e in events if "userId" in e}
    stitched = {e["anonymousId"] for e in events if "userId" not in e and e["anonymousId"] in known}
    assert stitched
    assert any(event["type"] == "identify" for event in events)


def test_nobody_has_a_domain_that_could_exist(folder: Path, truth: dict[str, Any]) -> None:
    emails = [person["email"] for person in truth["people"]]
    for local, _, domain in (email.partition("@") for email in emails):
        # The free-mail provider allows no underscore: no such mailbox can exist.
        assert domain.endswith(".example") or (domain == FREE_MAIL and "_" in local)
    text = (folder / "salesforce" / "Account.csv").read_text("utf-8")
    assert all(row["Website"].rstrip("/").endswith(".example") for row in _rows_of(text))


def _rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_true_members_are_in_the_crm_and_were_seen(folder: Path, truth: dict[str, Any]) -> None:
    rows = [
        row for kind in ("Lead", "Contact") for row in _rows(folder / "salesforce" / f"{kind}.csv")
    ]
    emails = {row["Email"].lower() for row in rows}
    people = {person["email"]: person for person in truth["people"]}
    assert set(people) <= emails
    domains = {account["domain"] for account in truth["accounts"]}
    for group in truth["groups"]:
        assert group["account"] in domains
        assert group["solution"] in truth["solutions"]
        assert group["start"] <= group["end"]
        assert group["detectable"] == (len(group["members"]) >= 3)
        assert all(people[email]["account"] == group["account"] for email in group["members"])


def test_second_leads_are_refused_members(folder: Path, truth: dict[str, Any]) -> None:
    members = {email for group in truth["groups"] for email in group["members"]}
    refused = {
        row["Email"].lower(): row["Disqualified_Reason__c"]
        for row in _rows(folder / "salesforce" / "Lead.csv")
        if row["Status"] in ("Disqualified", "Unqualified")
    }
    assert truth["second_leads"]
    for email in truth["second_leads"]:
        assert email in members
        assert refused[email]


def test_a_quiet_world_holds_no_group_but_the_negatives(tmp_path: Path) -> None:
    arguments = [str(tmp_path), "--seed", "3", "--accounts", "20", "--people", "400", "--quiet"]
    assert main(arguments) == 0
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert truth["groups"] == []
    assert truth["second_leads"] == []
    assert truth["cohorts"]


def test_the_demo_is_as_big_as_it_says_and_its_first_account_has_two_groups(demo: World) -> None:
    truth = demo.truth
    assert len(truth["accounts"]) == 40
    assert 1000 <= len(truth["people"]) <= 1300
    first = truth["accounts"][0]["domain"]
    groups = [g for g in truth["groups"] if g["account"] == first and g["detectable"]]
    assert len(groups) == 2
    assert len({group["solution"] for group in groups}) == 2
    assert sum(group["detectable"] for group in truth["groups"]) >= 12


def test_every_honest_negative_is_there(demo: World) -> None:
    kinds = {person["kind"] for person in demo.truth["people"]}
    wanted = {
        "member",
        "casual",
        "curious",
        "forward",
        "mailing",
        "training",
        "gorger",
        "executive",
    }
    wanted |= {"two", "student", "consultant", "job seeker", "own staff", "rival"}
    assert wanted <= kinds


def test_the_summary_alone_goes_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(tmp_path), "--accounts", "10", "--people", "150", "--as-of", "2027-04-01"])
    out, err = capsys.readouterr()
    assert out == ""
    assert "10 accounts" in err
    assert sorted(path.name for path in (tmp_path / "web").glob("*.jsonl"))[-1].endswith(
        "2027-03.jsonl"
    )


def test_the_demo_shows_the_account_with_the_most_groups() -> None:
    def row(account: str, confidence: float, members: int) -> dict[str, Any]:
        return {"account_id": account, "confidence": confidence, "members": [{}] * members}

    several = [row("a", 0.9, 9), row("b", 0.8, 4), row("b", 0.6, 4), row("c", 0.3, 5)]
    assert worth_a_look(several) == "b"
    assert worth_a_look([row("c", 0.3, 5), row("a", 0.2, 9)]) == "c"
