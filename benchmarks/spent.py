"""What a piece of work took: seconds on the wall, and of the processors, a server's included.

Ratios of processor seconds hold on a machine that others work on too; those of the wall do not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds on the wall, and processor seconds of this process and the server."""

    wall: float
    cpu: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


def spent(work: Callable[[], object], server: int | None = None) -> Spent:
    """Do the work; ``server`` is the process id of a server that works for it."""
    wall, cpu = time.perf_counter(), time.process_time() + server_seconds(server)
    work()
    return Spent(time.perf_counter() - wall, time.process_time() + server_seconds(server) - cpu)


def server_seconds(pid: int | None) -> float:
    """Processor seconds that a process has used so far."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
