"""A group of verbs, each imported from its own module when it is run."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping
from typing import Any

import click

from cli.app import clean


class Verbs(click.Group):
    """Verbs by name, with a line each for --help, so that --help imports none of them."""

    def __init__(self, *args: Any, verbs: Mapping[str, str], prefix: str = "", **more: Any) -> None:
        """``prefix`` begins the modules' names: ``export crm`` stands in ``cli.export_crm``."""
        super().__init__(*args, **more)
        self.verbs = verbs
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb."""
        return list(self.verbs)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs in --help."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(self.verbs.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, or None."""
        if cmd_name not in self.verbs:
            return None
        module = f"cli.{self.prefix}{cmd_name.replace('-', '_')}"
        found: click.Command = importlib.import_module(module).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant; a mistyped one is answered with the nearest."""
        if args and args[0] not in self.verbs:
            near = difflib.get_close_matches(args[0], self.verbs, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such verb {clean(args[0])!r}.{hint}")
        return super().resolve_command(ctx, args)
