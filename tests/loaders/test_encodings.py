"""Files that are no UTF-8: read by their letters where these tell, else as cp1252, and said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ConfigError
from graph.workspace.config import Config
from graph.workspace.config_reader import parse_config
from loaders.letters import WESTERN, tell
from loaders.profile_reader import parse_profile
from tests.loaders.exports import LEADS, lead, put, rows, run

RUSSIAN = ("Иванов", "Петрова", "Смирнов", "Кузнецов", "Директор", "Москва")
JAPANESE = ("山田太郎", "佐藤花子", "株式会社", "営業部長", "マーケティング")
CHINESE = ("张伟", "王芳", "李娜", "北京科技有限公司", "市场总监")
POLISH = ("Michał", "Wiśniewski", "Dąbrowski", "Łukasz", "Zieliński", "Żółć", "Wójcik")
GERMAN = ("Müller", "Schröder", "Groß", "François", "Núñez", "Åberg")
FRENCH_MAC = ("Jérôme", "Müller", "Schröder", "François", "Núñez", "Señora", "Åberg")
TOLD = [
    ("cp1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("iso-8859-5", RUSSIAN),
    ("cp866", RUSSIAN),
    ("cp1253", ("Παπαδόπουλος", "Γεώργιος", "Αθήνα")),
    ("cp1255", ("כהן", "דוד", "לוי", "מנהל", "שיווק")),
    ("cp1256", ("محمد", "علي", "شركة", "الاتصالات")),
    ("cp874", ("สมชาย", "ใจดี", "ผู้จัดการ")),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("gb18030", CHINESE),
    ("big5", ("張偉", "王芳", "李娜", "台北科技有限公司", "市場總監")),
    ("cp949", ("김민수", "이영희", "주식회사", "마케팅", "박지훈")),
    ("cp1250", POLISH),
    ("iso-8859-2", POLISH),
    ("mac_roman", FRENCH_MAC),
    ("cp850", FRENCH_MAC),
    ("cp1254", ("Şahin", "Öztürk", "Ayşe", "Yardımcısı", "Çağlar", "Gümüş", "Öğüt", "Işık")),
]


def leads(names, encoding):
    return (LEADS + "".join(lead(n, name) for n, name in enumerate(names))).encode(encoding)


def names_of(con):
    return tuple(name for (name,) in rows(con, "SELECT last_name FROM facts.record ORDER BY line"))


@pytest.mark.parametrize(("encoding", "names"), TOLD, ids=[one for one, _ in TOLD])
def test_letters_tell_the_encoding_and_the_report_says_it(con, folder, encoding, names):
    put(folder, "leads.csv", leads(names, encoding))
    (report,) = run(con, folder).files
    assert names_of(con) == names
    assert f"read as {encoding}, by its letters" in report.reason


@pytest.mark.parametrize("names", [GERMAN[:n] for n in range(1, 7)])
def test_western_names_stay_western_and_that_is_said_too(con, folder, names):
    put(folder, "leads.csv", leads(names, "cp1252"))
    (report,) = run(con, folder).files
    assert names_of(con) == names
    assert "no UTF-8, read as cp1252: if" in report.reason


@given(st.lists(st.sampled_from(WESTERN), min_size=1, max_size=60), st.randoms())
def test_western_words_are_never_taken_for_others(alphabets, random):
    words = (
        "".join(random.choice("aeiounrstl") + random.choice(alphabet) for _ in range(3)) + "n"
        for alphabet in alphabets
    )
    assert tell("\n".join(words).encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize(("encoding", "name"), [("cp1250", "Michał"), ("cp932", "山田太郎")])
def test_one_name_tells_nothing_and_looks_unlikely(con, folder, encoding, name):
    put(folder, "leads.csv", leads([name], encoding))
    (report,) = run(con, folder).files
    assert "unlikely letters; say [files] encoding" in report.reason
    assert name not in report.reason


def test_an_encoding_that_is_said_is_taken_and_what_is_marked_or_utf_8_keeps_its_own(con, folder):
    put(folder, "a.csv", leads(["Michał"], "cp1250"))
    run(con, folder)
    put(folder, "b.csv", leads(["Zoë"], "utf-8"))
    put(folder, "c.csv", leads(["Zoë"], "utf-16"))
    report = run(con, folder, config=Config(encoding="windows-1250"))
    assert [file.reason for file in report.files] == [None] * 3
    assert rows(con, "SELECT DISTINCT last_name FROM facts.record_now") == [("Zoë",)]
    assert ("Michał",) in rows(con, "SELECT last_name FROM facts.record")


def test_an_unknown_encoding_is_named_with_its_line():
    with pytest.raises(ConfigError, match=r"coterie\.toml:2"):
        parse_config('[files]\nencoding = "cp12510"\n')
    with pytest.raises(ConfigError, match=r"x\.toml:2: 'klingon' is no encoding"):
        parse_profile(
            'name="x"\nencoding="klingon"\ntable="user"\nsystem="o"\nformat="csv"\n[fields]',
            "x.toml",
        )
