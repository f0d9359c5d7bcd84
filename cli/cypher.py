"""``coterie cypher``."""

import click


@click.command("cypher", hidden=True)
def command() -> None:
    """Not there yet."""
    raise click.UsageError("not there yet")
