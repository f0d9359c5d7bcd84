"""The style for Neo4j Browser speaks of every label, and of nothing that the model lacks."""

import re
from pathlib import Path

from graph.model.registry import NODE_TYPES, RELATIONSHIP_TYPES, graph_columns

STYLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "coterie.grass"
RULE = re.compile(r"(node|relationship)(?:\.(\w+))? \{\n((?:  [\w-]+: [^;\n]+;\n)+)\}\n")
CAPTION = re.compile(r'  caption: "\{(\w+)\}";')


def test_the_style_is_whole_and_true():
    text = STYLE.read_text(encoding="utf-8")
    assert RULE.sub("", text).strip() == "", "no rule is malformed"
    rules = RULE.findall(text)
    declared = {"node": NODE_TYPES, "relationship": RELATIONSHIP_TYPES}
    assert {name for kind, name, _ in rules if kind == "node" and name} == set(NODE_TYPES)
    for kind, name, body in rules:
        if name:
            known = {column.name for column in graph_columns(declared[kind][name])}
            assert set(CAPTION.findall(body)) <= known, name
