"""``coterie init``: propose a profile for a file that no shipped one knows."""

from __future__ import annotations

from pathlib import Path

import click

from cli.app import App
from cli.output import show_json
from graph.errors import InputError
from loaders.propose import propose

HELP = """Propose a profile for a file: which column becomes which field, each guess explained.

Read it, correct it, save it, and load by it. docs/profiles.md says what a profile can hold.

\b
Examples:
  coterie init members.csv > members.toml
  coterie load members.csv --profile members.toml
"""


@click.command("init", help=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("toml", "json")),
    default="toml",
    show_default=True,
    help="The profile itself, or one JSON object that holds it.",
)
@click.pass_obj
def command(app: App, file: Path, output: Path | None, form: str) -> None:
    """Propose a profile."""
    text = propose(file)
    if output is not None:
        _write(output, text)
        app.note(f"wrote {output}; correct it, then: coterie load {file} --profile {output}")
    elif form == "json":
        show_json({"file": str(file), "profile": text})
    else:
        click.echo(text, nl=False)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise InputError("is there already", where=str(path), fix="name another file")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise InputError(what, where=str(path), fix="name another file") from None
