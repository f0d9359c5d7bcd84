"""Profiles: how a kind of file is recognised, and which column becomes which canonical field.

A profile is TOML data (``loaders/profiles``), read and checked by ``loaders.profile_reader``.
Columns are compared without regard to case, blanks and punctuation, so ``FirstName``,
``First Name`` and ``first_name`` are one.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.values import Said


@dataclass(frozen=True)
class Field:
    """How one canonical field is made.

    Attributes:
        columns: source columns, the first that has a value wins; ``*`` matches anything.
        type: a type of ``loaders.values``.
        prefix: put before the value, so that ids of different systems never meet.
        prefixes: values that begin otherwise are null (Salesforce ids tell their table so).
        value: a constant.
        when: with ``value``: (field, other value), used where that field has a value.
        join: fields joined by a blank where no column has a value.
        hash: fields whose hash stands in where no column has a value.
        values: words of the source and what they become; ``otherwise`` skips all other rows.
        file_date: the date in the file's name stands in where no column has a value.
        inside: (column of JSON cells, names in them), read after ``columns``; a cell is one
            object, or a list of objects that each have a name and a value.
    """

    name: str
    columns: tuple[str, ...] = ()
    type: str = "text"
    prefix: str = ""
    prefixes: tuple[str, ...] = ()
    value: str | None = None
    when: tuple[str, str] | None = None
    join: tuple[str, ...] = ()
    hash: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    file_date: bool = False
    inside: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Skip:
    """Rows that are left out and counted under ``why``.

    Attributes:
        columns: source columns, the first that has a value counts.
        is_: lower-case values that skip the row.
        is_not: any other value skips it.
        empty: no value skips it.
        absent: a file without such a column is skipped row by row.
        always: every row is skipped: the kind of file is known, and of no use.
        unless: columns, one of which has a value in rows that stay.
        deletes: the row says that what it names is no more; what was loaded of it goes too.
    """

    columns: tuple[str, ...]
    why: str
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    empty: bool = False
    absent: bool = False
    always: bool = False
    unless: tuple[str, ...] = ()
    deletes: bool = False


@dataclass(frozen=True)
class Times:
    """Which fields give ``event_time``, ``known_time`` and ``known_basis`` .

    Attributes:
        event: the first that has a value.
        stamped: the first that has a value is the known time; a later one of ``later`` wins.
        assumed: used where none of ``stamped`` has a value.
        otherwise: ``load`` (the time of the load) or ``timeless`` (reference data: null).
        never_after: stamps of a server; a row that happened over a day after the newest of them
            in the whole file is refused. Planned events have none.
    """

    event: tuple[str, ...] = ()
    stamped: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    otherwise: str = "load"
    never_after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """One kind of file.

    Attributes:
        table: fact table that its rows go to.
        required: fields without which a row is refused.
        one_of: of each tuple of fields, one must have a value.
        all_, any_, none: fields the header must have, must have one of; columns it must lack.
        has: columns, one of which the header must have.
        headerless: columns of files that have no header, with what tells them: a type of
            ``SHAPES`` by column.
        nulls: words that mean nothing in files of this kind.
        said: how dates and numbers are written where no value of a column tells.
        encoding: of files that are neither marked nor UTF-8; None has it told by their letters.
        note: (what to say of a file, fields): said where no row has a value in any of them.
    """

    name: str
    table: str
    system: str
    format: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    all_: tuple[str, ...] = ()
    any_: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    headerless: tuple[str, ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()
    nulls: tuple[str, ...] = ()
    said: Said = field(default_factory=Said)
    encoding: str | None = None
    note: tuple[str, tuple[str, ...]] | None = None
    times: Times = field(default_factory=Times)
    skips: tuple[Skip, ...] = ()

    @property
    def dated_by_name(self) -> bool:
        """Whether the file's name may say when its rows are from."""
        return any(f.file_date for f in self.fields.values())


def plain(column: str) -> str:
    """A column name as it is compared: lower case, letters and digits (and ``*``) only."""
    return re.sub(r"[^\w*]|_", "", column.lower())


@dataclass(frozen=True)
class Header:
    """The columns of a file, to be looked up by the names that profiles use."""

    columns: tuple[str, ...]

    def find(self, wanted: str) -> tuple[int, ...]:
        """Positions of the columns that ``wanted`` names."""
        return _find(self.columns, wanted)

    def positions(self, wanted: Iterable[str]) -> tuple[int, ...]:
        """Positions of all columns that ``wanted`` names, in its order, each once."""
        return tuple(dict.fromkeys(i for name in wanted for i in self.find(name)))


@cache
def _find(columns: tuple[str, ...], wanted: str) -> tuple[int, ...]:
    name = plain(wanted)
    names = _plain_names(columns)
    if "*" in name:
        return tuple(i for i, n in enumerate(names) if fnmatch.fnmatchcase(n, name))
    if wanted in columns:  # of two spellings of one name, each is its own key of JSON
        return (columns.index(wanted),)
    # Warehouses put "property" before HubSpot's names, its API "properties".
    for spelt in (name, f"property{name}", f"properties{name}"):
        if spelt in names:
            return (names.index(spelt),)
    return ()


@cache
def _plain_names(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(c) for c in columns)


def recognises(profile: Profile, header: Header) -> bool:
    """Whether a file with this header is of this kind."""

    def has(name: str) -> bool:
        return bool(header.positions(columns_of(profile.fields[name])))

    return (
        all(has(name) for name in profile.all_)
        and (not profile.any_ or any(has(name) for name in profile.any_))
        and (not profile.has or bool(header.positions(profile.has)))
        and not header.positions(profile.none)
    )


def used_columns(profile: Profile, header: Header) -> tuple[int, ...]:
    """Positions of the columns that the profile reads, in order."""
    return tuple(sorted(header.positions(wanted_columns(profile))))


def columns_of(rule: Field) -> tuple[str, ...]:
    """Columns that a field reads."""
    return (*rule.columns, *((rule.inside[0],) if rule.inside else ()))


def wanted_columns(profile: Profile) -> tuple[str, ...]:
    """Every column that a profile may read, each once."""
    wanted = [c for f in profile.fields.values() for c in columns_of(f)]
    wanted += [c for skip in profile.skips for c in (*skip.columns, *skip.unless)]
    return tuple(dict.fromkeys(wanted))


SHAPES = {
    "domain": re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE),
    "number": re.compile(r"\d{1,3}(\.\d+)?"),
    "instant": re.compile(r"\d{4}-\d\d-\d\d[ T].+"),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
}
"""What values look like, by which a file without a header is known."""
EMPTY_AT_END = 6


def fits_headerless(profile: Profile, rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether rows without a header are of this kind: width right, and every value in shape.

    Columns at the end that are empty throughout may be missing.
    """
    names = profile.headerless
    shapes = [(names.index(column), SHAPES[kind]) for column, kind in profile.shapes]
    return bool(names and rows) and all(
        len(names) - EMPTY_AT_END <= len(row) <= len(names)
        and all(at < len(row) and shape.fullmatch(row[at].strip()) for at, shape in shapes)
        for row in rows
    )


def best_profile(profiles: Iterable[Profile], header: Header, format_: str) -> Profile | None:
    """The profile that recognises the header and reads most of it; ties go by name.

    Those of the file's own format go first: the same table may be a CSV file or JSON lines.
    """
    fitting = [p for p in profiles if recognises(p, header)]
    return min(
        fitting,
        key=lambda p: (p.format != format_, -len(used_columns(p, header)), p.name),
        default=None,
    )
