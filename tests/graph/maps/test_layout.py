"""The layout, measured: nothing overlaps, nothing is cut, bands and columns are what they say."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.maps.cells import BANDS, bounds
from graph.maps.hull import chaikin, convex_hull, holds, outline
from graph.maps.layout import WINDOWS, lay_out
from graph.maps.page import LONE
from graph.maps.read import make_page
from graph.maps.rest import SETTING
from graph.maps.text import width
from graph.model.vocabulary import SENIORITIES
from tests.graph.maps import fixture

NASTY = "<b>W</b> WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW 漢字漢字漢字漢字漢字 😀 "
PAGES = {
    "plain": fixture.page(),
    "rungs": fixture.page(rungs=True),
    "nasty": fixture.page(NASTY),
    "crowd": fixture.crowd(60),
    "dense": fixture.dense(),
    "nobody": make_page(replace(fixture.answers(), groups=(), members=(), people=(), ties=())),
}


@pytest.fixture(params=sorted(PAGES))
def page(request):
    return PAGES[request.param]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def boxes(layout):
    """Everything drawn that must stay free: labels at their widest, discs with their arc."""
    for mark in layout.marks:
        if mark.kind == "person":
            half = (SETTING if mark.more else layout.setting).name.room / 2
            _, y0, _, y1 = mark.label
            yield f"label {mark.id}", (mark.x - half, y0, mark.x + half, y1)
            r = mark.rx + 4
            yield f"disc {mark.id}", (mark.x - r, mark.y - r, mark.x + r, mark.y + mark.ry + 3.9)
        else:
            yield mark.id, mark.label
    for column in layout.columns:
        tall = 17 * len(column.heading) + 13.5 * len(column.sublines)
        yield f"head {column.id}", (column.x0, column.y, column.x1, column.y + tall)


def test_no_two_things_overlap(page):
    for (name, one), (other_name, other) in combinations(boxes(lay_out(page)), 2):
        assert not overlap(one, other), (name, other_name)


def test_everything_lies_on_the_map(page):
    layout = lay_out(page)
    for name, (x0, y0, x1, y1) in boxes(layout):
        assert x0 >= 0 and y0 >= 0 and x1 <= layout.width and y1 <= layout.height, name


def test_lines_fit_their_room(page):
    layout = lay_out(page)
    for mark in layout.marks:
        if mark.kind == "person":
            setting = SETTING if mark.more else layout.setting
            for lines, style in zip(
                (mark.lines, mark.sublines), setting.styles(lone=mark.column == LONE), strict=True
            ):
                assert len(lines) <= style.lines
                assert all(width(line, style.size, style.weight) <= style.room for line in lines)


def test_people_stand_in_the_band_of_their_seniority(page):
    layout = lay_out(page)
    strips = {(strip.name, strip.more): strip for strip in layout.bands}
    where = {mark.id: mark for mark in layout.marks}
    for person in page.people:
        level = next(name for name, levels in BANDS if person.seniority in levels)
        mark = where[person.id]
        name = level, mark.more
        assert strips[name].y0 <= mark.y - mark.ry and mark.label[3] <= strips[name].y1


def test_bands_hold_every_seniority_once():
    assert sorted(level for _, levels in BANDS for level in levels) == sorted(SENIORITIES)


def test_columns_run_from_the_surest_group_to_the_lone_leads(page):
    layout = lay_out(page)
    assert [column.id for column in layout.columns] == [*(g.id for g in page.groups), LONE]
    sure = [group.confidence for group in page.groups]
    assert sure == sorted(sure, reverse=True)
    for left, right in zip(layout.columns, layout.columns[1:], strict=False):
        assert left.x1 < right.x0
    spans = {column.id: column for column in layout.columns}
    for mark in layout.marks:
        if mark.kind == "person" and not mark.more:
            assert spans[mark.column].x0 <= mark.x <= spans[mark.column].x1


def test_hulls_hold_their_people_and_nobody_else():
    layout = lay_out(PAGES["plain"])
    for column in layout.columns:
        if column.id == LONE:
            assert column.hull == ()
            continue
        hull = list(column.hull)
        for mark in layout.marks:
            if mark.kind in {"person", "visitor"}:
                inside = holds(convex_hull(hull), (mark.x, mark.y))
                assert inside == (mark.column == column.id), mark.id
    for one, other in combinations([c.hull for c in layout.columns if c.hull], 2):
        assert max(x for x, _ in one) < min(x for x, _ in other)


@pytest.mark.parametrize("name", ["plain", "rungs", "crowd", "dense"])
@pytest.mark.parametrize("window", WINDOWS)
def test_names_stay_readable_and_nothing_is_cut_at_both_window_sizes(name, window):
    layout = lay_out(PAGES[name])
    wide, high, least = window
    zoom = min(wide / layout.core[0], high / layout.core[1])
    assert layout.setting.name.size * zoom >= least
    for mark in layout.marks:
        if not mark.more:
            x0, y0, x1, y1 = bounds(mark)
            assert x0 >= 0 and y0 >= 0 and x1 * zoom <= wide and y1 * zoom <= high, mark.id


def test_what_the_map_has_no_room_for_stands_below_it():
    page = PAGES["dense"]
    layout = lay_out(page)
    below = [mark for mark in layout.marks if mark.more]
    assert {m.item for m in layout.marks if m.kind == "person"} == {p.id for p in page.people}
    assert below and all(mark.y - mark.ry >= layout.core[1] for mark in below)
    members = {p.id for p in page.people if p.memberships}
    assert not members & {mark.item for mark in below}
    assert [strip.name for strip in layout.bands if strip.kind == "head"] == [
        "More at this account"
    ]


def test_a_whole_crowd_is_set_and_nothing_overlaps():
    layout = lay_out(fixture.crowd(1100))
    taken = sorted((*box, name) for name, box in boxes(layout))
    for place, (x0, y0, x1, y1, name) in enumerate(taken):
        for u0, v0, u1, v1, other in taken[place + 1 :]:
            if u0 >= x1:
                break
            assert not overlap((x0, y0, x1, y1), (u0, v0, u1, v1)), (name, other)


def test_the_layout_does_not_depend_on_the_order_of_people():
    page = PAGES["plain"]
    turned = replace(page, people=page.people[::-1])
    assert {m.id: (m.x, m.y) for m in lay_out(turned).marks} == {
        m.id: (m.x, m.y) for m in lay_out(page).marks
    }


coordinates = st.floats(-500, 500).map(lambda x: round(x, 2))  # places are hundredths of pixels
points = st.tuples(coordinates, coordinates)


@given(st.lists(points, min_size=3, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_hull_holds_its_points(cloud):
    hull = convex_hull(cloud)
    if len(hull) < 3:
        return
    assert set(hull) <= set(cloud)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(hull, hull[1:] + hull[:1], strict=True))
    assert area > 0
    assert len(chaikin(hull)) == 8 * len(hull)


sides = st.tuples(st.integers(0, 900), st.integers(0, 700), st.integers(4, 98), st.integers(4, 80))


@given(st.lists(sides, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_an_outline_holds_its_boxes(shapes):
    rectangles = [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in shapes]
    hull = convex_hull(outline(rectangles, 9.0))
    for x0, y0, x1, y1 in rectangles:
        assert all(holds(hull, corner) for corner in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)))
