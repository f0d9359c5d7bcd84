"""What one run of detection found, on its way into the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.analysis.findings import Findings
from graph.analysis.waterfall import NEVER, History, Moment


@dataclass(frozen=True)
class Outcome:
    """One run: what it found as of when, and what had happened to the units by then.

    Attributes:
        weeks: what past weeks would have found, as of when (epoch seconds), the latest first.
        replay: only what was known at as-of counts.
    """

    findings: Findings
    histories: Mapping[tuple[str, str], History]
    as_of: datetime
    replay: bool
    silent: tuple[str, ...]
    weeks: tuple[tuple[int, Findings], ...] = ()

    @property
    def seconds(self) -> int:
        """As-of as epoch seconds."""
        return int(self.as_of.replace(tzinfo=UTC).timestamp())

    @property
    def moment(self) -> Moment:
        """As-of, and by when things must have been known to count."""
        return Moment(self.seconds, self.seconds if self.replay else NEVER)
