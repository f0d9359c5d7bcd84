"""Every verb's JSON against its schema: types, and keys in their fixed order."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cli.reference import cli_reference, queries_reference, verbs
from tests.graph.queries.sample import GROUP

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMAS = sorted((DOCS / "schema").glob("*.schema.json"))
READING = {
    "groups": ["groups", "--all"],
    "leads": ["leads"],
    "accounts": ["accounts"],
    "changes": ["changes", "--all"],
    "why": ["why", GROUP],
    "query": ["query", "who-champions"],
    "query-list": ["query", "--list"],
    "cypher": ["cypher", "MATCH x = (p:Person)-[w:WORKS_AT]->(a) RETURN p, w, x, [1, 2] AS l"],
    "title": ["title", "VP Sales", "?"],
    "map": ["map", "a1"],
    "atlas": ["atlas"],
    "status": ["status"],
    "rejects": ["rejects"],
    "config": ["config"],
}


def schema_of(name: str) -> dict:
    return json.loads((DOCS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


def check(name: str, document: object) -> None:
    """The document fits the schema, has no other keys, and these in the schema's order."""
    schema = schema_of(name)
    Draft202012Validator(schema).validate(document)
    ordered(schema, document, name)


def ordered(schema: dict, value: object, where: str) -> None:
    if isinstance(value, list) and "items" in schema:
        for item in value:
            ordered(schema["items"], item, where)
    elif isinstance(value, dict) and "properties" in schema:
        assert list(value) == list(schema["properties"]), where
        for key, item in value.items():
            ordered(schema["properties"][key], item, f"{where}.{key}")


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schemas_are_right_and_their_examples_fit(path):
    name = path.name.removesuffix(".schema.json")
    Draft202012Validator.check_schema(schema_of(name))
    example = DOCS / "schema" / "examples" / f"{name}.json"
    document = json.loads(example.read_text(encoding="utf-8"))
    assert document, "an example shows something"
    check(name, document)


def test_every_verb_has_a_schema():
    named = {name.replace(" ", "-") for name in verbs()}
    assert {path.name.removesuffix(".schema.json") for path in SCHEMAS} == {*named, "query-list"}


@pytest.mark.parametrize("name", READING)
def test_what_verbs_give_fits(name, ask, tmp_path):
    output = ("-o", tmp_path / name) if name in ("map", "atlas") else ()
    done = ask(*READING[name], *output, "--format", "json")
    assert done.code == 0
    check(name, done.json)


def test_what_load_status_and_rejects_give_fits(run, exports, tmp_path):
    (exports / "truth.json").write_text('{"a": 1}', encoding="utf-8")
    ws = ("--workspace", tmp_path / "ws")
    check("load", run(*ws, "load", exports, "--format", "json").json)
    for verb in ("status", "rejects", "leads", "accounts", "project"):
        found = run(*ws, verb, "--format", "json").json
        assert found
        check(verb, found)


def test_what_the_exports_give_fits(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    done = run(*ws, "export", "neo4j-import", tmp_path / "set", "--format", "json")
    assert done.code == 0, done.err
    check("export-neo4j-import", done.json)


def test_groups_and_crm_files_fit(ask, tmp_path):
    check("export-crm", ask("export", "crm", tmp_path / "crm", "--format", "json").json)
    assert ask("export", "groups", tmp_path / "all.json", "--all").code == 0
    check("export-groups", json.loads((tmp_path / "all.json").read_text(encoding="utf-8")))


def test_what_analyze_gives_fits(run, exports, tmp_path):
    ws = ("--workspace", tmp_path / "ws")
    run(*ws, "load", exports)
    done = run(*ws, "analyze", "--format", "json")
    assert done.code == 0
    check("analyze", done.json)
    assert run(*ws, "status", "--format", "json").json["stale"] is False


@pytest.mark.parametrize(
    ("name", "text"), [("cli.md", cli_reference(DOCS)), ("queries.md", queries_reference())]
)
def test_the_references_are_current(name, text):
    assert (DOCS / name).read_text(encoding="utf-8") == text, "run 'make docs'"
