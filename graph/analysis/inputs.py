"""What detection is given: the population's signals as Arrow tables."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

TOUCHES = pa.schema(
    [
        ("actor", pa.string()),  # person id, or visitor id
        ("known", pa.bool_()),  # a known person, not an anonymous visitor
        ("account", pa.string()),  # account id; null when unmatched
        ("content", pa.string()),  # content id
        ("kind", pa.string()),  # signal kind
        ("at", pa.int64()),  # epoch seconds, UTC
    ]
)
CONTENTS = pa.schema(
    [
        ("id", pa.string()),
        ("kind", pa.string()),  # guide, demo, pricing, meeting, ...; null when unknown
        ("topic", pa.string()),  # lower case; null when none
        ("solution", pa.string()),  # key in coterie.toml; null when off every solution
    ]
)
SURGES = pa.schema(
    [
        ("account", pa.string()),
        ("topic", pa.string()),
        ("solution", pa.string()),  # null when off every solution
        ("at", pa.int64()),  # epoch seconds of the weekly snapshot
        ("score", pa.float64()),  # 0..100
    ]
)
PEOPLE = pa.schema(
    [
        ("id", pa.string()),
        ("account", pa.string()),  # null when unmatched
        ("title", pa.string()),
        ("seniority", pa.string()),  # vocabulary.SENIORITIES
        ("function", pa.string()),  # vocabulary.FUNCTIONS
        ("barred", pa.bool_()),  # own staff, partner, competitor: never a member
    ]
)
IDENTITIES = pa.schema(
    [
        ("visitor", pa.string()),  # a visitor who was later known
        ("person", pa.string()),  # as whom
    ]
)


@dataclass(frozen=True)
class Population:
    """Everything that detection may look at.

    Attributes:
        touches: schema ``TOUCHES``; known people and anonymous visitors, every account and none.
        contents: schema ``CONTENTS``; every content that a touch names.
        surges: schema ``SURGES``; every intent snapshot.
        people: schema ``PEOPLE``; every known person.
        as_of: epoch seconds, UTC; nothing later is in the tables.
        identities: schema ``IDENTITIES``; whose visits leave with a lead that is left out.
    """

    touches: pa.Table
    contents: pa.Table
    surges: pa.Table
    people: pa.Table
    as_of: int
    identities: pa.Table = field(default_factory=IDENTITIES.empty_table)
