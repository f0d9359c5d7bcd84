"""Units are counted, not leads: five responders and one sale are one of one (product.md A15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import WorkspaceError
from graph.pipeline.analyze import analyze
from graph.pipeline.session import Asked, open_session
from graph.queries.catalog import find_query
from graph.workspace.config_reader import read_config
from loaders.ingest import ingest

MARCH = "2026-03-{:02d}T09:00:00.000Z"
NAMES = ("Ann Lee", "Bo Berg", "Cy Cho", "Di Dahl", "Ed Ek")
FILES = {
    "coterie.toml": """[solutions."Cloud Security"]
topics = ["zero trust"]
""",
    "Account.csv": "Id,Name,Website,CreatedDate,IsDeleted\n"
    f"001A,Acme,https://acme.example,{MARCH.format(1)},false\n",
    "Lead.csv": "Id,FirstName,LastName,Company,Email,Status,CreatedDate,IsDeleted\n"
    + "".join(
        f"00Q{n},{name.split()[0]},{name.split()[1]},Acme,{name[:2].lower()}@acme.example,Open,"
        f"{MARCH.format(2)},false\n"
        for n, name in enumerate(NAMES)
    ),
    "Campaign.csv": "Id,Name,Type,CreatedDate,IsDeleted\n"
    f"701A,Cloud Security webinar,Webinar,{MARCH.format(1)},false\n",
    "CampaignMember.csv": "Id,CampaignId,LeadId,Status,HasResponded,FirstRespondedDate,"
    "CreatedDate,IsDeleted\n"
    + "".join(
        f"00v{n},701A,00Q{n},Attended,true,2026-03-{5 + n:02d},{MARCH.format(5 + n)},false\n"
        for n in range(len(NAMES))
    ),
    "Opportunity.csv": "Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,"
    "LastModifiedDate,IsDeleted\n"
    f"006A,001A,Cloud Security deal,Closed Won,9000,2026-03-20,true,true,{MARCH.format(12)},"
    f"{MARCH.format(20)},false\n",
}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a15_five_responders_and_one_sale_are_one_of_one(exports: Path, tmp_path: Path) -> None:
    with open_session(Asked(tmp_path / "ws"), create=True) as session:
        if session.facts is None:
            raise WorkspaceError("no facts")
        config = read_config(exports / "coterie.toml")
        ingest(session.facts, [exports], config)
        analyze(session.facts, config)
        session.project()
        responders = session.store.read(
            "MATCH (:Person)-[:EMITTED]->(s:Signal) WHERE s.kind = 'campaign_response' "
            "RETURN count(*) AS n"
        ).rows
        found = {
            row["stage"]: (row["reached"], row["onward"], row["conversion"])
            for row in find_query("waterfall-conversion").run(session.store, {}).rows
        }
        amounts = find_query("waterfall-conversion").run(session.store, {}).rows[-1]["amount"]
    assert responders == [{"n": 5}]
    assert found["engaged"] == found["pipeline"] == found["closed"] == (1, 1, 1.0)
    assert amounts == 9000
