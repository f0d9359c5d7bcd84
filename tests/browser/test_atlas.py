"""The atlas in headless Chromium, opened from a disk like a folder that came by mail."""

import csv
import io
import json
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph.maps.atlas.accounts import accounts_table, units_table
from graph.maps.atlas.read import read_portfolio
from graph.maps.atlas.table import TIERS
from graph.maps.atlas.write import write_atlas
from graph.store.embedded import EmbeddedStore
from tests.browser import chromium
from tests.browser.conftest import NASTY
from tests.browser.test_map import fold
from tests.graph.maps.atlas.conftest import asked
from tests.graph.maps.atlas.world import World
from tests.graph.maps.test_palette import contrast

pytestmark = pytest.mark.browser
SHEETS = sorted(
    ["index", "portfolio", "waterfall", "second-leads", "missing-roles", "changes", "quality"]
)


class Made:
    """A written atlas and the tables that Python made for its index."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder = folder / "atlas"
        with EmbeddedStore(folder / "graph") as store:
            store.ensure_schema()
            world.fill(store)
            portfolio = read_portfolio(store)
            write_atlas(store, self.folder, asked())
        self.tables = {
            table.id: table.as_json()
            for table in (accounts_table(portfolio), units_table(portfolio))
        }

    def open(self, tab, name="index", **chosen):
        return tab.open(self.folder / f"{name}.html", urlencode(chosen, doseq=True))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("plain"), World(300, 60))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("nasty"), World(40, 12, NASTY))


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("big"), World(10_000, 20))


def places(column, value):
    if value is None:
        return set()
    if column["kind"] == "tiers":
        return {n for n, (bit, _) in enumerate(TIERS) if value & bit}
    return set(value) if isinstance(value, list) else {value}


def labels(column):
    return [name for _, name in TIERS] if column["kind"] == "tiers" else list(column["values"])


def words(column, value):
    """What the search sees of a cell."""
    if value is None:
        return ""
    if column["kind"] == "name":
        return f"{value[0]} {value[1] or ''}"
    if column["kind"] == "text":
        return value
    return column["values"][value] if column["kind"] == "choice" else ""


def passing(table, chosen, query=""):
    """Numbers of the rows that pass, as Python finds them."""
    columns = table["columns"]
    found = []
    for number, row in enumerate(table["rows"]):
        text = fold(" ".join(words(c, v) for c, v in zip(columns, row, strict=True)))
        held = {c["key"]: places(c, v) for c, v in zip(columns, row, strict=True)}
        wanted = {
            key: {labels(c).index(name) for name in names}
            for key, names in chosen.items()
            for c in columns
            if c["key"] == key
        }
        hit = all(word in text for word in fold(query).split())
        if hit and all(held[key] & some for key, some in wanted.items()):
            found.append(number)
    return found


@pytest.mark.parametrize("name", ["plain", "nasty"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_page_asks_for_its_own_files_only_and_complains_of_nothing(tab, request, name, sheet):
    made = request.getfixturevalue(name)
    made.open(tab, sheet)
    own = [made.folder / f"{sheet}.html", *(made.folder / "assets" / f for f in ASSETS)]
    assert sorted(tab.requests) == sorted(path.as_uri() for path in own)
    assert tab.complaints == []
    assert tab.js("document.documentElement.scrollWidth") == 1440
    tab.js(
        "window.__refused = 0; document.addEventListener('securitypolicyviolation',"
        "() => window.__refused++);"
        "(() => { const s = document.createElement('script'); s.textContent = 'window.__xss=1';"
        "document.body.append(s); const i = document.createElement('div');"
        "i.setAttribute('style', 'color:red'); document.body.append(i); })()"
    )
    tab.until("window.__refused >= 2")
    assert tab.js("window.__xss") is None


ASSETS = ("atlas.css", "atlas.js")

FILTERS = [
    {},
    {"rung": ["Maximal"]},
    {"rung": ["Maximal", "Good"], "stage": ["Engaged", "Closed, won"]},
    {"tiers": ["Anonymous visitors"], "fit": ["Fits"]},
    {"missing": ["Champion", "User"]},
    {"quorum": ["Met"], "solutions": ["Data Backup"], "rung": ["Very exciting"]},
    {"fit": ["Not a fit"], "missing": ["User"]},
]


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("query", ["", "company 9", "A12 maximal"])
def test_filters_and_search_find_what_python_finds(tab, plain, chosen, query):
    table = plain.tables["accounts"]
    plain.open(tab, **chosen, **({"q": query} if query else {}))
    wanted = passing(table, chosen, query)
    assert tab.js("coterie.found('accounts')") == wanted
    told = tab.js("document.querySelector('[data-table=accounts] .told').textContent")
    assert told.startswith(f"{len(wanted)} ")
    facets = tab.js("coterie.facets('accounts')")
    for column in table["columns"]:
        if column.get("filter"):
            others = {key: names for key, names in chosen.items() if key != column["key"]}
            assert facets[column["key"]] == [
                len(passing(table, others | {column["key"]: [name]}, query))
                for name in labels(column)
            ], column["key"]


def sort_key(column, value):
    if column["kind"] == "name":
        return fold(value[0])
    if column["kind"] == "text":
        return fold(value)
    if column["kind"] == "several":
        return len(value)
    return value.bit_count() * 8 + value if column["kind"] == "tiers" else value


def ordered(column, values, *, down):
    """Numbers of rows by their values; equal ones keep their order, unknown ones come last."""
    known = [n for n, value in enumerate(values) if value is not None]
    known.sort(key=lambda n: sort_key(column, values[n]), reverse=down)
    return known + [n for n, value in enumerate(values) if value is None]


@pytest.mark.parametrize("name", ["accounts", "units"])
def test_every_column_sorts_as_python_sorts_what_is_not_known_last(tab, plain, name):
    table = plain.tables[name]
    prefix = "" if name == "accounts" else "units."
    for place, column in enumerate(table["columns"]):
        values = [row[place] for row in table["rows"]]
        for down in (False, True):
            plain.open(tab, **{f"{prefix}sort": ("-" if down else "") + column["key"]})
            found = tab.js(f"coterie.found('{name}')")
            assert found == ordered(column, values, down=down), (column["key"], down)


def test_sorting_and_filtering_by_hand(tab, plain):
    table = plain.tables["accounts"]
    plain.open(tab)
    head = "[data-table=accounts] th:nth-child(1) button"
    tab.press(head)
    assert tab.js("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == (
        "ascending"
    )
    tab.press("[data-table=accounts] [data-filter=rung] summary")
    tab.press("[data-table=accounts] [data-filter=rung] li:nth-child(6) input")
    wanted = passing(table, {"rung": ["Maximal"]})
    assert sorted(tab.js("coterie.found('accounts')")) == wanted
    rows = tab.js("document.querySelectorAll('[data-table=accounts] tbody tr').length")
    assert rows == min(50, len(wanted))
    tab.until("location.hash.includes('rung=Maximal') && location.hash.includes('sort=account')")
    tab.press("[data-table=accounts] .quiet")
    assert len(tab.js("coterie.found('accounts')")) == 300
    tab.key("/")
    assert tab.js("document.activeElement.className") == "find"
    tab.type("company 9")
    assert tab.js("coterie.found('accounts')") == passing(table, {}, "company 9")


def test_views_share_the_page_and_the_address_brings_all_back(tab, plain):
    plain.open(tab)
    assert tab.js("document.querySelector('[data-table=units]').hidden") is True
    tab.press("#views [data-view=units]")
    assert tab.js("document.querySelector('[data-table=units]').hidden") is False
    tab.press("#theme")
    tab.until("location.hash.includes('view=units') && location.hash.includes('theme=light')")
    plain.open(tab, view="units", theme="dark", **{"units.rung": "Good", "units.page": "1"})
    assert tab.js("document.documentElement.dataset.theme") == "dark"
    assert tab.js("coterie.found('units')") == passing(plain.tables["units"], {"rung": ["Good"]})


def test_pages_of_a_long_table(tab, plain):
    plain.open(tab)
    first = "document.querySelector('[data-table=accounts] tbody th').textContent"
    before = tab.js(first)
    tab.press("[data-table=accounts] .pager button:last-of-type")
    assert tab.js(first) != before
    assert "51–100 of 300" in tab.js(
        "document.querySelector('[data-table=accounts] .pager').textContent"
    )
    plain.open(tab, page="6")
    rows = "document.querySelectorAll('[data-table=accounts] tbody tr').length"
    assert tab.js(rows) == 50
    plain.open(tab, page="99", rows="200")
    assert tab.js(rows) == 100


def test_tables_that_share_a_page_begin_short(tab, plain):
    plain.open(tab, "second-leads")
    rows = "document.querySelectorAll('[data-table=seconds] tbody tr').length"
    assert tab.js(rows) == 10
    plain.open(tab, "second-leads", **{"seconds.rows": "200"})
    assert tab.js(rows) == tab.js("coterie.found('seconds').length") > 10


def test_a_row_opens_its_map_and_the_map_leads_back(tab, plain):
    plain.open(tab, theme="dark")
    href = tab.js("document.querySelector('[data-table=accounts] tbody a').getAttribute('href')")
    tab.follow("[data-table=accounts] tbody a")
    address = tab.js("location.href")
    assert address.startswith((plain.folder / href).as_uri()) and "theme=dark" in address
    assert tab.complaints == []
    tab.follow("#home")
    assert tab.js("location.pathname") == (plain.folder / "index.html").as_uri()[7:]


def test_a_bubble_opens_its_map(tab, plain):
    plain.open(tab, "portfolio")
    wanted = {row[0][2] for row in plain.tables["accounts"]["rows"] if row[0][2]}
    shown = tab.js("[...document.querySelectorAll('svg a')].map(a => a.getAttribute('href'))")
    assert {href for href in shown if href.startswith("accounts/")} <= wanted
    assert all(href in wanted or href.startswith("index.html#") for href in shown)
    assert len(shown) == len(set(shown))
    tab.follow("svg a circle")
    assert tab.js("location.pathname") == (plain.folder / shown[0]).as_uri()[7:]


def test_hostile_texts_are_shown_literally(tab, nasty):
    for sheet in SHEETS:
        nasty.open(tab, sheet, rows="200")
        if sheet == "index":
            for name in ("accounts", "units"):
                tab.press(f"#views [data-view={name}]")
                tab.press(f"[data-table={name}] th:nth-child(1) button")
            row = nasty.tables["accounts"]["rows"][0]
            shown = tab.js("[...document.querySelectorAll('tbody th > a')].map(a => a.textContent)")
            assert row[0][0] in shown
            tab.js("coterie.csv('accounts')")
        assert tab.js("window.__xss") is None, sheet
        assert tab.js("document.querySelectorAll('main script, main img, main iframe').length") == 0
    first = sorted((nasty.folder / "accounts").glob("*.html"))[0]
    tab.open(first)
    assert tab.js("window.__xss") is None and tab.complaints == []


def test_the_table_taken_along_is_guarded_and_whole(tab, nasty, plain):
    plain.open(tab, rung="Maximal")
    rows = list(csv.reader(io.StringIO(tab.js("coterie.csv('accounts')"))))
    assert len(rows) == 1 + len(passing(plain.tables["accounts"], {"rung": ["Maximal"]}))
    assert rows[0][0] == "Account" and len({len(row) for row in rows}) == 1
    nasty.open(tab)
    for row in csv.reader(io.StringIO(tab.js("coterie.csv('units')"))):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_ten_thousand_accounts_are_usable(address, big):
    tab = chromium.Tab(address, (1440, 900))
    tab.send("Performance.enable")
    big.open(tab)
    assert tab.js("coterie.found('accounts').length") == 10_000
    assert tab.js("document.querySelectorAll('[data-table=accounts] tbody tr').length") == 50
    took = tab.js(
        "(() => { const began = performance.now(); const box = document.querySelector('.find');"
        "for (const text of ['c', 'co', 'company 77']) { box.value = text;"
        "box.dispatchEvent(new Event('input')); } return performance.now() - began; })()"
    )
    assert tab.js("coterie.found('accounts')") == passing(big.tables["accounts"], {}, "company 77")
    assert took > 0
    tab.close()


def test_a_zip_of_the_folder_opens_as_well(tab, plain, tmp_path):
    with zipfile.ZipFile(tmp_path / "atlas.zip", "w") as file:
        for path in plain.folder.rglob("*"):
            file.write(path, path.relative_to(plain.folder.parent))
    with zipfile.ZipFile(tmp_path / "atlas.zip") as file:
        file.extractall(tmp_path / "some where else")
    tab.open(tmp_path / "some where else" / "atlas" / "index.html")
    assert tab.complaints == [] and len(tab.js("coterie.found('accounts')")) == 300


def test_a_phone_shows_rows_as_cards_without_scrolling_sideways(address, plain):
    tab = chromium.Tab(address, (420, 860), touch=True)
    for sheet in SHEETS:
        plain.open(tab, sheet)
        assert tab.js("document.documentElement.scrollWidth") <= 420, sheet
    plain.open(tab)
    assert tab.js("getComputedStyle(document.querySelector('tbody tr')).display") == "block"
    tab.close()


AREA = (
    "(e => e ? e.id || e.className || e.tagName : null)"
    "(document.activeElement.closest('nav, #views, .controls, .scroll'))"
)


def test_keyboard_reaches_everything(tab, plain):
    plain.open(tab)
    tab.key("Tab")
    assert tab.js("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(40):
        tab.key("Tab")
        seen.add(tab.js(AREA))
    assert {"views", "controls", "scroll"} <= seen
    tab.js("document.querySelector('tbody a').focus()")
    tab.key("ArrowDown")
    focused = "[...document.querySelectorAll('tbody a')].indexOf(document.activeElement)"
    assert tab.js(focused) == 1


PAINTED = """(() => {
  const shown = (e) => e.getClientRects().length > 0 && e.getBoundingClientRect().right > 0;
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const pairs = [...document.body.querySelectorAll("*")].filter((e) => own(e) && shown(e)
    && !e.closest("noscript, script, button:disabled")).map((e) => {
    const style = getComputedStyle(e);
    return `${e instanceof SVGElement ? style.fill : style.color}|${ground(e)}`;
  });
  return [...new Set(pairs)];
})()"""


def hexed(text):
    parts = [int(part) for part in text[text.index("(") + 1 : -1].split(",")[:3]]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(tab, plain, theme):
    for sheet in SHEETS:
        plain.open(tab, sheet, theme=theme)
        pairs = [pair.split("|") for pair in tab.js(PAINTED)]
        assert len(pairs) >= 3
        for colour, ground in pairs:
            assert contrast(hexed(colour), hexed(ground)) >= 4.5, (sheet, colour, ground)


def test_no_word_claims_more_than_is_known(plain):
    for path in plain.folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "score" not in text.replace("never merged into one score", "").lower(), path.name
        assert json.dumps("100 %") not in text
