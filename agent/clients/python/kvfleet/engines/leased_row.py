"""Rows that a scheduler has."""

from __future__ import annotations

from dataclasses import dataclass

from kvfleet.protocol.values import Slot
from kvfleet.session import Session


@dataclass(slots=True, eq=False)
class LeasedRow:
    """A lease of this process. ``loads``: transfers that read it now; ``used``: when the last one ended, in seconds of the ledger's clock."""

    row: int
    handle: int
    loads: int = 0
    used: float = float("-inf")


@dataclass(slots=True, eq=False)
class StoringRow:
    """A credit that is being filled."""

    slot: Slot
    session: Session
    position: int
    group: int
    leaving: bool = False
