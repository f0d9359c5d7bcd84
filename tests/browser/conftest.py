"""A browser for the whole run; without one the tests skip, but never in CI."""

import os

import pytest

from graph.maps.write import write_page
from tests.browser import chromium
from tests.graph.maps import fixture

NASTY = (
    "\"'></script><script>window.__xss=1</script><img src=x onerror=window.__xss=1>"
    '<svg onload=window.__xss=1>javascript:window.__xss=1 href="x" {{7*7}} ${7*7} \u2028\u2029 '
    "\u202e\u05d0\u05d1 😀 __proto__ constructor =HYPERLINK(1) " + "long" * 40 + " "
)


@pytest.fixture(scope="session")
def address():
    if chromium.find() is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium, and CI skips nothing")
        pytest.skip("no Chromium found (chromium, chromium-browser or google-chrome)")
    with chromium.running() as address:
        yield address


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "plain": fixture.page(),
        "rungs": fixture.page(rungs=True),
        "nasty": fixture.page(NASTY),
        "crowd": fixture.crowd(60),
        "dense": fixture.dense(),
    }
    for name, page in pages.items():
        write_page(page, folder / f"{name}.html")
    return {name: (folder / f"{name}.html", page) for name, page in pages.items()}


@pytest.fixture
def tab(address):
    tab = chromium.Tab(address, (1440, 900))
    yield tab
    tab.close()
