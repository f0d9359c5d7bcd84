"""Wrong input: one clear line with file, line or key and what to do; nothing is lost."""

import pytest

from tests.journeys.conftest import runner

LEADS = "Id,FirstName,LastName,Company,Email,Status,CreatedDate,IsDeleted\n"
GOOD = "00Q000000000001AAA,Ann,Lee,Acme,ann@acme.example,Open,2026-05-01T00:00:00Z,false\n"


@pytest.fixture
def here(tmp_path):
    return tmp_path, runner(tmp_path)


def one_line(done, code, *parts):
    assert done.code == code, done.err
    said = [line for line in done.err.splitlines() if line.startswith("coterie:")]
    assert len(said) == 1, done.err
    assert "Traceback" not in done.err
    for part in parts:
        assert part in said[0]


def test_a_missing_path(here):
    folder, run = here
    one_line(run("load", folder / "none"), 1, "none")
    assert not (folder / ".coterie" / "graph").exists() or run("status").code == 0


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", bytes(range(256)) * 4, "binary"),
        ("notes.csv", b"hello,world\n1,2\n", "no known kind"),
    ],
)
def test_a_named_file_that_cannot_be_read_is_said_and_the_rest_is_loaded(here, name, content, word):
    folder, run = here
    (folder / name).write_bytes(content)
    (folder / "Lead.csv").write_text(LEADS + GOOD)
    done = run("load", name, "Lead.csv", "--format", "json")
    assert done.code == 3
    rows = {row["file"].rsplit("/", 1)[-1]: row for row in done.json}
    assert rows[name]["profile"] is None
    assert word in rows[name]["reason"]
    assert rows["Lead.csv"]["loaded"] == 1


def test_a_header_without_rows_is_fine(here):
    folder, run = here
    (folder / "Lead.csv").write_text(LEADS)
    done = run("load", "Lead.csv", "--format", "json")
    assert done.code == 0
    assert done.json[0]["rows"] == 0


@pytest.mark.parametrize(
    "bad",
    [
        "00Q000000000002AAA,Bo,Berg,Acme,bo@acme.example,Open,2026-05-01T00:00:00Z,false,extra,x\n",
        "00Q000000000002AAA,Bo\n",
        '00Q000000000002AAA,"Bo,Berg,Acme,bo@acme.example,Open,2026-05-01T00:00:00Z,false\n',
        "00Q000000000002AAA,Bo,Berg,Acme,bo@acme.example,Open,someday,false\n",
    ],
)
def test_a_bad_row_is_kept_with_file_line_reason_and_text(here, bad):
    folder, run = here
    (folder / "Lead.csv").write_text(LEADS + GOOD + bad + GOOD.replace("0001", "0003"))
    done = run("load", "Lead.csv", "--format", "json")
    assert done.code == 3
    row = done.json[0]
    assert (row["rows"], row["loaded"], row["refused"]) == (3, 2, 1)
    (refused,) = run("rejects", "--format", "json").json
    assert refused["file"].endswith("Lead.csv")
    assert refused["line"] == 3
    assert refused["reason"]
    assert "00Q000000000002AAA" in refused["raw"]


def test_a_json_line_cut_in_the_middle(here):
    folder, run = here
    call = (
        '{"type": "page", "messageId": "%s", "anonymousId": "a", "timestamp": '
        '"2026-05-01T00:00:00Z", "context": {"page": {"url": "https://us.example/x"}}}\n'
    )
    (folder / "events.jsonl").write_text(call % "m1" + (call % "m2")[:60] + "\n" + call % "m3")
    done = run("load", "events.jsonl", "--format", "json")
    assert done.code == 3
    assert (done.json[0]["loaded"], done.json[0]["refused"]) == (2, 1)
    (refused,) = run("rejects", "--format", "json").json
    assert refused["line"] == 2


def test_an_unknown_key_in_coterie_toml_loads_nothing(here):
    folder, run = here
    exports = folder / "exports"
    exports.mkdir()
    (exports / "Lead.csv").write_text(LEADS + GOOD)
    (exports / "coterie.toml").write_text("[company]\ndomain = []\n")
    one_line(run("load", "exports"), 1, "coterie.toml:2", "company.domain", "domains")
    (exports / "coterie.toml").write_text("[company]\ndomains = []\n")
    assert run("load", "exports").code == 0


def test_unknown_and_ambiguous_names(here, coterie):
    one_line(coterie("map", "no-such-account.example"), 1, "no-such-account.example")
    one_line(coterie("groups", "--account", "no-such-account.example"), 1)
    one_line(coterie("why", "nobody@nowhere.example"), 1, "nobody@nowhere.example")


def test_no_workspace_says_what_to_do(here):
    _, run = here
    one_line(run("groups"), 1, "coterie load")


def test_wrong_usage_is_2(here):
    _, run = here
    assert run("lod").code == 2
    assert run("groups", "--min-confidence", "high").code == 2
    assert run("load").code == 2
