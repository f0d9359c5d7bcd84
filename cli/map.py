"""``coterie map``."""

import click


@click.command("map", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
