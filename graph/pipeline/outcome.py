"""What one run of detection found, on its way into the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.analysis.findings import Findings
from graph.analysis.waterfall import History


@dataclass(frozen=True)
class Outcome:
    """One run: what it found as of when, and what had happened to the units by then."""

    findings: Findings
    histories: Mapping[tuple[str, str], History]
    as_of: datetime
    replay: bool
    silent: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """As-of as epoch seconds."""
        return int(self.as_of.replace(tzinfo=UTC).timestamp())
