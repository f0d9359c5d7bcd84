"""``coterie accounts``."""

import click


@click.command("accounts", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
