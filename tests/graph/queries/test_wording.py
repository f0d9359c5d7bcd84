"""Percentages that claim no more than they know."""

import pytest

from graph.queries.wording import percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "? %"),
        (0, "0 %"),
        (0.0001, "< 1 %"),
        (0.006, "1 %"),
        (0.724, "72 %"),
        (0.994, "99 %"),
        (0.99999, "> 99 %"),
        (1.0, "100 %"),
    ],
)
def test_percent(value, text):
    assert percent(value) == text
