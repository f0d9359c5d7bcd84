"""``coterie status``."""

import click


@click.command("status", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
