"""The embedded engine's package, whichever build is installed.

The native wheel ``arcadedb`` is the default; ``arcadedb-embedded``, the stable build with a Java
runtime of its own, has the same interface and stands in where the native wheel is missing.
"""

from __future__ import annotations

import os

os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")  # it would log to stdout, our result's place

try:
    import arcadedb
    from arcadedb.core import DatabaseFactory
except ImportError:  # pragma: no cover  only without the native wheel
    import arcadedb_embedded as arcadedb
    from arcadedb_embedded.core import DatabaseFactory

__all__ = ["DatabaseFactory", "arcadedb"]
