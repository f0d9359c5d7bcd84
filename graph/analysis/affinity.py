"""Affinity of the people of one account: how far two people's signals run together above chance.

For people i and j with signals e and f (step 2 of the method)::

    S_ij = sum over e, f of Sim(c_e, c_f) exp(-|t_e - t_f| / tau)
    E_ij = (n_j sum_e mu_e + n_i sum_f mu_f) / 2
    V_ij = the same with m2 - mu^2
    z_ij = (S_ij - E_ij) / sqrt(V_ij + floor)

Computed by matrix products, in blocks of signals so that memory stays bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.arrays import Floats, Ints, run_ends, run_starts, run_sums
from graph.analysis.null import Null
from graph.analysis.parameters import Parameters
from graph.analysis.topics import Contents


@dataclass(frozen=True)
class Account:
    """Signals of one account's people.

    Attributes:
        name: account id.
        people: person ids, by local index.
        content, solution, day: per signal, sorted by person and time.
        starts: first signal of each person.
        person: local index per signal.
    """

    name: str
    people: list[str]
    content: Ints
    solution: Ints
    day: Floats
    starts: Ints
    person: Ints

    @property
    def counts(self) -> Ints:
        """Signals per person."""
        return run_ends(self.starts, len(self.day)) - self.starts


def part(account: Account, people: Ints) -> Account:
    """The same account with only some of its people (sorted local indices)."""
    rows = np.flatnonzero(np.isin(account.person, people))
    person = account.person[rows]
    return Account(
        name=account.name,
        people=[account.people[n] for n in people],
        content=account.content[rows],
        solution=account.solution[rows],
        day=account.day[rows],
        starts=run_starts(person),
        person=np.searchsorted(people, person).astype(np.int64),
    )


def affinities(account: Account, contents: Contents, null: Null, parameters: Parameters) -> Floats:
    """z per pair of people; 0 on the diagonal."""
    theme = contents.theme[account.content]
    whole = account.day.astype(np.int64)
    observed = _observed(account, contents.likeness, theme, parameters)
    mean = null.mean[theme, whole]
    spread = null.square[theme, whole] - mean**2
    expected = _pairwise(mean, account)
    variance = np.maximum(_pairwise(spread, account), 0.0)
    z: Floats = (observed - expected) / np.sqrt(variance + parameters.variance_floor)
    np.fill_diagonal(z, 0.0)
    return z


def _pairwise(values: Floats, account: Account) -> Floats:
    """(n_j sum over i's + n_i sum over j's) / 2."""
    total = run_sums(values, account.starts)
    table = np.outer(total, account.counts)
    half: Floats = (table + table.T) / 2
    return half


def _observed(account: Account, likeness: Floats, theme: Ints, parameters: Parameters) -> Floats:
    starts, day = account.starts, account.day
    observed = np.zeros((len(starts), len(starts)))
    for first, last in _blocks(account, parameters.block_signals):
        a, b = starts[first], starts[last] if last < len(starts) else len(day)
        near = np.exp(-np.abs(day[a:b, None] - day[None, :]) / parameters.tau_days)
        near *= likeness[np.ix_(theme[a:b], theme)]
        by_person = run_sums(near, starts)
        observed[first:last] = run_sums(by_person.T, starts[first:last] - a).T
    return observed


def _blocks(account: Account, most: int) -> list[tuple[int, int]]:
    """Runs of people (first, end) of about ``most`` signals each."""
    number = account.starts // max(1, most)
    cuts = run_starts(number)
    ends = run_ends(cuts, len(account.starts))
    return [(int(a), int(b)) for a, b in zip(cuts, ends, strict=True)]
