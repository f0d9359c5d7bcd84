"""The embedded engine's package, whichever build is installed.

The native wheel ``arcadedb`` is the default. ``arcadedb-embedded``, the stable build with a Java
runtime of its own, stands in where the native wheel is missing; it hands out Java objects where
the native build hands out plain values, and logs to stdout unless its JVM is told otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_QUIET = Path(__file__).with_name("quiet-logging.properties")
os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")  # it would log to stdout, our result's place
os.environ.setdefault(
    "ARCADEDB_JVM_ARGS", f"-Djava.util.logging.config.file={_QUIET} -Xmx2g --enable-preview"
)

try:
    import arcadedb
    from arcadedb.core import DatabaseFactory
except ImportError:
    import arcadedb_embedded as arcadedb
    from arcadedb_embedded.core import DatabaseFactory


__all__ = ["DatabaseFactory", "arcadedb", "native"]


def native(value: Any) -> Any:
    """A value in the native build's form: a Java record as its id and type, the rest as text."""
    if isinstance(value, dict):
        return {str(key): native(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [native(item) for item in value]
    if not hasattr(value, "getClass"):
        return value
    if hasattr(value, "getIdentity"):
        return {"@rid": str(value.getIdentity()), "@type": str(value.getTypeName()), **_own(value)}
    return str(value)


def _own(record: Any) -> dict[str, Any]:
    wrapped = arcadedb.Document.wrap(record)
    own: dict[str, Any] = native(wrapped.to_dict())
    return own
