"""Parameters: named, typed, documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.analysis.parameters import Parameters, describe
from graph.errors import ConfigError


def test_nothing_given_is_the_defaults() -> None:
    assert Parameters.from_mapping({}) == Parameters()


def test_values_are_taken_by_name() -> None:
    given = Parameters.from_mapping({"evidence_days": 60, "rho": 1, "late_kinds": ["demo"]})
    assert (given.evidence_days, given.rho, given.late_kinds) == (60, 1.0, ("demo",))
    assert isinstance(given.rho, float)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"tau_day": 3}, "tau_days"),
        ({"zzz": 3}, "unknown parameter 'zzz'"),
        ({"rho": "much"}, "[model] rho: must be a number"),
        ({"seed": 1.5}, "whole number"),
        ({"seed": True}, "must be a number"),
        ({"silent_kinds": "careers"}, "list of words"),
        ({"evidence_days": 0}, "at least 1 day"),
    ],
)
def test_what_is_wrong_is_named(mapping: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Parameters.from_mapping(mapping)
    assert said in caught.value.line()


def test_every_parameter_is_described_in_the_method() -> None:
    method = Path("docs/method.md").read_text(encoding="utf-8")
    for name, _, _, doc in describe():
        assert doc
        assert f"`{name}`" in method
