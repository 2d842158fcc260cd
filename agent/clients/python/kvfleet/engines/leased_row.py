"""Rows that a scheduler has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kvfleet.protocol.values import Slot
from kvfleet.session import Session


class LeasedRow(NamedTuple):
    """A lease of this process."""

    row: int
    handle: int


@dataclass(slots=True, eq=False)
class StoringRow:
    """A credit that is being filled."""

    slot: Slot
    session: Session
    position: int
    group: int
    leaving: bool = False
