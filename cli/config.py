"""``coterie config``: the configuration in force, defaults included."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path

import click

from cli.app import App
from cli.output import show_json
from graph.analysis.parameters import Parameters
from graph.workspace.config_text import config_text
from graph.workspace.folder import LOADED_CONFIG, OWN_CONFIG, bare_config

HELP = """Print the whole coterie.toml in force, defaults and model parameters included.

It is FILE (or the coterie.toml in that folder), else --config, else the workspace's own or last
loaded one. --check only reads it, and says whether it is right: an unknown key is named with its
line and the nearest valid key.

\b
Examples:
  coterie config > coterie.toml        a file with every key, to begin from
  coterie config --check exports/      is that folder's coterie.toml right?
"""


@click.command("config", help=HELP)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--check", is_flag=True, help="Only check; print nothing on stdout.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("toml", "json")),
    default="toml",
    show_default=True,
    help="The file itself, or its keys as one JSON object.",
)
@click.pass_obj
def command(app: App, file: Path | None, check: bool, form: str) -> None:
    """Print or check the configuration."""
    path = _asked(file) or app.config or _kept(app)
    config = bare_config(path)
    parameters = Parameters.from_mapping(
        {"evidence_days": config.window.evidence_days, **config.model}
    )
    if check:
        app.note(f"{path or 'defaults (no coterie.toml)'}: right")
        return
    model = asdict(parameters)
    if "evidence_days" not in config.model:
        del model["evidence_days"]  # [window] says it; once more here, it would win over that
    text = config_text(config, model)
    if form == "toml":
        click.echo(text, nl=False)
    else:
        show_json({"file": str(path) if path else None, "settings": tomllib.loads(text)})


def _asked(file: Path | None) -> Path | None:
    return file / "coterie.toml" if file and file.is_dir() else file


def _kept(app: App) -> Path | None:
    """The workspace's configuration; reading it needs no lock."""
    found = [app.workspace / name for name in (OWN_CONFIG, LOADED_CONFIG)]
    return next((path for path in found if path.is_file()), None)
