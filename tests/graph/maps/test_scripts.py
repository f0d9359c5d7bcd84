"""The page's JavaScript, tested where its logic lives, with Node's own test runner."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.mark.parametrize("name", sorted(path.name for path in SCRIPTS.glob("*.test.mjs")))
def test_the_scripts_of_the_page(name):
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("no Node, and CI skips nothing")
        pytest.skip("no Node found: the JavaScript of the map is not tested")
    done = subprocess.run(
        [node, "--test", str(SCRIPTS / name)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
