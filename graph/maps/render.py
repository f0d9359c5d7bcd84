"""Page and layout into one HTML file: pyvis holds nodes and edges, the template is ours.

The page carries a content security policy that names its script and its styles by hash, so
nothing else can run; data stands in JSON blocks only.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from graph.maps import files
from graph.maps.lines import lines
from graph.maps.pack import pack, packed_page
from graph.maps.page import Page
from graph.maps.palette import stylesheet
from graph.maps.places import Layout

VENDOR = "vis-network-10.1.5.min.js"
FONTS = ("inter-5.3.0-latin.woff2", "inter-5.3.0-latin-ext.woff2")
SCRIPTS = (
    "fold", "data", "words", "state", "past", "path", "filters", "paint", "hull", "marks",
    "columns", "scene", "dom", "team", "cards", "panel", "listing", "chrome", "timeline", "csv",
    "tables", "svg", "exports", "view", "sheet", "keys", "font", "main",
)  # fmt: skip
STYLES = ("reset", "base", "panel", "narrow", "print")
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
    "nodes": {"shape": "custom", "fixed": True},
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

    A node's id is the number of its mark. Entries are appended to ``net.nodes`` and
    ``net.edges``: ``add_node`` and ``add_edge`` look through all that is there, which makes them
    quadratic.
    """
    net = Network(height="100%", width="100%", directed=False)
    net.nodes = [
        {"id": number, "x": mark.x, "y": mark.y, "size": mark.ry}
        for number, mark in enumerate(layout.marks)
    ]
    net.edges = lines(page, layout)
    net.options = _OPTIONS
    return net


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
    """The environment with this page in it: the template is compiled once for many maps."""
    environment, parts = _compiled(), page_parts()
    environment.globals.update(
        page=packed_page(page),
        layout=layout.as_json() | {"marks": pack(layout.as_json()["marks"])},
        account=page.account,
        csp=policy(parts) if shared is None else SHARED_POLICY,
        shared=shared,
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  (our own files)
    )
    return environment


@lru_cache(maxsize=1)
def _compiled() -> Environment:
    environment = Environment(
        loader=DictLoader({"map.html": files.text("templates/map.html")}),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(embed=embed, pack=pack)
    return environment


def policy(parts: dict[str, str]) -> str:
    """The content security policy for these script and style texts."""
    scripts = " ".join(_hash(parts[name]) for name in ("vendor_script", "script"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(parts['style'])}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def shared_parts() -> dict[str, str]:
    """Files that maps of an atlas share, by name, with the licences of what is not ours."""
    parts = page_parts()
    licences = ("vis-network-LICENSE-MIT.txt", "inter-LICENSE-OFL-1.1.txt")
    return {
        "vis-network.js": parts["vendor_script"],
        "map.js": parts["script"],
        "map.css": parts["style"],
        **{name: files.text(f"assets/vendor/{name}") for name in licences},
    }


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[str, str], ...]:
    modules = "\n".join(files.text(f"assets/{name}.js") for name in SCRIPTS)
    styles = "\n".join(files.text(f"assets/{name}.css") for name in STYLES)
    vendor = files.text(f"assets/vendor/{VENDOR}")
    return (
        ("vendor_script", vendor.rsplit("//# sourceMappingURL", 1)[0]),
        ("script", enclosed(modules)),
        ("style", stylesheet() + styles),
    )


def enclosed(modules: str) -> str:
    """Our modules as one script that leaves no names behind, with the typeface that they load."""
    places = [files.place(f"assets/vendor/{name}") for name in FONTS]
    fonts = json.dumps([b64encode(place.read_bytes()).decode() for place in places])
    return f'(() => {{\n"use strict";\nconst FONTS = {fonts};\n{modules}}})();\n'


def page_parts() -> dict[str, str]:
    """Texts of the page that no data touches: the library, our script, our styles."""
    return dict(_parts())
