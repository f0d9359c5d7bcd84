"""Shipped queries, and the Cypher in the documents, pass Neo4j's own linter.

It knows the language, and from our model every label, type and property that there is. Installed
by ``npm ci --prefix tests/cypher``, which .ci/run does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.model.registry import NODE_TYPES, RELATIONSHIP_TYPES, graph_columns
from graph.model.spec import Kind
from graph.queries.catalog import catalog

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FENCED = re.compile(r"```cypher\n(.*?)```", re.DOTALL)
TYPED = re.compile(r"coterie cypher '([^']+)'")


@pytest.fixture(scope="module")
def linter() -> Path:
    """Node and the linter; without them the tests skip, but never in CI."""
    node = shutil.which("node")
    missing = (
        "node is not installed" if node is None else "npm ci --prefix tests/cypher was not run"
    )
    if node is None or not (HERE / "node_modules").is_dir():
        assert not os.environ.get("CI"), missing
        pytest.skip(missing)
    return Path(node)


def properties() -> Iterator[str]:
    for declared in (*NODE_TYPES.values(), *RELATIONSHIP_TYPES.values()):
        for column in graph_columns(declared):
            yield column.name
            if column.kind is Kind.INSTANT:
                yield f"{column.name}_ts"


def lint(node: Path, texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    schema = {
        "labels": list(NODE_TYPES),
        "relationshipTypes": list(RELATIONSHIP_TYPES),
        "propertyKeys": sorted(set(properties())),
    }
    done = subprocess.run(
        [node, HERE / "lint.mjs"],
        input=json.dumps({"schema": schema, "texts": texts}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_shipped_queries_are_clean(linter):
    texts = [
        {
            "name": name,
            "text": query.text,
            "parameters": {p.name: p.default for p in query.parameters},
        }
        for name, query in catalog().items()
    ]
    assert lint(linter, texts) == []


def documented() -> Iterator[tuple[str, str]]:
    """Place and text of the Cypher that readers are shown."""
    for path in sorted((ROOT / "docs").rglob("*.cypher")):
        yield path.name, path.read_text(encoding="utf-8")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "docker").glob("*.md")]
    for path in sorted(pages):
        page = path.read_text(encoding="utf-8")
        for text in (*FENCED.findall(page), *TYPED.findall(page)):
            yield path.name, text


def test_the_cypher_in_the_documents_is_clean(linter):
    texts = [{"name": name, "text": text, "parameters": {}} for name, text in documented()]
    assert texts
    assert lint(linter, texts) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (a:Acount) RETURN a", "Acount"),
        ("MATCH (a:Account)-[:WORKS_FOR]-(p) RETURN p", "WORKS_FOR"),
        ("MATCH (a:Account) RETURN a.nmae", "nmae"),
        ("MATCH (a:Account) RETURN b", "`b` not defined"),
        ("MATCH (a:Account RETURN a", "Invalid input"),
    ],
)
def test_the_linter_sees_mistakes(linter, text, said):
    found = lint(linter, [{"name": "wrong", "text": text, "parameters": {}}])
    assert any(said in problem["message"] for problem in found)
