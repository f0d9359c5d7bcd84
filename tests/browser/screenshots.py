"""Pictures of map and atlas to look at: ``python -m tests.browser.screenshots FOLDER``."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.parse import quote

from cli.main import main as coterie
from graph.maps.write import write_page
from tests.browser import chromium
from tests.browser.small import few_colours
from tests.graph.maps import fixture
from tests.worlds.__main__ import main as plant

DESK, PHONE = (1440, 900), (420, 860)
PICTURES = {
    "map-light": (DESK, "theme=light"),
    "map-dark": (DESK, "theme=dark"),
    "map-group": (DESK, f"theme=dark&select={quote('g:g1')}"),
    "map-person": (DESK, f"theme=light&select={quote('p:p01')}"),
    "map-weeks": (DESK, "theme=light&week=8"),
    "map-phone": (PHONE, f"theme=light&select={quote('p:p11')}"),
}


ATLAS = {
    "atlas-index": ("index.html", DESK, "theme=light"),
    "atlas-filtered": ("index.html", DESK, "theme=dark&view=units&units.rung=Maximal"),
    "atlas-portfolio": ("portfolio.html", DESK, "theme=light"),
    "atlas-waterfall": ("waterfall.html", DESK, "theme=light"),
    "atlas-second-leads": ("second-leads.html", DESK, "theme=light"),
    "atlas-phone": ("index.html", PHONE, "theme=light"),
}


def shoot(folder: Path) -> list[Path]:
    """Write every picture: an invented account, and the atlas of a planted world."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as home, chromium.running() as address:
        page = Path(home) / "map.html"
        write_page(fixture.page(rungs=True), page)
        atlas = _atlas(Path(home))
        wanted = {name: (page, *rest) for name, rest in PICTURES.items()}
        wanted |= {name: (atlas / file, *rest) for name, (file, *rest) in ATLAS.items()}
        for name, (path, size, hash_) in wanted.items():
            tab = chromium.Tab(address, size, touch=size == PHONE)
            tab.open(path, hash_)
            time.sleep(0.6)  # flights and transitions end
            written.append(folder / f"{name}.png")
            picture = tab.picture()
            tab.close()
            blank = chromium.Tab(address, DESK)
            written[-1].write_bytes(few_colours(blank, picture))
            blank.close()
    return written


def _atlas(home: Path) -> Path:
    """The atlas of a small planted world, through the commands that a user would give."""
    plant([str(home / "world"), "--accounts", "90", "--people", "2200", "--seed", "7"])
    workspace = ("--workspace", str(home / "ws"), "--quiet")
    with redirect_stdout(StringIO()):
        for verb in (("load", str(home / "world")), ("analyze",), ("atlas", "-o", str(home / "a"))):
            coterie([*workspace, *verb])
    return home / "a"


if __name__ == "__main__":
    for path in shoot(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
