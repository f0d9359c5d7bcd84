"""``coterie why``."""

import click


@click.command("why", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
