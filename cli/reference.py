"""The references that are written from the code: docs/cli.md, queries.md and data-model.md.

``python -m cli.reference docs`` writes them; the tests check that they are current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cli.main import VERBS, coterie
from cli.verbs import Verbs
from graph.analysis.reference import with_parameter_table
from graph.model.reference import data_model
from graph.queries.catalog import NamedQuery, catalog

WIDTH = 98
_CLI = """# Command line

Written from the code by `make docs`; do not edit by hand.

Results go to stdout, progress and summaries to stderr. `--format json` gives one document: an
array of rows, or one object; keys are always there and in the order below, what is absent or not
known is `null`, times are ISO 8601 UTC. `--format csv` begins with a header; lists of words are
joined by `; `, other nested values are JSON, and cells that a spreadsheet would calculate are
preceded by `'`. Fields may be added, never renamed or dropped. Before `analyze`, and for people
and accounts without any signal, scores, rungs, codes and stages are `null`.

| exit code | meaning |
|---|---|
| 0 | done; also when whoever reads the result closed the pipe |
| 1 | could not be done: missing path, unknown name, wrong coterie.toml; one line says why |
| 2 | wrong usage |
| 3 | done in part: rows refused, or a file named on the command line could not be read |
| 130 | interrupted |

An account is named by domain, name or id, a person by e-mail, name or id; an ambiguous name lists
the candidates. The environment: `COTERIE_WORKSPACE`, `COTERIE_GRAPH`, `COTERIE_GRAPH_PASSWORD`;
`NO_COLOR` is respected.
"""
_QUERIES = """# Named queries

Written from `graph/queries/*.cypher` by `make docs`; do not edit by hand.

Ask one with `coterie query NAME`, set a parameter with `-p NAME=VALUE`, print its Cypher with
`coterie query --show NAME`.

A team's own stand as `*.cypher` files in the folder `queries` of the workspace (`.coterie/queries`)
or in `--queries DIR`. They are written like these, header included: `title`, `question`, `action`,
one `parameter: name = default | meaning` each (the default is JSON, and gives the type), one
`column: name | meaning` each, in the order of `RETURN`. One of a shipped name stands in its place.
They may only read, and run apart for 60 seconds at most.
"""


def cli_reference(docs: Path) -> str:
    """docs/cli.md: the help of every verb, and the fields of its JSON from docs/schema."""
    parts = [_CLI, "## coterie\n", _fenced(_help(coterie, "coterie"))]
    for name, does in verbs().items():
        parts += [f"## {name}\n", f"{does}\n", _fenced(_verb_help(name))]
        parts += _schema(docs, name.replace(" ", "-"))
    parts += ["## query --list\n", *_schema(docs, "query-list")]
    return "\n".join(parts)


def queries_reference() -> str:
    """docs/queries.md: every named question, what it takes and gives."""
    return "\n".join([_QUERIES, *(_query(query) for query in catalog().values())])


def write(docs: Path) -> None:
    """Write every reference into the folder of documents."""
    pages = {
        "cli.md": cli_reference(docs),
        "queries.md": queries_reference(),
        "data-model.md": data_model(),
        "method.md": with_parameter_table((docs / "method.md").read_text(encoding="utf-8")),
    }
    for name, text in pages.items():
        (docs / name).write_text(text, encoding="utf-8")


def verbs() -> dict[str, str]:
    """What each verb does; those of a group by their whole name, such as ``export crm``."""
    top = click.Context(coterie, info_name="coterie")
    found: dict[str, str] = {}
    for name, does in VERBS.items():
        command = _command(name, top)
        if isinstance(command, Verbs):
            found |= {f"{name} {sub}": said for sub, said in command.verbs.items()}
        else:
            found[name] = does
    return found


def _verb_help(name: str) -> str:
    *groups, last = name.split()
    context = click.Context(coterie, info_name="coterie")
    for word in groups:
        context = click.Context(_command(word, context), info_name=word, parent=context)
    return _help(_command(last, context), last, context)


def _command(name: str, within: click.Context) -> click.Command:
    group = within.command
    command = group.get_command(within, name) if isinstance(group, click.Group) else None
    if command is None:
        raise KeyError(name)
    return command


def _help(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    return command.get_help(context)


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def _schema(docs: Path, name: str) -> Iterator[str]:
    """A table of the fields of a verb's JSON, with links to schema and example."""
    schema = json.loads((docs / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    links = f"[schema](schema/{name}.schema.json), [example](schema/examples/{name}.json)"
    yield f"JSON: {schema['description']} {links}\n"
    rows = list(_fields(schema.get("items", schema), ""))
    if rows:
        yield "\n".join(["| field | type | meaning |", "|---|---|---|", *rows, ""])


def _fields(schema: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        yield f"| `{prefix}{name}` | {_type(field)} | {field.get('description', '')} |"
        yield from _fields(field, f"{prefix}{name}.")
        if "items" in field:
            yield from _fields(field["items"], f"{prefix}{name}[].")


def _type(field: Mapping[str, Any]) -> str:
    if "enum" in field:
        return ", ".join("null" if value is None else f"`{value}`" for value in field["enum"])
    given = field.get("type", "any")
    words = [given] if isinstance(given, str) else given
    bounded = " 0..1" if field.get("maximum") == 1 else ""
    return " or ".join(f"{word}{bounded}" if word == "number" else word for word in words)


def _query(query: NamedQuery) -> str:
    parameters = [
        f"| `{p.name}` | `{json.dumps(p.default, ensure_ascii=False)}` | {p.doc} |"
        for p in query.parameters
    ]
    takes = ["| parameter | default | meaning |", "|---|---|---|", *parameters, ""]
    columns = [f"| `{name}` | {doc} |" for name, doc in query.columns]
    return "\n".join(
        [
            f"## {query.name}\n",
            f"**{query.title}** {query.question} {query.action}\n",
            *(takes if parameters else []),
            *["| column | meaning |", "|---|---|", *columns, ""],
        ]
    )


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
