"""What the engine and a store say to each other: entries, rows, duties, and the reader and writer of one site's book.

Times in here are texts of fixed width in UTC (``2026-11-30T01:05:12.123Z``): they sort as they stand and any tool
reads them. Values of columns are texts and whole numbers only; lists and extra fields are JSON texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol

from pmcore.model.canonical import digest

__all__ = [
    "ENTRY_V", "Batch", "Column", "DutyRow", "Entry", "Head", "Key", "Known", "Match", "Reader", "Row", "Scalar", "Store", "Wake",
    "Writer", "hash_of", "joined", "sign_off",
]  # fmt: skip

ENTRY_V = 1
Scalar = str | int | None
Key = tuple[str, str]
"""A form: (register, number)."""


class Entry(NamedTuple):
    """One line of the journal, in the order of its columns. JSON columns are held as canonical texts."""

    site: str
    seq: int
    entry_v: int
    register: str
    number: str
    step: str
    step_v: int
    plugin: str
    signed: str
    by: str
    at: str
    written: str
    command: str | None
    cause: int | None
    context: str
    body: str
    grounds: str
    prev: str
    hash: str


def hash_of(columns: Sequence[object]) -> str:
    """The hash of an entry: SHA-256 over all columns but ``hash`` itself, one a line, an absent one as an empty line.

    No column can hold a raw line feed (JSON escapes it, codes refuse it), so the lines are unambiguous.
    """
    return digest("\n".join(["" if value is None else str(value) for value in columns]))


class Head(NamedTuple):
    """The last entry of a book."""

    seq: int
    hash: str
    written: str


class Row(NamedTuple):
    """One form as it stands now: the fold of its live entries.

    ``signed`` maps a step (or ``step/choice`` where one is owed for each choice) to the seq of its standing signature.
    ``values`` maps columns to values; ``first`` and ``last`` are the ``at`` of the first and last live entry.
    ``entered`` is the seq of the entry that made the present state.
    """

    number: str
    opened: int
    state: str
    closed: bool
    entered: int
    first: str
    last: str
    signed: Mapping[str, int]
    values: Mapping[str, Scalar]


class DutyRow(NamedTuple):
    """A step that is owed. ``holder`` is a role, or ``staff:NUMBER``; ``since_seq`` is the entry that made it owed."""

    register: str
    number: str
    step: str
    choice: str
    since_seq: int
    holder: str
    since: str
    due: str
    estimated: bool

    @property
    def id(self) -> str:
        """Stable over a rebuild: ``parking/YZ2026-0001/take-payment@12``."""
        choice = f"/{self.choice}" if self.choice else ""
        return f"{self.register}/{self.number}/{self.step}{choice}@{self.since_seq}"


class Column(NamedTuple):
    """A column of a register's table, as first seen. ``type`` is TEXT or INTEGER; names are what ``find`` may filter.

    ``sought``: forms are looked up by parts of it, so its words stand in the index of words.
    """

    register: str
    name: str
    type: str
    indexed: bool
    personal: bool
    sought: bool = False


def joined(known: Column | None, seen: Column) -> Column:
    """A column as it is kept: as first seen, and whatever was ever said of it holds on."""
    if known is None:
        return seen
    return known._replace(indexed=known.indexed or seen.indexed, sought=known.sought or seen.sought)


class Known(NamedTuple):
    """A form that a search found. ``rank`` is one of ``pmcore.model.sought``: open, closed, led on."""

    register: str
    number: str
    opened: int
    rank: int


class Wake(NamedTuple):
    """A clock step that will fall on a form. Wakes are taken in the order in which they sort."""

    due: str
    register: str
    opened: int
    step: str
    number: str


class Match(NamedTuple):
    """One condition of a search: a column, an operator, a value."""

    column: str
    op: Literal["=", ">=", "<=", "in", "!=", "has"]
    value: Any


class Batch:
    """Everything that one transaction writes; made by the engine, written by the store in one go."""

    __slots__ = (
        "columns", "counters", "duties_closed", "duties_opened", "entries", "erased", "notes",
        "personal", "rows", "wakes", "watches",
    )  # fmt: skip

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.personal: dict[int, dict[str, tuple[Scalar, str]]] = {}
        """seq -> JSON pointer into the body -> (value, salt)."""
        self.rows: dict[Key, Row] = {}
        self.duties_opened: list[DutyRow] = []
        self.duties_closed: list[DutyRow] = []
        self.wakes: dict[Key, list[tuple[str, str]]] = {}
        """form -> its next clock steps (step, due); replaces what stood."""
        self.watches: dict[Key, list[str]] = {}
        """form -> what its clock steps looked at (``complaint.event=E1``); replaces what stood."""
        self.counters: dict[tuple[str, str], int] = {}
        """(register, series) -> last number given."""
        self.columns: list[Column] = []
        """Columns seen for the first time."""
        self.erased: list[int] = []
        """Entries whose personal values are deleted with their salts."""
        self.notes: dict[str, str] = {}
        """Small facts beside the chain (the site's secret, the manifest in force)."""


class Reader(Protocol):
    """One site's book as of one moment. Every key is scoped to the site; nothing of another site can be seen."""

    @property
    def site(self) -> str: ...
    def head(self) -> Head | None: ...
    def entry(self, seq: int) -> Entry | None: ...
    def entries(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]: ...
    def history(self, register: str, number: str) -> list[Entry]:
        """All entries of a form, struck ones too, by seq."""
        ...

    def caused(self, seq: int) -> list[Entry]: ...
    def by_command(self, command: str) -> Entry | None: ...
    def personal(self, seq: int) -> Mapping[str, tuple[Scalar, str]]: ...
    def row(self, register: str, number: str) -> Row | None: ...
    def find(
        self,
        register: str,
        matches: Sequence[Match] = (),
        *,
        closed: bool | None = None,
        state: str | None = None,
        after: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Row]:
        """Forms that match, in order of their opening. ``after`` is an opening seq: a keyset page starts behind it.

        Voided forms (state ``void``) are left out unless ``state="void"``. An unknown column raises LookupError; a
        register of which nothing was ever written has nothing to find. Rows hold every column, None where it is empty.
        """
        ...

    def beginning(self, register: str, column: str, text: str, *, limit: int, backwards: bool = False) -> list[Row]:
        """Forms whose number, or whose text in an indexed column, begins so; in order of it, open ones first, no void ones.

        Any other column raises LookupError; a register of which nothing was ever written has nothing to find.
        """
        ...

    def count(
        self, register: str, matches: Sequence[Match] = (), *, closed: bool | None = None, state: str | None = None
    ) -> int: ...
    def known(self, asked: Sequence[tuple[str, ...]], *, ranks: Sequence[int] = (0, 1), limit: int | None = None) -> list[Known]:
        """Forms of all registers that for each of ``asked`` have a word beginning so; by rank, then the newest first."""
        ...

    def duties(
        self,
        register: str | None = None,
        number: str | None = None,
        *,
        holders: Sequence[str] | None = None,
        due_by: str | None = None,
    ) -> list[DutyRow]:
        """Open duties, by due time and id. A holder may be several, joined by blanks; any of ``holders`` will do."""
        ...

    def wakes(self, until: str) -> list[Wake]:
        """Clock steps due by then, in order."""
        ...

    def wake_of(self, register: str, number: str) -> list[tuple[str, str]]: ...
    def watchers(self, keys: Sequence[str]) -> list[Key]: ...
    def watched(self, register: str) -> bool:
        """Whether any form looks at this register, at one of its forms, or at a value of a column."""
        ...

    def counter(self, register: str, series: str) -> int: ...
    def columns(self, register: str) -> list[Column]: ...
    def registers(self) -> list[str]:
        """Registers that have a table, whether or not their plugin is installed."""
        ...

    def note(self, name: str) -> str | None: ...
    def steps_between(self, register: str, step: str, start: str, end: str) -> list[Entry]:
        """Entries of one step with ``start <= at < end``, by at and seq; what counts for a quota."""
        ...


class Writer(Reader, Protocol):
    """The same while the site is locked for writing."""

    def commit(self, batch: Batch) -> None:
        """Write all of it durably, or nothing. Called at most once."""
        ...

    def clear(self) -> None:
        """Drop every projection (rows, duties, wakes, watches, counters), keep journal, personal values, columns and notes."""
        ...


class Store(Protocol):
    """Where books are kept: memory, SQLite, later others. One contract suite holds for all."""

    def sites(self) -> list[str]: ...
    def read(self, site: str) -> AbstractContextManager[Reader]: ...
    def write(self, site: str) -> AbstractContextManager[Writer]:
        """Lock the site, then read. Leaving the block without ``commit`` writes nothing."""
        ...

    def close(self) -> None: ...


def sign_off(entry: Entry) -> Entry:
    """The entry with its hash filled in."""
    return entry._replace(hash=hash_of(entry[:-1]))
