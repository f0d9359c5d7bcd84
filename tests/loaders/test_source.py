"""Files are found once, in order, and told apart by what is in them."""

import codecs

import pytest

from graph.errors import InputError
from loaders.examine import examine
from loaders.source import find_config, find_files, recognise

TABLE = "Id;Näme\n1;x\n"


def source_of(path):
    return recognise(path, examine(path))


def test_folders_are_walked_in_order_and_each_file_comes_once(tmp_path):
    for name in ("b/z.csv", "b/a.csv", "a.csv", ".hidden/x.csv", "coterie.toml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("Id,Name\n")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "c").symlink_to(tmp_path / "b")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    workspace = tmp_path / "work"
    workspace.mkdir()
    for name in ("facts.duckdb", "lock"):
        (workspace / name).touch()
    found = find_files([tmp_path, tmp_path / "a.csv"])
    names = ["a.csv", "b/a.csv", "b/z.csv", "self"]
    assert [str(f.path.relative_to(tmp_path)) for f in found] == names
    assert not any(f.named for f in found)
    assert [f.named for f in find_files([tmp_path / "a.csv"])] == [True]


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(InputError, match="nothing-here"):
        find_files([tmp_path, tmp_path / "nothing-here"])


def test_the_last_coterie_toml_is_found(tmp_path):
    assert find_config([tmp_path]) is None
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "coterie.toml").write_text("")
    assert find_config([tmp_path]) == tmp_path / "b" / "coterie.toml"
    assert find_config([tmp_path / "a" / "coterie.toml"]) == tmp_path / "a" / "coterie.toml"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TABLE.encode(), "utf-8-sig"),
        (TABLE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("cp1252"), "utf-8"),
        (TABLE.encode("utf-32"), "utf-32"),
        ((TABLE + "2;Андрей Белый\n" * 9).encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(tmp_path, data, encoding):
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    source = source_of(file)
    assert (source.encoding.name, source.delimiter, source.header.columns) == (
        encoding,
        ";",
        ("Id", "Näme"),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path, delimiter):
    file = tmp_path / "x.csv"
    file.write_text(delimiter.join(["Id", '"Name, first; last"', "City"]) + "\n")
    source = source_of(file)
    assert source.header.columns == ("Id", "Name, first; last", "City")


def test_a_header_may_run_over_lines(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text('\nId,"Annual\nRevenue"\n1,2\n')
    source = source_of(file)
    assert source.header.columns == ("Id", "Annual\nRevenue")
    assert source.header_lines == 3


def test_json_lines_give_their_dotted_keys_in_order(tmp_path):
    file = tmp_path / "x.jsonl"
    file.write_text('{"a": {"b": 1}}\n{"cut\n{"c": {}, "a": 2}\n')
    assert source_of(file).header.columns == ("a.b", "c", "a")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty file"),
        (b"\n  \n", "empty file"),
        (b"Id,Na\0me\n", "NUL bytes"),
        (b"PK\x03\x04", "zip archive"),
        (b"\xd0\xcf\x11\xe0", "workbook"),
        (b"[1, 2]", "not one object per line"),
        (b'{"a":\n 1}', "not one object per line"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, data, words):
    file = tmp_path / "x"
    file.write_bytes(data)
    assert words in source_of(file)
