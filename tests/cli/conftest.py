"""The command line run for real, in this process, on a workspace with a known graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from graph.store.embedded import EmbeddedStore
from tests.graph.queries.sample import write_sample

EXPORTS = {
    "Account.csv": """Id,Name,Website,NumberOfEmployees,Target_Account__c,CreatedDate,IsDeleted
001A,Acme Corp,https://www.acme.example,900,true,2026-01-05T00:00:00.000Z,false
001B,Bolt,https://bolt.example,90,true,2026-01-05T00:00:00.000Z,false
""",
    "Lead.csv": """Id,FirstName,LastName,Title,Company,Email,Status,CreatedDate,IsDeleted
00Q1,Ann,Lee,CISO,Acme Corp,ann@acme.example,Open,2026-02-01T00:00:00.000Z,false
00Q2,Bo,Berg,Buyer,Bolt,bo@bolt.example,Open,2026-02-02T00:00:00.000Z,false
00Q3,Cy,Cho,VP Sales,Bolt,cy@bolt.example,Open,not a date,false
00Q4,Di,Dahl,,Bolt,di@bolt.example,Open,2026-02-02T00:00:00.000Z,true
""",
    "content.csv": """URL,Title,Type,Topic
https://us.example/guide,Zero trust guide,guide,zero trust
""",
    "coterie.toml": """[solutions."Cloud Security"]
topics = ["zero trust"]
""",
}


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys):
    def command(*args: object) -> Result:
        code = main([str(arg) for arg in args])
        caught = capsys.readouterr()
        return Result(code, caught.out, caught.err)

    return command


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> Path:
    """A workspace without facts, whose graph is the sample."""
    folder = tmp_path_factory.mktemp("cli") / "ws"
    with EmbeddedStore(folder / "graph") as store:
        write_sample(store)
    return folder


@pytest.fixture
def ask(run, workspace):
    """Run a verb in the sample's workspace."""
    return lambda *args: run("--workspace", workspace, *args)


@pytest.fixture
def exports(tmp_path) -> Path:
    """A folder of small exports: three good leads of four, one of them deleted."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in EXPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
