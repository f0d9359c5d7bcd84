"""A map in a notebook's cell: it draws itself in its frame, and reaches nothing around it."""

import json
import time
import urllib.request

import pytest
import websocket

from graph.notebook import AccountMap, Rows
from tests.browser import chromium
from tests.browser.conftest import NASTY
from tests.graph.maps import fixture

pytestmark = pytest.mark.browser


def in_frame(address, text):
    """Value of an expression inside the page's frame, which the browser keeps apart."""
    with urllib.request.urlopen(f"{address}/json/list", timeout=10) as answer:
        frames = [found for found in json.load(answer) if found["type"] == "iframe"]
    if not frames:
        return None  # not there yet
    assert len(frames) == 1
    url = frames[0]["webSocketDebuggerUrl"]
    socket = websocket.create_connection(url, timeout=10, suppress_origin=True)
    asked = {"expression": text, "returnByValue": True}
    socket.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": asked}))
    while (message := json.loads(socket.recv())).get("id") != 1:
        pass
    socket.close()
    return message["result"]["result"].get("value")


@pytest.mark.parametrize("nasty", ["", NASTY], ids=["plain", "nasty"])
def test_a_map_draws_itself_in_its_frame_and_reaches_nothing(address, tmp_path, nasty):
    page = fixture.page(nasty)
    table = Rows(nasty or "People", ("name",), [{"name": person.name} for person in page.people])
    cell = table._repr_html_() + AccountMap(page)._repr_html_()
    file = tmp_path / "notebook.html"
    head = "<!doctype html><meta charset=utf-8><html data-ready=1><body>"
    file.write_text(head + cell, encoding="utf-8")
    tab = chromium.Tab(address, (1300, 1000))
    tab.open(file)
    end = time.monotonic() + 20
    while in_frame(address, "document.documentElement.dataset.ready") != "1":
        assert time.monotonic() < end, "the map never drew itself"
        time.sleep(0.2)
    assert in_frame(address, "coterie.people().length") == len(page.people)
    assert in_frame(address, "(() => { try { return String(parent.document.title); }"
                    "catch (error) { return error.name; } })()") == "SecurityError"  # fmt: skip
    assert tab.js("window.__xss") is None and in_frame(address, "window.__xss") is None
    assert tab.js("document.querySelectorAll('td').length") == min(50, len(page.people))
    assert tab.requests == [file.as_uri()] and tab.complaints == []
    tab.close()
