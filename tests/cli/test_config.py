"""``coterie config``."""

import tomllib


def test_the_printed_file_is_whole_and_right(run, tmp_path):
    printed = run("--workspace", tmp_path / "none", "config")
    assert printed.code == 0
    found = tomllib.loads(printed.out)
    assert found["list"] == {"confidence": 0.5}
    assert found["model"]
    file = tmp_path / "coterie.toml"
    file.write_text(printed.out, encoding="utf-8")
    assert run("config", tmp_path).out == printed.out
    checked = run("config", "--check", file)
    assert (checked.code, checked.out) == (0, "")
    assert "right" in checked.err


def test_an_unknown_key_is_named_with_line_and_nearest(run, tmp_path):
    (tmp_path / "coterie.toml").write_text("[window]\n\nevidence_day = 3\n", encoding="utf-8")
    done = run("config", "--check", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "coterie.toml:3" in done.err
    assert "'evidence_days'" in done.err


def test_an_unknown_model_parameter_is_named(run, tmp_path):
    (tmp_path / "coterie.toml").write_text("[model]\ntauu = 3\n", encoding="utf-8")
    done = run("config", "--check", tmp_path)
    assert done.code == 1
    assert "tauu" in done.err


def test_a_missing_file(run, tmp_path):
    done = run("config", "--check", tmp_path / "none.toml")
    assert done.code == 1
    assert "none.toml" in done.err


def test_the_windows_days_come_once(run, tmp_path):
    (tmp_path / "coterie.toml").write_text("[window]\nevidence_days = 30\n", encoding="utf-8")
    found = tomllib.loads(run("config", tmp_path).out)
    assert found["window"]["evidence_days"] == 30
    assert "evidence_days" not in found["model"]
