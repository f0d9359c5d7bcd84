"""Documents that are written from the code are current, and their links lead somewhere."""

import re
from pathlib import Path

import pytest

from graph.model.reference import data_model

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def test_the_data_model_is_current():
    written = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    assert written == data_model(), "run 'make docs'"


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")), ids=str
)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_shipped_profile_is_listed():
    page = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    names = [path.stem for path in sorted((ROOT / "loaders" / "profiles").glob("*.toml"))]
    assert names
    assert [name for name in names if f"`{name}`" not in page] == []
