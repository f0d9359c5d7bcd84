"""Page and layout into one HTML file: pyvis holds nodes and edges, the template is ours.

The page carries a content security policy that names its script and its styles by hash, so
nothing else can run; data stands in JSON blocks only.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from graph.maps.page import Link, Page
from graph.maps.palette import stylesheet
from graph.maps.places import Layout, Mark

VENDOR = "vis-network-10.1.5.min.js"
SCRIPTS = (
    "data", "words", "state", "filters", "paint", "marks", "scene", "dom", "cards", "panel",
    "listing", "chrome", "timeline", "exports", "keys", "main",
)  # fmt: skip
STYLES = ("base", "panel", "narrow", "print")
SHARED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
"""The policy of pages whose scripts are files beside them: browsers do not match hashes with files
that they open from a disk, so it names the folder's own files, and nothing inline."""
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectable": False,
        "tooltipDelay": 0,
        "keyboard": False,
        "navigationButtons": False,
        "zoomSpeed": 0.6,
    },
    "edges": {"hoverWidth": 0, "selectionWidth": 0, "chosen": False},
}


def render(page: Page, layout: Layout, *, shared: str | None = None) -> str:
    """The whole page as HTML, the same bytes for the same input.

    Args:
        shared: the way from the page to an atlas' first page; its scripts and styles are used
            then, where a map of its own holds them.
    """
    net = network(page, layout)
    net.templateEnv = _environment(page, layout, shared)
    net.path = "map.html"
    return str(net.generate_html())


def network(page: Page, layout: Layout) -> Network:
    """Nodes and edges of a page as a pyvis ``Network``, with positions and no physics.

    Entries are appended to ``net.nodes`` and ``net.edges``: ``add_node`` and ``add_edge`` look
    through all that is there, which makes them quadratic.
    """
    net = Network(height="100%", width="100%", directed=False)
    net.nodes = [_node(mark) for mark in layout.marks]
    where = {mark.id: mark for mark in layout.marks}
    net.edges = [_edge(number, link, where) for number, link in enumerate(page.links)]
    net.options = _OPTIONS
    return net


def _node(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.id,
        "x": mark.x,
        "y": mark.y,
        "size": mark.ry,
        "shape": "custom",
        "fixed": True,
        "kind": mark.kind,
    }


def _edge(number: int, link: Link, where: dict[str, Mark]) -> dict[str, Any]:
    start, end = where[link.start], where[link.end]
    bridge = link.kind == "acts" and start.column != end.column
    kind = "bridge" if bridge else link.kind
    return {
        "id": f"e{number}",
        "from": link.start,
        "to": link.end,
        "kind": kind,
        "hidden": link.kind == "touch",
        "dashes": [5, 4] if bridge else False,
        "width": _width(kind, link),
        "smooth": _curve(kind, start, end),
    }


def _width(kind: str, link: Link) -> float:
    return round(1.0 + min(link.weight, 12.0) / 8, 2) if kind == "acts" else 1.0


def _curve(kind: str, start: Mark, end: Mark) -> dict[str, Any]:
    if kind == "touch":
        return {"enabled": True, "type": "cubicBezier", "forceDirection": "vertical",
                "roundness": 0.5}  # fmt: skip
    bend = "curvedCW" if (start.x, start.y) <= (end.x, end.y) else "curvedCCW"
    return {"enabled": True, "type": bend, "roundness": 0.12 if kind == "acts" else 0.1}


def embed(value: Any) -> Markup:
    """JSON that may stand in a script element: nothing in it can close or open a tag."""
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )
    for letter, escape in _ESCAPES.items():
        text = text.replace(letter, escape)
    return Markup(text)  # noqa: S704  (every letter that HTML knows is escaped above)


def _environment(page: Page, layout: Layout, shared: str | None) -> Environment:
    template = _asset("templates", "map.html")
    environment = Environment(
        loader=DictLoader({"map.html": template}), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["embed"] = embed
    parts = page_parts()
    environment.globals.update(
        page=page.as_json(),
        layout=layout.as_json(),
        account=page.account,
        csp=policy(parts) if shared is None else SHARED_POLICY,
        shared=shared,
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  (our own files)
    )
    return environment


def policy(parts: dict[str, str]) -> str:
    """The content security policy for these script and style texts."""
    scripts = " ".join(_hash(parts[name]) for name in ("vendor_script", "script"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(parts['style'])}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def shared_parts() -> dict[str, str]:
    """Files that maps of an atlas share, by name, with the licence of the library."""
    parts = page_parts()
    licence = "vis-network-LICENSE-MIT.txt"
    return {
        "vis-network.js": parts["vendor_script"],
        "map.js": parts["script"],
        "map.css": parts["style"],
        licence: _asset("assets", "vendor", licence),
    }


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[str, str], ...]:
    modules = "\n".join(_asset("assets", f"{name}.js") for name in SCRIPTS)
    vendor = _asset("assets", "vendor", VENDOR)
    return (
        ("vendor_script", vendor.rsplit("//# sourceMappingURL", 1)[0]),
        ("script", f'(() => {{\n"use strict";\n{modules}}})();\n'),
        ("style", stylesheet() + "\n".join(_asset("assets", f"{name}.css") for name in STYLES)),
    )


def page_parts() -> dict[str, str]:
    """Texts of the page that no data touches: the library, our script, our styles."""
    return dict(_parts())


def _asset(*path: str) -> str:
    place: Traversable = files("graph.maps")
    for part in path:
        place = place / part
    return place.read_text(encoding="utf-8")
