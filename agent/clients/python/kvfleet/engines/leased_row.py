"""Rows that a scheduler has."""

from __future__ import annotations

from dataclasses import dataclass, field

from kvfleet.protocol.values import Slot
from kvfleet.session import Session


@dataclass(slots=True, eq=False)
class LeasedRow:
    """A lease of this process. ``requests`` wait to load it, ``loads`` transfers read it now; ``used`` is when it was last asked for, in seconds of the ledger's clock."""

    row: int
    handle: int
    used: float
    requests: set[str] = field(default_factory=set)
    loads: int = 0
    leaving: bool = False

    @property
    def is_unused(self) -> bool:
        """Whether it can be given back."""
        return self.loads == 0 and (self.leaving or not self.requests)


@dataclass(slots=True, eq=False)
class StoringRow:
    """A credit that is being filled."""

    slot: Slot
    session: Session
    position: int
    group: int
    leaving: bool = False
