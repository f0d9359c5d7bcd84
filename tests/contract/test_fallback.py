"""The stable build of the embedded engine keeps the same contract as the native one.

One process holds one build, so the suite runs once more in a process of its own that cannot see
the native one.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUN = "import os, sys, pytest; said = pytest.main(sys.argv[1:]); sys.stdout.flush(); os._exit(said)"
"""Runs pytest and ends by its answer alone: the engine's Java may crash as Python closes down."""
SUITES = ("test_store.py", "test_map_queries.py", "test_named_queries.py", "test_same_world.py")


@pytest.mark.slow
def test_the_stable_build_passes_the_same_suite(neo4j_server):
    if importlib.util.find_spec("arcadedb_embedded") is None:
        assert not os.environ.get("CI"), "CI tests the fallback too"
        pytest.skip("arcadedb-embedded is not installed")
    server, password = neo4j_server
    hidden = os.pathsep.join([str(HERE / "without_native"), str(ROOT)])
    done = subprocess.run(
        [
            *(sys.executable, "-c", RUN, "-rs", "-p", "no:cacheprovider"),
            *(str(HERE / name) for name in SUITES),
            *("-k", "embedded or same_world or named_queries"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": hidden,
            "COTERIE_TEST_NEO4J": f"{server.uri} {server.user} {password}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SKIPPED" not in done.stdout


def test_the_hidden_build_is_really_hidden():
    done = subprocess.run(
        [sys.executable, "-c", "import arcadedb"],
        env={**os.environ, "PYTHONPATH": str(HERE / "without_native")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "hidden for this test" in done.stderr
