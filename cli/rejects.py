"""``coterie rejects``."""

import click


@click.command("rejects", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
