"""The models that a run uses: those that ship, or ones refitted on the user's own history.

Confidence has one model for each set of tiers that may be missing: where no anonymous visitor or no
third-party intent was loaded at all, one fitted without that feature is used. A feature that is
merely left empty would pull every confidence towards that of no group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

from graph.analysis import confidence, membership
from graph.analysis.logistic import Logistic, shipped
from graph.analysis.roles import Points, shipped_points
from graph.analysis.surroundings import Surroundings

ALL = "confidence"
TIERS: Mapping[str, tuple[str, ...]] = {  # model file -> confidence features that it does without
    ALL: (),
    "confidence_without_anonymous": ("anonymous_z",),
    "confidence_without_intent": ("surge_weeks",),
    "confidence_without_both": ("anonymous_z", "surge_weeks"),
}


@dataclass(frozen=True)
class Fitted:
    """Models of one run.

    Attributes:
        confidence: by the name of its file, as in ``TIERS``.
    """

    membership: Logistic
    confidence: Mapping[str, Logistic]
    roles: Points

    def for_tiers(self, around: Surroundings) -> Logistic:
        """The confidence model for the tiers of evidence that were loaded at all."""
        missing = tuple(
            feature
            for feature, held in (
                ("anonymous_z", around.has_sessions),
                ("surge_weeks", around.surges),
            )
            if not held
        )
        return self.confidence[next(name for name, less in TIERS.items() if less == missing)]


@lru_cache
def shipped_models() -> Fitted:
    """The models that ship with coterie."""
    return Fitted(
        membership=shipped("membership", membership.FEATURES),
        confidence={name: shipped(name, confidence.FEATURES) for name in TIERS},
        roles=shipped_points(),
    )


@lru_cache
def shipped_digest() -> str:
    """Hash of the files of the models that ship: what other models found is another result."""
    found = sorted(files(__package__).joinpath("models").iterdir(), key=lambda file: file.name)
    return blake2b(b"".join(file.read_bytes() for file in found if file.is_file())).hexdigest()
