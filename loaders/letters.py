"""In which encoding words are that are no UTF-8, told by their letters.

Read in a wrong encoding, words mix scripts and capitals, or hold letters that no one language has
together. That is asked of each word by itself, since one file may name people of many countries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WESTERN = [
    "äöüß",
    "àâçèéêëîïôùûüÿœæ",
    "áéíóúüñ",
    "áâãàçéêíóôõúü",
    "àèéìíîòóùú",
    "áèéëíïóöúü",
    "åäöéü",
    "æøåéóòâô",
    "áéíóúýþæöð",
    "äöåšž",
    "àçèéíïòóúü",
    "äöõüšž",
]
"""Letters beyond ASCII of the languages that cp1252 is for."""
CENTRAL = [
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "čćđšž",
    "ăâîşţ",
    "äöüß",
]
TURKISH = ["çğıöşüâî"]
BALTIC = ["ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"]
HANGUL = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지영수현"
    "준은미경희선호동철상재원기대국학사과제시스템회부팀업마케팅개발식술실무원책임소연태훈아나라"
)
SIMPLIFIED = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹伟芳娜敏静丽强磊军洋勇艳杰娟涛"
    "明超秀英华平刚桂文云建国市场总监经理公司有限科技北京上海深圳广州部门技术销售管理工程师主任"
    "副信息中心客户采购财务数据网络安全发展金融软件的一是在不了和人这为用大年月日个业产品新"
)
TRADITIONAL = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊江呂何羅高潘簡朱鍾游詹胡施沈余趙盧梁顏柯"
    "偉芳娜敏靜麗強軍勇傑明超秀英華文雲建國市場總監經理公司有限科技台北上海部門技術銷售管理工程"
    "師主任副信息中心客戶採購財務數據網路安全發展金融軟體的一是在不了和人這為用大年月日個業產品新"
)
JAPANESE = (
    "佐藤鈴木高橋田中伊渡辺山本村小林加吉野松井上斎清水崎森池阿部石川前岡長谷近藤坂遠青西福太三"
    "郎一花子美香恵健大輔翔株式会社部長営業課東京都大阪市区県名古屋情報技術開発担当役取締代表"
    "システム管理本店支事務所経理総務人日月年国際製作産品新"
)
MARKS = "‘’‚“”„–—…«»‹›•·、。・「」（），：；！？～〜－™®©°ºª€£§"
PARTS = re.compile(rf"[^\x00-@\[-`{{-\x7f\s{MARKS}]+")
"""Words as they stand between blanks and marks."""
ENOUGH_LETTERS, ENOUGH_WORDS = 6, 5
"""Distinct letters of a script of its own, and words that cp1252 reads otherwise, that can tell."""
LIKELY, SURE = 0.9, 0.97
"""Share of letters in right words that lets cp1252 stand, and that another must have."""
LEAD = 0.8
"""How near the second best may come to the best, as a share of it."""

Good = Callable[[str], int]


@dataclass(frozen=True)
class Candidate:
    """An encoding: ``good`` counts a word's right letters, and ``least`` is their least share."""

    encoding: str
    good: Good
    least: float


@dataclass(frozen=True)
class Told:
    """What the letters tell.

    Attributes:
        encoding: Python's name; cp1252 also where nothing tells.
        likely: the words look right, read so.
    """

    encoding: str
    likely: bool


def _of_script(letters: str, common: str, least: int = 3) -> Good:
    """Words wholly of one alphabet, their capitals in front; its commonest letters count."""
    whole = re.compile(f"[{letters}]{{{least},}}")
    often = frozenset(common)

    def good(word: str) -> int:
        if not whole.fullmatch(word) or not _right_case(word):
            return 0
        return sum(letter.lower() in often for letter in word)

    return good


def _right_case(word: str) -> bool:
    return word in (word.lower(), word.upper()) or word[1:] == word[1:].lower()


def _of_signs(letters: str, common: str) -> Good:
    """Words without plain letters, of a script with very many signs; the commonest count."""
    whole = re.compile(f"[{letters}]+")
    often = frozenset(common)

    def good(word: str) -> int:
        return sum(sign in often for sign in word) if whole.fullmatch(word) else 0

    return good


def _of_languages(alphabets: list[str]) -> Good:
    """Words of Latin letters that one language has together, with capitals where they stand."""
    sets = [frozenset(alphabet) for alphabet in alphabets]

    def good(word: str) -> int:
        wide = [letter for letter in word if letter > "\x7f"]
        lower = {letter.lower()[0] for letter in wide if letter.lower()[0] > "\x7f"}
        fits = any(lower <= one for one in sets) and not _odd_capital(word)
        return len(wide) if fits else 0

    return good


def _odd_capital(word: str) -> bool:
    """A capital beyond ASCII that only a wrong encoding puts there: ``AndrŽ``, ``MŸller``."""
    for at, letter in enumerate(word):
        if letter > "\x7f" and letter.isupper() and at:
            before, after = word[at - 1], word[at + 1 : at + 2]
            if before.islower() != after.islower():
                return True
    return False


KANA, HAN, KOREAN = "\u3040-\u30ff\u31f0-\u31ffー々", "\u4e00-\u9fff", "\uac00-\ud7a3"
_KANA = "".join(map(chr, range(0x3041, 0x30FD)))
_CYRILLIC = _of_script("А-яЁёІіЇїЄєҐґЎўЈјЉљЊњЋћЂђЏџЌќЃѓЅѕ", "оеаинтсрвл")
_GREEK = _of_script("Ά-ώ", "αοιετσνηυρκςάέίόή")
SCRIPTS = (
    *(
        Candidate(one, _CYRILLIC, 0.5)
        for one in ("cp1251", "koi8-r", "koi8-u", "iso-8859-5", "cp866")
    ),
    *(Candidate(one, _GREEK, 0.5) for one in ("cp1253", "iso-8859-7")),
    Candidate("cp1255", _of_script("א-ת", "אבגדהוזחטיךכלםמןנסעףפץצקרשת", 2), 0.5),
    Candidate("cp1256", _of_script("\u0621-\u0652پچژگ", "اليمنرتبةدسعو"), 0.5),
    Candidate("cp874", _of_script("\u0e01-\u0e4e", "านรกอเงมยลวดทสต่้ิี์ัป"), 0.5),
    Candidate("cp932", _of_signs(KANA + HAN, JAPANESE + _KANA), 0.3),
    Candidate("euc_jp", _of_signs(KANA + HAN, JAPANESE + _KANA), 0.3),
    Candidate("gb18030", _of_signs(HAN, SIMPLIFIED), 0.3),
    Candidate("big5", _of_signs(HAN, TRADITIONAL), 0.3),
    Candidate("cp949", _of_signs(KOREAN, HANGUL), 0.3),
)
"""Scripts of their own, with the least share that right words and their commonest letters have."""
CP1252 = Candidate("cp1252", _of_languages(WESTERN), LIKELY)
LATIN = (
    Candidate("cp1250", _of_languages(CENTRAL), SURE),
    Candidate("iso-8859-2", _of_languages(CENTRAL), SURE),
    Candidate("cp1254", _of_languages(TURKISH), SURE),
    Candidate("cp1257", _of_languages(BALTIC), SURE),
    Candidate("mac_roman", _of_languages(WESTERN), SURE),
    Candidate("cp850", _of_languages(WESTERN), SURE),
)


def tell(sample: bytes) -> Told:
    """The encoding of lines that are no UTF-8; cp1252, and whether likely, where none is sure."""
    western = _share(CP1252, sample)
    told = _best(SCRIPTS, sample, ENOUGH_LETTERS)
    if told is None and western < LIKELY:
        told = _best(LATIN, sample, ENOUGH_WORDS)
    if told is not None:
        return Told(told, likely=True)
    return Told("cp1252", likely=western >= LIKELY)


def _best(candidates: tuple[Candidate, ...], sample: bytes, enough: int) -> str | None:
    """The one that fits, where no other that reads other letters fits nearly as well."""
    fits = [(_share(one, sample) / one.least, one.encoding) for one in candidates]
    share, encoding = max(fits, key=lambda fit: fit[0])
    words = set(_words(sample, encoding))
    telling = words.difference(_words(sample, CP1252.encoding))
    signs = {letter for word in telling for letter in word if letter > "\x7f"}
    if share < 1 or len(signs if candidates is SCRIPTS else telling) < enough:
        return None
    for other, name in fits:
        if other > LEAD * share and other >= 1 and set(_words(sample, name)) != words:
            return None
    return encoding


def _share(candidate: Candidate, sample: bytes) -> float:
    """Share of the letters beyond ASCII that are right, each word counted once."""
    good = wide = 0
    for word in _words(sample, candidate.encoding):
        good += candidate.good(word)
        wide += sum(letter > "\x7f" for letter in word)
    return good / wide if wide else 0.0


def _words(sample: bytes, encoding: str) -> Iterator[str]:
    """Distinct words with letters beyond ASCII, in order; marks alone are none."""
    found = PARTS.findall(sample.decode(encoding, errors="replace"))
    for word in dict.fromkeys(found):
        if not word.isascii():
            yield word
