"""``coterie project``."""

import click


@click.command("project", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
