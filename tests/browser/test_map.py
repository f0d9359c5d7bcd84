"""One account map in headless Chromium, with nothing but the file."""

import base64
import csv
import io
import json
import struct
import time
import unicodedata
from urllib.parse import quote

import pytest

from graph.maps.layout import lay_out
from tests.browser import chromium

pytestmark = pytest.mark.browser


def landed(tab, id_):
    """Where a mark is in the window once the flight to it is over."""
    before, now = None, at(tab, id_)
    until = time.monotonic() + 10
    while now != before and time.monotonic() < until:
        time.sleep(0.4)
        before, now = now, at(tab, id_)
    return now


def at(tab, id_):
    """Where a mark is in the window."""
    return tab.js(
        f"(() => {{ const m = document.getElementById('map').getBoundingClientRect();"
        f"const p = coterie.onScreen({json.dumps(id_)});"
        f"return [m.left + p.x, m.top + p.y]; }})()"
    )


def people_of(page, *roles):
    return {p.id for p in page.people if any(m.role in roles for m in p.memberships)}


@pytest.mark.parametrize("name", ["plain", "rungs", "nasty", "crowd"])
def test_the_page_asks_for_nothing_and_complains_of_nothing(tab, files, name):
    path, _ = files[name]
    tab.open(path)
    assert tab.requests == [path.as_uri()]
    assert tab.complaints == []
    tab.js(
        "window.__refused = 0; document.addEventListener('securitypolicyviolation',"
        "() => window.__refused++)"
    )
    tab.js(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.__xss=1';"
        "document.body.append(s); const i = document.createElement('div');"
        "i.setAttribute('style', 'color:red'); document.body.append(i); })()"
    )
    tab.until("window.__refused >= 2")
    assert tab.js("window.__xss") is None


@pytest.mark.parametrize("name", ["plain", "crowd"])
def test_marks_stand_where_python_put_them_and_stay(tab, files, name):
    path, page = files[name]
    tab.open(path)
    wanted = {m.id: {"x": m.x, "y": m.y} for m in lay_out(page).marks}
    assert tab.js("coterie.positions()") == wanted
    time.sleep(2)
    assert tab.js("coterie.positions()") == wanted


def test_names_have_their_size_on_the_screen(address, files):
    for size, smallest in (((1440, 900), 11.0), ((1280, 720), 10.0)):
        tab = chromium.Tab(address, size)
        tab.open(files["plain"][0])
        name = json.loads(json.dumps(lay_out(files["plain"][1]).as_json()))["type"]["name"]
        for file in ("plain", "dense"):
            tab.open(files[file][0])
            assert tab.js("coterie.scale()") * name["size"] >= smallest, (size, file)
        wide = tab.js(
            "[...document.querySelectorAll('#view, #panel, #top, #time')]"
            ".every(e => e.scrollWidth <= e.clientWidth + 1)"
        )
        assert wide and tab.js("document.documentElement.scrollWidth") == size[0]
        tab.close()


@pytest.mark.parametrize(
    "query",
    [
        "herrera",
        "HERRERA tomas",
        "lucia gomez",
        "champion",
        "soc 2",
        "data platform",
        "zzz",
        "o'neil",
    ],
)
def test_search_finds_what_python_finds(tab, files, query):
    path, page = files["plain"]
    tab.open(path)
    assert set(tab.js(f"coterie.search({json.dumps(query)})")) == python_hits(page, query)


def python_hits(page, query):
    words = fold(query).split()
    entries = {g.id: [g.title, g.solution] for g in page.groups}
    for p in page.people:
        roles = [m.role.replace("_", " ") for m in p.memberships]
        entries[p.id] = [p.name, p.title, p.email, *roles]
    for item in page.surges:
        entries[item.id] = [item.name, item.solution]
    for item in page.contents:
        entries[item.id] = [item.name, item.topic, item.solution, item.kind]
    folded = {id_: " ".join(fold(t) for t in texts if t) for id_, texts in entries.items()}
    return {id_ for id_, text in folded.items() if all(word in text for word in words)}


def fold(text):
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def test_searching_by_hand_flies_to_the_hit(tab, files):
    tab.open(files["plain"][0])
    tab.key("/")
    assert tab.js("document.activeElement.id") == "search"
    tab.type("lucia")
    assert tab.js("document.querySelectorAll('#hits [role=option]').length") == 1
    tab.key("Enter")
    assert tab.js("coterie.selected()") == "p:q2"
    x, y = landed(tab, "p:q2")
    assert abs(x - 1136 / 2) < 8 and 200 < y < 700
    assert tab.js("document.querySelector('#panel h2').textContent") == "Lucía Gómez"


@pytest.mark.parametrize("role", ["champion", "decision_maker", "influencer", "ratifier", "user"])
def test_role_chips_count_and_filter(tab, files, role):
    path, page = files["plain"]
    tab.open(path)
    wanted = people_of(page, role)
    count = tab.js(f"document.querySelector('[data-chip={role}] .n').textContent")
    assert int(count) == len(wanted)
    tab.press(f"[data-chip={role}]")
    assert set(tab.js("coterie.people()")) == wanted
    assert tab.js(
        "document.querySelectorAll('#panel [data-part=\"All people\"] li').length"
    ) == len(wanted)
    tab.until(f"location.hash === '#roles={role}'")


def test_evidence_chips_count_and_filter(tab, files):
    path, page = files["plain"]
    tab.open(path)
    sizes = {"known": page.people, "anonymous": page.visitors, "third_party": page.surges}
    for tier, items in sizes.items():
        chip = f"[data-chip={tier}]"
        assert int(tab.js(f"document.querySelector('{chip} .n').textContent")) == len(items)
        tab.press(chip)
        on_map = {m.item for m in lay_out(page).marks if not m.more}
        shown = {i for i in tab.js("coterie.visible()") if not i.startswith("c:")}
        assert shown == {item.id for item in items} & on_map
        tab.press(chip)


def test_a_link_brings_everything_back(tab, files):
    path, page = files["plain"]
    hash_ = f"select={quote('g:g1')}&roles=champion,user&week=10&links=1&theme=dark"
    tab.open(path, hash_)
    end = page.weeks[10].end
    wanted = {
        p.id
        for p in page.people
        if p.id in people_of(page, "champion", "user") and p.first_seen <= end
    }
    assert set(tab.js("coterie.people()")) == wanted
    assert tab.js("coterie.selected()") == "g:g1"
    assert tab.js("document.documentElement.dataset.theme") == "dark"
    assert tab.js("document.getElementById('links').getAttribute('aria-pressed')") == "true"
    assert tab.js("document.querySelector('#panel h2').textContent") == "Revenue operations"


def to_week(tab, week):
    tab.js(
        f"(() => {{ const s = document.getElementById('week'); s.value = {week};"
        "s.dispatchEvent(new Event('input')); })()"
    )
    tab.rest()


def test_the_slider_tells_people_and_groups_as_of_that_week(tab, files):
    path, page = files["plain"]
    tab.open(path)
    last = len(page.weeks) - 1
    for week in (0, last - 8, last - 4, last):
        to_week(tab, week)
        end = page.weeks[week].end
        seen = [p for p in page.people if week == last or p.first_seen <= end]
        members = set()
        for history in page.history:
            past = [one for one in history.weeks if one.at <= end]
            now = past[-1].members if past else ()
            group = next(g for g in page.groups if g.id == history.group)
            members |= set(group.members if week == last else now) & {p.id for p in seen}
            assert tab.js(f"coterie.members({json.dumps(history.group)})") == list(
                group.members if week == last else now
            )
        text = tab.js("document.getElementById('when-count').textContent")
        assert text == f"{len(seen)} people known, {len(members)} in groups"


def test_one_move_of_the_slider_says_what_changed_since(tab, files):
    path, page = files["plain"]
    tab.open(path)
    to_week(tab, len(page.weeks) - 7)
    text = tab.js("document.querySelector('#panel [data-part^=\"What changed\"]').textContent")
    assert "Data platform: Joined since: " in text and "Karl Novak" in text
    assert "Security & compliance: was no likely group yet" in text


def test_playing_runs_to_the_last_week_and_stops(tab, files):
    path, page = files["plain"]
    tab.open(path, f"week={len(page.weeks) - 3}")
    tab.press("#play")
    assert tab.js("document.getElementById('play').getAttribute('aria-label')") == "Stop"
    tab.until(f"document.getElementById('week').value === '{len(page.weeks) - 1}'")
    tab.until("document.getElementById('play').getAttribute('aria-label') === 'Play the weeks'")


def test_a_group_names_its_missing_roles(tab, files):
    tab.open(files["plain"][0], f"select={quote('g:g1')}")
    team = tab.js(
        "[...document.querySelectorAll('.team dt')]"
        ".map(t => [t.textContent, t.nextSibling.textContent])"
    )
    found = dict(team)
    assert found["Ratifier"] == "Not found yet: look for one"
    assert found["Champion"] == "Dev Patel (79 %)"
    text = tab.js("document.getElementById('panel').textContent")
    assert "Rung not known yet" in text and "Known unknowns" in text
    assert "Which rivals they look at: unknown" in text


def test_a_lone_lead_is_told_why(tab, files):
    tab.open(files["plain"][0], f"select={quote('p:q0')}")
    assert "Why this lead does not qualify" in tab.js(
        "document.getElementById('panel').textContent"
    )


def test_clicks_select_and_escape_leaves(tab, files):
    tab.open(files["plain"][0])
    tab.click(*at(tab, "p:p11"))
    assert tab.js("coterie.selected()") == "p:p11"
    assert tab.js("document.querySelector('#panel h2').textContent") == "Dev Patel"
    assert "Likely champion (79 %)" in tab.js("document.getElementById('panel').textContent")
    tab.key("Escape")
    assert tab.js("coterie.selected()") is None


def test_the_keyboard_reaches_every_mark(tab, files):
    path, page = files["plain"]
    tab.open(path)
    tab.js("document.getElementById('map').focus()")
    tab.key("ArrowDown")
    assert tab.js("coterie.selected()") == tab.js("coterie.people()[0]")
    walk = (
        "way => { const seen = []; let last = null; const map = document.getElementById('map');"
        "while (coterie.selected() !== last) { last = coterie.selected(); seen.push(last);"
        "map.dispatchEvent(new KeyboardEvent('keydown', {key: way, bubbles: true})); }"
        "return seen; }"
    )
    tab.js(f"({walk})('ArrowLeft')")
    reached = tab.js(f"({walk})('ArrowRight')")
    assert sorted(reached) == sorted({m.item for m in lay_out(page).marks if not m.more})
    top = tab.js(f"({walk})('ArrowUp')")[-1]
    assert top.startswith("s:")


def test_the_list_says_the_same_as_the_picture(tab, files):
    path, page = files["plain"]
    tab.open(path)
    tab.press("#list")
    names = tab.js("[...document.querySelectorAll('#listing tbody th')].map(t => t.textContent)")
    assert sorted(names) == sorted(p.name for p in page.people)


def test_every_control_has_a_name(tab, files):
    tab.open(files["plain"][0])
    nameless = (
        "[...document.querySelectorAll('button, input, [tabindex]')].filter(e =>"
        "!(e.getAttribute('aria-label') || e.textContent.trim() || e.title)).length"
    )
    assert tab.js(nameless) == 0


def test_the_picture_is_the_whole_map_in_print_size(tab, files):
    tab.open(files["plain"][0])
    data = tab.js(
        "coterie.picture().then(b => new Promise(r => { const f = new FileReader();"
        "f.onload = () => r(f.result.slice(0, 90)); f.readAsDataURL(b); }))"
    )
    kind, head = data.split(",")
    wide, high = struct.unpack(">II", base64.b64decode(head[:64])[16:24])
    assert "image/png" in kind and wide >= 2000 and high >= 1000
    assert tab.js("document.querySelectorAll('.offscreen').length") == 0
    assert tab.complaints == []


@pytest.mark.parametrize("name", ["plain", "nasty"])
def test_the_table_has_a_row_per_person_and_no_formula(tab, files, name):
    path, page = files[name]
    tab.open(path)
    rows = list(csv.reader(io.StringIO(tab.js("coterie.text('csv')"))))
    assert len(rows) == 1 + len(page.people)
    assert {row[0].removeprefix("'") for row in rows[1:]} == {p.name for p in page.people}
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row)


def test_hostile_texts_are_only_ever_shown(tab, files):
    path, page = files["nasty"]
    tab.open(path)
    for item in (
        page.people[0],
        page.people[-1],
        page.visitors[0],
        page.surges[0],
        page.contents[0],
    ):
        tab.js(f"location.hash = 'select=' + encodeURIComponent({json.dumps(item.id)})")
        tab.rest()
        assert tab.js("coterie.selected()") == item.id
        tab.mouse("mouseMoved", *at(tab, item.id))
        tab.rest()
    tab.click(*at(tab, page.people[3].id))
    tab.js(f"location.hash = 'select=' + encodeURIComponent({json.dumps(page.groups[0].id)})")
    tab.rest()
    assert page.groups[0].title == tab.js("document.querySelector('#panel h2').textContent")
    tab.press("#list")
    tab.press("#links")
    tab.key("/")
    tab.type("<script>")
    assert tab.js("document.querySelectorAll('#hits [role=option]').length") == 12
    shown = tab.js("document.querySelector('#listing tbody th').textContent")
    assert shown in {p.name for p in page.people}
    tab.js("coterie.picture().then(() => 1)")
    assert tab.js("window.__xss") is None
    assert tab.js("document.querySelectorAll('#panel img, #listing img, #hits svg').length") == 0
    assert tab.complaints == [] and tab.requests == [path.as_uri()]


def test_on_a_phone_the_chosen_person_is_not_under_the_sheet(address, files):
    tab = chromium.Tab(address, (420, 860), touch=True)
    for id_ in ("p:p11", "p:q8", "p:p08"):
        tab.open(files["plain"][0], f"select={quote(id_)}")
        x, y = landed(tab, id_)
        sheet = tab.js("document.getElementById('panel').getBoundingClientRect().top")
        above = tab.js("document.getElementById('view').getBoundingClientRect().top")
        assert 0 < x < 420 and above < y - 18 and y + 18 < sheet, id_
    assert tab.js("document.documentElement.scrollWidth") == 420
    tab.close()


def test_dark_and_light_follow_the_system(tab, files):
    tab.open(files["plain"][0])
    colours = []
    for theme in ("light", "dark"):
        tab.theme(theme)
        colours.append(tab.js("getComputedStyle(document.body).backgroundColor"))
    assert len(set(colours)) == 2
    tab.press("#theme")
    assert tab.js("getComputedStyle(document.body).backgroundColor") == colours[0]
