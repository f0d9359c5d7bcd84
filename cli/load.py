"""``coterie load``."""

import click


@click.command("load", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
