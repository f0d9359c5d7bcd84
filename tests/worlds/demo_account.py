"""``python -m tests.worlds.demo_account WORKSPACE``: the account that is most worth a look."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from graph.pipeline.session import Asked, open_session
from graph.queries.groups import read_groups

_LISTED = 0.5


def worth_a_look(rows: list[dict[str, Any]]) -> str:
    """Id of the account with the most listed groups, then members; the surest without any.

    Args:
        rows: groups as ``coterie groups --all`` gives them, at least one.
    """
    listed = [row for row in rows if row["confidence"] >= _LISTED] or rows[:1]
    groups: dict[str, list[int]] = defaultdict(list)
    for row in listed:
        groups[row["account_id"]].append(len(row["members"]))
    return min(groups, key=lambda account: (-len(groups[account]), -sum(groups[account]), account))


def main(arguments: list[str]) -> int:
    """Print the account's id; 1 when there is no group at all."""
    asked = Asked(Path(arguments[0]), holder="the demo")
    with open_session(asked, need_workspace=True) as session:
        rows = read_groups(session.store)
    if not rows:
        sys.stderr.write("no group was found, so there is no account to show\n")
        return 1
    sys.stdout.write(worth_a_look(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
