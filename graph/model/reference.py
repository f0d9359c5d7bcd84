"""The data model as a Markdown reference, written from the declarations (docs/data-model.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.registry import FACT_TABLES, NODE_TYPES, PROVENANCE, RELATIONSHIP_TYPES
from graph.model.relationships import COMMON
from graph.model.signals import SIGNAL_KINDS
from graph.model.spec import Kind, NodeType, Property, RelationshipType
from graph.model.vocabulary import (
    BASES,
    FUNCTIONS,
    KNOWN_BASES,
    MATCH_METHODS,
    QUARANTINE_REASONS,
    QUORUMS,
    ROLES,
    RUNGS,
    SENIORITIES,
    STAGES,
    STANDINGS,
)

_WORDS = {
    Kind.STRING: "string",
    Kind.INTEGER: "integer",
    Kind.FLOAT: "float",
    Kind.BOOLEAN: "boolean",
    Kind.INSTANT: "instant",
    Kind.DATE: "date",
    Kind.STRINGS: "list of strings",
}
_VOCABULARIES = {
    "rung": RUNGS,
    "quorum": QUORUMS,
    "stage": STAGES,
    "role": ROLES,
    "match_method": MATCH_METHODS,
    "seniority": SENIORITIES,
    "function": FUNCTIONS,
    "standing": STANDINGS,
    "quarantine_reason": QUARANTINE_REASONS,
    "basis": BASES,
    "known_basis": KNOWN_BASES,
}
_HEAD = """# Data model

Written from `graph/model` by `make docs`; do not edit by hand.

An *instant* `x` is two graph properties: `x`, a datetime in UTC (compare it by order), and
`x_ts`, epoch seconds (for arithmetic). Properties without a value are absent. Every node has an
own string `id`, unique within its label; ids are opaque and the same in every store.
"""


def data_model() -> str:
    """The whole reference as Markdown."""
    parts = [
        _HEAD,
        "## Nodes\n",
        *(_node(node) for node in NODE_TYPES.values()),
        "## Relationships\n",
        f"Every relationship carries {_names(COMMON)}; there is one per pair of nodes and type.\n",
        *(_relationship(rel) for rel in RELATIONSHIP_TYPES.values()),
        "## Signal kinds\n",
        _signals(),
        "## Fact tables\n",
        "Each row keeps, besides its own columns, where and when it comes from:\n",
        _columns(PROVENANCE),
        *(_fact_table(name) for name in FACT_TABLES),
        "## Vocabularies\n",
        *(f"- `{name}`: {', '.join(words)}" for name, words in _VOCABULARIES.items()),
    ]
    return "\n".join(parts) + "\n"


def _node(node: NodeType) -> str:
    return f"### {node.label}\n\n{node.doc}\n\n{_columns(node.properties)}"


def _relationship(rel: RelationshipType) -> str:
    pairs = ", ".join(f"(:{start})-[:{rel.type}]->(:{end})" for start, end in rel.pairs)
    own = tuple(p for p in rel.properties if p not in COMMON)
    return f"### {rel.type}\n\n{rel.doc} `{pairs}`\n\n{_columns(own)}"


def _fact_table(name: str) -> str:
    table = FACT_TABLES[name]
    known = {p.name for p in PROVENANCE}
    own = tuple(c for c in table.columns if c.name not in known)
    return f"### facts.{name}\n\n{table.doc}\n\n{_columns(own)}"


def _columns(columns: Iterable[Property]) -> str:
    rows = [f"| `{c.name}` | {_WORDS[c.kind]} | {c.doc} |" for c in columns]
    return "\n".join(["| property | type | meaning |", "|---|---|---|", *rows, ""]) if rows else ""


def _signals() -> str:
    rows = [
        f"| `{kind.name}` | {kind.tier.value} | {'yes' if kind.strong else 'no'} | {kind.doc} |"
        for kind in SIGNAL_KINDS
    ]
    head = ["| kind | tier | always a node | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _names(columns: Iterable[Property]) -> str:
    return " and ".join(f"`{c.name}`" for c in columns)
