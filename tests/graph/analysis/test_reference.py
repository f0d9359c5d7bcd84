"""The table of parameters in docs/method.md is the code's."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from graph.analysis.parameters import Parameters
from graph.analysis.reference import parameter_table, with_parameter_table

METHOD = Path(__file__).parents[3] / "docs" / "method.md"


def test_method_md_lists_the_parameters_as_they_are() -> None:
    text = METHOD.read_text("utf-8")
    assert with_parameter_table(text) == text


def test_every_parameter_has_a_row() -> None:
    rows = parameter_table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [field.name for field in fields(Parameters)]


def test_a_missing_mark_is_said() -> None:
    with pytest.raises(ValueError, match="must both be there"):
        with_parameter_table("no marks here")
