"""Every number and word list that detection obeys: named, with a default, a unit and a reason.

They are choices, not findings. ``[model]`` in coterie.toml overrides any of them by name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from graph.errors import ConfigError


def _named(default: object, unit: str, doc: str) -> Any:
    return field(default=default, metadata={"unit": unit, "doc": doc})


@dataclass(frozen=True)
class Parameters:
    """Parameters of detection; what each means is in its metadata (``describe``)."""

    evidence_days: int = _named(90, "days", "what counts as evidence before as-of")
    seed: int = _named(1981, "", "seed of the Louvain proposals")
    silent_kinds: tuple[str, ...] = _named(
        ("careers", "training"), "content kinds", "carry no evidence; also read as topics"
    )
    late_kinds: tuple[str, ...] = _named(
        ("comparison", "demo", "meeting", "pricing", "roi_tool", "security_legal"),
        "content kinds",
        "late in the buying process",
    )
    aware_kinds: tuple[str, ...] = _named(
        ("blog",), "content kinds", "read first in the buying process: becoming aware"
    )
    explore_kinds: tuple[str, ...] = _named(
        ("guide", "webinar"), "content kinds", "read second: exploring"
    )
    compare_kinds: tuple[str, ...] = _named(
        ("case_study", "comparison", "product_docs", "roi_tool"),
        "content kinds",
        "read third: comparing",
    )
    decide_kinds: tuple[str, ...] = _named(
        ("demo", "meeting", "pricing", "security_legal"), "content kinds", "read last: deciding"
    )
    tau_days: float = _named(10.0, "days", "how fast two signals stop belonging together")
    smooth_days: float = _named(1.5, "days", "width of the smoothing of a content's days")
    shrink: float = _named(20.0, "signals", "pull of a rare content's density to uniform")
    edge_z: float = _named(1.5, "sd", "affinity above chance from which two people are tied")
    variance_floor: float = _named(0.02, "", "added to the variance of an affinity")
    resolution: float = _named(1.0, "", "Louvain resolution")
    short_window_days: float = _named(21.0, "days", "short window of a proposal")
    long_window_days: float = _named(42.0, "days", "long window of a proposal")
    window_step_days: float = _named(7.0, "days", "distance of the wider proposals' windows")
    margin_days: float = _named(5.0, "days", "put around a window when it is refitted")
    window_tail: float = _named(0.05, "share", "weighted signals left outside on either side")
    iterations: int = _named(3, "", "rounds of fitting window and mixture")
    min_people: int = _named(3, "people", "fewest people of a proposal and members of a candidate")
    rho: float = _named(0.6, "share", "a member's signals that lie in the group's cell")
    signal_floor: float = _named(-2.0, "nats", "least that one signal tells")
    signal_cap: float = _named(4.0, "nats", "most that one signal tells")
    off_cap: int = _named(12, "signals", "signals outside the cell that are counted")
    person_cap: float = _named(5.0, "nats", "most that one person tells, whoever it is")
    absent: float = _named(-9.0, "nats", "what a person without signal in the cell tells")
    member_threshold: float = _named(0.3, "probability", "members of a candidate are above it")
    least_breadth: float = _named(
        0.05, "nats", "evidence of all members but the two strongest; below, a set is gated"
    )
    least_beyond: float = _named(
        0.05, "nats", "evidence beyond the most shared content; below, a set is gated"
    )
    gate_factor: float = _named(0.4, "share", "what a gated set keeps of its confidence")
    certainty: float = _named(0.99, "probability", "nothing is called surer than this")
    usual_weight: float = _named(
        10.0, "candidates", "pull of the share of right ones where the models were fitted"
    )
    rarity_reach: float = _named(
        3.0, "nats", "most that a population without groups takes from every confidence"
    )
    role_threshold: float = _named(0.3, "probability", "below, a role is undetermined")
    per_unit: int = _named(8, "proposals", "proposals of one account and solution that are judged")
    overlap: float = _named(0.4, "share", "of the smaller's members: then the surer one stays")
    near_days: float = _named(14.0, "days", "around a window, where signals still are near it")
    apart_days: float = _named(3.0, "days", "around a window, outside which signals are apart")
    kinship_days: float = _named(7.0, "days", "how fast nearness to other members falls off")
    surge_score: float = _named(60.0, "0..100", "topic score that counts as a surge")
    anonymous_p: float = _named(
        0.05, "probability", "chance of as many anonymous sessions; below, they are evidence"
    )
    burst_days: float = _named(7.0, "days", "so long is a burst of a group's signals")
    burst_share: float = _named(0.67, "share", "of a group's signals that make one when so close")
    thin_signals: int = _named(500, "signals", "below, what chance gives is poorly known: a note")
    max_people: int = _named(2000, "people", "active people of one account that are paired")
    block_signals: int = _named(
        20_000, "signals", "about as many of several accounts are judged at once"
    )

    def __post_init__(self) -> None:
        if self.evidence_days < 1:
            raise ConfigError(
                "must be at least 1 day", where="[model] evidence_days", fix="give whole days"
            )

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> Parameters:
        """Defaults, overridden by name.

        Raises:
            ConfigError: an unknown name (with the nearest), or a value of the wrong type.
        """
        known = {f.name: f.default for f in fields(cls)}
        values = {}
        for name, value in mapping.items():
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                fix = f"did you mean '{near[0]}'?" if near else "see docs/method.md for the names"
                raise ConfigError(f"unknown parameter '{name}'", where="[model]", fix=fix)
            values[name] = _typed(name, value, known[name])
        return cls(**values)


def _typed(name: str, value: object, default: object) -> Any:
    where = f"[model] {name}"
    if isinstance(default, tuple):
        if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise ConfigError("must be a list of words", where=where, fix='write ["one", "two"]')
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError("must be a number", where=where, fix=f"the default is {default}")
    if isinstance(default, int):
        if value != int(value):
            raise ConfigError(
                "must be a whole number", where=where, fix=f"the default is {default}"
            )
        return int(value)
    return float(value)


def describe() -> tuple[tuple[str, object, str, str], ...]:
    """(name, default, unit, meaning) of every parameter, in the order of use."""
    return tuple(
        (f.name, f.default, str(f.metadata["unit"]), str(f.metadata["doc"]))
        for f in fields(Parameters)
    )
