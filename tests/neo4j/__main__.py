"""``python -m tests.neo4j up [lts|calendar]`` and ``down``: a server for tests and benchmarks."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.neo4j.jars import VERSIONS, Unavailable, cache_folder
from tests.neo4j.server import start, stop

NOTE = cache_folder() / "running.json"


def up(version: str) -> int:
    if NOTE.exists():
        print(f"a server runs already; its address and password are in {NOTE}")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="coterie-neo4j-"))
    try:
        running = start(folder, VERSIONS[version])
    except Unavailable as reason:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"no Neo4j: {reason}", file=sys.stderr)
        return 1
    NOTE.parent.mkdir(parents=True, exist_ok=True)
    NOTE.touch(mode=0o600)
    note = {"url": running.url, "password": running.password, "pid": running.pid}
    NOTE.write_text(json.dumps({**note, "folder": str(folder)}), encoding="utf-8")
    print(f"{running.url}\nits password is in {NOTE}; 'make neo4j-down' stops it")
    return 0


def down() -> int:
    if not NOTE.exists():
        print("no server of ours runs")
        return 0
    note = json.loads(NOTE.read_text(encoding="utf-8"))
    stop(note["pid"])
    shutil.rmtree(note["folder"], ignore_errors=True)
    NOTE.unlink()
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["up"] and (words[1:] or ["lts"])[0] in VERSIONS:
        sys.exit(up((words[1:] or ["lts"])[0]))
    sys.exit(
        down() if words == ["down"] else "usage: python -m tests.neo4j up [lts|calendar] | down"
    )
