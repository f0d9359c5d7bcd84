"""Everything about a block of accounts that judging its cells needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.affinity import Kinship
from graph.analysis.arrays import Flags, Floats, Ints
from graph.analysis.block import Block
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents

_HANDBOOK = "product_docs"
_STAGES = (0.0, 0.25, 0.65, 0.95)  # where in a purchase one becomes aware, explores, ..., decides


@dataclass(frozen=True)
class Scene:
    """A block, its ties, and what all blocks of a run share.

    Attributes:
        late, meeting, handbook: marks of the block's signals by their content's kind.
        kinds: number of that kind in ``kind_names``, per signal.
        stage: how far in a purchase that kind is read, 0 to 1, per signal; not a number where
            nothing is known of the kind.
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
    kind_names: tuple[str, ...]
    stage: Floats


def scene(
    block: Block, contents: Contents, null: Null, parameters: Parameters, kinship: Kinship
) -> Scene:
    """Mark the block's signals by the kinds of their contents."""
    names, number = np.unique(np.array(contents.kinds, dtype=str), return_inverse=True)
    kinds = number.ravel().astype(np.int64)[block.content]
    late, meeting, handbook = (
        np.isin(names, of)[kinds] for of in (parameters.late_kinds, ("meeting",), (_HANDBOOK,))
    )
    told = tuple(names.tolist())
    stage = _stages(told, parameters)[kinds]
    marks = late, meeting, handbook, kinds, told, stage
    return Scene(block, contents, null, parameters, kinship, *marks)


def _stages(names: Sequence[str], parameters: Parameters) -> Floats:
    """Stage of each kind of content."""
    order = (
        parameters.aware_kinds,
        parameters.explore_kinds,
        parameters.compare_kinds,
        parameters.decide_kinds,
    )
    known = {kind: at for at, kinds in zip(_STAGES, order, strict=True) for kind in kinds}
    return np.array([known.get(name, np.nan) for name in names], dtype=np.float64)
