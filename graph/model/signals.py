"""Kinds of signal, each with its evidence tier and strength class.

Tiers follow product.md's evidence code: what a third party saw, what anonymous visitors did on
our site, what known people did.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tier(Enum):
    """Whose evidence a signal is."""

    THIRD_PARTY = "third_party"
    ANONYMOUS = "anonymous"
    KNOWN = "known"


@dataclass(frozen=True)
class SignalKind:
    """One kind of signal.

    Attributes:
        tier: tier of the kind; a page view of an unknown visitor is ``ANONYMOUS`` instead.
        strong: a Signal node in the graph, even with ``[graph] signals = "strong"``.
        inbound: the buyer came to us; our own sends are not inbound.
    """

    name: str
    tier: Tier
    doc: str
    strong: bool = True
    inbound: bool = True


SIGNAL_KINDS: tuple[SignalKind, ...] = (
    SignalKind("page_view", Tier.KNOWN, "a page of our site was read", strong=False),
    SignalKind("campaign_response", Tier.KNOWN, "a campaign was answered, a webinar attended"),
    SignalKind("meeting", Tier.KNOWN, "a meeting was held or planned"),
    SignalKind("form", Tier.KNOWN, "a form was sent in"),
    SignalKind("trial", Tier.KNOWN, "a trial was begun"),
    SignalKind("contact_sales", Tier.KNOWN, "someone asked to be called"),
    SignalKind(
        "email_click",
        Tier.KNOWN,
        "a link in an e-mail of ours was followed",
        strong=False,
        inbound=False,
    ),
    SignalKind("intent", Tier.THIRD_PARTY, "a weekly topic score of an intent feed"),
)

NOTICES = ("identify", "group", "merge")
"""Kinds of fact beside signals that tell who someone is, and are no evidence of anything."""

OUR_ACTS = ("outreach", "mailing")
"""Kinds of fact that we ourselves did: a task, call or e-mail of one of our people, and a mail
that a machine sent. No evidence of interest; they tell who was spoken to, and when a mail left."""

KINDS: dict[str, SignalKind] = {kind.name: kind for kind in SIGNAL_KINDS}

SURGE_SCORE = 60.0
"""Topic score from which an account surges (Bombora's own reading of 0..100)."""
