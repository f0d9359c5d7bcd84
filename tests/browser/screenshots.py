"""Pictures of the map for people to look at: ``python -m tests.browser.screenshots FOLDER``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from graph.maps.write import write_page
from tests.browser import chromium
from tests.graph.maps import fixture

DESK, PHONE = (1440, 900), (420, 860)
PICTURES = {
    "map-light": (DESK, "theme=light"),
    "map-dark": (DESK, "theme=dark"),
    "map-group": (DESK, f"theme=dark&select={quote('g:g1')}"),
    "map-person": (DESK, f"theme=light&select={quote('p:p01')}"),
    "map-weeks": (DESK, "theme=light&week=17"),
    "map-phone": (PHONE, f"theme=light&select={quote('p:p11')}"),
}


def shoot(folder: Path) -> list[Path]:
    """Write every picture of the invented account."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as home, chromium.running() as address:
        page = Path(home) / "map.html"
        write_page(fixture.page(), page)
        for name, (size, hash_) in PICTURES.items():
            tab = chromium.Tab(address, size, touch=size == PHONE)
            tab.open(page, hash_)
            time.sleep(0.6)  # flights and transitions end
            written.append(folder / f"{name}.png")
            written[-1].write_bytes(tab.picture())
            tab.close()
    return written


if __name__ == "__main__":
    for path in shoot(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
