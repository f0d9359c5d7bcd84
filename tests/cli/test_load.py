"""``load`` end to end on small files: counts, exit codes, and nothing lost."""

import pytest


@pytest.fixture
def ws(run, tmp_path):
    """Run a verb in a workspace of its own."""
    return lambda *args: run("--workspace", tmp_path / "ws", *args)


def test_a_folder_with_a_refused_row_is_done_in_part(ws, exports):
    done = ws("load", exports, "--format", "json")
    assert done.code == 3
    files = {row["file"].rsplit("/", 1)[-1]: row for row in done.json}
    assert list(files) == ["Account.csv", "Lead.csv", "content.csv"]
    lead = files["Lead.csv"]
    assert (lead["rows"], lead["loaded"], lead["refused"], lead["skipped"]) == (4, 2, 1, 1)
    assert "took over" in done.err
    (reject,) = ws("rejects", "--format", "json").json
    assert (reject["line"], "not a date" in reject["raw"]) == (4, True)
    assert ws("rejects", "--file", "Lead.csv").out.count("not a date") >= 1
    assert ws("rejects", "--file", "Account.csv", "--format", "json").json == []


def test_after_load_alone_the_graph_answers(ws, exports):
    ws("load", exports)
    assert "they are looked for by 'coterie analyze'" in ws("groups").err
    leads = ws("leads", "--format", "json").json
    assert {lead["account"] for lead in leads} == {"acme.example", "bolt.example"}
    assert ws("why", "00Q1", "--format", "json").json["subject"]["name"] == "Ann Lee"
    status = ws("status", "--format", "json").json
    assert status["counts"]["people"] == 2
    assert status["stale"] is True
    assert len(status["loads"]) == 3


def test_the_same_again_writes_nothing(ws, exports):
    ws("load", exports)
    again = ws("load", exports, "--format", "json")
    assert again.code == 0
    assert sum(row["loaded"] for row in again.json) == 0
    assert sum(row["written"] for row in ws("project", "--format", "json").json) == 0


def test_a_dry_run_writes_nothing_not_even_a_workspace(ws, exports, tmp_path):
    done = ws("load", exports, "--dry-run", "--format", "json")
    assert sum(row["loaded"] for row in done.json) == 5
    assert not (tmp_path / "ws").exists()
    ws("load", exports / "Account.csv")
    before = ws("status", "--format", "json").json
    ws("load", exports, "--dry-run")
    assert ws("status", "--format", "json").json == before


def test_a_missing_path_stops_everything(ws, exports, tmp_path):
    done = ws("load", exports, tmp_path / "nowhere.csv")
    assert (done.code, done.out) == (1, "")
    assert "nowhere.csv" in done.err
    assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("image.png", b"\x89PNG\r\n\x1a\n\x00\x00"), ("odd.csv", b"a,b\n1,2\n")],
)
def test_a_named_file_of_no_known_kind_is_done_in_part(ws, exports, name, content):
    (exports / name).write_bytes(content)
    named = ws("load", exports / name, exports / "Account.csv", "--format", "json")
    assert named.code == 3
    row = next(row for row in named.json if row["file"].endswith(name))
    assert row["profile"] is None
    assert row["reason"]


def test_a_file_of_no_known_kind_in_a_folder_is_only_named(ws, exports):
    (exports / "Lead.csv").unlink()
    (exports / "truth.json").write_text('{"a": 1}', encoding="utf-8")
    done = ws("load", exports)
    assert done.code == 0
    assert "truth.json" in done.out
    assert "1 of no known kind" in done.err


def test_a_header_without_rows_is_done(ws, tmp_path):
    file = tmp_path / "Account.csv"
    file.write_text("Id,Name,Website,CreatedDate,IsDeleted\n", encoding="utf-8")
    done = ws("load", file)
    assert done.code == 0
    assert "1 file, 0 rows: " in done.err


def test_a_wrong_coterie_toml_stops_before_anything_is_made(ws, exports, tmp_path):
    (exports / "coterie.toml").write_text("[solution.x]\n", encoding="utf-8")
    done = ws("load", exports)
    assert (done.code, done.out) == (1, "")
    assert "coterie.toml:1" in done.err
    assert "'solutions'" in done.err
    assert not (tmp_path / "ws").exists()


def test_another_configuration_is_seen_by_the_next_load(ws, exports):
    ws("load", exports)
    (exports / "coterie.toml").write_text(
        '[solutions."Zero Trust"]\ntopics = ["zero trust"]\n', encoding="utf-8"
    )
    ws("load", exports)
    found = ws("cypher", "MATCH (s:Solution) RETURN s.name AS name", "--format", "json").json
    assert found == [{"name": "Zero Trust"}]


def test_a_load_that_was_killed_before_identity_is_healed(ws, exports, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("loaders.ingest.resolve", killed)
        assert ws("load", exports).code == 130
    assert len(ws("leads", "--format", "json").json) == 2
