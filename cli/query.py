"""``coterie query``."""

import click


@click.command("query", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
