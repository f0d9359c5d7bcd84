"""Global options, errors and exit codes."""

import os
import subprocess
import sys

import pytest

from cli.app import clean
from cli.main import VERBS
from graph import __version__

HEAVY = {"duckdb", "pyarrow", "arcadedb", "rich", "networkx", "scipy", "jinja2", "rapidfuzz"}


def shell(*args, env=None, **kwargs):
    command = [sys.executable, "-m", "cli.main", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, check=False, text=True, env=os.environ | (env or {}), **kwargs
    )


def test_help_names_every_verb_and_goes_to_stdout(run):
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    for verb, what in VERBS.items():
        assert f"  {verb} " in done.out
        assert what in done.out


def test_help_imports_nothing_heavy():
    code = "import sys, cli.main; cli.main.main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert "cli.main" in done.stderr
    assert HEAVY & set(done.stderr.split()) == set()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(run, verb):
    done = run(verb, "--help")
    assert (done.code, done.err) == (0, "")
    assert "Examples:" in done.out
    assert f"  coterie {verb}" in done.out or "| coterie" in done.out


def test_version(run):
    assert run("--version").out == f"coterie {__version__}\n"


def test_a_mistyped_verb_is_wrong_usage_with_the_nearest(run):
    done = run("gropus")
    assert (done.code, done.out) == (2, "")
    assert "'groups'" in done.err


@pytest.mark.parametrize(
    "args",
    [
        ["groups", "--nonsense"],
        ["groups", "--min-confidence", "2"],
        ["groups", "--format", "xml"],
        ["leads", "--class", "S9"],
        ["analyze", "--as-of", "yesterday"],
        ["analyze", "--as-of", "0206-05-31"],
        ["groups", "--as-of", "9999-12-31T23:59:59-05:00"],
        ["query"],
        ["query", "two-groups", "--list"],
        ["query", "two-groups", "-p", "confidence"],
        ["cypher"],
        ["cypher", "RETURN 1", "-f", "x.cypher"],
        ["cypher", " "],
        ["cypher", "RETURN 1", "--limit", "0"],
        ["load"],
        ["why"],
    ],
)
def test_wrong_usage_is_2_and_leaves_stdout_alone(run, args, tmp_path):
    done = run("--workspace", tmp_path / "none", *args)
    assert (done.code, done.out) == (2, "")
    assert "Error:" in done.err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "args",
    [["groups"], ["leads"], ["accounts"], ["why", "x"], ["status"], ["rejects"], ["project"]],
)
def test_without_a_workspace_one_line_says_what_to_do(run, args, tmp_path):
    done = run("--workspace", tmp_path / "none", *args)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("coterie: ")
    assert "coterie load" in done.err
    assert not (tmp_path / "none").exists()


def test_the_environment_names_the_workspace(tmp_path):
    done = shell("groups", env={"COTERIE_WORKSPACE": str(tmp_path / "from-env")})
    assert done.returncode == 1
    assert "from-env" in done.stderr


def test_debug_shows_the_traceback_and_nothing_else_does(run, tmp_path):
    assert "Traceback" not in run("--workspace", tmp_path / "none", "groups").err
    assert "Traceback" in run("--debug", "--workspace", tmp_path / "none", "groups").err


def test_a_closed_pipe_ends_quietly(workspace):
    command = [sys.executable, "-m", "cli.main", "--workspace", str(workspace)]
    text = "UNWIND range(1, 5000) AS n RETURN n, 'some longer text to fill the pipe' AS t"
    asked = [*command, "--quiet", "cypher", text, "--limit", "100000"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_quiet_hides_the_summary(ask):
    assert ask("groups").err != ""
    assert ask("--quiet", "groups").err == ""


def test_a_wrong_config_is_one_line_with_line_and_nearest_key(run, tmp_path, workspace):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[list]\nconfidance = 0.4\n", encoding="utf-8")
    done = run("--workspace", workspace, "--config", wrong, "groups")
    assert (done.code, done.out) == (1, "")
    assert f"{wrong}:2" in done.err
    assert "'confidence'" in done.err


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\u2066", "\x7f"])
def test_text_for_eyes_cannot_steer_a_terminal(char):
    assert char not in clean(f"Ann{char}[31mLee")
    assert clean("Zoë Świdnik 李") == "Zoë Świdnik 李"
    assert clean("a\nb\tc") == "a b c"
