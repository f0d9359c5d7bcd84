"""``coterie leads``."""

import click


@click.command("leads", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
