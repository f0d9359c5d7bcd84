"""``coterie analyze``."""

import click


@click.command("analyze", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
