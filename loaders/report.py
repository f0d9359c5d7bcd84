"""What a load says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class FileReport:
    """What became of one file: a row of ``coterie load``.

    Attributes:
        profile: None for a file of no known kind; ``reason`` then says why.
        rows: loaded + duplicates + refused + skipped.
        load: number of the load in the ledger; None where nothing was written.
        named: the command line names the file itself, not a folder above it.
    """

    file: str
    profile: str | None = None
    rows: int = 0
    loaded: int = 0
    duplicates: int = 0
    refused: int = 0
    skipped: int = 0
    skipped_why: dict[str, int] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    reason: str | None = None
    seconds: float = 0.0
    load: int | None = None
    named: bool = False


@dataclass(frozen=True)
class LoadReport:
    """What became of all files.

    Attributes:
        config_file: a coterie.toml met among them; the last one.
        changed: whether rows were written to the facts.
    """

    files: tuple[FileReport, ...]
    config_file: Path | None
    changed: bool
