"""Everything about a block of accounts that judging its cells needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.affinity import Kinship
from graph.analysis.arrays import Flags, Ints
from graph.analysis.block import Block
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents

_HANDBOOK = "product_docs"


@dataclass(frozen=True)
class Scene:
    """A block, its ties, and what all blocks of a run share.

    Attributes:
        late, meeting, handbook: marks of the block's signals by their content's kind.
        kinds: number of that kind, per signal.
    """

    block: Block
    contents: Contents
    null: Null
    parameters: Parameters
    kinship: Kinship
    late: Flags
    meeting: Flags
    handbook: Flags
    kinds: Ints


def scene(
    block: Block, contents: Contents, null: Null, parameters: Parameters, kinship: Kinship
) -> Scene:
    """Mark the block's signals by the kinds of their contents."""
    names, number = np.unique(np.array(contents.kinds, dtype=str), return_inverse=True)
    kinds = number.ravel().astype(np.int64)[block.content]
    late, meeting, handbook = (
        np.isin(names, of)[kinds] for of in (parameters.late_kinds, ("meeting",), (_HANDBOOK,))
    )
    return Scene(block, contents, null, parameters, kinship, late, meeting, handbook, kinds)
