"""The workspace folder: one process at a time, named to those who wait."""

import subprocess
import sys

import pytest

from graph.errors import WorkspaceError
from graph.workspace.config import Config
from graph.workspace.folder import Workspace


def test_a_missing_workspace_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="coterie load"):
        Workspace.open(tmp_path / "none")


def test_it_is_made_by_load_and_opened_again(tmp_path):
    path = tmp_path / "deep" / "ws"
    with Workspace.open(path, create=True) as made:
        made.facts_path.touch()
    with Workspace.open(path) as again:
        assert again.config() == Config()


def test_a_folder_of_other_things_is_no_workspace_and_stays_as_it_is(tmp_path):
    (tmp_path / "Lead.csv").write_text("Id\n")
    with pytest.raises(WorkspaceError, match="coterie load"):
        Workspace.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["Lead.csv"]


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "ws").write_text("x")
    with pytest.raises(WorkspaceError, match="not a folder"):
        Workspace.open(tmp_path / "ws", create=True)


def test_the_holder_is_named_to_a_second_process(tmp_path):
    script = (
        "import sys; from pathlib import Path; from graph.workspace.folder import Workspace\n"
        "Workspace.open(Path(sys.argv[1]), create=True, wait=0.2)"
    )
    with Workspace.open(tmp_path / "ws", create=True, holder="coterie load"):
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "ws")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert "in use by coterie load (process" in done.stderr


def test_the_own_config_wins_over_a_loaded_one(tmp_path):
    loaded = tmp_path / "coterie.toml"
    loaded.write_text("[list]\nconfidence = 0.25\n")
    with Workspace.open(tmp_path / "ws", create=True) as workspace:
        workspace.adopt_config(loaded)
        assert workspace.config().list_confidence == 0.25
        (workspace.path / "coterie.toml").write_text("[list]\nconfidence = 0.75\n")
        assert workspace.config().list_confidence == 0.75
        assert workspace.config(loaded).list_confidence == 0.25
