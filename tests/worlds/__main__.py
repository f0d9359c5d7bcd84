"""``python -m tests.worlds OUT_DIR``: write a planted world."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from tests.worlds.make import write_world
from tests.worlds.settings import SOLUTIONS, Settings


def main(arguments: list[str] | None = None) -> int:
    """Write a world; a summary goes to stderr, nothing to stdout."""
    plain = Settings()
    parser = argparse.ArgumentParser(prog="python -m tests.worlds", description=main.__doc__)
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--seed", type=int, default=plain.seed)
    parser.add_argument("--accounts", type=int, default=plain.accounts)
    parser.add_argument("--people", type=int, default=plain.people, help="about as many")
    parser.add_argument("--solutions", type=int, default=plain.solutions, metavar="1..5",
                        choices=range(1, len(SOLUTIONS) + 1))  # fmt: skip
    parser.add_argument("--groups", type=float, default=plain.groups,
                        help="share of accounts with a buying process")  # fmt: skip
    parser.add_argument("--noise", type=float, default=plain.noise, help="factor on negatives")
    parser.add_argument("--quiet", action="store_true", help="plant no buying process")
    parser.add_argument("--as-of", type=date.fromisoformat, default=plain.as_of,
                        help="first day after the window of 90 days")  # fmt: skip
    chosen = parser.parse_args(arguments)
    settings = Settings(
        seed=chosen.seed,
        accounts=chosen.accounts,
        people=chosen.people,
        solutions=chosen.solutions,
        groups=0.0 if chosen.quiet else chosen.groups,
        noise=chosen.noise,
        as_of=chosen.as_of,
    )
    began = time.perf_counter()
    world = write_world(chosen.out, settings)
    truth = world.truth
    sys.stderr.write(
        f"{chosen.out}: {len(truth['accounts'])} accounts, {len(truth['people'])} people, "
        f"{len(world.calls)} page calls, {len(truth['groups'])} buying groups planted "
        f"({sum(group['detectable'] for group in truth['groups'])} with three or more seen), "
        f"{time.perf_counter() - began:.1f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
