"""Headless Chromium over its DevTools protocol, with no network, ended by its own handle."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    # nothing resolves: a request that slips out fails and is seen
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
WAIT = 30.0


def find() -> str | None:
    """Path of a Chromium on this machine, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def running() -> Iterator[str]:
    """A browser of our own; gives the address of its DevTools."""
    program = find()
    assert program is not None
    with tempfile.TemporaryDirectory(prefix="coterie-browser-", ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _address(Path(home), process)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _address(home: Path, process: subprocess.Popen[bytes]) -> str:
    port = home / "DevToolsActivePort"
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        assert process.poll() is None, "Chromium ended before it was ready"
        if port.is_file() and (lines := port.read_text().splitlines()):
            return f"http://127.0.0.1:{lines[0]}"
        time.sleep(0.05)
    raise AssertionError("Chromium did not open its DevTools in time")


class Tab:
    """One page, with everything it asked for and complained about."""

    def __init__(self, address: str, size: tuple[int, int], *, touch: bool = False) -> None:
        request = urllib.request.Request(f"{address}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=WAIT) as answer:
            target = json.load(answer)
        self.socket = websocket.create_connection(
            target["webSocketDebuggerUrl"], timeout=WAIT, suppress_origin=True
        )
        self.numbers = itertools.count(1)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log", "Audits"):
            self.send(f"{domain}.enable")
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=size[0], height=size[1], deviceScaleFactor=1, mobile=touch,
        )  # fmt: skip

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                assert "error" not in message, message["error"]
                return dict(message["result"])
            self._hear(message)

    def _hear(self, message: dict[str, Any]) -> None:
        method, params = message.get("method", ""), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"])[:500])
        elif method == "Runtime.consoleAPICalled" and params["type"] in {"error", "warning"}:
            self.complaints.append(json.dumps(params["args"])[:500])
        elif method == "Log.entryAdded" and params["entry"]["level"] in {"error", "warning"}:
            self.complaints.append(params["entry"]["text"])
        elif method == "Audits.issueAdded" and "ContentSecurity" in params["issue"]["code"]:
            self.complaints.append(json.dumps(params["issue"])[:500])

    def js(self, text: str) -> Any:
        """Value of a JavaScript expression; promises are awaited."""
        done = self.send("Runtime.evaluate", expression=text, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def open(self, path: Path, hash_: str = "") -> Tab:
        self.send("Page.navigate", url="about:blank")
        self.requests.clear()
        self.send("Page.navigate", url=path.as_uri() + (f"#{hash_}" if hash_ else ""))
        self.until("document.documentElement?.dataset.ready === '1'")
        self.rest()
        return self

    def until(self, condition: str) -> None:
        end = time.monotonic() + WAIT
        while not self.js(condition):
            assert time.monotonic() < end, f"never true: {condition}; {self.complaints}"
            time.sleep(0.05)

    def rest(self) -> None:
        """Let the page draw what it owes."""
        frames = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        self.js(f"{frames}.then(() => 1)")

    def mouse(self, kind: str, x: float, y: float) -> None:
        button = "none" if kind == "mouseMoved" else "left"
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=1)

    def click(self, x: float, y: float) -> None:
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)
        time.sleep(0.35)  # the library waits to tell a click from a double click
        self.rest()

    def press(self, selector: str) -> None:
        self.js(f"document.querySelector({json.dumps(selector)}).click()")
        self.rest()

    def follow(self, selector: str) -> None:
        """Press a link, and wait for the page that it leads to."""
        self.js("document.documentElement.dataset.ready = 'left'")
        click = "dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
        self.js(f"setTimeout(() => document.querySelector({json.dumps(selector)}).{click}) && 1")
        time.sleep(0.2)
        self.until("document.documentElement?.dataset.ready === '1'")
        self.rest()

    def key(self, key: str) -> None:
        text = {"text": key} if len(key) == 1 else {}
        code = {"Enter": 13, "Escape": 27, "Tab": 9}.get(key, 0)
        self.send(
            "Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text
        )
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
        self.rest()

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)
        self.rest()

    def theme(self, name: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.send("Emulation.setEmulatedMedia", features=features)
        self.rest()

    def picture(self) -> bytes:
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        self.send("Page.close")
        self.socket.close()
