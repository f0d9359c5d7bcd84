"""The portfolio picture as geometry."""

from itertools import combinations
from math import hypot

from graph.maps.atlas.bubbles import LARGEST, NAME, PACKED, draw
from graph.maps.atlas.read import read_portfolio
from graph.maps.text import width
from graph.store.embedded import EmbeddedStore
from tests.graph.maps.atlas.world import World

ARC = 3.3  # the arc lies outside the disc


def test_every_account_with_a_map_has_a_bubble_that_opens_it(portfolio):
    picture = draw(portfolio)
    maps = {account.map for account in portfolio.accounts if account.map}
    assert {bubble.href for bubble in picture.bubbles} == maps
    assert picture.shown == picture.total == len(maps)


def test_bubbles_and_names_do_not_overlap_and_stay_in_their_cell(portfolio):
    picture = draw(portfolio)
    boxes = []
    for bubble in picture.bubbles:
        wide = max([width(line, NAME.size, NAME.weight) / 2 for line in bubble.label], default=0.0)
        wide = max(wide, bubble.r + ARC)
        low = bubble.y + bubble.r + (18 + 14 * (len(bubble.label) - 1) if bubble.label else ARC)
        boxes.append((bubble.x - wide, bubble.y - bubble.r - ARC, bubble.x + wide, low))
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    for left, top, right, low in boxes:
        assert any(
            column.at <= left and right <= column.at + column.length
            and row.at <= top and low <= row.at + row.length
            for row in picture.rows for column in picture.columns
        )  # fmt: skip


def test_a_crowd_is_cut_and_says_so(tmp_path):
    with EmbeddedStore(tmp_path / "graph") as store:
        store.ensure_schema()
        World(900, 900).fill(store)
        picture = draw(read_portfolio(store))
    rests = [bubble for bubble in picture.bubbles if bubble.kind == "rest"]
    assert rests and picture.shown + sum(bubble.count for bubble in rests) == picture.total
    assert len(picture.bubbles) <= 1500
    assert all(bubble.href.startswith("index.html#rung=") for bubble in rests)
    assert max(bubble.r for bubble in picture.bubbles) <= LARGEST
    for one, other in combinations(picture.bubbles, 2):
        if abs(one.y - other.y) < 50:
            apart = hypot(one.x - other.x, one.y - other.y)
            assert apart >= one.r + other.r + 2 * (ARC - 0.5), (one, other)
    assert PACKED >= 30


def test_the_same_graph_gives_the_same_picture(store, portfolio):
    assert draw(read_portfolio(store)) == draw(portfolio)
