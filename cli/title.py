"""``coterie title``."""

import click


@click.command("title", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
