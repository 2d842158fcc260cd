"""Values that the store protocol carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class RecordState(IntEnum):
    """What the store knows of a key."""

    ABSENT = 0
    PRESENT = 1
    BEING_STORED = 2
    ON_LOWER_TIER = 3
    NOT_A_KEY = 4


class Record(NamedTuple):
    """Answer for one key. ``row`` is -1 when the value is not one row; ``handle`` is 0 without a lease."""

    state: int
    row: int
    generation: int
    length: int
    handle: int


class Slot(NamedTuple):
    """A row that this connection may fill, with the ticket that proves it."""

    row: int
    ticket: int


class CommitItem(NamedTuple):
    """A filled slot.

    ``length``: bytes of the value, 1 to the stride. ``position``: blocks before it in its prompt. ``recompute_microseconds``: what making it again costs, 0 when
    unknown. ``group``: 64 bits that blocks of one prefix share, 0 for none.
    """

    slot: Slot
    length: int
    position: int
    recompute_microseconds: int
    group: int
    key: bytes


class CommitResult(IntEnum):
    """What became of one item."""

    COMMITTED = 0
    ALREADY_THERE = 1
    SLOT_NOT_HELD = 2
    NOT_A_KEY = 3
    NOT_A_LENGTH = 4
    INDEX_FULL = 5

    @property
    def slot_stays(self) -> bool:
        """Whether the slot still belongs to the connection."""
        return self not in (CommitResult.COMMITTED, CommitResult.SLOT_NOT_HELD)


@dataclass(frozen=True, slots=True)
class Hello:
    """What a client says first. ``stride`` 0: whatever the pool has. ``fingerprint`` "": may look and copy, not store."""

    wants_mapping: bool
    stride: int
    fingerprint: str
    client: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the agent answers to hello. Sizes in bytes."""

    may_map: bool
    stride: int
    address_space: int
    session: int
    most_credits: int
    most_leases: int


class Extent(NamedTuple):
    """Memory of the pool: ``bytes`` at ``offset`` of the reserved address space."""

    id: int
    offset: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Extents:
    """More memory. ``complete`` ends the first set of a connection."""

    extents: tuple[Extent, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class KeyTableNotice:
    """The key table of one arena; its descriptor comes beside."""

    arena: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Revoke:
    """Extents and key tables to let go of within ``seconds``."""

    seconds: int
    extents: tuple[int, ...]
    arenas: tuple[int, ...]
